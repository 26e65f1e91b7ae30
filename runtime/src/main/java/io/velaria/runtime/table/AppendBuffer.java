package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.Field;
import java.util.List;

/**
 * The open chunk at the end of a table, to which small inserts append. Its columns only grow, so that a chunk taken
 * earlier stays as it is: a snapshot sees a prefix. One thread appends at a time.
 */
final class AppendBuffer {
    private final long segmentId;
    private final int chunkIndex;
    private final VectorBuilder[] columns;
    private int rows;

    AppendBuffer(List<Field> fields, long segmentId, int chunkIndex) {
        this.segmentId = segmentId;
        this.chunkIndex = chunkIndex;
        this.columns = fields.stream()
                .map(field -> VectorBuilder.create(field.type(), 8))
                .toArray(VectorBuilder[]::new);
    }

    /** Whether the version's last chunk is all of this buffer, so that it may grow. */
    boolean continues(Segment last) {
        return last != null
                && last.id() == segmentId
                && last.chunkCount() == chunkIndex + 1
                && last.lastChunk().isOpen()
                && last.lastChunk().rows() == rows;
    }

    long segmentId() {
        return segmentId;
    }

    int chunkIndex() {
        return chunkIndex;
    }

    long lastRowId() {
        return RowId.of(segmentId, chunkIndex, rows - 1);
    }

    int room() {
        return Batch.MAX_ROWS - rows;
    }

    void append(Vector[] source, int row) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].appendFrom(source[i], row);
        }
        rows++;
    }

    /** The rows so far. */
    Chunk chunk() {
        Vector[] vectors = new Vector[columns.length];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = columns[i].build();
        }
        return new Chunk(vectors, rows, null);
    }
}
