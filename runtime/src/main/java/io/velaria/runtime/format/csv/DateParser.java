package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.Field;

/** DATE. */
final class DateParser extends ColumnParser {
    private final int[] values;

    DateParser(Field column, int capacity) {
        super(column, capacity);
        values = new int[capacity];
    }

    @Override
    int parse(byte[] b, int[] starts, int[] ends, int width, int field, int from, int count) {
        return parse(b, starts, ends, width, field, from, count, values);
    }

    private static int parse(
            byte[] b, int[] starts, int[] ends, int width, int field, int from, int count, int[] values) {
        int i = from * width + field;
        for (int row = from; row < count; row++, i += width) {
            int start = starts[i];
            int end = ends[i];
            if (end - start <= 0) {
                return row;
            }
            long days = end - start == 10 ? ValueText.plainDate(b, start) : ValueText.INVALID;
            if (days == ValueText.INVALID) {
                days = ValueText.date(b, start, end);
            }
            if (days == ValueText.INVALID) {
                return row;
            }
            values[row] = (int) days;
        }
        return count;
    }

    @Override
    boolean parseOne(int row, byte[] b, int start, int end) {
        long days = ValueText.date(b, start, end);
        if (days == ValueText.INVALID) {
            // A timestamp at midnight is a date too: other programs write dates so.
            long micros = ValueText.timestamp(b, start, end, false, false);
            if (micros == ValueText.INVALID || micros % 86_400_000_000L != 0) {
                return false;
            }
            days = micros / 86_400_000_000L;
        }
        values[row] = (int) days;
        return true;
    }

    @Override
    void setNull(int row) {
        super.setNull(row);
        values[row] = 0;
    }

    @Override
    Vector build(int count) {
        return new IntVector(column.type(), values, validity(), count);
    }

    @Override
    long sizeInBytes() {
        return 4L * values.length;
    }
}
