package io.velaria.runtime.plan;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;

/**
 * Some rows of the input in its order.
 *
 * @param offset rows to leave out first: a BIGINT literal or parameter, or null
 * @param fetch most rows to give: a BIGINT literal or parameter, or null
 */
public record Limit(PhysicalPlan input, Expression offset, Expression fetch, double estimatedRows)
        implements PhysicalPlan {
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
        return "Limit";
    }

    @Override
    public Map<String, String> details() {
        return new Details().with("offset", offset).with("fetch", fetch).toMap();
    }
}
