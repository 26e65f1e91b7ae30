package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** COUNT of rows, or of those where no argument is NULL. */
final class CountAccumulator extends Accumulator {
    private final SqlType type;
    private final int[] arguments;
    private long[] counts = {};

    CountAccumulator(SqlType type, int... arguments) {
        this.type = type;
        this.arguments = arguments;
    }

    @Override
    void ensure(int groups) {
        if (groups > counts.length) {
            counts = Arrays.copyOf(counts, grown(counts.length, groups));
        }
    }

    @Override
    void add(Batch batch, Selected rows) {
        for (int argument : arguments) {
            rows.dropNulls(batch.column(argument));
        }
        addTo(counts, rows);
    }

    /** Adds the number of each group's rows to its counter. */
    static void addTo(long[] counters, Selected rows) {
        int[] groups = rows.groups();
        int[] byGroup = rows.countsByGroup();
        if (groups == null) {
            counters[0] += rows.count();
        } else if (byGroup != null) {
            int groupCount = rows.groupCount();
            for (int group = 0; group < groupCount; group++) {
                counters[group] += byGroup[group];
            }
        } else {
            int count = rows.count();
            for (int i = 0; i < count; i++) {
                counters[groups[i]]++;
            }
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        long[] theirs = ((CountAccumulator) other).counts;
        for (int i = 0; i < count; i++) {
            counts[to[i]] += theirs[from[i]];
        }
    }

    @Override
    Vector result(int from, int count) {
        return Results.longs(type, Arrays.copyOfRange(counts, from, from + count), null, count);
    }

    @Override
    long bytes() {
        return 8L * counts.length;
    }
}
