package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.type.SqlType;

/**
 * An UPDATE or DELETE of the row of a key.
 *
 * @param row as {@link TableModify#input} gives it
 */
record KeyChange(TableModify.Kind kind, KeyedRow row) implements ShortPlan {
    static KeyChange of(TableModify change) {
        KeyedRow row = ShortPlan.row(change.input());
        return row == null || row.tableId() != change.tableId() ? null : new KeyChange(change.kind(), row);
    }

    @Override
    public Batch run(SnapshotTransaction transaction, EvaluationContext context) {
        Batch found = row.find(transaction.table(row.tableId()), context);
        if (found == null) {
            return null;
        }
        if (found.size() > 0) {
            StoredTableWriter writer = transaction.writer(row.tableId());
            if (kind == TableModify.Kind.DELETE) {
                writer.delete(found.column(0), null, 1);
            } else {
                writer.update(found);
            }
            writer.finish();
        }
        return count(found.size());
    }

    /** What a change gives: how many rows it changed. */
    static Batch count(long rows) {
        return Batch.of(new Vector[] {VectorBuilder.single(SqlType.BIGINT, rows)}, 1, 0);
    }
}
