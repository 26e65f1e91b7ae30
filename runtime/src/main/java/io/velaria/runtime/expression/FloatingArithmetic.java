package io.velaria.runtime.expression;

import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.kernel.ArithmeticDouble;
import io.velaria.runtime.kernel.IntegerKernels;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;

/**
 * {@code + - * / %} of DOUBLE and REAL; REAL is computed in double and rounded. Infinity out of finite operands is
 * 22003, division by zero 22012.
 */
final class FloatingArithmetic extends StrictBinary {
    private final String operator;
    private double[] result = {};
    private float[] singles = {};
    private double[] leftRoom = {};
    private double[] rightRoom = {};

    FloatingArithmetic(String operator, SqlType type, Evaluator left, Evaluator right) {
        super(type, left, right);
        this.operator = operator;
    }

    @Override
    Vector compute(Vector a, Vector b, long[] validity, int[] selection, int count, int length) {
        result = result.length < length ? new double[length] : result;
        leftRoom = leftRoom.length < length ? new double[length] : leftRoom;
        rightRoom = rightRoom.length < length ? new double[length] : rightRoom;
        boolean single = type.kind() == TypeKind.REAL;
        boolean careful = single || operator.equals(Operators.DIVIDE) || operator.equals(Operators.MODULO);
        long unusual = operator.equals(Operators.MODULO) ? -1 : combine(a, b, selection, count);
        if (careful || unusual < 0) {
            check(a, b, validity, selection, count);
        }
        if (!single) {
            return new DoubleVector(type, result, validity, length);
        }
        singles = singles.length < length ? new float[length] : singles;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            singles[row] = (float) result[row];
        }
        return new FloatVector(type, singles, validity, length);
    }

    private long combine(Vector a, Vector b, int[] selection, int count) {
        if (b instanceof ConstantVector) {
            double[] x = doubles(a, leftRoom, selection, count);
            double y = number(b);
            return switch (operator) {
                case Operators.PLUS -> ArithmeticDouble.add(x, y, result, selection, count);
                case Operators.MINUS -> ArithmeticDouble.subtract(x, y, result, selection, count);
                case Operators.TIMES -> ArithmeticDouble.multiply(x, y, result, selection, count);
                default -> ArithmeticDouble.divide(x, y, result, selection, count);
            };
        }
        double[] y = doubles(b, rightRoom, selection, count);
        if (a instanceof ConstantVector) {
            double x = number(a);
            return switch (operator) {
                case Operators.PLUS -> ArithmeticDouble.add(y, x, result, selection, count);
                case Operators.MINUS -> ArithmeticDouble.subtractFrom(x, y, result, selection, count);
                case Operators.TIMES -> ArithmeticDouble.multiply(y, x, result, selection, count);
                default -> ArithmeticDouble.divideFrom(x, y, result, selection, count);
            };
        }
        double[] x = doubles(a, leftRoom, selection, count);
        return switch (operator) {
            case Operators.PLUS -> ArithmeticDouble.add(x, y, result, selection, count);
            case Operators.MINUS -> ArithmeticDouble.subtract(x, y, result, selection, count);
            case Operators.TIMES -> ArithmeticDouble.multiply(x, y, result, selection, count);
            default -> ArithmeticDouble.divide(x, y, result, selection, count);
        };
    }

    /** The values of a flat numeric vector as doubles; exact ones by their unscaled value. */
    static double[] doubles(Vector vector, double[] room, int[] selection, int count) {
        if (vector instanceof DoubleVector flat) {
            return flat.values();
        }
        if (vector instanceof FloatVector flat) {
            float[] values = flat.values();
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                room[row] = values[row];
            }
            return room;
        }
        IntegerKernels.toDouble(vector, room, selection, count);
        return room;
    }

    private static double number(Vector constant) {
        return constant.kind().isLongLike() ? constant.longAt(0) : constant.doubleAt(0);
    }

    private static double at(Vector vector, int row) {
        return vector.kind().isLongLike() ? vector.longAt(row) : vector.doubleAt(row);
    }

    private void check(Vector a, Vector b, long[] validity, int[] selection, int count) {
        boolean modulo = operator.equals(Operators.MODULO);
        boolean divides = modulo || operator.equals(Operators.DIVIDE);
        boolean single = type.kind() == TypeKind.REAL;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (Validity.isNull(validity, row)) {
                continue;
            }
            double y = at(b, row);
            if (divides && y == 0) {
                throw IntegerArithmetic.divisionByZero();
            }
            if (modulo) {
                result[row] = at(a, row) % y;
            }
            double value = single ? (float) result[row] : result[row];
            if (Double.isInfinite(value)) {
                double x = at(a, row);
                if (!Double.isInfinite(x) && !Double.isInfinite(y)) {
                    throw IntegerArithmetic.outOfRange(x + " " + operator + " " + y, type);
                }
            }
        }
    }
}
