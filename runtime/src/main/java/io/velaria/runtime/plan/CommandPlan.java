package io.velaria.runtime.plan;

import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;

/** A statement that is no query: DDL, transactions, settings, COPY, EXPLAIN. */
public record CommandPlan(Command command) implements PhysicalPlan {
    @Override
    public List<Field> schema() {
        return command.schema();
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of();
    }

    @Override
    public String label() {
        return command.getClass().getSimpleName();
    }

    @Override
    public Map<String, String> details() {
        return Map.of();
    }

    @Override
    public double estimatedRows() {
        return 0;
    }
}
