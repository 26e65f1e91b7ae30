package io.velaria.jdbc;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The sets of values of a batch, column by column. */
final class ParameterRows {
    private final ParameterColumn[] columns;
    private int size;

    ParameterRows(int parameters) {
        columns = new ParameterColumn[parameters];
        for (int i = 0; i < parameters; i++) {
            columns[i] = new ParameterColumn();
        }
    }

    int size() {
        return size;
    }

    void add(ParameterSlots slots) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].add(slots, i);
        }
        size++;
    }

    ParameterColumn column(int index) {
        return columns[index];
    }

    BoundValue[] row(int row) {
        BoundValue[] values = new BoundValue[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns[i].get(row);
        }
        return values;
    }

    /** All rows as batches whose columns have the types. */
    List<Batch> batches(List<SqlType> types, ZoneId zone) throws SQLException {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < size; from += Batch.MAX_ROWS) {
            int count = Math.min(Batch.MAX_ROWS, size - from);
            Vector[] vectors = new Vector[columns.length];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = columns[i].vector(types.get(i), from, count, zone);
            }
            batches.add(Batch.of(vectors, count, batches.size()));
        }
        return batches;
    }
}
