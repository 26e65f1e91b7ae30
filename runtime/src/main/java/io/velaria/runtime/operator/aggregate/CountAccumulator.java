package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;

/** COUNT of rows, or of those where no argument is NULL. */
final class CountAccumulator extends Accumulator {
    private final SqlType type;
    private final int[] arguments;
    private final TakenRows taken;

    CountAccumulator(SqlType type, GroupStates states, int... arguments) {
        this.type = type;
        this.arguments = arguments;
        this.taken = TakenRows.counted(states);
    }

    @Override
    void ensure(int groups) {
        taken.ensure(groups);
    }

    @Override
    void add(Batch batch, Selected rows) {
        for (int argument : arguments) {
            rows.dropNulls(batch.column(argument));
        }
        taken.add(rows);
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        taken.merge(((CountAccumulator) other).taken, from, to, count);
    }

    @Override
    Vector result(int from, int count) {
        long[] counts = new long[count];
        for (int i = 0; i < count; i++) {
            counts[i] = taken.of(from + i);
        }
        return Results.longs(type, counts, null, count);
    }

    @Override
    long bytes() {
        return taken.bytes();
    }
}
