package io.velaria.planner.rewrite;

import io.velaria.planner.fold.Guards;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/** Draws conjuncts that all branches of an OR share out of it, so that they can become join keys and table filters. */
final class FactorOutOfOrRule extends RewriteRule {
    FactorOutOfOrRule() {
        super(Rewrite.FACTOR_OUT_OF_OR, operand -> operand.operand(RelNode.class)
                .predicate(rel -> rel instanceof Filter || rel instanceof Join)
                .anyInputs());
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        RelNode rel = call.rel(0);
        RexNode condition = rel instanceof Filter filter ? filter.getCondition() : ((Join) rel).getCondition();
        RexNode factored = RexUtil.pullFactors(rel.getCluster().getRexBuilder(), condition);
        if (factored.equals(condition) || Guards.conditionCanFail(rel.getCluster(), condition)) {
            return; // a factor would come before what guards it
        }
        if (rel instanceof Filter filter) {
            call.transformTo(filter.copy(filter.getTraitSet(), filter.getInput(), factored));
        } else {
            Join join = (Join) rel;
            call.transformTo(join.copy(
                    join.getTraitSet(),
                    factored,
                    join.getLeft(),
                    join.getRight(),
                    join.getJoinType(),
                    join.isSemiJoinDone()));
        }
    }
}
