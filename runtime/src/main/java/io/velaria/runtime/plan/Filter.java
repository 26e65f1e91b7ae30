package io.velaria.runtime.plan;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;

/** The rows for which the condition is TRUE. */
public record Filter(PhysicalPlan input, Expression condition, double estimatedRows) implements PhysicalPlan {
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
        return "Filter";
    }

    @Override
    public Map<String, String> details() {
        return new Details()
                .with("condition", Details.text(condition, input.schema()))
                .toMap();
    }
}
