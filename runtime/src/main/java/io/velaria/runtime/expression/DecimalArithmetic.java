package io.velaria.runtime.expression;

import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.LongArithmetic.Range;
import io.velaria.runtime.kernel.Int128Math;
import io.velaria.runtime.kernel.IntegerKernels;
import io.velaria.runtime.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * {@code + - * / %} of exact numbers with a DECIMAL result. A batch is computed in 64 bits with checks; where a row that
 * counts does not fit, the batch is computed again in 128 bits. Beyond the type's precision is 22003.
 */
final class DecimalArithmetic extends StrictBinary {
    private final String operator;
    private final int leftScale;
    private final int rightScale;
    private final Int128Math wide = new Int128Math();
    private long[] result = {};
    private long[] highs = {};
    private long[] leftRoom = {};
    private long[] rightRoom = {};

    DecimalArithmetic(String operator, SqlType type, Expression left, Evaluator a, Expression right, Evaluator b) {
        super(type, a, b);
        this.operator = operator;
        this.leftScale = left.type().scale();
        this.rightScale = right.type().scale();
    }

    @Override
    Vector compute(Vector a, Vector b, long[] validity, int[] selection, int count, int length) {
        result = result.length < length ? new long[length] : result;
        if (a.kind().isLongLike() && b.kind().isLongLike()) {
            Vector bounded = bounded(a, b, validity, selection, count, length);
            if (bounded != null) {
                return bounded;
            }
            if (narrow(a, b, validity, selection, count, length)) {
                return new LongVector(type, result, validity, length);
            }
        }
        highs = highs.length < length ? new long[length] : highs;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (!Validity.isNull(validity, row)) {
                boolean fits = computeWide(a.highAt(row), a.lowAt(row), b.highAt(row), b.lowAt(row));
                if (!fits || !Int128Math.fits(wide.high, wide.low, type.precision())) {
                    throw outOfRange(a, b, row);
                }
                result[row] = wide.low;
                highs[row] = wide.high;
            }
        }
        return new Int128Vector(type, highs, result, validity, length);
    }

    /** Computes without checks if the operands' bounds prove that all results fit 64 bits and the type; else null. */
    private Vector bounded(Vector a, Vector b, long[] validity, int[] selection, int count, int length) {
        boolean product = operator.equals(Operators.TIMES);
        int common = product ? leftScale + rightScale : Math.max(leftScale, rightScale);
        boolean sum = operator.equals(Operators.PLUS) || operator.equals(Operators.MINUS);
        int raiseLeft = sum ? common - leftScale : 0;
        int raiseRight = sum ? common - rightScale : 0;
        if (!(product || sum) || common != type.scale() || raiseLeft > 18 || raiseRight > 18) {
            return null;
        }
        Range left = Range.of(a).times(Int128Math.POWERS[raiseLeft]);
        Range right = Range.of(b).times(Int128Math.POWERS[raiseRight]);
        Range range = left == null || right == null ? null : Range.of(operator, left, right);
        long limit = type.precision() > 18 ? Long.MAX_VALUE : Int128Math.POWERS[type.precision()] - 1;
        if (range == null || !range.isWithin(-limit, limit)) {
            return null;
        }
        boolean all = LongArithmetic.isDense(selection, count, length);
        int[] rows = all ? null : selection;
        int rowCount = all ? length : count;
        Vector x = raise(a, raiseLeft, leftRoom, true, rows, rowCount, length);
        Vector y = raise(b, raiseRight, rightRoom, false, rows, rowCount, length);
        LongArithmetic.computeUnchecked(operator, x, y, result, rows, rowCount);
        return new LongVector(type, result, validity, length).bounded(range.least(), range.greatest());
    }

    /** Computes in 64 bits; false if some row needs more. */
    private boolean narrow(Vector a, Vector b, long[] validity, int[] selection, int count, int length) {
        if (operator.equals(Operators.DIVIDE) || operator.equals(Operators.MODULO)) {
            return narrowDivide(a, b, validity, selection, count);
        }
        boolean product = operator.equals(Operators.TIMES);
        int common = product ? leftScale + rightScale : Math.max(leftScale, rightScale);
        Vector x = product ? a : raise(a, common - leftScale, leftRoom, true, selection, count, length);
        Vector y = product ? b : raise(b, common - rightScale, rightRoom, false, selection, count, length);
        if (x == null || y == null || LongArithmetic.computeChecked(operator, x, y, result, selection, count) != 0) {
            return false;
        }
        if (common > type.scale()) {
            int digits = common - type.scale();
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                result[row] = Int128Math.divideHalfUp(result[row], digits);
            }
        }
        return type.precision() > 18 || withinPrecision(validity, selection, count);
    }

    private boolean withinPrecision(long[] validity, int[] selection, int count) {
        long limit = Int128Math.POWERS[type.precision()];
        long outside = 0;
        for (int i = 0; i < count; i++) {
            long value = result[selection == null ? i : selection[i]];
            outside |= (limit - 1 - value) | (limit - 1 + value);
        }
        if (outside >= 0) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (!Validity.isNull(validity, row) && (result[row] >= limit || result[row] <= -limit)) {
                return false; // computed again in 128 bits, which raises the error
            }
        }
        return true;
    }

    /** The values times 10^digits, or null if that does not fit. */
    private Vector raise(Vector vector, int digits, long[] room, boolean left, int[] selection, int count, int length) {
        if (digits == 0) {
            return vector;
        }
        if (digits > 18) {
            return null;
        }
        long power = Int128Math.POWERS[digits];
        if (vector instanceof ConstantVector constant) {
            long value = constant.longAt(0);
            if (Math.multiplyHigh(value, power) != value * power >> 63) {
                return null;
            }
            return new ConstantVector(
                    new LongVector(vector.type(), new long[] {value * power}, null, 1), vector.length());
        }
        long[] target = room.length < length ? new long[length] : room;
        if (left) {
            leftRoom = target;
        } else {
            rightRoom = target;
        }
        Range range = Range.of(vector).times(power);
        if (range != null) {
            IntegerKernels.multiplyUnchecked(vector, power, target, selection, count);
        } else if (IntegerKernels.multiply(vector, power, target, selection, count) != 0) {
            return null;
        }
        return new LongVector(vector.type(), target, null, length);
    }

    private boolean narrowDivide(Vector a, Vector b, long[] validity, int[] selection, int count) {
        boolean modulo = operator.equals(Operators.MODULO);
        int common = Math.max(leftScale, rightScale);
        // a / 10^s1 / (b / 10^s2) = a * 10^(scale + s2 - s1) / b / 10^scale
        int shift = type.scale() + rightScale - leftScale;
        int up = modulo ? common - leftScale : Math.max(shift, 0);
        int down = modulo ? common - rightScale : Math.max(-shift, 0);
        if (up > 18 || down > 18 || (modulo && type.scale() != common)) {
            return false;
        }
        long raiseA = Int128Math.POWERS[up];
        long raiseB = Int128Math.POWERS[down];
        long limit = type.precision() > 18 ? Long.MAX_VALUE : Int128Math.POWERS[type.precision()];
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (Validity.isNull(validity, row)) {
                continue;
            }
            long x = a.longAt(row);
            long y = b.longAt(row);
            if (y == 0) {
                throw IntegerArithmetic.divisionByZero();
            }
            long dividend = x * raiseA;
            long divisor = y * raiseB;
            if (Math.multiplyHigh(x, raiseA) != dividend >> 63
                    || Math.multiplyHigh(y, raiseB) != divisor >> 63
                    || divisor == Long.MIN_VALUE
                    || dividend == Long.MIN_VALUE) {
                return false;
            }
            long value = modulo ? dividend % divisor : Int128Math.quotientHalfUp(dividend, divisor);
            if (value >= limit || value <= -limit) {
                return false;
            }
            result[row] = value;
        }
        return true;
    }

    private boolean computeWide(long aHigh, long aLow, long bHigh, long bLow) {
        int common = Math.max(leftScale, rightScale);
        boolean done =
                switch (operator) {
                    case Operators.PLUS, Operators.MINUS -> {
                        if (!wide.rescale(aHigh, aLow, common - leftScale)) {
                            yield false;
                        }
                        long xHigh = wide.high;
                        long xLow = wide.low;
                        yield wide.rescale(bHigh, bLow, common - rightScale)
                                && (operator.equals(Operators.PLUS)
                                        ? wide.add(xHigh, xLow, wide.high, wide.low)
                                        : wide.subtract(xHigh, xLow, wide.high, wide.low))
                                && wide.rescale(wide.high, wide.low, type.scale() - common);
                    }
                    case Operators.TIMES ->
                        wide.multiply(aHigh, aLow, bHigh, bLow)
                                && wide.rescale(wide.high, wide.low, type.scale() - leftScale - rightScale);
                    default -> false;
                };
        return done || wide.set(exact(Int128Math.big(aHigh, aLow), Int128Math.big(bHigh, bLow), common));
    }

    /** The unscaled result where an intermediate one is beyond 128 bits, and for division. */
    private BigInteger exact(BigInteger x, BigInteger y, int common) {
        if (operator.equals(Operators.TIMES)) {
            return rescaled(x.multiply(y), leftScale + rightScale);
        }
        if (operator.equals(Operators.DIVIDE)) {
            int shift = type.scale() + rightScale - leftScale;
            BigInteger dividend = shift > 0 ? x.multiply(Int128Math.bigPower(shift)) : x;
            BigInteger divisor = shift < 0 ? y.multiply(Int128Math.bigPower(-shift)) : y;
            if (divisor.signum() == 0) {
                throw IntegerArithmetic.divisionByZero();
            }
            return Int128Math.divideHalfUp(dividend, divisor);
        }
        BigInteger a = x.multiply(Int128Math.bigPower(common - leftScale));
        BigInteger b = y.multiply(Int128Math.bigPower(common - rightScale));
        if (operator.equals(Operators.MODULO)) {
            if (b.signum() == 0) {
                throw IntegerArithmetic.divisionByZero();
            }
            return rescaled(a.remainder(b), common);
        }
        return rescaled(operator.equals(Operators.PLUS) ? a.add(b) : a.subtract(b), common);
    }

    private BigInteger rescaled(BigInteger value, int scale) {
        return scale > type.scale()
                ? Int128Math.divideHalfUp(value, Int128Math.bigPower(scale - type.scale()))
                : value.multiply(Int128Math.bigPower(type.scale() - scale));
    }

    private VelariaException outOfRange(Vector a, Vector b, int row) {
        BigDecimal x = new BigDecimal(Int128Math.big(a.highAt(row), a.lowAt(row)), leftScale);
        BigDecimal y = new BigDecimal(Int128Math.big(b.highAt(row), b.lowAt(row)), rightScale);
        return IntegerArithmetic.outOfRange(x.toPlainString() + " " + operator + " " + y.toPlainString(), type);
    }
}
