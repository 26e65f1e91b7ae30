package io.velaria.runtime.table;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.type.SqlType;

/** Keeps VECTOR and ARRAY values flat. */
final class ListEncoder extends ColumnEncoder {
    private VectorBuilder builder;
    private Vector gathered; // between encoding and keeping

    ListEncoder(SqlType type) {
        super(type);
    }

    @Override
    void gather(Vector source, int[] selection, int from, int count) {
        if (builder == null) {
            builder = VectorBuilder.create(type, Math.min(CAPACITY, Math.max(16, count)));
        }
        for (int i = 0; i < count; i++) {
            builder.appendFrom(source, selection == null ? from + i : selection[from + i]);
        }
    }

    @Override
    Vector encode(DistinctSketch sketch) {
        gathered = builder.build();
        builder = null;
        return VectorCopier.copy(gathered, null, rows); // without the room that the builder kept
    }

    @Override
    void keep(int from, int to) {
        Vector source = gathered;
        gathered = null;
        if (from < to) {
            builder = VectorBuilder.create(type, to - from);
            for (int row = from; row < to; row++) {
                builder.appendFrom(source, row);
            }
        }
    }
}
