package io.velaria.runtime.plan;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One expression for each output column. */
public record Project(PhysicalPlan input, List<Expression> expressions, List<Field> schema) implements PhysicalPlan {
    public Project {
        expressions = List.copyOf(expressions);
        schema = List.copyOf(schema);
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of(input);
    }

    @Override
    public String label() {
        return "Project";
    }

    @Override
    public Map<String, String> details() {
        String list = expressions.stream()
                .map(expression -> Details.text(expression, input.schema()))
                .collect(Collectors.joining(", "));
        return new Details().with("expressions", list).toMap();
    }

    @Override
    public double estimatedRows() {
        return input.estimatedRows();
    }
}
