package io.velaria.planner.rewrite;

import io.velaria.planner.fold.Guards;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;

/**
 * Moves a filter on keys below the aggregate, unless it has a condition that can fail beside others: those that stay
 * above may be its guards.
 */
final class GuardedFilterAggregateTranspose extends FilterAggregateTransposeRule {
    GuardedFilterAggregateTranspose() {
        super(Config.DEFAULT);
    }

    @Override
    public boolean matches(RelOptRuleCall call) {
        Filter filter = call.rel(0);
        return super.matches(call)
                && (RelOptUtil.conjunctions(filter.getCondition()).size() == 1
                        || !Guards.conditionCanFail(filter.getCluster(), filter.getCondition()));
    }
}
