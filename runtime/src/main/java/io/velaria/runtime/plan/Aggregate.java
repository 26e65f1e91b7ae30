package io.velaria.runtime.plan;

import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Groups rows by key columns, NULLs together, and aggregates each group. The output is the keys, then the calls. Without
 * keys there is one row even for empty input.
 *
 * @param keys all columns that any grouping set names
 * @param groupingSets each a list of positions in {@code keys}; one set with all of them is plain GROUP BY. Keys that a
 *     set leaves out are NULL in its rows. The function GROUPING takes key columns as arguments.
 */
public record Aggregate(
        PhysicalPlan input,
        List<Integer> keys,
        List<List<Integer>> groupingSets,
        List<AggregateCall> calls,
        List<Field> schema,
        double estimatedRows)
        implements PhysicalPlan {
    public Aggregate {
        keys = List.copyOf(keys);
        groupingSets = groupingSets.stream().map(List::copyOf).toList();
        calls = List.copyOf(calls);
        schema = List.copyOf(schema);
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of(input);
    }

    @Override
    public String label() {
        return keys.isEmpty() ? "Aggregate" : "HashAggregate";
    }

    /** Whether there is more than the one grouping set of all keys. */
    public boolean hasGroupingSets() {
        return groupingSets.size() != 1 || groupingSets.get(0).size() != keys.size();
    }

    @Override
    public Map<String, String> details() {
        List<Field> fields = input.schema();
        Details details = new Details().with("keys", Details.names(keys, fields));
        if (hasGroupingSets()) {
            details.with("groupingSets", groupingSets);
        }
        String list = calls.stream().map(call -> text(call, fields)).collect(Collectors.joining(", "));
        return details.with("aggregates", list).toMap();
    }

    static String text(AggregateCall call, List<Field> fields) {
        String arguments = call.arguments().isEmpty() && call.function().equals("COUNT")
                ? "*"
                : Details.names(call.arguments(), fields);
        String text = call.function() + "(" + (call.distinct() ? "DISTINCT " : "") + arguments + ")";
        return call.filter() < 0
                ? text
                : text + " FILTER (" + fields.get(call.filter()).name() + ")";
    }
}
