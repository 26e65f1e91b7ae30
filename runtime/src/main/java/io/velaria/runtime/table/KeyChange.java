package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

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
    public Batch run(SnapshotTransaction transaction, EvaluationContext context, boolean own) {
        Batch found = row.find(transaction.table(row.tableId()), context);
        if (found != null && found.size() > 0) {
            if (own) {
                commit(transaction, found);
            } else {
                write(transaction, found);
            }
        }
        return found == null ? null : count(found.size());
    }

    private void commit(SnapshotTransaction transaction, Batch found) {
        Vector[] replacement =
                kind == TableModify.Kind.DELETE ? null : Arrays.copyOfRange(found.columns(), 1, found.columnCount());
        transaction.commitRow(row.tableId(), found.column(0).longAt(0), replacement);
    }

    private void write(SnapshotTransaction transaction, Batch found) {
        StoredTableWriter writer = transaction.writer(row.tableId());
        if (kind == TableModify.Kind.DELETE) {
            writer.delete(found.column(0), null, 1);
        } else {
            writer.update(found);
        }
        writer.finish();
    }

    /** What a change gives: how many rows it changed. */
    static Batch count(long rows) {
        return Batch.of(new Vector[] {VectorBuilder.single(SqlType.BIGINT, rows)}, 1, 0);
    }
}
