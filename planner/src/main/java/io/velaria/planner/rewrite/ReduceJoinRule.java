package io.velaria.planner.rewrite;

import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.rules.ReduceExpressionsRule;

/** Simplifies join conditions as if UNKNOWN were FALSE, hence not those of mark joins, which tell the two apart. */
final class ReduceJoinRule extends ReduceExpressionsRule.JoinReduceExpressionsRule {
    ReduceJoinRule() {
        super(JoinReduceExpressionsRuleConfig.DEFAULT);
    }

    @Override
    public boolean matches(RelOptRuleCall call) {
        Join join = call.rel(0);
        return join.getJoinType() != JoinRelType.LEFT_MARK && super.matches(call);
    }
}
