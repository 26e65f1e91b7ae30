package io.velaria.stream;

import io.velaria.runtime.execution.PipelineBuilder;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.ExtensionNode;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.type.Field;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A continuous aggregation: after each batch of input one row for each group that it touched, with what happened to the
 * group's row in {@code __op} (I new, U updated, D gone, with its last values) and a running number in {@code __seq}.
 *
 * @param steps what comes after the aggregation: HAVING and the select list
 * @param schema columns of the last step, then {@code __op} and {@code __seq}
 */
public record ChangelogAggregate(Aggregate aggregate, List<Step> steps, List<Field> schema) implements ExtensionNode {
    public static final String OP = "__op";
    public static final String SEQUENCE = "__seq";

    public ChangelogAggregate {
        steps = List.copyOf(steps);
        schema = List.copyOf(schema);
    }

    /** A condition that rows must meet (then {@code projection} is empty), or new columns for them. */
    public record Step(Expression condition, List<Expression> projection) implements Serializable {
        public Step {
            projection = List.copyOf(projection);
        }
    }

    @Override
    public String id() {
        return "stream.changelog";
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of(aggregate.input());
    }

    @Override
    public String label() {
        return "ChangelogAggregate";
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>(aggregate.details());
        List<String> texts = new ArrayList<>();
        for (Step step : steps) {
            texts.add(
                    step.condition() != null
                            ? "having " + step.condition()
                            : step.projection().stream()
                                    .map(Expression::toString)
                                    .collect(Collectors.joining(", ")));
        }
        if (!texts.isEmpty()) {
            details.put("then", String.join("; ", texts));
        }
        return details;
    }

    @Override
    public double estimatedRows() {
        return Double.NaN;
    }

    @Override
    public PipelineBuilder.Draft build(PipelineBuilder builder) {
        return builder.build(aggregate.input()).then(ChangelogOperator.factory(this));
    }
}
