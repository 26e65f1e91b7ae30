package io.velaria.runtime.table;

/** Ranges that columns must meet, in the order-preserving form of {@link ZoneMap}. Immutable. */
final class ChunkFilter {
    static final ChunkFilter NONE = new ChunkFilter(new int[0], new long[0], new long[0], new int[0], new int[0]);

    private final int[] columns;
    private final long[] low;
    private final long[] high;
    private final int[] withNulls;
    private final int[] withValues;

    /** @param withNulls columns that must be NULL @param withValues columns that must not be NULL */
    ChunkFilter(int[] columns, long[] low, long[] high, int[] withNulls, int[] withValues) {
        this.columns = columns;
        this.low = low;
        this.high = high;
        this.withNulls = withNulls;
        this.withValues = withValues;
    }

    /** False proves that no row of the chunk passes. */
    boolean mayPass(ZoneMap zones, int rows) {
        for (int i = 0; i < columns.length; i++) {
            if (zones.min(columns[i]) > high[i] || zones.max(columns[i]) < low[i]) {
                return false;
            }
        }
        for (int column : withNulls) {
            if (zones.nulls(column) == 0) {
                return false;
            }
        }
        for (int column : withValues) {
            if (zones.nulls(column) == rows) {
                return false;
            }
        }
        return true;
    }
}
