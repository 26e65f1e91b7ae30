package io.velaria.runtime.table;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Least and greatest value and number of NULLs for each column of a chunk, with which scans leave chunks out, and whether
 * its values ascend. Values are
 * kept as longs whose order is that of the column: integers as they are, floating-point numbers as sortable bits, text by
 * its first eight bytes. A column without values has {@code min > max}; one without a known range has the full one.
 */
final class ZoneMap {
    private final long[] min;
    private final long[] max;
    private final int[] nulls;
    private final boolean[] ascending;

    ZoneMap(int columns) {
        min = new long[columns];
        max = new long[columns];
        nulls = new int[columns];
        ascending = new boolean[columns];
    }

    void set(int column, long least, long greatest, int nullCount) {
        min[column] = least;
        max[column] = greatest;
        nulls[column] = nullCount;
    }

    /** States that each row's value is greater than that of the row before, and none is NULL. */
    void setAscending(int column) {
        ascending[column] = true;
    }

    /** Whether each value is known to be greater than the one before, without NULLs. */
    boolean isAscending(int column) {
        return ascending[column];
    }

    long min(int column) {
        return min[column];
    }

    long max(int column) {
        return max[column];
    }

    int nulls(int column) {
        return nulls[column];
    }

    /** Bits whose signed order is that of the numbers, NaN last and both zeros equal. */
    static long sortable(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    static double fromSortable(long sortable) {
        return Double.longBitsToDouble(sortable ^ ((sortable >> 63) & Long.MAX_VALUE));
    }

    /** The first eight bytes; a text that is less than another never has a greater prefix. */
    static long prefix(byte[] base, int offset, int length) {
        if (length > 0 && offset + 8 <= base.length) {
            long word = Long.reverseBytes((long) Bytes.LONG.get(base, offset));
            return (length >= 8 ? word : word & -1L << (64 - 8 * length)) ^ Long.MIN_VALUE;
        }
        long prefix = 0;
        for (int i = 0; i < 8; i++) {
            prefix = prefix << 8 | (i < length ? base[offset + i] & 0xff : 0);
        }
        return prefix ^ Long.MIN_VALUE;
    }

    /** A bound as {@code Literal} holds values, for estimates: texts are cut after eight bytes. */
    static Object literal(SqlType type, long bound) {
        return switch (type.carrier()) {
            case INT8, INT16, INT32, INT64, INT128 -> bound;
            case FLOAT32 -> (float) fromSortable(bound);
            case FLOAT64 -> fromSortable(bound);
            case BYTES -> {
                byte[] bytes = new byte[8];
                long prefix = bound ^ Long.MIN_VALUE;
                int length = 0;
                for (int i = 0; i < 8; i++) {
                    bytes[i] = (byte) (prefix >>> (56 - 8 * i));
                    length = bytes[i] != 0 ? i + 1 : length;
                }
                yield type.kind() == io.velaria.runtime.type.TypeKind.VARBINARY
                        ? Arrays.copyOf(bytes, length)
                        : new String(bytes, 0, length, StandardCharsets.UTF_8);
            }
            case FLOAT_LIST, LIST -> null;
        };
    }
}
