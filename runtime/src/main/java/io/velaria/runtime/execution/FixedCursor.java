package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A cursor over rows that are there already. */
public final class FixedCursor implements Cursor {
    private final List<Field> schema;
    private final Iterator<Batch> batches;
    private List<String> warnings;

    private FixedCursor(List<Field> schema, List<Batch> batches, List<String> warnings) {
        this.schema = schema;
        this.batches = batches.iterator();
        this.warnings = warnings;
    }

    public static Cursor of(List<Field> schema, List<Batch> batches, List<String> warnings) {
        return new FixedCursor(schema, batches, List.copyOf(warnings));
    }

    /** @param rows values in the form of {@code Literal} values */
    public static Cursor ofRows(List<Field> schema, List<? extends List<?>> rows) {
        return of(schema, batches(schema, rows), List.of());
    }

    /** Rows as batches. */
    public static List<Batch> batches(List<Field> schema, List<? extends List<?>> rows) {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += Batch.MAX_ROWS) {
            int count = Math.min(Batch.MAX_ROWS, rows.size() - from);
            Vector[] columns = new Vector[schema.size()];
            for (int column = 0; column < columns.length; column++) {
                VectorBuilder builder = VectorBuilder.create(schema.get(column).type(), count);
                for (List<?> row : rows.subList(from, from + count)) {
                    builder.append(row.get(column));
                }
                columns[column] = builder.build();
            }
            batches.add(Batch.of(columns, count, batches.size()));
        }
        return batches;
    }

    /** The rest of a cursor's rows, kept. */
    public static List<Batch> copy(Cursor cursor) {
        List<Batch> batches = new ArrayList<>();
        for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
            batches.add(VectorCopier.copy(batch));
        }
        return batches;
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public Batch next() {
        return batches.hasNext() ? batches.next() : null;
    }

    @Override
    public boolean isReady() {
        return batches.hasNext();
    }

    @Override
    public void cancel() {}

    @Override
    public List<String> takeWarnings() {
        List<String> taken = warnings;
        warnings = List.of();
        return taken;
    }

    @Override
    public void close() {}
}
