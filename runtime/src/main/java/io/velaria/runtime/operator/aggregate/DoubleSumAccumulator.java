package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** SUM and AVG of REAL and DOUBLE, in {@link PairSums}. */
final class DoubleSumAccumulator extends SumAccumulator {
    private final int argument;
    private final PairSums sums = new PairSums();
    private long[] counts = {};
    private double[] buffer = {};

    DoubleSumAccumulator(String function, int argument, SqlType type) {
        super(function, type);
        this.argument = argument;
    }

    @Override
    void ensure(int groups) {
        sums.ensure(groups);
        if (groups > counts.length) {
            counts = Arrays.copyOf(counts, grown(counts.length, groups));
        }
    }

    @Override
    void add(Batch batch, Selected rows) {
        Vector vector = batch.column(argument);
        rows.dropNulls(vector);
        int count = rows.count();
        int[] groups = rows.groups();
        if (groups != null) {
            sums.addAll(decode(vector, rows.rows(), count), groups, count);
        } else if (vector instanceof DoubleVector flat) {
            sums.addRun(flat.values(), rows.rows(), count, 0);
        } else {
            sums.addRun(decode(vector, rows.rows(), count), null, count, 0);
        }
        CountAccumulator.addTo(counts, rows);
    }

    private double[] decode(Vector vector, int[] rows, int count) {
        if (rows == null && vector instanceof DoubleVector flat) {
            return flat.values();
        }
        if (buffer.length < count) {
            buffer = new double[Math.max(count, Batch.MAX_ROWS)];
        }
        Decoder.doubles(vector, rows, count, buffer);
        return buffer;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        DoubleSumAccumulator theirs = (DoubleSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            sums.merge(theirs.sums, from[i], to[i]);
            counts[to[i]] += theirs.counts[from[i]];
        }
    }

    @Override
    Vector result(String function, SqlType type, int from, int count) {
        boolean average = function.equals("AVG");
        boolean zeroIfEmpty = function.equals("$SUM0");
        double[] values = new double[count];
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            long rows = counts[from + i];
            if (rows == 0 && !zeroIfEmpty) {
                validity = validity == null ? Validity.allValid(count) : validity;
                Validity.setNull(validity, i);
            } else {
                values[i] = average ? sums.sum(from + i) / rows : sums.sum(from + i);
            }
        }
        return Results.doubles(type, values, validity, count);
    }

    @Override
    long bytes() {
        return sums.bytes() + 8L * counts.length;
    }
}
