package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.type.SqlType;

/** Keeps VECTOR and ARRAY values flat. */
final class ListEncoder extends ColumnEncoder {
    private VectorBuilder builder;

    ListEncoder(SqlType type) {
        super(type);
    }

    @Override
    void gather(Vector source, int[] selection, int from, int count) {
        if (builder == null) {
            builder = VectorBuilder.create(type, Math.min(Batch.MAX_ROWS, Math.max(16, count)));
        }
        for (int i = 0; i < count; i++) {
            builder.appendFrom(source, selection == null ? from + i : selection[from + i]);
        }
    }

    @Override
    Vector encode(DistinctSketch sketch) {
        Vector vector = VectorCopier.copy(builder.build(), null, rows); // without the room that the builder kept
        builder = null;
        return vector;
    }
}
