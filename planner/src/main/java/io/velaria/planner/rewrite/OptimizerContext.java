package io.velaria.planner.rewrite;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.rex.RexExecutor;

/**
 * What optimising a plan depends on besides the plan.
 *
 * @param disabledRules names of {@link Rewrite}s or of extensions' rules that are switched off
 * @param budgetNanos time after which the join order is no longer searched for exhaustively
 * @param extraRules rules of extensions, by the phase that they run in
 * @param executor folds constants; null leaves them as they are
 */
public record OptimizerContext(
        Set<String> disabledRules,
        long budgetNanos,
        Map<PlannerPhase, List<RelOptRule>> extraRules,
        RexExecutor executor) {
    public static final long DEFAULT_BUDGET_NANOS = 50_000_000;

    public OptimizerContext {
        disabledRules = Set.copyOf(disabledRules);
        extraRules = Map.copyOf(extraRules);
    }

    /** All rules, no executor. */
    public static OptimizerContext defaults() {
        return new OptimizerContext(Set.of(), DEFAULT_BUDGET_NANOS, Map.of(), null);
    }

    boolean isEnabled(Rewrite rewrite) {
        return disabledRules.isEmpty() || !disabledRules.contains(rewrite.ruleName());
    }
}
