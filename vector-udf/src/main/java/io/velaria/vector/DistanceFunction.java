package io.velaria.vector;

import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatListVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.ArgumentKind;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/** A DOUBLE computed from two vectors of one dimension; NULL if either is NULL. */
final class DistanceFunction implements ScalarFunction {
    /** What is computed from two vectors that start at the given offsets. */
    @FunctionalInterface
    interface Kernel {
        double apply(float[] a, int aOffset, float[] b, int bOffset, int dimension);
    }

    private final String name;
    private final List<String> aliases;
    private final String description;
    private final Kernel kernel;
    private final Metric metric;

    /** @param metric the metric that this function's value is the score of, or null if it is of none */
    DistanceFunction(String name, List<String> aliases, String description, Metric metric, Kernel kernel) {
        this.name = name;
        this.aliases = aliases;
        this.description = description;
        this.metric = metric;
        this.kernel = kernel;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> aliases() {
        return aliases;
    }

    @Override
    public String description() {
        return description;
    }

    Metric metric() {
        return metric;
    }

    @Override
    public List<Signature> signatures() {
        return List.of(Signature.of(SqlType.DOUBLE, ArgumentKind.VECTOR, ArgumentKind.VECTOR));
    }

    @Override
    public Evaluator bind(Call call, List<Evaluator> arguments, EvaluationContext context) {
        int dimension = call.operand(0).type().precision();
        checkDimensions(dimension, call.operand(1).type().precision());
        Evaluator left = arguments.get(0);
        Evaluator right = arguments.get(1);
        return (batch, selection, count) -> {
            Vector a = left.evaluate(batch, selection, count);
            Vector b = right.evaluate(batch, selection, count);
            double[] values = new double[batch.length()];
            long[] validity = a.mayHaveNulls() || b.mayHaveNulls() ? Validity.allValid(batch.length()) : null;
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                if (validity != null && (a.isNull(row) || b.isNull(row))) {
                    Validity.setNull(validity, row);
                } else {
                    values[row] = kernel.apply(
                            elements(a, row),
                            offset(a, row, dimension),
                            elements(b, row),
                            offset(b, row, dimension),
                            dimension);
                }
            }
            return new DoubleVector(SqlType.DOUBLE, values, validity, batch.length());
        };
    }

    static void checkDimensions(int first, int second) {
        if (first != second) {
            throw VelariaException.of(
                    SqlState.DATATYPE_MISMATCH, "vectors of different dimensions: " + first + " and " + second);
        }
    }

    private static float[] elements(Vector vector, int row) {
        return vector instanceof FloatListVector flat ? flat.elements() : (float[]) vector.valueAt(row);
    }

    private static int offset(Vector vector, int row, int dimension) {
        return vector instanceof FloatListVector ? row * dimension : 0;
    }
}
