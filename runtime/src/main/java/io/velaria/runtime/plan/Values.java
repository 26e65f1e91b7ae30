package io.velaria.runtime.plan;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;

/** Rows given by expressions without input references; no rows is the empty relation. */
public record Values(List<List<Expression>> rows, List<Field> schema) implements PhysicalPlan {
    public Values {
        rows = rows.stream().map(List::copyOf).toList();
        schema = List.copyOf(schema);
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of();
    }

    @Override
    public String label() {
        return rows.isEmpty() ? "Empty" : "Values";
    }

    @Override
    public Map<String, String> details() {
        return new Details()
                .with("rows", rows.size())
                .with("columns", Details.fields(schema))
                .toMap();
    }

    @Override
    public double estimatedRows() {
        return rows.size();
    }
}
