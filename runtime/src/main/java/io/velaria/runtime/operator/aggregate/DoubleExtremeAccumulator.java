package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** MIN and MAX of REAL and DOUBLE, where NaN is greater than every number. */
final class DoubleExtremeAccumulator extends Accumulator {
    private final boolean max;
    private final int argument;
    private final SqlType type;
    private double[] values = {};
    private boolean[] seen = {};
    private double[] buffer = {};

    DoubleExtremeAccumulator(boolean max, int argument, SqlType type) {
        this.max = max;
        this.argument = argument;
        this.type = type;
    }

    @Override
    void ensure(int groups) {
        if (groups > values.length) {
            values = Arrays.copyOf(values, grown(values.length, groups));
            seen = Arrays.copyOf(seen, values.length);
        }
    }

    @Override
    void add(Batch batch, Selected rows) {
        Vector vector = batch.column(argument);
        rows.dropNulls(vector);
        int count = rows.count();
        if (buffer.length < count) {
            buffer = new double[Math.max(count, Batch.MAX_ROWS)];
        }
        Decoder.doubles(vector, rows.rows(), count, buffer);
        int[] groups = rows.groups();
        for (int i = 0; i < count; i++) {
            take(groups == null ? 0 : groups[i], buffer[i]);
        }
    }

    private void take(int group, double value) {
        if (!seen[group]
                || (max ? Double.compare(value, values[group]) > 0 : Double.compare(value, values[group]) < 0)) {
            seen[group] = true;
            values[group] = value;
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        DoubleExtremeAccumulator theirs = (DoubleExtremeAccumulator) other;
        for (int i = 0; i < count; i++) {
            if (theirs.seen[from[i]]) {
                take(to[i], theirs.values[from[i]]);
            }
        }
    }

    @Override
    Vector result(int from, int count) {
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            if (!seen[from + i]) {
                validity = validity == null ? Validity.allValid(count) : validity;
                Validity.setNull(validity, i);
            }
        }
        return Results.doubles(type, Arrays.copyOfRange(values, from, from + count), validity, count);
    }

    @Override
    long bytes() {
        return 9L * values.length;
    }
}
