package io.velaria.planner.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.Util;

/**
 * A sub-query without the conjuncts that refer to the outer query; they stand apart, to become a join's condition.
 *
 * @param rel the rest of the sub-query, uncorrelated
 * @param columns for each output column of the sub-query its place in {@code rel}
 * @param conjuncts over the columns of {@code rel}, with fields of the correlation variable for outer columns
 */
record Decorrelation(RelNode rel, int[] columns, List<RexNode> conjuncts) {
    /**
     * Takes the correlated conjuncts out of a sub-query. Null where that is not possible by moving filters up through
     * filters, projections and inner joins.
     *
     * @param anyRow whether it only matters if there is a row, so that order and a limit do not
     */
    static Decorrelation of(RelNode sub, CorrelationId variable, boolean anyRow) {
        RelNode rel = sub.stripped();
        if (!refersTo(rel, variable)) {
            return new Decorrelation(rel, identity(rel.getRowType().getFieldCount()), List.of());
        }
        if (rel instanceof Filter filter) {
            return ofFilter(filter, variable);
        }
        if (rel instanceof Project project) {
            return ofProject(project, variable, anyRow);
        }
        if (rel instanceof Join join) {
            return ofJoin(join, variable);
        }
        if (rel instanceof Sort sort && sort.offset == null && (anyRow ? isPositive(sort.fetch) : sort.fetch == null)) {
            return of(sort.getInput(), variable, anyRow);
        }
        if (rel instanceof Aggregate aggregate
                && anyRow
                && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && !aggregate.getGroupSet().isEmpty()) {
            // groups exist where rows do; their columns are of no interest
            Decorrelation input = of(aggregate.getInput(), variable, true);
            return input == null
                    ? null
                    : new Decorrelation(input.rel, new int[rel.getRowType().getFieldCount()], input.conjuncts);
        }
        return null;
    }

    private static boolean isPositive(RexNode fetch) {
        return fetch == null
                || fetch instanceof org.apache.calcite.rex.RexLiteral literal
                        && literal.getValueAs(java.math.BigDecimal.class).signum() > 0;
    }

    private static Decorrelation ofFilter(Filter filter, CorrelationId variable) {
        // the condition reads columns, so what is below may not drop them
        Decorrelation input = of(filter.getInput(), variable, false);
        if (input == null || RexUtil.SubQueryFinder.containsSubQuery(filter)) {
            return null;
        }
        List<RexNode> pulled = new ArrayList<>(input.conjuncts);
        List<RexNode> kept = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            (refersTo(conjunct, variable) ? pulled : kept).add(remap(conjunct, input.columns));
        }
        RelNode rel = kept.isEmpty()
                ? input.rel
                : LogicalFilter.create(
                        input.rel,
                        RexUtil.composeConjunction(filter.getCluster().getRexBuilder(), kept));
        return new Decorrelation(rel, input.columns, pulled);
    }

    private static Decorrelation ofProject(Project project, CorrelationId variable, boolean anyRow) {
        Decorrelation input = of(project.getInput(), variable, anyRow);
        if (input == null) {
            return null;
        }
        if (anyRow) {
            return new Decorrelation(input.rel, new int[project.getProjects().size()], input.conjuncts);
        }
        List<RexNode> expressions = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            if (refersTo(expression, variable) || containsWindowOrSubQuery(expression)) {
                return null;
            }
            expressions.add(remap(expression, input.columns));
        }
        int[] columns = identity(expressions.size());
        List<RexNode> conjuncts = new ArrayList<>();
        RexShuttle passOn = new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                int place = expressions.indexOf(reference);
                if (place < 0) {
                    place = expressions.size();
                    expressions.add(reference);
                }
                return new RexInputRef(place, reference.getType());
            }
        };
        input.conjuncts.forEach(conjunct -> conjuncts.add(conjunct.accept(passOn)));
        RelNode rel = LogicalProject.create(
                input.rel, List.of(), expressions, (List<String>) null, java.util.Set.<CorrelationId>of());
        return new Decorrelation(rel, columns, conjuncts);
    }

    private static Decorrelation ofJoin(Join join, CorrelationId variable) {
        boolean inner = join.getJoinType() == JoinRelType.INNER;
        boolean keepsLeft =
                join.getJoinType() == JoinRelType.LEFT || !join.getJoinType().projectsRight();
        if (!inner && (!keepsLeft || refersTo(join.getRight(), variable) || refersTo(join.getCondition(), variable))) {
            return null;
        }
        if (RexUtil.SubQueryFinder.containsSubQuery(join)) {
            return null;
        }
        Decorrelation left = of(join.getLeft(), variable, false);
        Decorrelation right = of(join.getRight(), variable, false);
        if (left == null || right == null) {
            return null;
        }
        int leftColumns = left.columns.length;
        int shift = left.rel.getRowType().getFieldCount();
        int[] inputs = java.util.Arrays.copyOf(left.columns, leftColumns + right.columns.length);
        for (int i = 0; i < right.columns.length; i++) {
            inputs[leftColumns + i] = shift + right.columns[i];
        }
        List<RexNode> pulled = new ArrayList<>(left.conjuncts);
        right.conjuncts.forEach(conjunct -> pulled.add(RexUtil.shift(conjunct, shift)));
        List<RexNode> kept = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
            (refersTo(conjunct, variable) ? pulled : kept).add(remap(conjunct, inputs));
        }
        RelNode rel = LogicalJoin.create(
                left.rel,
                right.rel,
                join.getHints(),
                RexUtil.composeConjunction(join.getCluster().getRexBuilder(), kept),
                join.getVariablesSet(),
                join.getJoinType());
        int width = join.getRowType().getFieldCount();
        int[] columns = java.util.Arrays.copyOf(inputs, width);
        if (join.getJoinType() == JoinRelType.LEFT_MARK) {
            columns[width - 1] = rel.getRowType().getFieldCount() - 1;
        }
        return new Decorrelation(rel, columns, pulled);
    }

    private static boolean containsWindowOrSubQuery(RexNode expression) {
        return RexUtil.SubQueryFinder.find(expression) != null
                || org.apache.calcite.rex.RexOver.containsOver(expression);
    }

    static RexNode remap(RexNode expression, int[] columns) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(columns[reference.getIndex()], reference.getType());
            }
        });
    }

    static int[] identity(int size) {
        int[] columns = new int[size];
        java.util.Arrays.setAll(columns, i -> i);
        return columns;
    }

    /** Whether anything at or below the node, sub-queries included, refers to the variable. */
    static boolean refersTo(RelNode rel, CorrelationId variable) {
        return RelOptUtil.getVariablesUsed(rel).contains(variable);
    }

    static boolean refersTo(RexNode expression, CorrelationId variable) {
        try {
            expression.accept(new RexVisitorImpl<Void>(true) {
                @Override
                public Void visitCorrelVariable(RexCorrelVariable reference) {
                    if (reference.id.equals(variable)) {
                        throw Util.FoundOne.NULL;
                    }
                    return null;
                }

                @Override
                public Void visitSubQuery(org.apache.calcite.rex.RexSubQuery subQuery) {
                    if (refersTo(subQuery.rel, variable)) {
                        throw Util.FoundOne.NULL;
                    }
                    return super.visitSubQuery(subQuery);
                }
            });
            return false;
        } catch (Util.FoundOne found) {
            return true;
        }
    }
}
