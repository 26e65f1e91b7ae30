package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Values;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/**
 * Aggregates that give one of their rows' values: MIN and MAX of types without a faster way, ANY_VALUE, SINGLE_VALUE,
 * FIRST, LAST, ARG_MIN and ARG_MAX. First and last are meant in the order of the input. Values are held as
 * {@link Vector#valueAt} gives them and made only when a row wins.
 */
final class PickAccumulator extends Accumulator {
    /** Which row wins. */
    enum Rule {
        /** The least value of the second argument, the earliest of equal ones; NULLs never win. */
        LEAST,
        GREATEST,
        /** The first row whose value is not NULL. */
        ANY,
        /** The only row; a second one is an error. */
        SINGLE,
        FIRST,
        LAST
    }

    private final Rule rule;
    private final int argument;
    private final int by;
    private final SqlType type;
    private Object[] values = {};
    private Object[] keys = {};
    private long[] ordinals = {};
    private boolean[] seen = {};
    private long held;

    /** @param by the column that LEAST and GREATEST compare */
    PickAccumulator(Rule rule, int argument, int by, SqlType type) {
        this.rule = rule;
        this.argument = argument;
        this.by = by;
        this.type = type;
    }

    @Override
    void ensure(int groups) {
        if (groups > values.length) {
            values = Arrays.copyOf(values, grown(values.length, groups));
            keys = by < 0 || by == argument ? keys : Arrays.copyOf(keys, values.length);
            ordinals = Arrays.copyOf(ordinals, values.length);
            seen = Arrays.copyOf(seen, values.length);
        }
    }

    @Override
    boolean readsOrdinals() {
        return rule == Rule.FIRST || rule == Rule.LAST || by != argument && by >= 0;
    }

    @Override
    void add(Batch batch, Selected rows) {
        Vector vector = batch.column(argument);
        if (rule == Rule.ANY) {
            rows.dropNulls(vector);
        } else if (by >= 0) {
            rows.dropNulls(batch.column(by));
        }
        long ordinal = batch.ordinal();
        int count = rows.count();
        for (int i = 0; i < count; i++) {
            int group = rows.group(i);
            int row = rows.row(i);
            if (seen[group]) {
                switch (rule) {
                    case ANY -> {
                        continue;
                    }
                    case SINGLE -> throw moreThanOne();
                    case FIRST -> {
                        if (ordinal >= ordinals[group]) {
                            continue;
                        }
                    }
                    case LAST -> {
                        if (ordinal < ordinals[group]) {
                            continue;
                        }
                    }
                    case LEAST, GREATEST -> {
                        int order = Values.compare(batch.column(by).valueAt(row), key(group));
                        if (rule == Rule.LEAST ? order > 0 : order < 0) {
                            continue;
                        }
                        if (order == 0 && ordinal >= ordinals[group]) {
                            continue;
                        }
                    }
                }
            }
            Object value = vector.valueAt(row);
            Object key = by < 0 || by == argument ? null : batch.column(by).valueAt(row);
            put(group, value, key, ordinal);
        }
    }

    private Object key(int group) {
        return by == argument ? values[group] : keys[group];
    }

    private void put(int group, Object value, Object key, long ordinal) {
        held += size(value) - size(values[group]);
        values[group] = value;
        if (by >= 0 && by != argument) {
            held += size(key) - size(keys[group]);
            keys[group] = key;
        }
        ordinals[group] = ordinal;
        seen[group] = true;
    }

    private static long size(Object value) {
        if (value instanceof String text) {
            return 56L + text.length();
        }
        return value instanceof byte[] bytes ? 16L + bytes.length : value == null ? 0 : 24;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        PickAccumulator theirs = (PickAccumulator) other;
        for (int i = 0; i < count; i++) {
            int source = from[i];
            int target = to[i];
            if (!theirs.seen[source]) {
                continue;
            }
            if (seen[target]) {
                boolean wins =
                        switch (rule) {
                            case ANY, FIRST -> theirs.ordinals[source] < ordinals[target];
                            case LAST -> theirs.ordinals[source] >= ordinals[target];
                            case SINGLE -> throw moreThanOne();
                            case LEAST, GREATEST -> {
                                int order = Values.compare(theirs.key(source), key(target));
                                yield order == 0
                                        ? theirs.ordinals[source] < ordinals[target]
                                        : (order < 0) == (rule == Rule.LEAST);
                            }
                        };
                if (!wins) {
                    continue;
                }
            }
            put(
                    target,
                    theirs.values[source],
                    theirs.keys.length == 0 ? null : theirs.keys[source],
                    theirs.ordinals[source]);
        }
    }

    private static VelariaException moreThanOne() {
        return VelariaException.of(
                SqlState.CARDINALITY_VIOLATION, "more than one row came from a subquery that is used as an expression");
    }

    @Override
    Vector result(int from, int count) {
        VectorBuilder builder = VectorBuilder.create(type, count);
        for (int i = 0; i < count; i++) {
            builder.append(values[from + i]);
        }
        return builder.build();
    }

    @Override
    long bytes() {
        return 25L * values.length + held;
    }
}
