package io.velaria.planner.rewrite;

import io.velaria.planner.fold.Guards;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Adds to a condition on inner joins what an OR of it implies for each joined input: {@code (n1 = 'A' AND n2 = 'B') OR
 * (n1 = 'B' AND n2 = 'A')} implies {@code n1 IN ('A', 'B')} and {@code n2 IN ('B', 'A')}, which can filter the tables.
 */
final class TableFilters {
    private TableFilters() {}

    static RelNode derive(RelNode root) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : root.getInputs()) {
            RelNode derived = derive(input);
            changed |= derived != input;
            inputs.add(derived);
        }
        RelNode rel = changed ? root.copy(root.getTraitSet(), inputs) : root;
        if (rel instanceof Filter filter && filter.getInput() instanceof Join) {
            RexNode condition = withImplied(filter.getCondition(), filter.getInput());
            return condition == null ? rel : filter.copy(filter.getTraitSet(), filter.getInput(), condition);
        }
        if (rel instanceof Join join && join.getJoinType() == JoinRelType.INNER) {
            RexNode condition = withImplied(join.getCondition(), join);
            return condition == null
                    ? rel
                    : join.copy(
                            join.getTraitSet(),
                            condition,
                            join.getLeft(),
                            join.getRight(),
                            JoinRelType.INNER,
                            join.isSemiJoinDone());
        }
        return rel;
    }

    /** The condition and what it implies for inputs of the joins below; null if that is nothing new. */
    private static RexNode withImplied(RexNode condition, RelNode joins) {
        List<RexNode> given = RelOptUtil.conjunctions(condition);
        if (given.stream().noneMatch(conjunct -> conjunct.getKind() == SqlKind.OR)) {
            return null;
        }
        RexBuilder rex = joins.getCluster().getRexBuilder();
        RexExecutor executor = joins.getCluster().getPlanner().getExecutor();
        RexSimplify simplify =
                new RexSimplify(rex, RelOptPredicateList.EMPTY, executor == null ? RexUtil.EXECUTOR : executor);
        List<ImmutableBitSet> inputs = new ArrayList<>();
        collectInputs(joins, 0, inputs);
        Set<RexNode> conjuncts = new LinkedHashSet<>(given);
        for (RexNode conjunct : given) {
            if (conjunct.getKind() != SqlKind.OR || !RexUtil.isDeterministic(conjunct)) {
                continue;
            }
            ImmutableBitSet used = RelOptUtil.InputFinder.bits(conjunct);
            for (ImmutableBitSet input : inputs) {
                RexNode implied =
                        used.intersects(input) && !input.contains(used) ? implied(conjunct, input, joins) : null;
                if (implied != null) {
                    conjuncts.add(simplify.simplifyUnknownAsFalse(implied));
                }
            }
        }
        return conjuncts.size() == given.size() ? null : RexUtil.composeConjunction(rex, conjuncts);
    }

    /** The OR of each branch's conjuncts over the given columns only that cannot fail; null if a branch has none. */
    private static RexNode implied(RexNode disjunction, ImmutableBitSet columns, RelNode joins) {
        RexBuilder rex = joins.getCluster().getRexBuilder();
        List<RexNode> branches = new ArrayList<>();
        for (RexNode branch : RelOptUtil.disjunctions(disjunction)) {
            List<RexNode> own = new ArrayList<>();
            for (RexNode conjunct : RelOptUtil.conjunctions(branch)) {
                ImmutableBitSet used = RelOptUtil.InputFinder.bits(conjunct);
                if (!used.isEmpty() && columns.contains(used) && !Guards.canFail(joins.getCluster(), conjunct)) {
                    own.add(conjunct);
                }
            }
            if (own.isEmpty()) {
                return null;
            }
            branches.add(RexUtil.composeConjunction(rex, own));
        }
        return RexUtil.composeDisjunction(rex, branches);
    }

    /** The column ranges of the inputs of a tree of inner joins. */
    private static void collectInputs(RelNode rel, int offset, List<ImmutableBitSet> inputs) {
        if (rel instanceof Join join && join.getJoinType() == JoinRelType.INNER) {
            collectInputs(join.getLeft(), offset, inputs);
            collectInputs(join.getRight(), offset + join.getLeft().getRowType().getFieldCount(), inputs);
        } else if (rel instanceof Filter filter && filter.getInput() instanceof Join) {
            collectInputs(filter.getInput(), offset, inputs);
        } else {
            inputs.add(ImmutableBitSet.range(offset, offset + rel.getRowType().getFieldCount()));
        }
    }
}
