package io.velaria.planner.fold;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexNode;

/**
 * Says which conditions have to stay where they are: one that can raise an error, such as a cast of text, must not be
 * computed for rows that a join or another condition keeps from it.
 */
public final class Guards {
    private Guards() {}

    /** Whether computing the expression may raise an error. */
    public static boolean canFail(RelOptCluster cluster, RexNode expression) {
        return cluster.getPlanner().getExecutor() instanceof ConstantFolder folder && folder.canFail(expression);
    }

    /** Whether one of the conjuncts of a condition can. */
    public static boolean anyCanFail(RelOptCluster cluster, List<RexNode> conjuncts) {
        return conjuncts.stream().anyMatch(conjunct -> canFail(cluster, conjunct));
    }

    public static boolean conditionCanFail(RelOptCluster cluster, RexNode condition) {
        return anyCanFail(cluster, RelOptUtil.conjunctions(condition));
    }
}
