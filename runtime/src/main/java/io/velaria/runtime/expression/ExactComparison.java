package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.expression.LongArithmetic.Range;
import io.velaria.runtime.kernel.Int128Math;
import io.velaria.runtime.kernel.IntegerKernels;
import io.velaria.runtime.kernel.Selections;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.math.BigInteger;

/**
 * Comparison of whatever is an integer inside: exact numbers of any scale, booleans, dates, times, timestamps of any
 * precision, intervals. Against a constant it is one range check on the array as it is, however narrow.
 */
final class ExactComparison extends StrictTest {
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final Comparison comparison;
    private final int leftScale;
    private final int rightScale;
    private final Int128Math wide = new Int128Math();
    private long[] room = {};
    private Vector rangeOf;
    private boolean rangeIsInside;
    private long rangeLow;
    private long rangeHigh;

    ExactComparison(Comparison comparison, SqlType leftType, Evaluator left, SqlType rightType, Evaluator right) {
        super(left, right);
        this.comparison = comparison;
        this.leftScale = scale(leftType);
        this.rightScale = scale(rightType);
    }

    /** Decimal digits after the unit that values count. */
    static int scale(SqlType type) {
        if (type.kind() == TypeKind.DECIMAL) {
            return type.scale();
        }
        return type.kind().isTimestamp() ? (type.isNanos() ? 9 : 6) : 0;
    }

    @Override
    int test(Vector[] values, int[] selection, int count, int[] target) {
        Vector a = values[0];
        Vector b = values[1];
        if (b instanceof ConstantVector constant && a.kind().isLongLike() && !(a instanceof ConstantVector)) {
            return testRange(a, constant, comparison, leftScale, rightScale, selection, count, target);
        }
        if (a instanceof ConstantVector constant && b.kind().isLongLike() && !(b instanceof ConstantVector)) {
            return testRange(b, constant, comparison.swapped(), rightScale, leftScale, selection, count, target);
        }
        boolean flat = a.kind().isLongLike()
                && b.kind().isLongLike()
                && !(a instanceof ConstantVector)
                && !(b instanceof ConstantVector);
        if (flat) {
            Vector x = leftScale >= rightScale ? a : raise(a, rightScale - leftScale, selection, count);
            Vector y = rightScale >= leftScale ? b : raise(b, leftScale - rightScale, selection, count);
            if (x != null && y != null) {
                return switch (comparison) {
                    case EQUAL -> IntegerKernels.equal(x, y, selection, count, target);
                    case NOT_EQUAL -> IntegerKernels.notEqual(x, y, selection, count, target);
                    case LESS -> IntegerKernels.less(x, y, selection, count, target);
                    case LESS_OR_EQUAL -> IntegerKernels.lessOrEqual(x, y, selection, count, target);
                    case GREATER -> IntegerKernels.less(y, x, selection, count, target);
                    case GREATER_OR_EQUAL -> IntegerKernels.lessOrEqual(y, x, selection, count, target);
                };
            }
        }
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            int order = compareWide(a.highAt(row), a.lowAt(row), b.highAt(row), b.lowAt(row));
            target[n] = row;
            n += comparison.accepts(order) ? 1 : 0;
        }
        return n;
    }

    private Vector raise(Vector vector, int digits, int[] selection, int count) {
        if (digits > 18) {
            return null;
        }
        room = room.length < vector.length() ? new long[vector.length()] : room;
        long overflow = IntegerKernels.multiply(vector, Int128Math.POWERS[digits], room, selection, count);
        return overflow != 0 ? null : new LongVector(vector.type(), room, null, vector.length());
    }

    private int compareWide(long aHigh, long aLow, long bHigh, long bLow) {
        if (leftScale == rightScale) {
            return Int128Math.compare(aHigh, aLow, bHigh, bLow);
        }
        if (leftScale < rightScale) {
            return wide.rescale(aHigh, aLow, rightScale - leftScale)
                    ? Int128Math.compare(wide.high, wide.low, bHigh, bLow)
                    : (aHigh < 0 ? -1 : 1);
        }
        return wide.rescale(bHigh, bLow, leftScale - rightScale)
                ? Int128Math.compare(aHigh, aLow, wide.high, wide.low)
                : (bHigh < 0 ? 1 : -1);
    }

    private int testRange(
            Vector column,
            ConstantVector constant,
            Comparison op,
            int columnScale,
            int constantScale,
            int[] selection,
            int count,
            int[] target) {
        if (rangeOf != constant.value()) {
            findRange(op, Int128Math.big(constant.highAt(0), constant.lowAt(0)), constantScale - columnScale);
            rangeOf = constant.value();
        }
        if (rangeIsInside) {
            return within(column, rangeLow, rangeHigh, selection, count, target);
        }
        return rangeLow > rangeHigh
                ? Selections.all(selection, count, target)
                : IntegerKernels.notBetween(column, rangeLow, rangeHigh, selection, count, target);
    }

    /** The rows, none of them NULL, whose value lies in a range; where the vector's bounds tell, no value is looked at. */
    static int within(Vector column, long low, long high, int[] selection, int count, int[] target) {
        if (column.least() > high || column.greatest() < low) {
            return 0;
        }
        return low <= column.least() && column.greatest() <= high
                ? Selections.all(selection, count, target)
                : IntegerKernels.between(column, low, high, selection, count, target);
    }

    /** Which values the left operand must have, where the right one is a constant; not for {@code <>}. */
    Range rangeOfConstant(Batch batch) {
        Vector constant = operand(1, batch);
        if (constant.isNull(0)) {
            return new Range(1, 0);
        }
        findRange(comparison, Int128Math.big(constant.highAt(0), constant.lowAt(0)), rightScale - leftScale);
        rangeOf = null;
        return new Range(rangeLow, rangeHigh);
    }

    /** The values v of the column's unit for which v op constant / 10^digits holds, or for {@code <>} does not hold. */
    private void findRange(Comparison op, BigInteger constant, int digits) {
        BigInteger floor;
        BigInteger ceiling;
        if (digits <= 0) {
            floor = constant.multiply(Int128Math.bigPower(-digits));
            ceiling = floor;
        } else {
            BigInteger[] parts = constant.divideAndRemainder(Int128Math.bigPower(digits));
            floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
            ceiling = parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
        }
        BigInteger low =
                switch (op) {
                    case EQUAL, NOT_EQUAL, GREATER_OR_EQUAL -> ceiling;
                    case GREATER -> floor.add(BigInteger.ONE);
                    default -> MIN;
                };
        BigInteger high =
                switch (op) {
                    case EQUAL, NOT_EQUAL, LESS_OR_EQUAL -> floor;
                    case LESS -> ceiling.subtract(BigInteger.ONE);
                    default -> MAX;
                };
        rangeIsInside = op != Comparison.NOT_EQUAL;
        if (low.compareTo(high) > 0 || low.compareTo(MAX) > 0 || high.compareTo(MIN) < 0) {
            rangeLow = 1;
            rangeHigh = 0;
        } else {
            rangeLow = low.max(MIN).longValue();
            rangeHigh = high.min(MAX).longValue();
        }
    }
}
