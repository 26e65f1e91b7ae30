package io.velaria.runtime.plan;

import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;

/**
 * One row for each element of an ARRAY column: the input's columns, the element, and with ordinality its position from
 * 1. A row whose array is NULL or empty gives none, or with {@code outer} one with NULLs.
 */
public record Unnest(
        PhysicalPlan input, int column, boolean ordinality, boolean outer, List<Field> schema, double estimatedRows)
        implements PhysicalPlan {
    public Unnest {
        schema = List.copyOf(schema);
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of(input);
    }

    @Override
    public String label() {
        return "Unnest";
    }

    @Override
    public Map<String, String> details() {
        return new Details().with("column", input.schema().get(column).name()).toMap();
    }
}
