package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;

/** The build side's rows of one batch, in its order, with what the index needs of their keys. */
final class BuildRun {
    /** A key's values, null where it is no {@link JoinSpec#isIntegerKey integer}, and the range of those that can match. */
    private record KeyValues(long[] values, long least, long greatest) {}

    private final long ordinal;
    private final Vector[] columns;
    private final long[] hashes;
    private final KeyValues[] keys;
    private final boolean[] nullKeys;
    private final int nullKeyCount;
    private final int size;

    /**
     * @param columns of the build side, then keys that had to be cast; dense
     * @param hashes of all keys together, or null where {@link JoinSpec#hasOneIntegerKey}
     */
    BuildRun(JoinSpec spec, long ordinal, Vector[] columns, long[] hashes, int size) {
        this.ordinal = ordinal;
        this.columns = columns;
        this.hashes = hashes;
        this.size = size;
        this.nullKeys = nullKeys(spec, columns, size);
        int nulls = 0;
        for (int i = 0; i < size && nullKeys != null; i++) {
            nulls += nullKeys[i] ? 1 : 0;
        }
        this.nullKeyCount = nulls;
        this.keys = new KeyValues[spec.keyCount()];
        for (int k = 0; k < keys.length; k++) {
            if (spec.isIntegerKey(k)) {
                keys[k] = keyValues(columns[spec.keyColumn(k)]);
            }
        }
    }

    /** Heap bytes beside those of the columns. */
    static long bytes(JoinSpec spec, int size) {
        long bytes = spec.hasOneIntegerKey() ? 0 : 8L * size;
        for (int k = 0; k < spec.keyCount(); k++) {
            bytes += spec.isIntegerKey(k) ? 8L * size : 0;
        }
        return bytes + (spec.keepsNullKeys() ? size : 0);
    }

    private static boolean[] nullKeys(JoinSpec spec, Vector[] columns, int size) {
        boolean[] isNull = null;
        for (int k = 0; k < spec.keyCount() && spec.keepsNullKeys(); k++) {
            Vector key = columns[spec.keyColumn(k)];
            for (int i = 0; i < size && !spec.nullsEqual(k) && key.mayHaveNulls(); i++) {
                if (key.isNull(i)) {
                    isNull = isNull == null ? new boolean[size] : isNull;
                    isNull[i] = true;
                }
            }
        }
        return isNull;
    }

    private KeyValues keyValues(Vector key) {
        long[] values = new long[size];
        Decoder.longs(key, null, size, values);
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            if (nullKeys == null || !nullKeys[i]) {
                least = Math.min(least, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
        }
        return new KeyValues(values, least, greatest);
    }

    long ordinal() {
        return ordinal;
    }

    int size() {
        return size;
    }

    Vector[] columns() {
        return columns;
    }

    /** What an index goes by: a key's values, or hashes where the key is {@link RowIndex#HASHED}. */
    long[] values(int key) {
        if (key == RowIndex.HASHED) {
            return hashes == null ? keys[0].values : hashes;
        }
        return keys[key].values;
    }

    /** The least value of an integer key that can match; greater than {@link #greatest} where none can. */
    long least(int key) {
        return keys[key].least;
    }

    long greatest(int key) {
        return keys[key].greatest;
    }

    /** The rows with a NULL in a key where NULL matches nothing, or null where there is none. */
    boolean[] nullKeys() {
        return nullKeys;
    }

    int nullKeyCount() {
        return nullKeyCount;
    }
}
