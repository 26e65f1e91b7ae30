package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.Field;
import java.util.List;

/** Gathers rows and encodes them as chunks of a table; for one thread, reused from chunk to chunk. */
final class ChunkEncoder {
    private final StoredTable table;
    private final ColumnEncoder[] encoders;
    private final DistinctSketch[] sketches;
    private int rows;

    ChunkEncoder(StoredTable table) {
        this.table = table;
        List<Field> fields = table.fields();
        encoders = new ColumnEncoder[fields.size()];
        sketches = new DistinctSketch[encoders.length];
        for (int i = 0; i < encoders.length; i++) {
            encoders[i] = ColumnEncoder.create(fields.get(i).type(), table.column(i));
            sketches[i] = new DistinctSketch();
        }
    }

    int rows() {
        return rows;
    }

    int room() {
        return Batch.MAX_ROWS - rows;
    }

    /** Takes rows {@code [from, from + count)} of the selection, at most {@link #room}. */
    void add(Vector[] columns, int[] selection, int from, int count) {
        for (int i = 0; i < encoders.length; i++) {
            encoders[i].add(columns[i], selection, from, count);
        }
        rows += count;
    }

    /** The rows so far as a chunk. */
    Chunk seal() {
        Vector[] columns = new Vector[encoders.length];
        ZoneMap zones = new ZoneMap(encoders.length);
        for (int i = 0; i < encoders.length; i++) {
            ColumnEncoder encoder = encoders[i];
            columns[i] = encoder.seal(sketches[i]);
            zones.set(i, encoder.min, encoder.max, encoder.nulls);
        }
        Chunk chunk = new Chunk(columns, rows, zones);
        rows = 0;
        return chunk;
    }

    /** Adds what was seen of distinct values to the table's statistics. */
    void finish() {
        for (int i = 0; i < sketches.length; i++) {
            table.column(i).seen(sketches[i]);
        }
    }
}
