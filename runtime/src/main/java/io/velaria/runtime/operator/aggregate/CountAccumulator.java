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
        int[] groups = rows.groups();
        int count = rows.count();
        if (groups == null) {
            counts[0] += count;
        } else if (rows.grouped() != null) {
            GroupedRows grouped = rows.grouped();
            for (int group = 0; group < grouped.groupCount(); group++) {
                counts[group] += grouped.end(group) - grouped.start(group);
            }
        } else {
            for (int i = 0; i < count; i++) {
                counts[groups[i]]++;
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
