package io.velaria.planner.rewrite;

import io.velaria.planner.fold.Guards;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.rules.FilterSetOpTransposeRule;

/**
 * Moves a filter into each input of a set operation. One that can fail moves into those of a union only: EXCEPT and
 * INTERSECT keep rows of their inputs from it.
 */
final class GuardedFilterSetOpTranspose extends FilterSetOpTransposeRule {
    GuardedFilterSetOpTranspose() {
        super(Config.DEFAULT);
    }

    @Override
    public boolean matches(RelOptRuleCall call) {
        Filter filter = call.rel(0);
        SetOp operation = call.rel(1);
        return super.matches(call)
                && (operation instanceof Union || !Guards.conditionCanFail(filter.getCluster(), filter.getCondition()));
    }
}
