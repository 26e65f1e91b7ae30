package io.velaria.runtime.plan;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.type.Field;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Window functions over one partitioning and ordering: the input's columns, then one for each call. A query with several
 * windows has several such nodes.
 */
public record Window(
        PhysicalPlan input, List<Integer> partition, List<SortKey> order, List<Call> calls, List<Field> schema)
        implements PhysicalPlan {
    public Window {
        partition = List.copyOf(partition);
        order = List.copyOf(order);
        calls = List.copyOf(calls);
        schema = List.copyOf(schema);
    }

    /** A window function with its frame; ROW_NUMBER, RANK, LAG and their like ignore the frame. */
    public record Call(AggregateCall aggregate, boolean ignoreNulls, Frame frame) implements Serializable {
        public Call {
            Objects.requireNonNull(aggregate);
            Objects.requireNonNull(frame);
        }
    }

    /** The rows around the current one that a call sees. */
    public record Frame(Unit unit, Bound start, Bound end, Exclude exclude) implements Serializable {
        /** RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW. */
        public static final Frame DEFAULT = new Frame(
                Unit.RANGE,
                new Bound(Bound.Kind.UNBOUNDED_PRECEDING, null),
                new Bound(Bound.Kind.CURRENT_ROW, null),
                Exclude.NO_OTHERS);
    }

    /** What bounds count in. */
    public enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    /** Which rows of the frame are left out. */
    public enum Exclude {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }

    /**
     * One end of a frame.
     *
     * @param distance literal or parameter, for PRECEDING and FOLLOWING
     */
    public record Bound(Kind kind, Expression distance) implements Serializable {
        /** Where the end is. */
        public enum Kind {
            UNBOUNDED_PRECEDING,
            PRECEDING,
            CURRENT_ROW,
            FOLLOWING,
            UNBOUNDED_FOLLOWING
        }
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of(input);
    }

    @Override
    public String label() {
        return "Window";
    }

    @Override
    public Map<String, String> details() {
        List<Field> fields = input.schema();
        String orderText = order.stream()
                .map(key -> key.toString()
                        .replace("$" + key.column(), fields.get(key.column()).name()))
                .collect(Collectors.joining(", "));
        return new Details()
                .with("partition", Details.names(partition, fields))
                .with("order", orderText)
                .with(
                        "calls",
                        calls.stream()
                                .map(call -> io.velaria.runtime.plan.Aggregate.text(call.aggregate(), fields))
                                .collect(Collectors.joining(", ")))
                .toMap();
    }

    @Override
    public double estimatedRows() {
        return input.estimatedRows();
    }
}
