package io.velaria.planner.rewrite;

import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.rules.PruneEmptyRules;

/**
 * Groups of nothing are nothing, unless a grouping set is empty: that one has a row even then. Calcite's rule asks only
 * whether there are keys at all, and so loses the last row of ROLLUP and CUBE.
 */
final class EmptyGroups {
    private EmptyGroups() {}

    static RelOptRule rule() {
        return ((RelRule<?>) PruneEmptyRules.AGGREGATE_INSTANCE)
                .config
                .withOperandSupplier(aggregate -> aggregate
                        .operand(Aggregate.class)
                        .predicate(EmptyGroups::hasKeysInEverySet)
                        .oneInput(input -> input.operand(Values.class)
                                .predicate(Values::isEmpty)
                                .noInputs()))
                .toRule();
    }

    private static boolean hasKeysInEverySet(Aggregate aggregate) {
        return aggregate.getGroupSets().stream().noneMatch(set -> set.isEmpty());
    }
}
