package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.expression.EvaluationContext;

/** A query for the row of a key. */
record KeyQuery(KeyedRow row) implements ShortPlan {
    @Override
    public Batch run(SnapshotTransaction transaction, EvaluationContext context, boolean own) {
        return row.find(transaction.table(row.tableId()), context);
    }
}
