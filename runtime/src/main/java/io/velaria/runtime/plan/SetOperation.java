package io.velaria.runtime.plan;

import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;

/** UNION ALL, INTERSECT [ALL] or EXCEPT [ALL] of two or more inputs of equal types; NULLs count as equal. */
public record SetOperation(Kind kind, boolean all, List<PhysicalPlan> inputs, List<Field> schema, double estimatedRows)
        implements PhysicalPlan {
    /** The operation; UNION without ALL is an aggregate over UNION ALL. */
    public enum Kind {
        UNION,
        INTERSECT,
        EXCEPT
    }

    public SetOperation {
        inputs = List.copyOf(inputs);
        schema = List.copyOf(schema);
    }

    @Override
    public String label() {
        String name = kind.name().charAt(0) + kind.name().substring(1).toLowerCase(java.util.Locale.ROOT);
        return all ? name + "All" : name;
    }

    @Override
    public Map<String, String> details() {
        return Map.of();
    }
}
