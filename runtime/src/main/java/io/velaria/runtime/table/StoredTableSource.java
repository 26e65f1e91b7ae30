package io.velaria.runtime.table;

import io.velaria.runtime.execution.KeyFilter;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import java.util.List;

/**
 * A stored table by its id, resolved in the reader's snapshot. Estimates are in
 * {@link io.velaria.runtime.catalog.Transaction#table}, for the id alone knows no rows.
 */
public record StoredTableSource(long tableId, String name, List<Field> schema) implements ScanSource {
    public StoredTableSource {
        schema = List.copyOf(schema);
    }

    @Override
    public String description() {
        return name;
    }

    @Override
    public List<List<Integer>> keys(QueryContext context) {
        return context.transaction().table(tableId).keys();
    }

    @Override
    public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping) {
        return open(context, columns, skipping, List.of());
    }

    @Override
    public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping, List<KeyFilter> filters) {
        return context.transaction().table(tableId).scan(context, columns, skipping, filters);
    }
}
