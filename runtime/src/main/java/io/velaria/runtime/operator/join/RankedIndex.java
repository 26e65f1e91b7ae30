package io.velaria.runtime.operator.join;

import io.velaria.runtime.operator.filter.KeySet;

/**
 * An index by an integer key of a range that is too large for an array but not for a bit for each value: a key's place
 * is its rank, the number of bits before its own. Keys that are near each other, as those of clustered columns are, share
 * cache lines. (Jacobson's rank structure; Barber et al., Memory-efficient hash joins, VLDB 2014, index joins so.)
 */
final class RankedIndex extends RowIndex {
    private final long min;
    private final long[] bits;
    private final int[] before; // bits set before each word
    private final int[] first; // id plus 1 by rank

    private RankedIndex(int key, Chains chains, KeySet set, int[] before, int[] first) {
        super(key, chains);
        this.min = set.min();
        this.bits = set.bits();
        this.before = before;
        this.first = first;
    }

    /** Bytes beside those of the set. */
    static long bytes(KeySet set) {
        return 4L * (set.bits().length + set.distinct());
    }

    /**
     * @param values of the key, one for each of the rows in their order
     * @param ids of the rows, or null for the first
     * @param set exact, of the values
     */
    static RankedIndex of(int key, long[] values, int[] ids, KeySet set, Chains chains) {
        long[] bits = set.bits();
        int[] before = new int[bits.length];
        int distinct = 0;
        for (int word = 0; word < bits.length; word++) {
            before[word] = distinct;
            distinct += Long.bitCount(bits[word]);
        }
        int[] first = new int[distinct];
        long min = set.min();
        for (int i = values.length - 1; i >= 0; i--) { // backwards, as each row goes to the front of its chain
            chains.checkCancelled(i);
            int id = ids == null ? i : ids[i];
            int at = rank(bits, before, values[i] - min);
            if (first[at] != 0) {
                chains.link(id, first[at]);
            }
            first[at] = id + 1;
        }
        return new RankedIndex(key, chains, set, before, first);
    }

    private static int rank(long[] bits, int[] before, long at) {
        int word = (int) (at >>> 6);
        return before[word] + Long.bitCount(bits[word] & ((1L << at) - 1));
    }

    @Override
    void heads(long[] values, int count, int[] ids) {
        long[] set = bits;
        int[] ranks = before;
        int[] table = first;
        long least = min;
        long length = (long) set.length << 6;
        for (int i = 0; i < count; i++) {
            long at = values[i] - least;
            int id = -1;
            if (at >= 0 && at < length) {
                int word = (int) (at >>> 6);
                long bit = 1L << at;
                if ((set[word] & bit) != 0) {
                    id = table[ranks[word] + Long.bitCount(set[word] & (bit - 1))] - 1;
                }
            }
            ids[i] = id;
        }
    }
}
