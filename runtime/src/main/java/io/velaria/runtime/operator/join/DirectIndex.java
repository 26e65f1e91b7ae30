package io.velaria.runtime.operator.join;

/** An array with a place for every value of a dense integer key's range. */
final class DirectIndex extends RowIndex {
    private static final long SMALL_RANGE = 1 << 10;
    private static final long MOST_PLACES_PER_ROW = 4;

    private final long min;
    private final int[] first; // id plus 1 by the key's distance from the least, or 0

    /** An index of no rows yet, for keys from {@code min} to {@code max}. */
    DirectIndex(int key, Chains chains, long min, long max, int parts) {
        super(key, chains, parts);
        this.min = min;
        this.first = new int[(int) (max - min) + 1];
    }

    static boolean suits(long min, long max, int size) {
        long range = max - min;
        return range >= 0 && range < Math.max(SMALL_RANGE, MOST_PLACES_PER_ROW * size);
    }

    static long bytes(long min, long max) {
        return 4 * (max - min + 1);
    }

    @Override
    boolean mayHavePlace(int part, long least, long greatest) {
        return least <= greatest
                && greatest - min >= begin(part, first.length)
                && least - min < begin(part + 1, first.length);
    }

    @Override
    void add(int part, long[] values, boolean[] left, int firstId, int count) {
        int[] table = first;
        long least = min;
        long from = begin(part, table.length);
        long to = begin(part + 1, table.length);
        for (int i = count - 1; i >= 0; i--) {
            long at = values[i] - least;
            if (at >= from && at < to && (left == null || !left[i])) {
                int following = table[(int) at];
                if (following != 0) {
                    chains().link(firstId + i, following);
                }
                table[(int) at] = firstId + i + 1;
            }
        }
    }

    @Override
    void heads(long[] values, int count, int[] ids) {
        int[] table = first;
        long least = min;
        int length = table.length;
        for (int i = 0; i < count; i++) {
            long at = values[i] - least;
            ids[i] = at >= 0 && at < length ? table[(int) at] - 1 : -1;
        }
    }
}
