package io.velaria.runtime.plan;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stands below a {@link Window} of which only rows of low numbers are asked for: gives all rows whose number in their
 * partition is within the bound, in the order of the input, and as few others as it likes. The window and the condition
 * on its number stay what they are.
 *
 * @param bound the greatest number asked for, or with {@code below} the least one that is not: an integer literal or
 *     parameter; NULL asks for none
 */
public record PartitionTop(
        PhysicalPlan input,
        List<Integer> partition,
        List<SortKey> order,
        Ranking ranking,
        Expression bound,
        boolean below)
        implements PhysicalPlan {
    public PartitionTop {
        partition = List.copyOf(partition);
        order = List.copyOf(order);
    }

    /** How rows are numbered, by the name of its function. */
    public enum Ranking {
        ROW_NUMBER,
        RANK,
        DENSE_RANK
    }

    @Override
    public List<Field> schema() {
        return input.schema();
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of(input);
    }

    @Override
    public String label() {
        return "PartitionTopN";
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
                .with("keep", ranking + (below ? " < " : " <= ") + bound)
                .toMap();
    }

    @Override
    public double estimatedRows() {
        return input.estimatedRows();
    }
}
