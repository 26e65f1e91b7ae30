package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.TypeKind;

/** TIMESTAMP, with or without a zone. What has no zone in a column with zones is taken as UTC. */
final class TimestampParser extends ColumnParser {
    private final long[] values;
    private final boolean nanos;
    private final boolean zoned;

    TimestampParser(Field column, int capacity) {
        super(column, capacity);
        values = new long[capacity];
        nanos = column.type().isNanos();
        zoned = column.type().kind() == TypeKind.TIMESTAMP_TZ;
    }

    @Override
    int parse(byte[] b, int[] starts, int[] ends, int width, int field, int from, int count) {
        int i = from * width + field;
        for (int row = from; row < count; row++, i += width) {
            int start = starts[i];
            int end = ends[i];
            if (end - start <= 0) {
                return row;
            }
            long seconds = end - start == 19 ? ValueText.plainTimestamp(b, start) : ValueText.INVALID;
            if (seconds != ValueText.INVALID) {
                values[row] = seconds * (nanos ? 1_000_000_000L : 1_000_000L);
            } else if (!parseOne(row, b, start, end)) {
                return row;
            }
        }
        return count;
    }

    @Override
    boolean parseOne(int row, byte[] b, int start, int end) {
        long value = ValueText.timestamp(b, start, end, nanos, zoned);
        values[row] = value;
        return value != ValueText.INVALID;
    }

    @Override
    void setNull(int row) {
        super.setNull(row);
        values[row] = 0;
    }

    @Override
    Vector build(int count) {
        return new LongVector(column.type(), values, validity(), count);
    }

    @Override
    long sizeInBytes() {
        return 8L * values.length;
    }
}
