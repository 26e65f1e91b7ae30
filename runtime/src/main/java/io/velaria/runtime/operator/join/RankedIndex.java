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

    /**
     * An index of no rows yet.
     *
     * @param set exact, of the values
     */
    RankedIndex(int key, Chains chains, KeySet set, int parts) {
        super(key, chains, parts);
        this.min = set.min();
        this.bits = set.bits();
        this.before = new int[bits.length];
        int distinct = 0;
        for (int word = 0; word < bits.length; word++) {
            before[word] = distinct;
            distinct += Long.bitCount(bits[word]);
        }
        this.first = new int[distinct];
    }

    /** Bytes beside those of the set. */
    static long bytes(KeySet set) {
        return 4L * (set.bits().length + set.distinct());
    }

    private long places() {
        return (long) bits.length << 6;
    }

    @Override
    boolean mayHavePlace(int part, long least, long greatest) {
        return least <= greatest && greatest - min >= begin(part, places()) && least - min < begin(part + 1, places());
    }

    @Override
    void add(int part, long[] values, boolean[] left, int firstId, int count) {
        int[] table = first;
        long least = min;
        long from = begin(part, places());
        long to = begin(part + 1, places());
        for (int i = count - 1; i >= 0; i--) {
            long distance = values[i] - least;
            if (distance >= from && distance < to && (left == null || !left[i])) {
                int word = (int) (distance >>> 6);
                int at = before[word] + Long.bitCount(bits[word] & ((1L << distance) - 1));
                int following = table[at];
                if (following != 0) {
                    chains().link(firstId + i, following);
                }
                table[at] = firstId + i + 1;
            }
        }
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
