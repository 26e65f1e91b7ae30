package io.velaria.planner.rewrite;

import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rex.RexUtil;

/** Merges two projections unless that would compute a volatile expression, such as RANDOM(), twice. */
final class DeterministicProjectMerge extends ProjectMergeRule {
    DeterministicProjectMerge() {
        super(Config.DEFAULT);
    }

    @Override
    public boolean matches(RelOptRuleCall call) {
        Project bottom = call.rel(1);
        return super.matches(call) && bottom.getProjects().stream().allMatch(RexUtil::isDeterministic);
    }
}
