package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.Field;
import java.util.Arrays;

/**
 * Turns one column's fields into a vector. {@link #parse} is a tight loop that stops at the first field out of the
 * ordinary; {@link #parseOne} then decides about it. One per task; a vector is valid until the next batch is parsed.
 */
abstract class ColumnParser {
    final Field column;
    private final int capacity;
    private long[] bitmap;
    private boolean anyNull;

    ColumnParser(Field column, int capacity) {
        this.column = column;
        this.capacity = capacity;
    }

    /** @param nullText what stands for NULL */
    static ColumnParser of(Field column, int capacity, byte[] nullText) {
        return switch (column.type().kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> new IntegerParser(column, capacity);
            case DECIMAL -> new DecimalParser(column, capacity);
            case DOUBLE, REAL -> new DoubleParser(column, capacity);
            case DATE -> new DateParser(column, capacity);
            case TIMESTAMP, TIMESTAMP_TZ -> new TimestampParser(column, capacity);
            case VARCHAR -> new TextParser(column, capacity, nullText);
            default -> new BuiltParser(column, capacity);
        };
    }

    /** Whether empty text is a value. */
    boolean isText() {
        return false;
    }

    void start() {
        anyNull = false;
    }

    /**
     * Parses fields {@code [from, count)} of the column.
     *
     * @return the first row that needs {@link #parseOne}, or {@code count}
     */
    abstract int parse(byte[] b, int[] starts, int[] ends, int width, int field, int from, int count);

    /** Parses a field in any accepted form; false if it is no value of the type. */
    abstract boolean parseOne(int row, byte[] b, int start, int end);

    /** Adds a NULL as the next row. */
    void appendNull(int row) {
        setNull(row);
    }

    /** Makes a row NULL that was added before. */
    void setNull(int row) {
        if (!anyNull) {
            anyNull = true;
            if (bitmap == null) {
                bitmap = Validity.allValid(capacity);
            } else {
                Arrays.fill(bitmap, -1L);
            }
        }
        Validity.setNull(bitmap, row);
    }

    boolean isNull(int row) {
        return anyNull && Validity.isNull(bitmap, row);
    }

    boolean anyNull() {
        return anyNull;
    }

    /** The first row from {@code from} whose value turns out not to fit after all, or {@code count}. */
    int check(int from, int count) {
        return count;
    }

    final long[] validity() {
        return anyNull ? bitmap : null;
    }

    abstract Vector build(int count);

    abstract long sizeInBytes();
}
