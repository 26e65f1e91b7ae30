package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.SqlType;

/** MIN and MAX of REAL and DOUBLE, where NaN is greater than every number. */
final class DoubleExtremeAccumulator extends Accumulator {
    private final boolean max;
    private final int argument;
    private final SqlType type;
    private final GroupStates states;
    private final int place; // of the values' bits in the states
    private final TakenRows taken;
    private double[] buffer = {};

    DoubleExtremeAccumulator(boolean max, int argument, SqlType type, GroupStates states) {
        this.max = max;
        this.argument = argument;
        this.type = type;
        this.states = states;
        this.place = states.claim(Double.doubleToRawLongBits(max ? Double.NEGATIVE_INFINITY : Double.NaN));
        this.taken = TakenRows.any(states);
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
        int comparison = Double.compare(value, value(group));
        if (max ? comparison > 0 : comparison < 0) {
            states.words()[states.width() * group + place] = Double.doubleToRawLongBits(value);
        }
    }

    private double value(int group) {
        return Double.longBitsToDouble(states.words()[states.width() * group + place]);
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        DoubleExtremeAccumulator theirs = (DoubleExtremeAccumulator) other;
        taken.merge(theirs.taken, from, to, count);
        for (int i = 0; i < count; i++) { // what took no rows has a value that all others replace
            take(to[i], theirs.value(from[i]));
        }
    }

    @Override
    Vector result(int from, int count) {
        double[] values = new double[count];
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            values[i] = value(from + i);
            if (taken.of(from + i) == 0) {
                validity = validity == null ? Validity.allValid(count) : validity;
                Validity.setNull(validity, i);
            }
        }
        return Results.doubles(type, values, validity, count);
    }

    @Override
    long bytes() {
        return states.ownBytes() + taken.bytes();
    }
}
