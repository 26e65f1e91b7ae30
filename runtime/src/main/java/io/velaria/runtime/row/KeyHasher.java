package io.velaria.runtime.row;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Hashes key columns, many rows at a time. Values that {@link RowMatcher} calls equal have equal hashes in every
 * encoding and width; NULLs have one of their own. With its scratch memory and the hashes of the dictionaries it has
 * seen; one for each task.
 */
public final class KeyHasher {
    /** The hash of NULL as a single key. */
    public static final long NULL_HASH = 0x7F4A7C15F39CC060L;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long CANONICAL_NAN = Double.doubleToLongBits(Double.NaN);

    private final Map<Dictionary, long[]> dictionaryHashes = new IdentityHashMap<>();
    private long[] column = {};
    private long[] highs = {};
    private double[] doubles = {};
    private boolean[] nulls = {};
    private int[] codes = {};

    /** Writes one hash for each of the chosen rows; without keys all are equal. */
    public void hash(Vector[] keys, int[] rows, int count, long[] hashes) {
        if (keys.length == 0) {
            Arrays.fill(hashes, 0, count, GOLDEN);
            return;
        }
        if (column.length < count) {
            int size = Math.max(count, Batch.MAX_ROWS);
            column = new long[size];
            nulls = new boolean[size];
        }
        for (int k = 0; k < keys.length; k++) {
            hashColumn(keys[k], rows, count);
            if (k == 0) {
                System.arraycopy(column, 0, hashes, 0, count);
            } else {
                for (int i = 0; i < count; i++) {
                    hashes[i] = Bytes.mix(hashes[i] * GOLDEN + column[i]);
                }
            }
        }
    }

    /** The hash of one integer that is not NULL, as a single key. */
    public static long hash(long value) {
        return Bytes.mix(value + GOLDEN);
    }

    private void hashColumn(Vector vector, int[] rows, int count) {
        int nullCount = Decoder.nulls(vector, rows, count, nulls);
        switch (vector.kind()) {
            case INT8, INT16, INT32, INT64 -> {
                Decoder.longs(vector, rows, count, column);
                for (int i = 0; i < count; i++) {
                    column[i] = Bytes.mix(column[i] + GOLDEN);
                }
            }
            case INT128 -> {
                Decoder.longs(vector, rows, count, column);
                if (highs.length < count) {
                    highs = new long[Math.max(count, Batch.MAX_ROWS)];
                }
                Decoder.highs(vector, rows, count, highs);
                for (int i = 0; i < count; i++) {
                    long carried = (highs[i] ^ (column[i] >> 63)) * GOLDEN; // 0 where the value fits a long
                    column[i] = Bytes.mix((column[i] ^ carried) + GOLDEN);
                }
            }
            case FLOAT32, FLOAT64 -> {
                if (doubles.length < count) {
                    doubles = new double[Math.max(count, Batch.MAX_ROWS)];
                }
                Decoder.doubles(vector, rows, count, doubles);
                for (int i = 0; i < count; i++) {
                    double value = doubles[i];
                    long bits =
                            value == 0 ? 0 : Double.isNaN(value) ? CANONICAL_NAN : Double.doubleToRawLongBits(value);
                    column[i] = Bytes.mix(bits + GOLDEN);
                }
            }
            case BYTES -> hashStrings(vector, rows, count, nullCount > 0);
            default -> {
                for (int i = 0; i < count; i++) {
                    if (nullCount == 0 || !nulls[i]) {
                        byte[] encoded = ListCodec.encode(vector, rows == null ? i : rows[i]);
                        column[i] = Bytes.hash64(encoded, 0, encoded.length);
                    }
                }
            }
        }
        if (nullCount > 0) {
            for (int i = 0; i < count; i++) {
                column[i] = nulls[i] ? NULL_HASH : column[i];
            }
        }
    }

    private void hashStrings(Vector vector, int[] rows, int count, boolean someNull) {
        if (vector instanceof DictionaryVector coded
                && coded.dictionary() != null
                && coded.values() instanceof StringVector values) {
            long[] known = dictionaryHashes.get(coded.dictionary());
            int from = known == null ? 0 : known.length;
            if (known == null || from < values.length()) {
                known = known == null ? new long[values.length()] : Arrays.copyOf(known, values.length());
                for (int code = from; code < known.length; code++) {
                    known[code] = Bytes.hash64(values.bytes(), values.stringOffset(code), values.stringLength(code));
                }
                dictionaryHashes.put(coded.dictionary(), known);
            }
            if (codes.length < count) {
                codes = new int[Math.max(count, Batch.MAX_ROWS)];
            }
            Decoder.codes(coded, rows, count, codes);
            for (int i = 0; i < count; i++) {
                column[i] = someNull && nulls[i] ? 0 : known[codes[i]];
            }
        } else if (vector instanceof DictionaryVector gather
                && gather.isGather()
                && gather.values() instanceof StringVector values) {
            if (codes.length < count) {
                codes = new int[Math.max(count, Batch.MAX_ROWS)];
            }
            Decoder.codes(gather, rows, count, codes);
            hashStrings(values, codes, count, someNull);
        } else if (vector instanceof StringVector flat) {
            byte[] bytes = flat.bytes();
            int[] offsets = flat.offsets();
            for (int i = 0; i < count; i++) {
                int row = rows == null ? i : rows[i];
                column[i] = Bytes.hash64(bytes, offsets[row], offsets[row + 1] - offsets[row]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                int row = rows == null ? i : rows[i];
                column[i] = someNull && nulls[i]
                        ? 0
                        : Bytes.hash64(vector.stringBase(row), vector.stringOffset(row), vector.stringLength(row));
            }
        }
    }
}
