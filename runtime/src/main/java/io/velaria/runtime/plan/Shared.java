package io.velaria.runtime.plan;

import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;

/**
 * One of several places that read the rows of one input, which is computed once and kept until the execution ends.
 *
 * @param number the same for all places in a plan that read the same input
 */
public record Shared(int number, PhysicalPlan input) implements PhysicalPlan {
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
        return "Shared";
    }

    @Override
    public Map<String, String> details() {
        return new Details().with("number", number).toMap();
    }

    @Override
    public double estimatedRows() {
        return input.estimatedRows();
    }
}
