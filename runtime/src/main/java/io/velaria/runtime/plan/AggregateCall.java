package io.velaria.runtime.plan;

import io.velaria.runtime.type.SqlType;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * One aggregate of an {@link Aggregate} or {@link Window}.
 *
 * @param function its name in upper case, such as SUM; COUNT without arguments counts rows
 * @param arguments columns of the input
 * @param filter a BOOLEAN column; only rows where it is TRUE count; -1 for none
 * @param order for aggregates that depend on the order of rows (WITHIN GROUP, or ORDER BY inside the call)
 */
public record AggregateCall(
        String function, List<Integer> arguments, boolean distinct, int filter, List<SortKey> order, SqlType type)
        implements Serializable {
    public AggregateCall {
        Objects.requireNonNull(function);
        Objects.requireNonNull(type);
        arguments = List.copyOf(arguments);
        order = List.copyOf(order);
    }
}
