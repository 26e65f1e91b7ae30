package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.type.Field;
import java.util.List;

/** A cursor over one batch that is there already and holds nothing. */
public final class RowsCursor implements Cursor {
    private final List<Field> schema;
    private Batch rows;

    public RowsCursor(List<Field> schema, Batch rows) {
        this.schema = schema;
        this.rows = rows;
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public Batch next() {
        Batch given = rows;
        rows = null;
        return given;
    }

    @Override
    public boolean isReady() {
        return rows != null;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {
        rows = null;
    }
}
