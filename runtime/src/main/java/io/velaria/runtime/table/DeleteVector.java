package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;

/** Which rows of a segment are deleted. Immutable: a change copies the bitmaps of the chunks that it touches. */
final class DeleteVector {
    private static final int WORDS = Batch.MAX_ROWS / 64;
    private static final DeleteVector NONE = new DeleteVector(new long[RowId.MAX_CHUNKS][], 0);

    private final long[][] chunks;
    private final int count;

    private DeleteVector(long[][] chunks, int count) {
        this.chunks = chunks;
        this.count = count;
    }

    int count() {
        return count;
    }

    boolean contains(int chunk, int row) {
        long[] bits = chunks[chunk];
        return bits != null && (bits[row >>> 6] & 1L << row) != 0;
    }

    /** The chunk's bitmap, set where deleted, or null for none; not to be changed. */
    long[] chunk(int chunk) {
        return chunks[chunk];
    }

    /** The rows of both; either may be null. */
    static DeleteVector union(DeleteVector a, DeleteVector b) {
        if (a == null || b == null || a == b) {
            return a == null ? b : a;
        }
        Builder builder = new Builder(a);
        for (int chunk = 0; chunk < RowId.MAX_CHUNKS; chunk++) {
            builder.addAll(chunk, b.chunks[chunk]);
        }
        return builder.build();
    }

    /** The rows of {@code a} that are not in {@code b}, either may be null; null for none. */
    static DeleteVector minus(DeleteVector a, DeleteVector b) {
        if (a == null || b == null) {
            return a;
        }
        long[][] rest = new long[RowId.MAX_CHUNKS][];
        int count = 0;
        for (int chunk = 0; chunk < RowId.MAX_CHUNKS; chunk++) {
            long[] bits = a.chunks[chunk];
            if (bits == null || bits == b.chunks[chunk]) {
                continue;
            }
            long[] left = bits.clone();
            int here = 0;
            for (int i = 0; i < WORDS; i++) {
                left[i] &= b.chunks[chunk] == null ? -1L : ~b.chunks[chunk][i];
                here += Long.bitCount(left[i]);
            }
            rest[chunk] = here == 0 ? null : left;
            count += here;
        }
        return count == 0 ? null : new DeleteVector(rest, count);
    }

    static boolean intersects(DeleteVector a, DeleteVector b) {
        if (a == null || b == null) {
            return false;
        }
        for (int chunk = 0; chunk < RowId.MAX_CHUNKS; chunk++) {
            long[] x = a.chunks[chunk];
            long[] y = b.chunks[chunk];
            for (int i = 0; x != null && y != null && i < WORDS; i++) {
                if ((x[i] & y[i]) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Writes the chunk's rows that are not deleted to {@code selection} and returns how many they are. */
    int live(int chunk, int rows, int[] selection) {
        long[] bits = chunks[chunk];
        int live = 0;
        for (int row = 0; row < rows; row++) {
            selection[live] = row;
            live += (int) (~bits[row >>> 6] >>> row & 1);
        }
        return live;
    }

    /** Collects deletions on top of an older vector. */
    static final class Builder {
        private final long[][] base;
        private final long[][] chunks;
        private int count;

        /** @param base null for none */
        Builder(DeleteVector base) {
            DeleteVector start = base == null ? NONE : base;
            this.base = start.chunks;
            this.chunks = start.chunks.clone();
            this.count = start.count;
        }

        /** Whether the row was not deleted before. */
        boolean add(int chunk, int row) {
            long[] bits = writable(chunk);
            long bit = 1L << row;
            if ((bits[row >>> 6] & bit) != 0) {
                return false;
            }
            bits[row >>> 6] |= bit;
            count++;
            return true;
        }

        private void addAll(int chunk, long[] more) {
            if (more == null || more == chunks[chunk]) {
                return;
            }
            long[] bits = writable(chunk);
            for (int i = 0; i < WORDS; i++) {
                count += Long.bitCount(more[i] & ~bits[i]);
                bits[i] |= more[i];
            }
        }

        private long[] writable(int chunk) {
            if (chunks[chunk] == base[chunk]) {
                chunks[chunk] = base[chunk] == null ? new long[WORDS] : base[chunk].clone();
            }
            return chunks[chunk];
        }

        /** The builder must not be used afterwards. */
        DeleteVector build() {
            return new DeleteVector(chunks, count);
        }
    }
}
