package io.velaria.vector.plan;

import io.velaria.planner.spi.RelationTranslator;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.plan.Limit;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import io.velaria.vector.Metric;
import io.velaria.vector.NullVectors;
import io.velaria.vector.VectorFunctions;
import io.velaria.vector.VectorSearch;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexNode;

/**
 * {@code ORDER BY distance(column, query) LIMIT k}, nearest first, as the same search. It applies where the order is the
 * distance alone and the query vector is the same for all rows; otherwise the sort stays. The setting
 * {@code disabled_rules} knows it as {@code vector_topk}.
 */
final class NearestFirstTranslator implements RelationTranslator {
    @Override
    public PhysicalPlan translate(RelNode node, Context context) {
        if (!context.isEnabled("vector_topk")
                || !(node instanceof Sort sort)
                || sort.fetch == null
                || sort.getCollation().getFieldCollations().size() != 1
                || !(sort.getInput().stripped() instanceof org.apache.calcite.rel.core.Project project)
                || project.containsOver()) {
            return null;
        }
        RelFieldCollation order = sort.getCollation().getFieldCollations().get(0);
        List<Expression> projections = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            projections.add(context.expression(expression));
        }
        if (!(projections.get(order.getFieldIndex()) instanceof Call distance)) {
            return null;
        }
        Metric metric = VectorFunctions.metricOf(distance.function());
        if (metric == null || metric.greatestFirst() != order.direction.isDescending()) {
            return null;
        }
        InputRef column = column(distance);
        Expression query = query(distance);
        if (column == null || query == null) {
            return null;
        }
        PhysicalPlan input = context.convert(project.getInput());
        boolean nullsFirst = order.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED
                ? order.direction.isDescending()
                : order.nullDirection == RelFieldCollation.NullDirection.FIRST;
        Expression fetch = VectorSearchTranslator.rowCount(context.expression(sort.fetch));
        Expression offset =
                sort.offset == null ? null : VectorSearchTranslator.rowCount(context.expression(sort.offset));
        Expression topK = sum(fetch, offset);
        if (topK == null) {
            return null;
        }
        VectorSearch search = VectorSearch.of(
                input, column.index(), query, metric, topK, nullsFirst ? NullVectors.FIRST : NullVectors.LAST);
        List<Expression> scored = new ArrayList<>();
        InputRef score = new InputRef(input.schema().size(), SqlType.DOUBLE);
        for (Expression projection : projections) {
            scored.add(projection.equals(distance) ? score : projection);
        }
        List<Field> fields = context.fields(project.getRowType());
        PhysicalPlan result = new Project(search, scored, fields);
        return offset == null ? result : new Limit(result, offset, fetch, context.rows(sort));
    }

    /** fetch + offset where both are literals; the fetch alone without an offset; else null. */
    private static Expression sum(Expression fetch, Expression offset) {
        if (offset == null) {
            return fetch;
        }
        return fetch instanceof Literal a
                        && a.value() instanceof Long rows
                        && offset instanceof Literal b
                        && b.value() instanceof Long skipped
                        && rows + skipped >= rows
                ? new Literal(rows + skipped, SqlType.BIGINT)
                : null;
    }

    private static InputRef column(Call distance) {
        for (Expression operand : distance.operands()) {
            if (operand instanceof InputRef input && input.type().kind() == TypeKind.VECTOR) {
                return input;
            }
        }
        return null;
    }

    private static Expression query(Call distance) {
        InputRef column = column(distance);
        for (Expression operand : distance.operands()) {
            if (!operand.equals(column) && isConstant(operand)) {
                return operand;
            }
        }
        return null;
    }

    private static boolean isConstant(Expression expression) {
        if (expression instanceof Call call) {
            return call.operands().stream().allMatch(NearestFirstTranslator::isConstant);
        }
        return !(expression instanceof InputRef);
    }
}
