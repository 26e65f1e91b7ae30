package io.velaria.runtime.operator.filter;

import io.velaria.runtime.row.KeyHasher;

/**
 * An integer column's values on one side of a join, to leave out rows of the other side early: a bit for each value of
 * the range where that is small, else a Bloom filter with two bits for each value. It may say that a value is there that
 * is not, never the reverse. Immutable.
 */
public final class KeySet {
    /** More bits than this for each value are not spent on a bit for each value of the range. */
    private static final long MOST_BITS_PER_VALUE = 64;

    private static final long SMALL_RANGE = 1 << 18;
    private static final int BLOOM_BITS_PER_VALUE = 16;

    private final long min;
    private final long range; // max - min, -1 where there are no values
    private final boolean exact;
    private final long[] bits;

    private KeySet(long min, long range, boolean exact, long[] bits) {
        this.min = min;
        this.range = range;
        this.exact = exact;
        this.bits = bits;
    }

    /** Heap bytes at most for so many values. */
    public static long maxBytes(int count) {
        return Math.max(SMALL_RANGE, MOST_BITS_PER_VALUE * count) / 8 + 64;
    }

    /** The set of the first values. */
    public static KeySet of(long[] values, int count) {
        if (count == 0) {
            return new KeySet(0, -1, true, new long[0]);
        }
        long min = values[0];
        long max = values[0];
        for (int i = 1; i < count; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        long range = max - min;
        if (range >= 0 && range < Math.max(SMALL_RANGE, MOST_BITS_PER_VALUE * count)) {
            long[] bits = new long[(int) (range >>> 6) + 1];
            for (int i = 0; i < count; i++) {
                long at = values[i] - min;
                bits[(int) (at >>> 6)] |= 1L << at;
            }
            return new KeySet(min, range, true, bits);
        }
        long[] bits =
                new long[Math.max(1, (int) (Long.highestOneBit((long) BLOOM_BITS_PER_VALUE * count * 2 - 1) >>> 6))];
        long mask = (long) bits.length * 64 - 1;
        for (int i = 0; i < count; i++) {
            long hash = KeyHasher.hash(values[i]);
            long first = hash & mask;
            long second = (hash >>> 32) & mask;
            bits[(int) (first >>> 6)] |= 1L << first;
            bits[(int) (second >>> 6)] |= 1L << second;
        }
        return new KeySet(min, range, false, bits);
    }

    public boolean isEmpty() {
        return range == -1 && exact;
    }

    /**
     * Keeps the rows whose value may be in the set.
     *
     * @param values one for each of the rows
     * @param rows the rows in ascending order, or null for the first {@code count}
     * @param nulls which of them are NULL and so are left out, or null
     * @return how many rows are in {@code kept}
     */
    int select(long[] values, int[] rows, int count, boolean[] nulls, int[] kept) {
        if (isEmpty()) {
            return 0;
        }
        int found = exact ? selectExact(values, count, kept) : selectHashed(values, count, kept);
        if (nulls != null) {
            int left = 0;
            for (int i = 0; i < found; i++) {
                if (!nulls[kept[i]]) {
                    kept[left++] = kept[i];
                }
            }
            found = left;
        }
        if (rows != null) {
            for (int i = 0; i < found; i++) {
                kept[i] = rows[kept[i]];
            }
        }
        return found;
    }

    private int selectExact(long[] values, int count, int[] kept) {
        long[] set = bits;
        long least = min;
        long most = range;
        int found = 0;
        for (int i = 0; i < count; i++) {
            long at = values[i] - least;
            if (at >= 0 && at <= most) {
                kept[found] = i;
                found += (int) (set[(int) (at >>> 6)] >>> at) & 1;
            }
        }
        return found;
    }

    private int selectHashed(long[] values, int count, int[] kept) {
        long[] set = bits;
        long mask = (long) set.length * 64 - 1;
        int found = 0;
        for (int i = 0; i < count; i++) {
            long hash = KeyHasher.hash(values[i]);
            long first = hash & mask;
            long second = (hash >>> 32) & mask;
            kept[found] = i;
            found += (int) ((set[(int) (first >>> 6)] >>> first) & (set[(int) (second >>> 6)] >>> second)) & 1;
        }
        return found;
    }
}
