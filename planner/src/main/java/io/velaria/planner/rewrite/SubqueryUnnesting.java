package io.velaria.planner.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Turns sub-queries into joins without copying the outer query: EXISTS, IN and quantified comparisons that filter rows
 * become semi- and anti-joins, such expressions elsewhere mark joins, scalar sub-queries a left join with the grouped
 * sub-query. Correlation becomes the join's condition. A sub-query of another shape stays as it is.
 */
final class SubqueryUnnesting {
    private SubqueryUnnesting() {}

    static RelNode rewrite(RelNode root) {
        RelNode rel = withNewInputs(root);
        if (rel instanceof Filter filter && RexUtil.SubQueryFinder.containsSubQuery(filter)) {
            return rewriteFilter(filter.getInput(), filter.getCondition(), filter.getVariablesSet());
        }
        if (rel instanceof Project project && RexUtil.SubQueryFinder.containsSubQuery(project)) {
            return rewriteProject(project);
        }
        if (rel instanceof Join join && RexUtil.SubQueryFinder.containsSubQuery(join)) {
            return rewriteJoin(join);
        }
        return rel;
    }

    private static RelNode withNewInputs(RelNode rel) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : rel.getInputs()) {
            RelNode rewritten = rewrite(input);
            changed |= rewritten != input;
            inputs.add(rewritten);
        }
        return changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
    }

    private static RelNode rewriteFilter(RelNode input, RexNode condition, Set<CorrelationId> variables) {
        if (variables.size() > 1) {
            return LogicalFilter.create(input, condition, com.google.common.collect.ImmutableSet.copyOf(variables));
        }
        CorrelationId variable =
                variables.isEmpty() ? null : variables.iterator().next();
        List<RexNode> plain = new ArrayList<>();
        List<RexNode> withSubquery = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            (RexUtil.SubQueryFinder.find(conjunct) != null ? withSubquery : plain).add(conjunct);
        }
        int columns = input.getRowType().getFieldCount();
        RexBuilder rex = input.getCluster().getRexBuilder();
        UnnestedQuery query = new UnnestedQuery(filter(input, plain), variable);
        List<RexNode> left = new ArrayList<>();
        List<RexNode> marked = new ArrayList<>();
        for (RexNode conjunct : withSubquery) {
            RexNode nested = rewriteNested(conjunct);
            boolean negated = nested.getKind() == SqlKind.NOT;
            RexNode inner = negated ? ((RexCall) nested).getOperands().get(0) : nested;
            if (inner instanceof RexSubQuery sub && isComparison(sub)) {
                if (!query.filterBy(sub, negated)) {
                    left.add(nested);
                }
                continue;
            }
            RexNode replaced = query.replaceSubqueries(nested);
            (replaced == null ? left : marked).add(replaced == null ? nested : replaced);
        }
        RelNode result = filter(query.rel(), marked);
        if (result.getRowType().getFieldCount() > columns) {
            result = firstColumns(result, columns, input);
        }
        return left.isEmpty()
                ? result
                : LogicalFilter.create(
                        result,
                        RexUtil.composeConjunction(rex, left),
                        com.google.common.collect.ImmutableSet.copyOf(variables));
    }

    private static boolean isComparison(RexSubQuery sub) {
        return switch (sub.getKind()) {
            case EXISTS, IN, SOME -> true;
            default -> false;
        };
    }

    private static RelNode rewriteProject(Project project) {
        if (project.getVariablesSet().size() > 1) {
            return project;
        }
        CorrelationId variable = project.getVariablesSet().isEmpty()
                ? null
                : project.getVariablesSet().iterator().next();
        UnnestedQuery query = new UnnestedQuery(project.getInput(), variable);
        List<RexNode> expressions = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            RexNode replaced = query.replaceSubqueries(rewriteNested(expression));
            if (replaced == null) {
                return project;
            }
            expressions.add(replaced);
        }
        return LogicalProject.create(
                query.rel(),
                project.getHints(),
                expressions,
                project.getRowType().getFieldNames(),
                Set.of());
    }

    private static RelNode rewriteJoin(Join join) {
        List<RexNode> plain = new ArrayList<>();
        List<RexNode> withSubquery = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
            (RexUtil.SubQueryFinder.find(conjunct) != null ? withSubquery : plain).add(conjunct);
        }
        RexBuilder rex = join.getCluster().getRexBuilder();
        if (join.getJoinType() != JoinRelType.INNER) {
            return rewriteOuterJoin(join, plain, withSubquery);
        }
        RelNode product = LogicalJoin.create(
                join.getLeft(),
                join.getRight(),
                join.getHints(),
                RexUtil.composeConjunction(rex, plain),
                Set.of(),
                JoinRelType.INNER);
        return rewriteFilter(product, RexUtil.composeConjunction(rex, withSubquery), join.getVariablesSet());
    }

    /** An uncorrelated condition on the side that the join fills with NULLs can filter that side beforehand. */
    private static RelNode rewriteOuterJoin(Join join, List<RexNode> plain, List<RexNode> withSubquery) {
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        if (join.getJoinType() != JoinRelType.LEFT || !join.getVariablesSet().isEmpty()) {
            return join;
        }
        for (RexNode conjunct : withSubquery) {
            if (RelOptUtil.InputFinder.bits(conjunct).nextSetBit(0) >= leftColumns
                    || RelOptUtil.InputFinder.bits(conjunct).isEmpty()) {
                continue;
            }
            return join;
        }
        RexBuilder rex = join.getCluster().getRexBuilder();
        List<RexNode> shifted = new ArrayList<>();
        withSubquery.forEach(conjunct -> shifted.add(RexUtil.shift(conjunct, -leftColumns)));
        RelNode right = rewriteFilter(join.getRight(), RexUtil.composeConjunction(rex, shifted), Set.of());
        return LogicalJoin.create(
                join.getLeft(),
                right,
                join.getHints(),
                RexUtil.composeConjunction(rex, plain),
                Set.of(),
                JoinRelType.LEFT);
    }

    /** Unnests the sub-queries inside the sub-queries of an expression. */
    private static RexNode rewriteNested(RexNode expression) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery withOperands = (RexSubQuery) super.visitSubQuery(subQuery);
                RelNode rel = rewrite(subQuery.rel.stripped());
                return rel == subQuery.rel ? withOperands : withOperands.clone(rel);
            }
        });
    }

    static RelNode filter(RelNode input, List<RexNode> conjuncts) {
        RexNode condition = RexUtil.composeConjunction(input.getCluster().getRexBuilder(), conjuncts);
        return condition.isAlwaysTrue() ? input : LogicalFilter.create(input, condition);
    }

    /** The leading columns of a node, named as those of another. */
    static RelNode firstColumns(RelNode rel, int columns, RelNode named) {
        List<RexNode> references = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            references.add(rel.getCluster().getRexBuilder().makeInputRef(rel, i));
        }
        return LogicalProject.create(
                rel, List.of(), references, named.getRowType().getFieldNames(), Set.<CorrelationId>of());
    }

    /** The sub-queries of an expression, outermost first. */
    static Set<RexSubQuery> subqueries(RexNode expression) {
        Set<RexSubQuery> found = new LinkedHashSet<>();
        expression.accept(new org.apache.calcite.rex.RexVisitorImpl<Void>(true) {
            @Override
            public Void visitSubQuery(RexSubQuery subQuery) {
                found.add(subQuery);
                return null;
            }
        });
        return found;
    }

    static RexNode not(RexBuilder rex, RexNode operand) {
        return rex.makeCall(SqlStdOperatorTable.NOT, operand);
    }
}
