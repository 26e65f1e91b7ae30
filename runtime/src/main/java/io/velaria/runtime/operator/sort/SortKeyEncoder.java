package io.velaria.runtime.operator.sort;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.PhysicalKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Normalises the keys of many rows at a time: a byte for NULL, integers big-endian with the sign bit flipped, floats as
 * their bits made to order like integers with NaN greatest, the first bytes of texts; all inverted for DESC. With its
 * scratch memory; one for each task.
 */
public final class SortKeyEncoder {
    private static final VarHandle BIG_SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final SortSpec spec;
    private final int stride;
    private byte[] bytes = {};
    private long[] lows = {};
    private long[] highs = {};
    private double[] doubles = {};
    private boolean[] nulls = {};

    public SortKeyEncoder(SortSpec spec) {
        this.spec = spec;
        this.stride = spec.words() * 8;
    }

    /** Writes the words of the chosen rows, one row after the other. */
    public void encode(Vector[] columns, int[] rows, int count, long[] target) {
        if (bytes.length < count * stride) {
            int room = Math.max(count, Batch.MAX_ROWS);
            bytes = new byte[room * stride];
            lows = new long[room];
            highs = new long[room];
            doubles = new double[room];
            nulls = new boolean[room];
        }
        if (spec.keyCount() == 1 && encodeNumber(columns[spec.key(0).column()], rows, count, target)) {
            return;
        }
        Arrays.fill(bytes, 0, count * stride, (byte) 0);
        for (int k = 0; k < spec.keyCount(); k++) {
            encodeKey(k, columns[spec.key(k).column()], rows, count);
        }
        for (int w = 0, n = count * spec.words(); w < n; w++) {
            target[w] = (long) BIG_LONG.get(bytes, w * 8);
        }
    }

    /** The only key's words at once, if it is a number of 4 or 8 bytes and none of the rows has NULL. */
    private boolean encodeNumber(Vector vector, int[] rows, int count, long[] target) {
        PhysicalKind kind = spec.kind(0);
        boolean isDouble = kind == PhysicalKind.FLOAT64;
        boolean isInt = kind == PhysicalKind.INT32;
        if (!isDouble && !isInt && kind != PhysicalKind.INT64 || Decoder.nulls(vector, rows, count, nulls) > 0) {
            return false;
        }
        if (isDouble) {
            Decoder.doubles(vector, rows, count, doubles);
            for (int i = 0; i < count; i++) {
                lows[i] = sortable(doubles[i]);
            }
        } else {
            Decoder.longs(vector, rows, count, lows);
        }
        long flip = (spec.key(0).descending() ? -1 : 0) ^ (isDouble ? 0 : isInt ? 0x8000_0000L : Long.MIN_VALUE);
        long valid = spec.isNullable(0) && spec.key(0).nullsFirst() ? 1L << 56 : 0;
        if (isInt) {
            int shift = spec.isNullable(0) ? 24 : 32;
            for (int i = 0; i < count; i++) {
                target[i] = valid | ((lows[i] ^ flip) & 0xFFFF_FFFFL) << shift;
            }
        } else if (spec.isNullable(0)) {
            for (int i = 0; i < count; i++) {
                long word = lows[i] ^ flip;
                target[2 * i] = valid | word >>> 8;
                target[2 * i + 1] = word << 56;
            }
        } else {
            for (int i = 0; i < count; i++) {
                target[i] = lows[i] ^ flip;
            }
        }
        return true;
    }

    /** Bits whose unsigned order is that of the numbers, NaN last and both zeros equal. */
    private static long sortable(double value) {
        long bits = value == 0 ? 0 : Double.doubleToLongBits(value);
        return bits ^ (bits >> 63 | Long.MIN_VALUE);
    }

    private void encodeKey(int k, Vector vector, int[] rows, int count) {
        int at = spec.offset(k);
        boolean someNull = Decoder.nulls(vector, rows, count, nulls) > 0;
        if (spec.isNullable(k)) {
            byte valid = (byte) (spec.key(k).nullsFirst() ? 1 : 0);
            byte isNull = (byte) (1 - valid);
            for (int i = 0, p = at; i < count; i++, p += stride) {
                bytes[p] = someNull && nulls[i] ? isNull : valid;
            }
            at++;
        }
        long invert = spec.key(k).descending() ? -1 : 0;
        PhysicalKind kind = spec.kind(k);
        switch (kind) {
            case INT8, INT16, INT32, INT64 -> {
                Decoder.longs(vector, rows, count, lows);
                if (someNull) {
                    clearNulls(lows, count);
                }
                writeLongs(kind, at, count, invert);
            }
            case INT128 -> {
                Decoder.longs(vector, rows, count, lows);
                Decoder.highs(vector, rows, count, highs);
                if (someNull) {
                    clearNulls(lows, count);
                    clearNulls(highs, count);
                }
                for (int i = 0, p = at; i < count; i++, p += stride) {
                    BIG_LONG.set(bytes, p, highs[i] ^ Long.MIN_VALUE ^ invert);
                    BIG_LONG.set(bytes, p + 8, lows[i] ^ invert);
                }
            }
            case FLOAT32, FLOAT64 -> {
                Decoder.doubles(vector, rows, count, doubles);
                for (int i = 0, p = at; i < count; i++, p += stride) {
                    double value = someNull && nulls[i] ? 0 : doubles[i];
                    if (kind == PhysicalKind.FLOAT64) {
                        BIG_LONG.set(bytes, p, sortable(value) ^ invert);
                    } else {
                        int bits = value == 0 ? 0 : Float.floatToIntBits((float) value);
                        BIG_INT.set(bytes, p, bits ^ (bits >> 31 | Integer.MIN_VALUE) ^ (int) invert);
                    }
                }
            }
            case BYTES -> writeTexts(vector, rows, count, at, someNull, (byte) invert);
            default -> {} // compared whole
        }
    }

    private void clearNulls(long[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (nulls[i]) {
                values[i] = 0;
            }
        }
    }

    private void writeLongs(PhysicalKind kind, int at, int count, long invert) {
        int p = at;
        switch (kind) {
            case INT8 -> {
                for (int i = 0; i < count; i++, p += stride) {
                    bytes[p] = (byte) (lows[i] ^ 0x80 ^ invert);
                }
            }
            case INT16 -> {
                for (int i = 0; i < count; i++, p += stride) {
                    BIG_SHORT.set(bytes, p, (short) (lows[i] ^ 0x8000 ^ invert));
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++, p += stride) {
                    BIG_INT.set(bytes, p, (int) (lows[i] ^ 0x8000_0000L ^ invert));
                }
            }
            default -> {
                for (int i = 0; i < count; i++, p += stride) {
                    BIG_LONG.set(bytes, p, lows[i] ^ Long.MIN_VALUE ^ invert);
                }
            }
        }
    }

    private void writeTexts(Vector vector, int[] rows, int count, int at, boolean someNull, byte invert) {
        for (int i = 0, p = at; i < count; i++, p += stride) {
            if (someNull && nulls[i]) {
                continue;
            }
            int row = rows == null ? i : rows[i];
            byte[] base = vector.stringBase(row);
            int offset = vector.stringOffset(row);
            int length = Math.min(SortSpec.TEXT_PREFIX, vector.stringLength(row));
            for (int b = 0; b < SortSpec.TEXT_PREFIX; b++) {
                bytes[p + b] = (byte) ((b < length ? base[offset + b] : 0) ^ invert);
            }
        }
    }
}
