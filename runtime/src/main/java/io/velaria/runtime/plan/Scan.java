package io.velaria.runtime.plan;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads columns of a source.
 *
 * @param columns positions in the source's schema, or {@link ScanSource#ROW_ID}
 * @param schema one field for each of them
 * @param skipping conjuncts over the schema that a filter above checks; the source may use them to read less
 */
public record Scan(
        ScanSource source, List<Integer> columns, List<Field> schema, List<Expression> skipping, double estimatedRows)
        implements PhysicalPlan {
    public Scan {
        columns = List.copyOf(columns);
        schema = List.copyOf(schema);
        skipping = List.copyOf(skipping);
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of();
    }

    @Override
    public String label() {
        return "Scan";
    }

    @Override
    public Map<String, String> details() {
        Details details = new Details().with("source", source.description()).with("columns", Details.fields(schema));
        String conjuncts = skipping.stream()
                .map(conjunct -> Details.text(conjunct, schema))
                .collect(Collectors.joining(" AND "));
        return details.with("skipping", conjuncts).toMap();
    }
}
