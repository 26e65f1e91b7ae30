package io.velaria.runtime.operator.join;

import io.velaria.runtime.operator.filter.KeySet;

/** An array with a place for every value of a dense integer key's range. */
final class DirectIndex extends RowIndex {
    private static final long SMALL_RANGE = 1 << 10;
    private static final long MOST_PLACES_PER_ROW = 4;

    private final long min;
    private final int[] first; // id plus 1 by the key's distance from the least, or 0

    private DirectIndex(int key, Chains chains, long min, int[] first) {
        super(key, chains);
        this.min = min;
        this.first = first;
    }

    static boolean suits(long min, long max, int size) {
        long range = max - min;
        return range >= 0 && range < Math.max(SMALL_RANGE, MOST_PLACES_PER_ROW * size);
    }

    static long bytes(long min, long max) {
        return 4 * (max - min + 1);
    }

    /**
     * @param values of the key, one for each of the rows in their order
     * @param ids of the rows, or null for the first
     * @param set of the values
     */
    static DirectIndex of(int key, long[] values, int[] ids, KeySet set, Chains chains) {
        long min = set.min();
        int[] first = new int[(int) (set.max() - min) + 1];
        for (int i = values.length - 1; i >= 0; i--) { // backwards, as each row goes to the front of its chain
            chains.checkCancelled(i);
            int id = ids == null ? i : ids[i];
            int at = (int) (values[i] - min);
            if (first[at] != 0) {
                chains.link(id, first[at]);
            }
            first[at] = id + 1;
        }
        return new DirectIndex(key, chains, min, first);
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
