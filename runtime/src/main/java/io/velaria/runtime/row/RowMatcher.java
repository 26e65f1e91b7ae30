package io.velaria.runtime.row;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.PhysicalKind;
import java.util.Arrays;

/**
 * Compares columns of kept rows with vectors, many pairs at a time. Integers compare by value whatever their widths;
 * -0.0 equals 0.0 and NaN equals NaN. With its scratch memory; one for each task.
 */
public final class RowMatcher {
    private long[] lows = {};
    private long[] highs = {};
    private double[] doubles = {};
    private boolean[] nulls = {};
    private int[] codes = {};

    /**
     * Clears {@code equal[i]} where the vector at {@code positions[i]} differs from the row {@code ids[i]}.
     *
     * @param positions rows of the vector in any order, or null for the first {@code count}
     * @param nullsEqual whether NULL equals NULL; else NULL equals nothing
     */
    public void compare(
            RowPages rows,
            int column,
            int[] ids,
            Vector vector,
            int[] positions,
            int count,
            boolean nullsEqual,
            boolean[] equal) {
        if (lows.length < count) {
            int size = Math.max(count, Batch.MAX_ROWS);
            lows = new long[size];
            nulls = new boolean[size];
        }
        byte[][] pages = rows.pages();
        int shift = rows.shift();
        int mask = (1 << shift) - 1;
        int step = rows.layout().rowBytes();
        int slot = rows.layout().offset(column);
        boolean someNull = vector.mayHaveNulls() || rows.mayHaveNulls(column);
        boolean[] saved = null;
        if (someNull) {
            saved = Arrays.copyOf(
                    equal, count); // values of NULLs are arbitrary: what is compared there is undone below
        }
        switch (rows.layout().kind(column)) {
            case INT8 -> {
                Decoder.longs(vector, positions, count, lows);
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    equal[i] &= pages[id >>> shift][(id & mask) * step + slot] == lows[i];
                }
            }
            case INT16 -> {
                Decoder.longs(vector, positions, count, lows);
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    equal[i] &= (short) Bytes.SHORT.get(pages[id >>> shift], (id & mask) * step + slot) == lows[i];
                }
            }
            case INT32 -> {
                Decoder.longs(vector, positions, count, lows);
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    equal[i] &= (int) Bytes.INT.get(pages[id >>> shift], (id & mask) * step + slot) == lows[i];
                }
            }
            case INT64 -> {
                Decoder.longs(vector, positions, count, lows);
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    equal[i] &= (long) Bytes.LONG.get(pages[id >>> shift], (id & mask) * step + slot) == lows[i];
                }
                if (vector.kind() == PhysicalKind.INT128) {
                    readHighs(vector, positions, count);
                    for (int i = 0; i < count; i++) {
                        equal[i] &= highs[i] == lows[i] >> 63;
                    }
                }
            }
            case INT128 -> {
                Decoder.longs(vector, positions, count, lows);
                readHighs(vector, positions, count);
                for (int i = 0; i < count; i++) {
                    byte[] page = pages[ids[i] >>> shift];
                    int at = (ids[i] & mask) * step + slot;
                    equal[i] &= (long) Bytes.LONG.get(page, at) == lows[i]
                            && (long) Bytes.LONG.get(page, at + 8) == highs[i];
                }
            }
            case FLOAT32 -> {
                readDoubles(vector, positions, count);
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    float value = (float) Bytes.FLOAT.get(pages[id >>> shift], (id & mask) * step + slot);
                    equal[i] &= value == doubles[i] || (Double.isNaN(value) && Double.isNaN(doubles[i]));
                }
            }
            case FLOAT64 -> {
                readDoubles(vector, positions, count);
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    double value = (double) Bytes.DOUBLE.get(pages[id >>> shift], (id & mask) * step + slot);
                    equal[i] &= value == doubles[i] || (Double.isNaN(value) && Double.isNaN(doubles[i]));
                }
            }
            case BYTES -> {
                if (vector instanceof StringVector flat && !someNull) {
                    compareFlatStrings(rows, column, ids, flat, positions, count, equal);
                } else {
                    compareStrings(rows, column, ids, vector, positions, count, equal, someNull);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    int row = positions == null ? i : positions[i];
                    if (equal[i] && !(someNull && (vector.isNull(row) || rows.isNull(column, ids[i])))) {
                        byte[] page = pages[ids[i] >>> shift];
                        int at = (ids[i] & mask) * step + slot;
                        byte[] encoded = ListCodec.encode(vector, row);
                        equal[i] = Bytes.equal(
                                encoded,
                                0,
                                encoded.length,
                                rows.heapPage((int) Bytes.INT.get(page, at + 4)),
                                (int) Bytes.INT.get(page, at + 8),
                                (int) Bytes.INT.get(page, at));
                    }
                }
            }
        }
        if (someNull) {
            if (Decoder.nulls(vector, positions, count, nulls) == 0) {
                Arrays.fill(nulls, 0, count, false);
            }
            for (int i = 0; i < count; i++) {
                boolean stored = rows.isNull(column, ids[i]);
                if (stored || nulls[i]) {
                    equal[i] = saved[i] && nullsEqual && stored && nulls[i];
                }
            }
        }
    }

    private void readHighs(Vector vector, int[] positions, int count) {
        if (highs.length < count) {
            highs = new long[Math.max(count, Batch.MAX_ROWS)];
        }
        Decoder.highs(vector, positions, count, highs);
    }

    private void readDoubles(Vector vector, int[] positions, int count) {
        if (doubles.length < count) {
            doubles = new double[Math.max(count, Batch.MAX_ROWS)];
        }
        Decoder.doubles(vector, positions, count, doubles);
    }

    /** The same without NULLs and with the vector's arrays at hand: bytes are compared in words, without a call. */
    private static void compareFlatStrings(
            RowPages rows, int column, int[] ids, StringVector vector, int[] positions, int count, boolean[] equal) {
        byte[][] pages = rows.pages();
        byte[][] heap = rows.heap();
        int shift = rows.shift();
        int mask = (1 << shift) - 1;
        int step = rows.layout().rowBytes();
        int slot = rows.layout().offset(column);
        byte[] bytes = vector.bytes();
        int[] offsets = vector.offsets();
        for (int i = 0; i < count; i++) {
            if (!equal[i]) {
                continue;
            }
            int id = ids[i];
            int row = positions == null ? i : positions[i];
            byte[] page = pages[id >>> shift];
            int at = (id & mask) * step + slot;
            int length = (int) Bytes.INT.get(page, at);
            int offset = offsets[row];
            int wanted = offsets[row + 1] - offset;
            if (length >= 0) {
                equal[i] = length == wanted
                        && Bytes.equalRange(
                                heap[(int) Bytes.INT.get(page, at + 4)],
                                (int) Bytes.INT.get(page, at + 8),
                                bytes,
                                offset,
                                length);
            } else {
                StringVector values = rows.dictionaryValues(-1 - length);
                int code = (int) Bytes.INT.get(page, at + 4);
                equal[i] = values.stringLength(code) == wanted
                        && Bytes.equalRange(values.bytes(), values.stringOffset(code), bytes, offset, wanted);
            }
        }
    }

    private void compareStrings(
            RowPages rows,
            int column,
            int[] ids,
            Vector vector,
            int[] positions,
            int count,
            boolean[] equal,
            boolean someNull) {
        if (vector instanceof DictionaryVector gather
                && gather.isGather()
                && gather.values() instanceof StringVector values) {
            if (codes.length < count) {
                codes = new int[Math.max(count, Batch.MAX_ROWS)];
            }
            Decoder.codes(gather, positions, count, codes);
            compareStrings(rows, column, ids, values, codes, count, equal, someNull);
            return;
        }
        byte[][] pages = rows.pages();
        byte[][] heap = rows.heap();
        int shift = rows.shift();
        int mask = (1 << shift) - 1;
        int step = rows.layout().rowBytes();
        int slot = rows.layout().offset(column);
        DictionaryVector coded =
                vector instanceof DictionaryVector dictionary && dictionary.dictionary() != null ? dictionary : null;
        if (coded != null) {
            if (codes.length < count) {
                codes = new int[Math.max(count, Batch.MAX_ROWS)];
            }
            Decoder.codes(coded, positions, count, codes);
        }
        for (int i = 0; i < count; i++) {
            if (!equal[i]) {
                continue;
            }
            int id = ids[i];
            int row = positions == null ? i : positions[i];
            if (someNull && (vector.isNull(row) || rows.isNull(column, id))) {
                continue;
            }
            byte[] page = pages[id >>> shift];
            int at = (id & mask) * step + slot;
            int length = (int) Bytes.INT.get(page, at);
            if (length < 0) {
                int code = (int) Bytes.INT.get(page, at + 4);
                if (coded != null && rows.dictionary(-1 - length) == coded.dictionary()) {
                    equal[i] = code == codes[i];
                } else {
                    StringVector values = rows.dictionaryValues(-1 - length);
                    equal[i] = Bytes.equal(
                            values.bytes(),
                            values.stringOffset(code),
                            values.stringLength(code),
                            vector.stringBase(row),
                            vector.stringOffset(row),
                            vector.stringLength(row));
                }
            } else {
                equal[i] = length == vector.stringLength(row)
                        && Bytes.equal(
                                heap[(int) Bytes.INT.get(page, at + 4)],
                                (int) Bytes.INT.get(page, at + 8),
                                length,
                                vector.stringBase(row),
                                vector.stringOffset(row),
                                length);
            }
        }
    }
}
