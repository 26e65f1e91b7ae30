package io.velaria.runtime.operator.filter;

import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.kernel.IntegerKernels;
import io.velaria.runtime.kernel.Selections;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.KeyHasher;

/**
 * An integer column's values on one side of a join, to leave out rows of the other side early: a bit for each value of
 * the range where that is small, else a Bloom filter with two bits for each value. It may say that a value is there that
 * is not, never the reverse. Immutable once built.
 */
public final class KeySet {
    /** More bits than this for each value are not spent on a bit for each value of the range. */
    private static final long MOST_BITS_PER_VALUE = 64;

    /**
     * Ranges up to this have a bit for each value however few there are: neighbours in a clustered column have
     * neighbouring bits, which stay in the cache.
     */
    private static final long SMALL_RANGE = 1 << 23;

    /** The same for fewer than {@link #FEW} values. */
    private static final long SMALL_RANGE_OF_FEW = 1 << 18;

    private static final int FEW = 32;
    private static final int BLOOM_BITS_PER_VALUE = 16;
    private static final int MOST_WORDS_LOOKED_AT = 1024;

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

    /** Heap bytes of the set of so many values from {@code min} to {@code max}. */
    public static long bytes(long min, long max, int count) {
        return 64 + 8L * words(min, max, count);
    }

    private static int words(long min, long max, int count) {
        return isExact(min, max, count)
                ? (int) ((max - min + 1) >>> 6) + 1 // a clear bit stands after the last
                : Math.max(1, (int) (Long.highestOneBit((long) BLOOM_BITS_PER_VALUE * count * 2 - 1) >>> 6));
    }

    /** Whether the set of so many values has a bit for each value of the range, and so knows exactly what is in it. */
    public static boolean isExact(long min, long max, int count) {
        long range = max - min;
        long small = count < FEW ? SMALL_RANGE_OF_FEW : SMALL_RANGE;
        return range >= 0 && range < Math.max(small, MOST_BITS_PER_VALUE * count);
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
        return of(values, count, min, max);
    }

    /**
     * The set of the first values, of which there is at least one.
     *
     * @param min the least of them
     * @param max the greatest
     */
    public static KeySet of(long[] values, int count, long min, long max) {
        Builder builder = new Builder(min, max, count, 1);
        builder.add(0, values, null, count);
        return builder.build();
    }

    /** Fills a set in parts, each of which has its own of the set's words, so that tasks can do so side by side. */
    public static final class Builder {
        private final KeySet set;
        private final int parts;

        /**
         * For so many values, at least one.
         *
         * @param min at most the least of them
         * @param max at least the greatest
         */
        public Builder(long min, long max, int count, int parts) {
            this.set = new KeySet(min, max - min, isExact(min, max, count), new long[words(min, max, count)]);
            this.parts = parts;
        }

        /** False proves that no value of the range concerns a part. */
        public boolean mayConcern(int part, long least, long greatest) {
            return !set.exact
                    || least <= greatest
                            && greatest - set.min >= (long) firstWord(part) << 6
                            && least - set.min < (long) firstWord(part + 1) << 6;
        }

        private int firstWord(int part) {
            return (int) ((long) set.bits.length * part / parts);
        }

        /**
         * Adds those of the first values that concern a part.
         *
         * @param left which not to add, or null for none
         */
        public void add(int part, long[] values, boolean[] left, int count) {
            int from = firstWord(part);
            int to = firstWord(part + 1);
            if (set.exact) {
                addExact(values, left, count, (long) from << 6, (long) to << 6);
            } else {
                addHashed(values, left, count, from, to);
            }
        }

        private void addExact(long[] values, boolean[] left, int count, long from, long to) {
            long[] bits = set.bits;
            long least = set.min;
            for (int i = 0; i < count; i++) {
                long at = values[i] - least;
                if (at >= from && at < to && (left == null || !left[i])) {
                    bits[(int) (at >>> 6)] |= 1L << at;
                }
            }
        }

        private void addHashed(long[] values, boolean[] left, int count, int from, int to) {
            long[] bits = set.bits;
            long mask = (long) bits.length * 64 - 1;
            for (int i = 0; i < count; i++) {
                if (left != null && left[i]) {
                    continue;
                }
                long hash = KeyHasher.hash(values[i]);
                long first = hash & mask;
                long second = (hash >>> 32) & mask;
                int word = (int) (first >>> 6);
                if (word >= from && word < to) {
                    bits[word] |= 1L << first;
                }
                word = (int) (second >>> 6);
                if (word >= from && word < to) {
                    bits[word] |= 1L << second;
                }
            }
        }

        /** The set, when all values are in all parts. */
        public KeySet build() {
            return set;
        }
    }

    /** Heap bytes. */
    public long bytes() {
        return 64 + 8L * bits.length;
    }

    /** Whether it says of no value that is not there that it is. */
    public boolean isExact() {
        return exact;
    }

    /** The least value, from which the bits of an exact set count. */
    public long min() {
        return min;
    }

    /** The greatest value; undefined where there are none. */
    public long max() {
        return min + range;
    }

    /** How many different values an exact set has. */
    public int distinct() {
        int count = 0;
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** A bit for each value of an exact set's range; not to be changed. */
    public long[] bits() {
        return bits;
    }

    public boolean isEmpty() {
        return range == -1 && exact;
    }

    /** False proves that no value from {@code low} to {@code high} is in the set; asking is cheap. */
    public boolean mayContainAny(long low, long high) {
        long max = min + range;
        if (isEmpty() || low > max || high < min) {
            return false;
        }
        if (!exact) {
            return true;
        }
        long from = Math.max(low, min) - min;
        long to = Math.min(high, max) - min;
        int first = (int) (from >>> 6);
        int last = (int) (to >>> 6);
        long ofFirst = bits[first] & (-1L << from);
        long ofLast = bits[last] & (-1L >>> (63 - (to & 63)));
        if (first == last) {
            return (ofFirst & ofLast) != 0;
        }
        if ((ofFirst | ofLast) != 0 || last - first > MOST_WORDS_LOOKED_AT) {
            return true;
        }
        long any = 0;
        for (int word = first + 1; word < last; word++) {
            any |= bits[word];
        }
        return any != 0;
    }

    /**
     * Keeps the rows whose value may be in the set, none that is NULL.
     *
     * @param vector integers that fit 64 bits, in any encoding
     * @param rows the rows in ascending order, or null for the first {@code count}; may be {@code kept}
     * @param room for {@code count} values
     * @return how many rows are in {@code kept}
     */
    int select(Vector vector, int[] rows, int count, int[] kept, long[] room) {
        if (isEmpty()) {
            return 0;
        }
        boolean flat = vector.kind().isLongLike()
                && !(vector instanceof ConstantVector)
                && !(vector instanceof DictionaryVector);
        int[] validRows = rows;
        int valid = count;
        if (vector.mayHaveNulls()) {
            valid = vector.validity() != null && !(vector instanceof DictionaryVector)
                    ? Selections.valid(vector.validity(), rows, count, kept)
                    : withoutNulls(vector, rows, count, kept);
            validRows = kept;
        }
        if (flat && exact) {
            return IntegerKernels.inBits(vector, min, range, bits, validRows, valid, kept);
        }
        Decoder.longs(vector, validRows, valid, room);
        return exact ? selectExact(room, validRows, valid, kept) : selectHashed(room, validRows, valid, kept);
    }

    private static int withoutNulls(Vector vector, int[] rows, int count, int[] kept) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            kept[n] = row;
            n += vector.isNull(row) ? 0 : 1;
        }
        return n;
    }

    private int selectExact(long[] values, int[] rows, int count, int[] kept) {
        long[] set = bits;
        long least = min;
        long most = range;
        int n = 0;
        for (int i = 0; i < count; i++) {
            long at = values[i] - least;
            boolean inside = at >= 0 && at <= most;
            kept[n] = rows == null ? i : rows[i];
            n += inside ? (int) (set[(int) (at >>> 6)] >>> at) & 1 : 0;
        }
        return n;
    }

    private int selectHashed(long[] values, int[] rows, int count, int[] kept) {
        long[] set = bits;
        long mask = (long) set.length * 64 - 1;
        int n = 0;
        for (int i = 0; i < count; i++) {
            long hash = KeyHasher.hash(values[i]);
            long first = hash & mask;
            long second = (hash >>> 32) & mask;
            kept[n] = rows == null ? i : rows[i];
            n += (int) ((set[(int) (first >>> 6)] >>> first) & (set[(int) (second >>> 6)] >>> second)) & 1;
        }
        return n;
    }
}
