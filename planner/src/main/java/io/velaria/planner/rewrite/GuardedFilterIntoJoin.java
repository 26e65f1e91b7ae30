package io.velaria.planner.rewrite;

import io.velaria.planner.fold.Guards;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.rules.FilterJoinRule;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/** Moves filters into and below joins, but for conditions on one input that can fail: the join may be their guard. */
final class GuardedFilterIntoJoin extends FilterJoinRule.FilterIntoJoinRule {
    GuardedFilterIntoJoin() {
        super(FilterIntoJoinRuleConfig.DEFAULT);
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        Filter filter = call.rel(0);
        Join join = call.rel(1);
        List<RexNode> above = RelOptUtil.conjunctions(filter.getCondition());
        List<RexNode> within = RelOptUtil.conjunctions(join.getCondition());
        if (!anyStays(join, above) && !anyStays(join, within)) {
            super.onMatch(call);
        } else if (RexUtil.isDeterministic(filter.getCondition()) && RexUtil.isDeterministic(join.getCondition())) {
            push(call, filter, join, above, within);
        }
    }

    static boolean anyStays(Join join, List<RexNode> conjuncts) {
        return conjuncts.stream().anyMatch(conjunct -> stays(join, conjunct));
    }

    private static boolean stays(Join join, RexNode conjunct) {
        RelOptCluster cluster = join.getCluster();
        int left = join.getLeft().getRowType().getFieldCount();
        ImmutableBitSet used = RelOptUtil.InputFinder.bits(conjunct);
        boolean oneInput = used.isEmpty() || used.length() <= left || used.nth(0) >= left;
        return oneInput && Guards.canFail(cluster, conjunct);
    }

    private static void push(RelOptRuleCall call, Filter filter, Join join, List<RexNode> above, List<RexNode> within) {
        List<RexNode> staysAbove = new ArrayList<>();
        List<RexNode> moves = new ArrayList<>();
        for (RexNode conjunct : above) {
            boolean fixed = stays(join, conjunct) || RexUtil.containsCorrelation(conjunct);
            (fixed ? staysAbove : moves).add(conjunct);
        }
        JoinRelType type = join.getJoinType() == JoinRelType.INNER
                ? JoinRelType.INNER
                : RelOptUtil.simplifyJoin(
                        join, com.google.common.collect.ImmutableList.copyOf(above), join.getJoinType());
        List<RexNode> joined = new ArrayList<>(within);
        List<RexNode> left = new ArrayList<>();
        List<RexNode> right = new ArrayList<>();
        boolean pushed = RelOptUtil.classifyFilters(
                join,
                moves,
                type.canPushIntoFromAbove(),
                type.canPushLeftFromAbove(),
                type.canPushRightFromAbove(),
                joined,
                left,
                right);
        if (!pushed && type == join.getJoinType()) {
            return;
        }
        RelBuilder builder = call.builder();
        RexBuilder rex = join.getCluster().getRexBuilder();
        builder.push(join.copy(
                join.getTraitSet(),
                RexUtil.composeConjunction(rex, joined),
                builder.push(join.getLeft()).filter(left).build(),
                builder.push(join.getRight()).filter(right).build(),
                type,
                join.isSemiJoinDone()));
        builder.convert(join.getRowType(), false);
        moves.addAll(staysAbove);
        builder.filter(
                filter.getVariablesSet(),
                RexUtil.fixUp(
                        rex, moves, RelOptUtil.getFieldTypeList(builder.peek().getRowType())));
        call.transformTo(builder.build());
    }
}
