package io.velaria.runtime.table;

/**
 * The id of a stored row: its segment's id, its chunk in the segment and its place in the chunk. It stays the same as
 * long as the row lives, from the commit that stored it.
 */
final class RowId {
    static final int ROW_BITS = 12;
    static final int CHUNK_BITS = 5;
    /** Most chunks of a segment. */
    static final int MAX_CHUNKS = 1 << CHUNK_BITS;

    private RowId() {}

    static long of(long segment, int chunk, int row) {
        return segment << (ROW_BITS + CHUNK_BITS) | (long) chunk << ROW_BITS | row;
    }

    static long segment(long rowId) {
        return rowId >>> (ROW_BITS + CHUNK_BITS);
    }

    static int chunk(long rowId) {
        return (int) (rowId >>> ROW_BITS) & (MAX_CHUNKS - 1);
    }

    static int row(long rowId) {
        return (int) rowId & ((1 << ROW_BITS) - 1);
    }
}
