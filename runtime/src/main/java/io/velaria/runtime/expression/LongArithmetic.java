package io.velaria.runtime.expression;

import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.kernel.IntegerKernels;

/** {@code + - *} of flat integer vectors in 64 bits, with what the operands' bounds prove about the results. */
final class LongArithmetic {
    /** What no value is less or greater than. */
    record Range(long least, long greatest) {
        static Range of(Vector vector) {
            return new Range(vector.least(), vector.greatest());
        }

        /** Bounds of the results of an operator, or null if some result may not fit 64 bits. */
        static Range of(String operator, Range a, Range b) {
            if (!(a.isKnown() && b.isKnown())) {
                return null;
            }
            try {
                return switch (operator) {
                    case Operators.PLUS ->
                        new Range(Math.addExact(a.least, b.least), Math.addExact(a.greatest, b.greatest));
                    case Operators.MINUS ->
                        new Range(Math.subtractExact(a.least, b.greatest), Math.subtractExact(a.greatest, b.least));
                    default -> {
                        long p = Math.multiplyExact(a.least, b.least);
                        long q = Math.multiplyExact(a.least, b.greatest);
                        long r = Math.multiplyExact(a.greatest, b.least);
                        long s = Math.multiplyExact(a.greatest, b.greatest);
                        yield new Range(
                                Math.min(Math.min(p, q), Math.min(r, s)), Math.max(Math.max(p, q), Math.max(r, s)));
                    }
                };
            } catch (ArithmeticException e) {
                return null;
            }
        }

        private boolean isKnown() {
            return least != Long.MIN_VALUE && greatest != Long.MAX_VALUE;
        }

        boolean isWithin(long low, long high) {
            return low <= least && greatest <= high;
        }

        /** These values times a power of ten, or null if that may not fit. */
        Range times(long power) {
            return power == 1 ? this : of(Operators.TIMES, this, new Range(power, power));
        }
    }

    private LongArithmetic() {}

    /**
     * Whether results that can't fail are computed for all rows rather than for the selected ones: a loop without a
     * selection costs less than half of one with it.
     */
    static boolean isDense(int[] selection, int count, int length) {
        return selection != null && count >= length / 2;
    }

    /** Computes without checks: for bounded results. At most one of the operands is constant. */
    static void computeUnchecked(String operator, Vector a, Vector b, long[] result, int[] selection, int count) {
        if (b instanceof ConstantVector) {
            long constant = b.longAt(0);
            switch (operator) {
                case Operators.PLUS -> IntegerKernels.addUnchecked(a, constant, result, selection, count);
                case Operators.MINUS -> IntegerKernels.subtractUnchecked(a, constant, result, selection, count);
                default -> IntegerKernels.multiplyUnchecked(a, constant, result, selection, count);
            }
        } else if (a instanceof ConstantVector) {
            long constant = a.longAt(0);
            switch (operator) {
                case Operators.PLUS -> IntegerKernels.addUnchecked(b, constant, result, selection, count);
                case Operators.MINUS -> IntegerKernels.subtractFromUnchecked(b, constant, result, selection, count);
                default -> IntegerKernels.multiplyUnchecked(b, constant, result, selection, count);
            }
        } else {
            switch (operator) {
                case Operators.PLUS -> IntegerKernels.addUnchecked(a, b, result, selection, count);
                case Operators.MINUS -> IntegerKernels.subtractUnchecked(a, b, result, selection, count);
                default -> IntegerKernels.multiplyUnchecked(a, b, result, selection, count);
            }
        }
    }

    /** Returns 0 unless a result overflowed 64 bits, perhaps in a row that does not matter. */
    static long computeChecked(String operator, Vector a, Vector b, long[] result, int[] selection, int count) {
        if (b instanceof ConstantVector) {
            long constant = b.longAt(0);
            return switch (operator) {
                case Operators.PLUS -> IntegerKernels.add(a, constant, result, selection, count);
                case Operators.MINUS -> IntegerKernels.subtract(a, constant, result, selection, count);
                default -> IntegerKernels.multiply(a, constant, result, selection, count);
            };
        }
        if (a instanceof ConstantVector) {
            long constant = a.longAt(0);
            return switch (operator) {
                case Operators.PLUS -> IntegerKernels.add(b, constant, result, selection, count);
                case Operators.MINUS -> IntegerKernels.subtractFrom(b, constant, result, selection, count);
                default -> IntegerKernels.multiply(b, constant, result, selection, count);
            };
        }
        return switch (operator) {
            case Operators.PLUS -> IntegerKernels.add(a, b, result, selection, count);
            case Operators.MINUS -> IntegerKernels.subtract(a, b, result, selection, count);
            default -> IntegerKernels.multiply(a, b, result, selection, count);
        };
    }
}
