package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.SqlType;

/** SUM and AVG of REAL and DOUBLE, in {@link PairSums}. */
final class DoubleSumAccumulator extends SumAccumulator {
    private final int argument;
    private final int place; // of a group's sum in the states; its error is behind it
    private double[] buffer = {};

    DoubleSumAccumulator(String function, int argument, SqlType type, GroupStates states) {
        super(function, type, states);
        this.argument = argument;
        this.place = states.claim(0);
        states.claim(0);
    }

    @Override
    void ensure(int groups) {
        states.ensure(groups);
        taken.ensure(groups);
    }

    @Override
    void add(Batch batch, Selected rows) {
        Vector vector = batch.column(argument);
        rows.dropNulls(vector);
        taken.add(rows);
        int count = rows.count();
        int[] groups = rows.groups();
        if (groups != null) {
            PairSums.addAll(decode(vector, rows.rows(), count), groups, count, states.words(), states.width(), place);
        } else if (vector instanceof DoubleVector flat) {
            PairSums.addRun(flat.values(), rows.rows(), count, states.words(), place);
        } else {
            PairSums.addRun(decode(vector, rows.rows(), count), null, count, states.words(), place);
        }
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
        taken.merge(theirs.taken, from, to, count);
        for (int i = 0; i < count; i++) {
            PairSums.merge(states.words(), at(to[i]), theirs.states.words(), theirs.at(from[i]));
        }
    }

    private int at(int group) {
        return states.width() * group + place;
    }

    @Override
    Vector result(String function, SqlType type, int from, int count) {
        boolean average = function.equals("AVG");
        boolean zeroIfEmpty = function.equals("$SUM0");
        double[] values = new double[count];
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            long rows = taken.of(from + i);
            if (rows == 0 && !zeroIfEmpty) {
                validity = validity == null ? Validity.allValid(count) : validity;
                Validity.setNull(validity, i);
            } else {
                double sum = PairSums.sum(states.words(), at(from + i));
                values[i] = average ? sum / rows : sum;
            }
        }
        return Results.doubles(type, values, validity, count);
    }

    @Override
    long bytes() {
        return states.ownBytes() + taken.bytes();
    }
}
