package io.velaria.vector;

import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.expression.ArgumentKind;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/** The scalar functions over vectors. */
public final class VectorFunctions {
    static final DistanceFunction COSINE_DISTANCE = new DistanceFunction(
            "COSINE_DISTANCE",
            List.of("ARRAY_COSINE_DISTANCE", "VEC_DISTANCE_COSINE"),
            "1 - the cosine of the angle between two vectors; 1 if either is zero",
            Metric.COSINE,
            (a, i, b, j, n) -> Distance.score(Metric.COSINE, a, i, b, j, n));
    static final DistanceFunction L2_DISTANCE = new DistanceFunction(
            "L2_DISTANCE",
            List.of("ARRAY_DISTANCE", "VEC_DISTANCE_EUCLIDEAN", "EUCLIDEAN_DISTANCE"),
            "the Euclidean distance of two vectors",
            Metric.L2,
            (a, i, b, j, n) -> Distance.score(Metric.L2, a, i, b, j, n));
    static final DistanceFunction DOT_PRODUCT = new DistanceFunction(
            "DOT_PRODUCT",
            List.of("INNER_PRODUCT", "ARRAY_INNER_PRODUCT"),
            "the dot product of two vectors",
            Metric.DOT,
            Distance::dot);
    private static final DistanceFunction COSINE_SIMILARITY = new DistanceFunction(
            "COSINE_SIMILARITY",
            List.of("ARRAY_COSINE_SIMILARITY"),
            "the cosine of the angle between two vectors; 0 if either is zero",
            null,
            (a, i, b, j, n) -> 1 - Distance.score(Metric.COSINE, a, i, b, j, n));
    private static final DistanceFunction L2_SQUARED = new DistanceFunction(
            "L2_SQUARED", List.of(), "the square of the Euclidean distance of two vectors", null, Distance::squaredL2);

    private VectorFunctions() {}

    /** The metric whose score a function's value is, by name or alias in upper case; null if it is of none. */
    public static Metric metricOf(String function) {
        for (DistanceFunction distance : List.of(COSINE_DISTANCE, L2_DISTANCE, DOT_PRODUCT)) {
            if (distance.name().equals(function) || distance.aliases().contains(function)) {
                return distance.metric();
            }
        }
        return null;
    }

    static List<ScalarFunction> all() {
        return List.of(
                COSINE_DISTANCE, L2_DISTANCE, DOT_PRODUCT, COSINE_SIMILARITY, L2_SQUARED, new Norm(), new Dimensions());
    }

    /** VECTOR_NORM(v): the Euclidean length. */
    private static final class Norm implements ScalarFunction {
        @Override
        public String name() {
            return "VECTOR_NORM";
        }

        @Override
        public String description() {
            return "the Euclidean length of a vector";
        }

        @Override
        public List<Signature> signatures() {
            return List.of(Signature.of(SqlType.DOUBLE, ArgumentKind.VECTOR));
        }

        @Override
        public Evaluator bind(Call call, List<Evaluator> arguments, EvaluationContext context) {
            Evaluator argument = arguments.get(0);
            return (batch, selection, count) -> {
                Vector vector = argument.evaluate(batch, selection, count);
                double[] values = new double[batch.length()];
                long[] validity = vector.mayHaveNulls() ? Validity.allValid(batch.length()) : null;
                for (int i = 0; i < count; i++) {
                    int row = selection == null ? i : selection[i];
                    if (vector.isNull(row)) {
                        Validity.setNull(validity, row);
                    } else {
                        float[] elements = (float[]) vector.valueAt(row);
                        values[row] = Math.sqrt(Distance.dot(elements, 0, elements, 0, elements.length));
                    }
                }
                return new DoubleVector(SqlType.DOUBLE, values, validity, batch.length());
            };
        }
    }

    /** VECTOR_DIMS(v): the dimension. */
    private static final class Dimensions implements ScalarFunction {
        @Override
        public String name() {
            return "VECTOR_DIMS";
        }

        @Override
        public String description() {
            return "the dimension of a vector";
        }

        @Override
        public List<Signature> signatures() {
            return List.of(Signature.of(SqlType.INTEGER, ArgumentKind.VECTOR));
        }

        @Override
        public Evaluator bind(Call call, List<Evaluator> arguments, EvaluationContext context) {
            long dimension = call.operand(0).type().precision();
            Evaluator argument = arguments.get(0);
            return (batch, selection, count) -> {
                Vector vector = argument.evaluate(batch, selection, count);
                if (!vector.mayHaveNulls()) {
                    return VectorBuilder.constant(SqlType.INTEGER, dimension, batch.length());
                }
                VectorBuilder values = VectorBuilder.create(SqlType.INTEGER, batch.length());
                for (int row = 0; row < batch.length(); row++) {
                    if (vector.isNull(row)) {
                        values.appendNull();
                    } else {
                        values.appendLong(dimension);
                    }
                }
                return values.build();
            };
        }
    }
}
