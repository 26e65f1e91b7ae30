package io.velaria.jdbc;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.sql.ResultSet;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A result that is known beforehand, as DatabaseMetaData gives it: columns, then rows of values. */
final class FixedRows {
    private final List<Field> fields = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();

    FixedRows column(String name, SqlType type) {
        fields.add(new Field(name, type));
        return this;
    }

    FixedRows text(String... names) {
        for (String name : names) {
            column(name, SqlType.VARCHAR);
        }
        return this;
    }

    FixedRows integer(String... names) {
        for (String name : names) {
            column(name, SqlType.INTEGER);
        }
        return this;
    }

    FixedRows smallint(String... names) {
        for (String name : names) {
            column(name, SqlType.SMALLINT);
        }
        return this;
    }

    FixedRows bool(String... names) {
        for (String name : names) {
            column(name, SqlType.BOOLEAN);
        }
        return this;
    }

    /** @param values strings, any numbers, booleans, or what a {@code Literal} of the column's type holds */
    FixedRows row(Object... values) {
        if (values.length != fields.size()) {
            throw new IllegalArgumentException(values.length + " values for " + fields.size() + " columns");
        }
        rows.add(values);
        return this;
    }

    /** Sorts by the given columns, compared as text or numbers; NULL first. */
    FixedRows sortBy(int... columns) {
        rows.sort((a, b) -> {
            for (int column : columns) {
                int order = compare(a[column], b[column]);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        });
        return this;
    }

    private static int compare(Object a, Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        if (a instanceof Number left && b instanceof Number right) {
            return Long.compare(left.longValue(), right.longValue());
        }
        return a.toString().compareTo(b.toString());
    }

    /** @param statement whose result it is; null for metadata */
    ResultSet toResultSet(VelariaStatement statement) {
        VectorBuilder[] builders = fields.stream()
                .map(field -> VectorBuilder.create(field.type(), rows.size()))
                .toArray(VectorBuilder[]::new);
        for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                builders[i].append(row[i] instanceof Boolean flag ? Long.valueOf(flag ? 1 : 0) : row[i]);
            }
        }
        Vector[] columns = new Vector[builders.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = builders[i].build();
        }
        Batch batch = Batch.of(columns, rows.size(), 0);
        ResultShape shape = new ResultShape(List.copyOf(fields), List.of(), "");
        return new ScrollableResultSet(shape, new OneBatchCursor(shape, batch), statement, ZoneOffset.UTC, 0);
    }

    private static final class OneBatchCursor implements Cursor {
        private final ResultShape shape;
        private Batch batch;

        OneBatchCursor(ResultShape shape, Batch batch) {
            this.shape = shape;
            this.batch = batch;
        }

        @Override
        public List<Field> schema() {
            List<Field> schema = new ArrayList<>();
            for (int i = 0; i < shape.columnCount(); i++) {
                schema.add(shape.field(i));
            }
            return schema;
        }

        @Override
        public Batch next() {
            Batch next = batch;
            batch = null;
            return next;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {
            batch = null;
        }
    }
}
