package io.velaria.runtime.plan;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Orders rows; with a fetch it is a top-N. Equal rows keep the order of the input.
 *
 * @param offset rows to leave out first: a BIGINT literal or parameter, or null
 * @param fetch most rows to give: a BIGINT literal or parameter, or null
 */
public record Sort(PhysicalPlan input, List<SortKey> keys, Expression offset, Expression fetch, double estimatedRows)
        implements PhysicalPlan {
    public Sort {
        keys = List.copyOf(keys);
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
        return fetch == null ? "Sort" : "TopN";
    }

    @Override
    public Map<String, String> details() {
        String order = keys.stream()
                .map(key -> key.toString()
                        .replace("$" + key.column(), schema().get(key.column()).name()))
                .collect(Collectors.joining(", "));
        return new Details()
                .with("order", order)
                .with("offset", offset)
                .with("fetch", fetch)
                .toMap();
    }
}
