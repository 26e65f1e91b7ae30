package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/**
 * Gathers up to {@link #CAPACITY} values of one column and encodes the first of them as a stored vector, choosing the
 * encoding from the values. Reused from chunk to chunk by one thread.
 */
abstract class ColumnEncoder {
    /** More than a chunk holds, so that the last rows of a run can be cut into two chunks of a fair size. */
    static final int CAPACITY = Batch.MAX_ROWS + Batch.MAX_ROWS / 2;

    final SqlType type;

    // What is being sealed: the first rows, and how many of them are NULL.
    int rows;
    int nullCount;
    private final long[] validity = new long[Validity.words(CAPACITY)];

    // What the last seal found.
    long min;
    long max;
    int nulls;
    boolean ascending; // each value greater than the one before, and none NULL; false where that is not known

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

    /** The vector of the first {@link #rows} values; sets {@link #min} and {@link #max}. */
    abstract Vector encode(DistinctSketch sketch);

    /** Moves the values of {@code [from, to)} to the front, and forgets the others. */
    abstract void keep(int from, int to);

    /**
     * Encodes the first values and sets {@link #min}, {@link #max}, {@link #nulls} and {@link #ascending}.
     *
     * @param count how many: all there are, or a multiple of 64
     */
    final Vector seal(int count, DistinctSketch sketch) {
        int gathered = rows;
        int allNulls = nullCount;
        rows = count;
        nullCount = allNulls == 0 ? 0 : Validity.countNulls(validity, count);
        nulls = nullCount;
        min = Long.MIN_VALUE;
        max = Long.MAX_VALUE;
        ascending = false;
        Vector vector = encode(sketch);
        if (vector.kind().isLongLike()) {
            vector.bounded(min, max);
        }
        if (nullCount == rows) {
            min = Long.MAX_VALUE;
            max = Long.MIN_VALUE;
        }
        keep(count, gathered);
        if (allNulls > 0) {
            int words = Validity.words(gathered) - Validity.words(count);
            System.arraycopy(validity, Validity.words(count), validity, 0, words);
            Arrays.fill(validity, words, validity.length, -1L);
        }
        rows = gathered - count;
        nullCount = allNulls - nulls;
        return vector;
    }

    final boolean isNull(int row) {
        return nullCount > 0 && Validity.isNull(validity, row);
    }

    final long[] copyValidity() {
        return nullCount == 0 ? null : Arrays.copyOf(validity, Validity.words(rows));
    }
}
