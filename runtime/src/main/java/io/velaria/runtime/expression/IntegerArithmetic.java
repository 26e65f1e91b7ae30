package io.velaria.runtime.expression;

import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.LongArithmetic.Range;
import io.velaria.runtime.kernel.IntegerKernels;
import io.velaria.runtime.type.SqlType;
import java.math.BigInteger;

/** {@code + - * / %} of integers; computed in 64 bits, out of the result type's range is 22003. */
final class IntegerArithmetic extends StrictBinary {
    private final String operator;
    private long[] result = {};
    private long[] leftRoom = {};
    private long[] rightRoom = {};

    IntegerArithmetic(String operator, SqlType type, Evaluator left, Evaluator right) {
        super(type, left, right);
        this.operator = operator;
    }

    @Override
    Vector compute(Vector a, Vector b, long[] validity, int[] selection, int count, int length) {
        result = result.length < length ? new long[length] : result;
        if (operator.equals(Operators.DIVIDE) || operator.equals(Operators.MODULO)) {
            divide(a, b, validity, selection, count, length);
            return new LongVector(type, result, validity, length);
        }
        long greatest = -1L >>> (65 - bits()); // of the type
        Range range = Range.of(operator, Range.of(a), Range.of(b));
        if (range != null && range.isWithin(-greatest - 1, greatest)) {
            boolean all = LongArithmetic.isDense(selection, count, length);
            LongArithmetic.computeUnchecked(operator, a, b, result, all ? null : selection, all ? length : count);
            return new LongVector(type, result, validity, length).bounded(range.least(), range.greatest());
        }
        long overflow = LongArithmetic.computeChecked(operator, a, b, result, selection, count);
        if (overflow != 0 || !fits(selection, count)) {
            findOverflow(a, b, validity, selection, count);
        }
        return new LongVector(type, result, validity, length).bounded(-greatest - 1, greatest);
    }

    private int bits() {
        return switch (type.kind()) {
            case TINYINT -> 8;
            case SMALLINT -> 16;
            case INTEGER -> 32;
            default -> 64;
        };
    }

    private boolean fits(int[] selection, int count) {
        int bits = bits();
        return bits == 64 || outside(result, 64 - bits, selection, count) == 0;
    }

    private static long outside(long[] values, int shift, int[] selection, int count) {
        long outside = 0;
        if (selection == null) {
            for (int row = 0; row < count; row++) {
                outside |= values[row] ^ (values[row] << shift >> shift);
            }
        } else {
            for (int i = 0; i < count; i++) {
                long value = values[selection[i]];
                outside |= value ^ (value << shift >> shift);
            }
        }
        return outside;
    }

    /** Raises the error of the first row that counts; returns if only leftovers overflowed. */
    private void findOverflow(Vector a, Vector b, long[] validity, int[] selection, int count) {
        int bits = bits();
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (Validity.isNull(validity, row)) {
                continue;
            }
            BigInteger x = BigInteger.valueOf(a.longAt(row));
            BigInteger y = BigInteger.valueOf(b.longAt(row));
            BigInteger exact =
                    switch (operator) {
                        case Operators.PLUS -> x.add(y);
                        case Operators.MINUS -> x.subtract(y);
                        default -> x.multiply(y);
                    };
            if (exact.bitLength() >= bits) {
                throw outOfRange(x + " " + operator + " " + y, type);
            }
        }
    }

    private void divide(Vector a, Vector b, long[] validity, int[] selection, int count, int length) {
        boolean modulo = operator.equals(Operators.MODULO);
        int bits = bits();
        leftRoom = leftRoom.length < length ? new long[length] : leftRoom;
        rightRoom = rightRoom.length < length ? new long[length] : rightRoom;
        boolean constantA = a instanceof ConstantVector;
        boolean constantB = b instanceof ConstantVector;
        long[] x = constantA ? null : IntegerKernels.longs(a, leftRoom, selection, count);
        long[] y = constantB ? null : IntegerKernels.longs(b, rightRoom, selection, count);
        long onlyX = constantA ? a.longAt(0) : 0;
        long onlyY = constantB ? b.longAt(0) : 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            long dividend = x == null ? onlyX : x[row];
            long divisor = y == null ? onlyY : y[row];
            if (divisor == 0) {
                if (!Validity.isNull(validity, row)) {
                    throw divisionByZero();
                }
                continue;
            }
            long quotient = modulo ? dividend % divisor : dividend / divisor;
            if (divisor == -1 && !modulo && (dividend == Long.MIN_VALUE || dividend == -1L << (bits - 1))) {
                if (!Validity.isNull(validity, row)) {
                    throw outOfRange(dividend + " / -1", type);
                }
                continue;
            }
            result[row] = quotient;
        }
    }

    static VelariaException divisionByZero() {
        return VelariaException.of(SqlState.DIVISION_BY_ZERO, "division by zero");
    }

    static VelariaException outOfRange(String what, SqlType type) {
        return VelariaException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, what + " is out of range for " + type);
    }
}
