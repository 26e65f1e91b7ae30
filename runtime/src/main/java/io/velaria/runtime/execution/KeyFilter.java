package io.velaria.runtime.execution;

import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.operator.filter.KeySet;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Rows of a plan node that a join above finds no match for, because of a column's value: they may be left out anywhere
 * below (sideways information passing). A filter goes down as far as the column goes.
 *
 * @param column of the node that it stands above
 * @param ready the pipeline after which the keys are known
 * @param keys gives them then, or null if there are too many
 */
public record KeyFilter(int column, Pipeline ready, Supplier<KeySet> keys) {
    /** The same filter on another column. */
    public KeyFilter on(int otherColumn) {
        return new KeyFilter(otherColumn, ready, keys);
    }

    /** The filter for the node's only input, or null if it has to stay above the node. */
    KeyFilter below(PhysicalPlan plan) {
        if (plan instanceof Filter || plan instanceof Scan) {
            return this;
        }
        if (plan instanceof Project project) {
            return project.expressions().get(column) instanceof InputRef input ? on(input.index()) : null;
        }
        if (plan instanceof Aggregate aggregate) {
            return aggregate.hasGroupingSets() || column >= aggregate.keys().size()
                    ? null
                    : on(aggregate.keys().get(column)); // leaves out whole groups
        }
        return null;
    }

    /** Those of the filters that go below the node, as they are there. */
    static List<KeyFilter> allBelow(PhysicalPlan plan, List<KeyFilter> filters) {
        return filters.stream()
                .map(filter -> filter.below(plan))
                .filter(Objects::nonNull)
                .toList();
    }
}
