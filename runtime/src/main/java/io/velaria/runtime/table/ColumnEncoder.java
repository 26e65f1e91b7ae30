package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/**
 * Gathers up to {@link Batch#MAX_ROWS} values of one column and encodes them as a stored vector, choosing the encoding
 * from the values. Reused from chunk to chunk by one thread.
 */
abstract class ColumnEncoder {
    final SqlType type;
    int rows;
    int nullCount;
    private final long[] validity = new long[Validity.words(Batch.MAX_ROWS)];

    // What the last seal found.
    long min;
    long max;
    int nulls;

    ColumnEncoder(SqlType type) {
        this.type = type;
        Arrays.fill(validity, -1L);
    }

    static ColumnEncoder create(SqlType type, StoredColumn column) {
        return switch (type.carrier()) {
            case INT8, INT16, INT32, INT64 -> new IntegerEncoder(type, false);
            case INT128 -> new IntegerEncoder(type, true);
            case FLOAT32, FLOAT64 -> new FloatEncoder(type);
            case BYTES -> new TextEncoder(type, column.dictionary());
            case FLOAT_LIST, LIST -> new ListEncoder(type);
        };
    }

    /** Takes rows {@code [from, from + count)} of the selection, or of the vector where it is null. */
    final void add(Vector source, int[] selection, int from, int count) {
        if (source.mayHaveNulls()) {
            for (int i = 0; i < count; i++) {
                int row = selection == null ? from + i : selection[from + i];
                if (source.isNull(row)) {
                    Validity.setNull(validity, rows + i);
                    nullCount++;
                }
            }
        }
        gather(source, selection, from, count);
        rows += count;
    }

    /** Appends the values, from {@code rows} on; those of NULL rows do not matter. */
    abstract void gather(Vector source, int[] selection, int from, int count);

    /** The vector of the values so far; sets {@link #min}, {@link #max} and {@link #nulls}. */
    abstract Vector encode(DistinctSketch sketch);

    final Vector seal(DistinctSketch sketch) {
        nulls = nullCount;
        min = Long.MIN_VALUE;
        max = Long.MAX_VALUE;
        Vector vector = encode(sketch);
        if (vector.kind().isLongLike()) {
            vector.bounded(min, max);
        }
        if (nullCount == rows) {
            min = Long.MAX_VALUE;
            max = Long.MIN_VALUE;
        }
        if (nullCount > 0) {
            Arrays.fill(validity, -1L);
        }
        rows = 0;
        nullCount = 0;
        return vector;
    }

    final boolean isNull(int row) {
        return nullCount > 0 && Validity.isNull(validity, row);
    }

    final long[] copyValidity() {
        return nullCount == 0 ? null : Arrays.copyOf(validity, Validity.words(rows));
    }
}
