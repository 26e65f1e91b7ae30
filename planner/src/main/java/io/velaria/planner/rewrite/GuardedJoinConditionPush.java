package io.velaria.planner.rewrite;

import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.rules.FilterJoinRule;

/** Moves join conditions to the input they are about, unless one of them can fail and the others may be its guards. */
final class GuardedJoinConditionPush extends FilterJoinRule.JoinConditionPushRule {
    GuardedJoinConditionPush() {
        super(JoinConditionPushRuleConfig.DEFAULT);
    }

    @Override
    public boolean matches(RelOptRuleCall call) {
        Join join = call.rel(0);
        return super.matches(call)
                && !GuardedFilterIntoJoin.anyStays(join, RelOptUtil.conjunctions(join.getCondition()));
    }
}
