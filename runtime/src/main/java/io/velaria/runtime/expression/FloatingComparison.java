package io.velaria.runtime.expression;

import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.kernel.CompareDouble;
import io.velaria.runtime.kernel.CompareFloat;
import io.velaria.runtime.kernel.Selections;

/** Comparison of DOUBLE and REAL in SQL's order: NaN equals itself and is greater than all else. */
final class FloatingComparison extends StrictTest {
    private final Comparison comparison;

    FloatingComparison(Comparison comparison, Evaluator left, Evaluator right) {
        super(left, right);
        this.comparison = comparison;
    }

    /** The order of two doubles in SQL: the zeros are equal, NaN is greatest. */
    static int compare(double a, double b) {
        return a < b ? -1 : a > b ? 1 : a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }

    @Override
    int test(Vector[] values, int[] selection, int count, int[] target) {
        Vector a = values[0];
        Vector b = values[1];
        if (b instanceof ConstantVector && !(a instanceof ConstantVector)) {
            return constant(a, number(b), comparison, selection, count, target);
        }
        if (a instanceof ConstantVector && !(b instanceof ConstantVector)) {
            return constant(b, number(a), comparison.swapped(), selection, count, target);
        }
        if (a instanceof DoubleVector x && b instanceof DoubleVector y) {
            double[] p = x.values();
            double[] q = y.values();
            return switch (comparison) {
                case EQUAL -> CompareDouble.equal(p, q, selection, count, target);
                case NOT_EQUAL -> CompareDouble.notEqual(p, q, selection, count, target);
                case LESS -> CompareDouble.less(p, q, selection, count, target);
                case LESS_OR_EQUAL -> CompareDouble.lessOrEqual(p, q, selection, count, target);
                case GREATER -> CompareDouble.less(q, p, selection, count, target);
                case GREATER_OR_EQUAL -> CompareDouble.lessOrEqual(q, p, selection, count, target);
            };
        }
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            target[n] = row;
            n += comparison.accepts(compare(at(a, row), at(b, row))) ? 1 : 0;
        }
        return n;
    }

    private static double number(Vector constant) {
        return at(constant, 0);
    }

    private static double at(Vector vector, int row) {
        return vector.kind().isLongLike() ? vector.longAt(row) : vector.doubleAt(row);
    }

    private static int constant(
            Vector column, double constant, Comparison op, int[] selection, int count, int[] target) {
        boolean nan = Double.isNaN(constant);
        if (nan && op == Comparison.LESS_OR_EQUAL) {
            return Selections.all(selection, count, target);
        }
        if (nan && op == Comparison.GREATER) {
            return 0;
        }
        if (column instanceof DoubleVector flat) {
            double[] values = flat.values();
            if (nan) {
                return op == Comparison.EQUAL || op == Comparison.GREATER_OR_EQUAL
                        ? CompareDouble.isNaN(values, selection, count, target)
                        : CompareDouble.isNotNaN(values, selection, count, target);
            }
            return switch (op) {
                case EQUAL -> CompareDouble.equal(values, constant, selection, count, target);
                case NOT_EQUAL -> CompareDouble.notEqual(values, constant, selection, count, target);
                case LESS -> CompareDouble.less(values, constant, selection, count, target);
                case LESS_OR_EQUAL -> CompareDouble.lessOrEqual(values, constant, selection, count, target);
                case GREATER -> CompareDouble.greater(values, constant, selection, count, target);
                case GREATER_OR_EQUAL -> CompareDouble.greaterOrEqual(values, constant, selection, count, target);
            };
        }
        if (column instanceof FloatVector flat) {
            float[] values = flat.values();
            if (nan) {
                return op == Comparison.EQUAL || op == Comparison.GREATER_OR_EQUAL
                        ? CompareFloat.isNaN(values, selection, count, target)
                        : CompareFloat.isNotNaN(values, selection, count, target);
            }
            return switch (op) {
                case EQUAL -> CompareFloat.equal(values, constant, selection, count, target);
                case NOT_EQUAL -> CompareFloat.notEqual(values, constant, selection, count, target);
                case LESS -> CompareFloat.less(values, constant, selection, count, target);
                case LESS_OR_EQUAL -> CompareFloat.lessOrEqual(values, constant, selection, count, target);
                case GREATER -> CompareFloat.greater(values, constant, selection, count, target);
                case GREATER_OR_EQUAL -> CompareFloat.greaterOrEqual(values, constant, selection, count, target);
            };
        }
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            target[n] = row;
            n += op.accepts(compare(at(column, row), constant)) ? 1 : 0;
        }
        return n;
    }
}
