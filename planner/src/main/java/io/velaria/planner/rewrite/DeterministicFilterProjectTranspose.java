package io.velaria.planner.rewrite;

import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rex.RexUtil;

/** Moves a filter below a projection unless that would compute a volatile expression, such as RANDOM(), twice. */
final class DeterministicFilterProjectTranspose extends FilterProjectTransposeRule {
    DeterministicFilterProjectTranspose() {
        super(Config.DEFAULT);
    }

    @Override
    public boolean matches(RelOptRuleCall call) {
        Project project = call.rel(1);
        return super.matches(call) && project.getProjects().stream().allMatch(RexUtil::isDeterministic);
    }
}
