package io.velaria.runtime.table;

import java.util.Arrays;

/** A run of up to {@link RowId#MAX_CHUNKS} chunks of a table. Immutable. */
final class Segment {
    private final long id;
    private final Chunk[] chunks;
    private final int rows;

    Segment(long id, Chunk... chunks) {
        this.id = id;
        this.chunks = chunks;
        int total = 0;
        for (Chunk chunk : chunks) {
            total += chunk.rows();
        }
        this.rows = total;
    }

    long id() {
        return id;
    }

    int chunkCount() {
        return chunks.length;
    }

    Chunk chunk(int index) {
        return chunks[index];
    }

    Chunk lastChunk() {
        return chunks[chunks.length - 1];
    }

    int rows() {
        return rows;
    }

    Segment withId(long newId) {
        return new Segment(newId, chunks);
    }

    /** The same with one chunk more, or with the last one replaced. */
    Segment withLast(Chunk chunk, boolean replace) {
        Chunk[] changed = Arrays.copyOf(chunks, replace ? chunks.length : chunks.length + 1);
        changed[changed.length - 1] = chunk;
        return new Segment(id, changed);
    }
}
