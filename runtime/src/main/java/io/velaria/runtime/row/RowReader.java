package io.velaria.runtime.row;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** Reads columns of {@link RowPages} back into vectors. */
public final class RowReader {
    private RowReader() {}

    /** One column of the given rows, in their order; a negative id gives NULL. */
    public static Vector gather(RowPages rows, int column, int[] ids, int count) {
        return gather(rows, column, ids, count, null, count);
    }

    /** All columns from {@code first} on, {@code columnCount} of them. */
    public static Vector[] gather(RowPages rows, int first, int columnCount, int[] ids, int count) {
        Vector[] columns = new Vector[columnCount];
        for (int i = 0; i < columnCount; i++) {
            columns[i] = gather(rows, first + i, ids, count);
        }
        return columns;
    }

    /**
     * One column of the given rows, each put at its position; a negative id gives NULL.
     *
     * @param positions where in the result the rows go, ascending, or null for the first {@code count}; what the result
     *     holds elsewhere is undefined
     * @param length of the result
     */
    public static Vector gather(RowPages rows, int column, int[] ids, int count, int[] positions, int length) {
        RowLayout layout = rows.layout();
        SqlType type = layout.type(column);
        long[] validity = validity(rows, column, ids, count, positions, length);
        byte[][] pages = rows.pages();
        int shift = rows.shift();
        int mask = (1 << shift) - 1;
        int step = layout.rowBytes();
        int slot = layout.offset(column);
        switch (layout.kind(column)) {
            case INT8 -> {
                byte[] values = new byte[length];
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    if (id >= 0) {
                        values[positions == null ? i : positions[i]] = pages[id >>> shift][(id & mask) * step + slot];
                    }
                }
                return new ByteVector(type, values, validity, length);
            }
            case INT16 -> {
                short[] values = new short[length];
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    if (id >= 0) {
                        values[positions == null ? i : positions[i]] =
                                (short) Bytes.SHORT.get(pages[id >>> shift], (id & mask) * step + slot);
                    }
                }
                return new ShortVector(type, values, validity, length);
            }
            case INT32 -> {
                int[] values = new int[length];
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    if (id >= 0) {
                        values[positions == null ? i : positions[i]] =
                                (int) Bytes.INT.get(pages[id >>> shift], (id & mask) * step + slot);
                    }
                }
                return new IntVector(type, values, validity, length);
            }
            case INT64 -> {
                long[] values = new long[length];
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    if (id >= 0) {
                        values[positions == null ? i : positions[i]] =
                                (long) Bytes.LONG.get(pages[id >>> shift], (id & mask) * step + slot);
                    }
                }
                return new LongVector(type, values, validity, length);
            }
            case INT128 -> {
                return gatherWide(rows, column, ids, count, positions, length, validity);
            }
            case FLOAT32 -> {
                float[] values = new float[length];
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    if (id >= 0) {
                        values[positions == null ? i : positions[i]] =
                                (float) Bytes.FLOAT.get(pages[id >>> shift], (id & mask) * step + slot);
                    }
                }
                return new FloatVector(type, values, validity, length);
            }
            case FLOAT64 -> {
                double[] values = new double[length];
                for (int i = 0; i < count; i++) {
                    int id = ids[i];
                    if (id >= 0) {
                        values[positions == null ? i : positions[i]] =
                                (double) Bytes.DOUBLE.get(pages[id >>> shift], (id & mask) * step + slot);
                    }
                }
                return new DoubleVector(type, values, validity, length);
            }
            case BYTES -> {
                return gatherStrings(rows, column, ids, count, positions, length, validity);
            }
            default -> {
                return gatherLists(rows, column, ids, count, positions, length, validity);
            }
        }
    }

    private static long[] validity(RowPages rows, int column, int[] ids, int count, int[] positions, int length) {
        boolean stored = rows.mayHaveNulls(column);
        long[] validity = null;
        byte[][] pages = rows.pages();
        int shift = rows.shift();
        int mask = (1 << shift) - 1;
        int step = rows.layout().rowBytes();
        int bit = 1 << (column & 7);
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            if (id < 0 || (stored && (pages[id >>> shift][(id & mask) * step + (column >>> 3)] & bit) != 0)) {
                if (validity == null) {
                    validity = Validity.allValid(length);
                }
                Validity.setNull(validity, positions == null ? i : positions[i]);
            }
        }
        return validity;
    }

    /** As LongVector where all values fit. */
    private static Vector gatherWide(
            RowPages rows, int column, int[] ids, int count, int[] positions, int length, long[] validity) {
        SqlType type = rows.layout().type(column);
        byte[][] pages = rows.pages();
        int shift = rows.shift();
        int mask = (1 << shift) - 1;
        int step = rows.layout().rowBytes();
        int slot = rows.layout().offset(column);
        long[] low = new long[length];
        long wide = 0;
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            if (id >= 0) {
                byte[] page = pages[id >>> shift];
                int at = (id & mask) * step + slot;
                long value = (long) Bytes.LONG.get(page, at);
                low[positions == null ? i : positions[i]] = value;
                if (validity == null || !rows.isNull(column, id)) {
                    wide |= (value >> 63) ^ (long) Bytes.LONG.get(page, at + 8);
                }
            }
        }
        if (wide == 0) {
            return new LongVector(type, low, validity, length);
        }
        long[] high = new long[length];
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            if (id >= 0) {
                high[positions == null ? i : positions[i]] =
                        (long) Bytes.LONG.get(pages[id >>> shift], (id & mask) * step + slot + 8);
            }
        }
        return new Int128Vector(type, high, low, validity, length);
    }

    /** Codes where all rows are of one dictionary, else bytes. */
    private static Vector gatherStrings(
            RowPages rows, int column, int[] ids, int count, int[] positions, int length, long[] validity) {
        byte[][] pages = rows.pages();
        byte[][] heap = rows.heap();
        int shift = rows.shift();
        int mask = (1 << shift) - 1;
        int step = rows.layout().rowBytes();
        int slot = rows.layout().offset(column);
        boolean nulls = rows.mayHaveNulls(column);
        int common = 0; // the one negative mark seen, or 0 for none yet, or 1 for a mixture
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            if (id >= 0 && !(nulls && rows.isNull(column, id))) {
                int mark = (int) Bytes.INT.get(pages[id >>> shift], (id & mask) * step + slot);
                lengths[i] = mark;
                if (mark >= 0) {
                    common = 1;
                } else if (common == 0) {
                    common = mark;
                } else if (common != mark) {
                    common = 1;
                }
            }
        }
        if (common < 0) {
            int[] codes = new int[length];
            for (int i = 0; i < count; i++) {
                if (lengths[i] < 0) {
                    int id = ids[i];
                    codes[positions == null ? i : positions[i]] =
                            (int) Bytes.INT.get(pages[id >>> shift], (id & mask) * step + slot + 4);
                }
            }
            int index = -1 - common;
            return new DictionaryVector(
                    new IntVector(rows.layout().type(column), codes, validity, length),
                    rows.dictionaryValues(index),
                    rows.dictionary(index));
        }
        int total = 0;
        for (int i = 0; i < count; i++) {
            if (lengths[i] < 0) {
                int code = (int) Bytes.INT.get(pages[ids[i] >>> shift], (ids[i] & mask) * step + slot + 4);
                total = Math.addExact(
                        total, rows.dictionaryValues(-1 - lengths[i]).stringLength(code));
            } else {
                total = Math.addExact(total, lengths[i]);
            }
        }
        byte[] bytes = new byte[total];
        int[] offsets = new int[length + 1];
        int end = 0;
        int filled = 0; // offsets [0, filled] are written
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            while (filled < position) {
                offsets[++filled] = end;
            }
            int size = lengths[i];
            if (size != 0) {
                int id = ids[i];
                byte[] page = pages[id >>> shift];
                int at = (id & mask) * step + slot;
                if (size > 0) {
                    byte[] source = heap[(int) Bytes.INT.get(page, at + 4)];
                    System.arraycopy(source, (int) Bytes.INT.get(page, at + 8), bytes, end, size);
                } else {
                    StringVector values = rows.dictionaryValues(-1 - size);
                    int code = (int) Bytes.INT.get(page, at + 4);
                    size = values.stringLength(code);
                    System.arraycopy(values.bytes(), values.stringOffset(code), bytes, end, size);
                }
                end += size;
            }
            offsets[++filled] = end;
        }
        Arrays.fill(offsets, filled, length + 1, end);
        return new StringVector(rows.layout().type(column), bytes, offsets, validity, length);
    }

    private static Vector gatherLists(
            RowPages rows, int column, int[] ids, int count, int[] positions, int length, long[] validity) {
        SqlType type = rows.layout().type(column);
        VectorBuilder builder = VectorBuilder.create(type, length);
        for (int i = 0; i < count; i++) {
            while (positions != null && builder.length() < positions[i]) {
                builder.appendNull();
            }
            int id = ids[i];
            if (id < 0 || rows.isNull(column, id)) {
                builder.appendNull();
            } else {
                byte[] page = rows.pages()[id >>> rows.shift()];
                int at = (id & ((1 << rows.shift()) - 1)) * rows.layout().rowBytes()
                        + rows.layout().offset(column);
                byte[] source = rows.heapPage((int) Bytes.INT.get(page, at + 4));
                ListCodec.decode(type, source, (int) Bytes.INT.get(page, at + 8), builder);
            }
        }
        while (builder.length() < length) {
            builder.appendNull();
        }
        return builder.build();
    }
}
