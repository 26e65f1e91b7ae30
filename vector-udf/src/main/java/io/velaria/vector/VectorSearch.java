package io.velaria.vector;

import io.velaria.runtime.execution.Pipeline;
import io.velaria.runtime.execution.PipelineBuilder;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.plan.ExtensionNode;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The k rows of the input whose vectors are nearest to a query vector, nearest first, by an exact scan: the input's
 * columns, {@code vector_score} and {@code vector_rank}. Rows of equal score come in the order of the input.
 *
 * @param column the VECTOR column of the input
 * @param query the query vector: a literal or parameter of the column's type
 * @param topK how many rows: BIGINT without input references
 * @param nulls where rows with a NULL vector come; with EXCLUDED, k less than 1 counts as 1, else it may be 0
 */
public record VectorSearch(
        PhysicalPlan input,
        int column,
        Expression query,
        Metric metric,
        Expression topK,
        NullVectors nulls,
        List<Field> schema)
        implements ExtensionNode {
    public VectorSearch {
        schema = List.copyOf(schema);
    }

    /** What VECTOR_SEARCH asks for. */
    public static VectorSearch of(PhysicalPlan input, int column, Expression query, Metric metric, Expression topK) {
        return of(input, column, query, metric, topK, NullVectors.EXCLUDED);
    }

    /** What ORDER BY distance LIMIT k asks for, with NULLs last or first. */
    public static VectorSearch of(
            PhysicalPlan input, int column, Expression query, Metric metric, Expression topK, NullVectors nulls) {
        List<Field> schema = new ArrayList<>(input.schema());
        schema.add(new Field("vector_score", SqlType.DOUBLE, nulls != NullVectors.EXCLUDED));
        schema.add(new Field("vector_rank", SqlType.INTEGER, false));
        SqlType type = input.schema().get(column).type();
        DistanceFunction.checkDimensions(type.precision(), query.type().precision());
        return new VectorSearch(input, column, query, metric, topK, nulls, schema);
    }

    @Override
    public String id() {
        return "vector.search";
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of(input);
    }

    @Override
    public String label() {
        return "VectorSearch";
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("mode", "exact-scan");
        details.put("metric", metric.label());
        details.put("column", input.schema().get(column).name());
        details.put(
                "dimension", Integer.toString(input.schema().get(column).type().precision()));
        details.put("top_k", topK.toString());
        details.put(
                "candidate_rows",
                Double.isNaN(input.estimatedRows()) ? "unknown" : "~" + Math.round(input.estimatedRows()));
        details.put("filter_pushdown", Boolean.toString(hasFilter(input)));
        details.put("acceleration", "flat-buffer+heap-topk");
        details.put("backend", "scalar");
        return details;
    }

    private static boolean hasFilter(PhysicalPlan plan) {
        return plan instanceof io.velaria.runtime.plan.Filter
                || plan.inputs().size() == 1 && hasFilter(plan.inputs().get(0));
    }

    @Override
    public double estimatedRows() {
        return topK instanceof io.velaria.runtime.expression.Literal literal && literal.value() instanceof Long k
                ? Math.max(1, k)
                : 10;
    }

    @Override
    public PipelineBuilder.Draft build(PipelineBuilder builder) {
        VectorSearchSink sink = new VectorSearchSink(this, builder.context());
        Pipeline scan = builder.build(input).into(sink);
        return builder.start(sink.source(), scan);
    }
}
