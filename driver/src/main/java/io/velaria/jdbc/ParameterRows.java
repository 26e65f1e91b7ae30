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
    /** Room to begin with. */
    private static final int FEWEST = 16;

    private static final int MOST = 1 << 16;

    private final ParameterColumn[] columns;
    private int size;

    ParameterRows(int parameters) {
        this(parameters, FEWEST);
    }

    private ParameterRows(int parameters, int expected) {
        columns = new ParameterColumn[parameters];
        for (int i = 0; i < parameters; i++) {
            columns[i] = new ParameterColumn(expected);
        }
    }

    /** An empty one for the next batch, which is probably as large as this one. */
    ParameterRows next() {
        return new ParameterRows(columns.length, Math.max(FEWEST, Math.min(size, MOST)));
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
