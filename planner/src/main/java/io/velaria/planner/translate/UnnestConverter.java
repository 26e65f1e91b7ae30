package io.velaria.planner.translate;

import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Unnest;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Turns UNNEST, alone or beside the row that holds the array, into {@link Unnest}. */
final class UnnestConverter {
    private UnnestConverter() {}

    /** UNNEST of an array that does not come from a row beside it. */
    static PhysicalPlan convert(Uncollect uncollect, RelationConverter relations) {
        PhysicalPlan input = relations.convert(uncollect.getInput());
        if (input.schema().size() != 1) {
            throw VelariaException.unsupported("UNNEST of several arrays");
        }
        return elements(input, 0, uncollect, false, relations);
    }

    /** The element columns alone of an unnested column. */
    private static PhysicalPlan elements(
            PhysicalPlan input, int column, Uncollect uncollect, boolean outer, RelationConverter relations) {
        int before = input.schema().size();
        List<Field> wanted = RelationConverter.schema(uncollect.getRowType());
        Unnest unnest = unnest(input, column, uncollect, outer, relations.rows(uncollect));
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            columns.add(new InputRef(before + i, unnest.schema().get(before + i).type()));
        }
        return RelationConverter.project(unnest, columns, wanted);
    }

    private static Unnest unnest(PhysicalPlan input, int column, Uncollect uncollect, boolean outer, double rows) {
        List<Field> schema = new ArrayList<>(input.schema());
        List<Field> elements = RelationConverter.schema(uncollect.getRowType());
        if (elements.size() != (uncollect.withOrdinality ? 2 : 1)) {
            throw VelariaException.unsupported("UNNEST of rows");
        }
        for (Field field : elements) {
            io.velaria.runtime.type.SqlType type = field.type();
            schema.add(new Field(field.name(), type, field.nullable() || outer));
        }
        return new Unnest(input, column, uncollect.withOrdinality, outer, schema, rows);
    }

    /** A row beside the elements of its own array; other correlations should have been decorrelated. */
    static PhysicalPlan convert(Correlate correlate, RelationConverter relations) {
        List<RelNode> above = new ArrayList<>();
        RelNode right = correlate.getRight().stripped();
        while (right instanceof Project || right instanceof org.apache.calcite.rel.core.Filter) {
            above.add(0, right);
            right = right.getInput(0).stripped();
        }
        boolean outer = correlate.getJoinType() == JoinRelType.LEFT;
        boolean filtered = above.stream().anyMatch(org.apache.calcite.rel.core.Filter.class::isInstance);
        if (!(right instanceof Uncollect uncollect)
                || !(uncollect.getInput().stripped() instanceof Project array)
                || !(array.getInput().stripped() instanceof Values)
                || array.getProjects().size() != 1
                || outer && filtered
                || !outer && correlate.getJoinType() != JoinRelType.INNER) {
            throw VelariaException.unsupported("a correlated subquery of this form");
        }
        PhysicalPlan left = relations.convert(correlate.getLeft());
        int leftCount = left.schema().size();
        RexBuilder builder = correlate.getCluster().getRexBuilder();
        RexShuttle toInput = toInput(correlate.getCorrelationId(), builder);
        Expression value =
                ExpressionConverter.convert(array.getProjects().get(0).accept(toInput));
        PhysicalPlan withArray = value instanceof InputRef ? left : Expressions.append(left, List.of(value), "$array");
        int column = value instanceof InputRef input ? input.index() : leftCount;
        int added = withArray.schema().size() - leftCount;
        PhysicalPlan plan = unnest(withArray, column, uncollect, outer, relations.rows(correlate));
        List<Expression> elements = new ArrayList<>();
        for (int i = leftCount + added; i < plan.schema().size(); i++) {
            elements.add(new InputRef(i, plan.schema().get(i).type()));
        }
        for (RelNode node : above) {
            if (node instanceof Project project) {
                List<Expression> projected = new ArrayList<>();
                for (RexNode expression : project.getProjects()) {
                    projected.add(over(expression, toInput, elements));
                }
                elements = projected;
            } else {
                RexNode condition = ((org.apache.calcite.rel.core.Filter) node).getCondition();
                plan = new Filter(plan, over(condition, toInput, elements), relations.rows(correlate));
            }
        }
        List<Expression> columns = Expressions.references(left.schema());
        columns.addAll(elements);
        return RelationConverter.project(plan, columns, RelationConverter.schema(correlate.getRowType()));
    }

    /** An expression over the elements that may also look at the row beside them. */
    private static Expression over(RexNode node, RexShuttle toInput, List<Expression> elements) {
        if (containsCorrelation(node, toInput)) {
            throw VelariaException.unsupported("a condition between an array's elements and its row inside of LATERAL");
        }
        return Expressions.substitute(ExpressionConverter.convert(node), elements);
    }

    private static boolean containsCorrelation(RexNode node, RexShuttle toInput) {
        return !node.accept(toInput).equals(node);
    }

    private static RexShuttle toInput(CorrelationId id, RexBuilder builder) {
        return new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                if (access.getReferenceExpr() instanceof RexCorrelVariable variable && variable.id.equals(id)) {
                    return builder.makeInputRef(
                            access.getType(), access.getField().getIndex());
                }
                return super.visitFieldAccess(access);
            }
        };
    }
}
