package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.PhysicalKind;

/** TINYINT to BIGINT. */
final class IntegerParser extends ColumnParser {
    private final long[] values;
    private final PhysicalKind kind;
    private final long min;
    private final long max;
    private final Object narrow;

    IntegerParser(Field column, int capacity) {
        super(column, capacity);
        values = new long[capacity];
        kind = column.type().carrier();
        int shift = 64 - 8 * kind.width();
        max = Long.MAX_VALUE >>> shift;
        min = -max - 1;
        narrow = switch (kind) {
            case INT8 -> new byte[capacity];
            case INT16 -> new short[capacity];
            case INT32 -> new int[capacity];
            default -> null;
        };
    }

    @Override
    int parse(byte[] b, int[] starts, int[] ends, int width, int field, int from, int count) {
        return parse(b, starts, ends, width, field, from, count, values, min, max);
    }

    private static int parse(
            byte[] b,
            int[] starts,
            int[] ends,
            int width,
            int field,
            int from,
            int count,
            long[] values,
            long min,
            long max) {
        int i = from * width + field;
        for (int row = from; row < count; row++, i += width) {
            int start = starts[i];
            int length = ends[i] - start;
            if (length <= 0) {
                return row;
            }
            boolean negative = b[start] == '-';
            if (negative) {
                start++;
                length--;
            }
            if (length < 1 || length > 16) {
                return row;
            }
            long value = ValueText.digits16(b, start, length);
            if (value < 0) {
                return row;
            }
            value = negative ? -value : value;
            if (value < min || value > max) {
                return row;
            }
            values[row] = value;
        }
        return count;
    }

    @Override
    boolean parseOne(int row, byte[] b, int start, int end) {
        long value = ValueText.integer(b, start, end);
        if (value == ValueText.INVALID && kind == PhysicalKind.INT64 && isLeastLong(b, start, end)) {
            values[row] = Long.MIN_VALUE;
            return true;
        }
        if (value == ValueText.INVALID || value < min || value > max) {
            return false;
        }
        values[row] = value;
        return true;
    }

    static boolean isLeastLong(byte[] b, int start, int end) {
        return end - start == 20
                && "-9223372036854775808"
                        .equals(new String(b, start, 20, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Override
    void setNull(int row) {
        super.setNull(row);
        values[row] = 0;
    }

    @Override
    Vector build(int count) {
        switch (kind) {
            case INT8 -> {
                byte[] bytes = (byte[]) narrow;
                for (int i = 0; i < count; i++) {
                    bytes[i] = (byte) values[i];
                }
                return new ByteVector(column.type(), bytes, validity(), count);
            }
            case INT16 -> {
                short[] shorts = (short[]) narrow;
                for (int i = 0; i < count; i++) {
                    shorts[i] = (short) values[i];
                }
                return new ShortVector(column.type(), shorts, validity(), count);
            }
            case INT32 -> {
                int[] ints = (int[]) narrow;
                for (int i = 0; i < count; i++) {
                    ints[i] = (int) values[i];
                }
                return new IntVector(column.type(), ints, validity(), count);
            }
            default -> {
                return new LongVector(column.type(), values, validity(), count);
            }
        }
    }

    @Override
    long sizeInBytes() {
        return values.length * (8L + kind.width());
    }
}
