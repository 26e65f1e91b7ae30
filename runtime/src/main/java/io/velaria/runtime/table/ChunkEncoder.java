package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.function.Consumer;

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

    /** How many rows it takes before some must be sealed. */
    int room() {
        return ColumnEncoder.CAPACITY - rows;
    }

    /** Takes rows {@code [from, from + count)} of the selection, at most {@link #room}. */
    void add(Vector[] columns, int[] selection, int from, int count) {
        for (int i = 0; i < encoders.length; i++) {
            encoders[i].add(columns[i], selection, from, count);
        }
        rows += count;
    }

    /** All rows so far, at most {@link Batch#MAX_ROWS}, as a chunk. */
    Chunk seal() {
        return seal(rows);
    }

    /** All rows so far as chunks, of a fair size where they are more than one. */
    void sealAll(Consumer<Chunk> target) {
        while (rows > Batch.MAX_ROWS) {
            target.accept(seal((rows / 2 + 63) & -64));
        }
        if (rows > 0) {
            target.accept(seal(rows));
        }
    }

    /**
     * The first rows as a chunk; the others stay.
     *
     * @param count at most {@link Batch#MAX_ROWS}: all there are, or a multiple of 64
     */
    Chunk seal(int count) {
        Vector[] columns = new Vector[encoders.length];
        ZoneMap zones = new ZoneMap(encoders.length);
        for (int i = 0; i < encoders.length; i++) {
            ColumnEncoder encoder = encoders[i];
            columns[i] = encoder.seal(count, sketches[i]);
            zones.set(i, encoder.min, encoder.max, encoder.nulls);
            if (encoder.ascending) {
                zones.setAscending(i);
            }
        }
        Chunk chunk = new Chunk(columns, count, zones);
        rows -= count;
        return chunk;
    }

    /** Adds what was seen of distinct values to the table's statistics. */
    void finish() {
        for (int i = 0; i < sketches.length; i++) {
            table.column(i).seen(sketches[i]);
        }
    }
}
