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
        GroupedRows grouped = rows.grouped();
        if (groups == null || grouped != null) {
            double[] values =
                    vector instanceof DoubleVector flat ? flat.values() : decode(vector, null, batch.length());
            if (groups == null) {
                sums.addRun(values, rows.rows(), 0, count, 0);
                counts[0] += count;
            } else {
                for (int group = 0; group < grouped.groupCount(); group++) {
                    int start = grouped.start(group);
                    int end = grouped.end(group);
                    sums.addRun(values, grouped.rows(), start, end, group);
                    counts[group] += end - start;
                }
            }
        } else {
            sums.addAll(decode(vector, rows.rows(), count), groups, count);
            for (int i = 0; i < count; i++) {
                counts[groups[i]]++;
            }
        }
    }

    private double[] decode(Vector vector, int[] rows, int count) {
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
