package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** MIN, MAX, BIT_AND, BIT_OR and BIT_XOR of integer-like values of up to 64 bits; BOOL_AND is MIN, BOOL_OR is MAX. */
final class LongFoldAccumulator extends Accumulator {
    /** How two values become one. */
    enum Fold {
        MIN(Long.MAX_VALUE),
        MAX(Long.MIN_VALUE),
        AND(-1),
        OR(0),
        XOR(0);

        private final long neutral;

        Fold(long neutral) {
            this.neutral = neutral;
        }
    }

    private final Fold fold;
    private final int argument;
    private final SqlType type;
    private long[] values = {};
    private boolean[] seen = {};
    private long[] buffer = {};

    LongFoldAccumulator(Fold fold, int argument, SqlType type) {
        this.fold = fold;
        this.argument = argument;
        this.type = type;
    }

    @Override
    void ensure(int groups) {
        if (groups > values.length) {
            int from = values.length;
            values = Arrays.copyOf(values, grown(from, groups));
            Arrays.fill(values, from, values.length, fold.neutral);
            seen = Arrays.copyOf(seen, values.length);
        }
    }

    @Override
    void add(Batch batch, Selected rows) {
        Vector vector = batch.column(argument);
        rows.dropNulls(vector);
        int count = rows.count();
        if (count == 0) {
            return;
        }
        if (buffer.length < count) {
            buffer = new long[Math.max(count, Batch.MAX_ROWS)];
        }
        Decoder.longs(vector, rows.rows(), count, buffer);
        int[] groups = rows.groups();
        if (groups == null) {
            long folded = fold.neutral;
            switch (fold) {
                case MIN -> {
                    for (int i = 0; i < count; i++) {
                        folded = Math.min(folded, buffer[i]);
                    }
                }
                case MAX -> {
                    for (int i = 0; i < count; i++) {
                        folded = Math.max(folded, buffer[i]);
                    }
                }
                default -> {
                    for (int i = 0; i < count; i++) {
                        folded = apply(folded, buffer[i]);
                    }
                }
            }
            values[0] = apply(values[0], folded);
            seen[0] = true;
            return;
        }
        for (int i = 0; i < count; i++) {
            seen[groups[i]] = true;
        }
        switch (fold) {
            case MIN -> {
                for (int i = 0; i < count; i++) {
                    values[groups[i]] = Math.min(values[groups[i]], buffer[i]);
                }
            }
            case MAX -> {
                for (int i = 0; i < count; i++) {
                    values[groups[i]] = Math.max(values[groups[i]], buffer[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    values[groups[i]] = apply(values[groups[i]], buffer[i]);
                }
            }
        }
    }

    private long apply(long a, long b) {
        return switch (fold) {
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
        };
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        LongFoldAccumulator theirs = (LongFoldAccumulator) other;
        for (int i = 0; i < count; i++) {
            if (theirs.seen[from[i]]) {
                seen[to[i]] = true;
                values[to[i]] = apply(values[to[i]], theirs.values[from[i]]);
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
        return Results.longs(type, Arrays.copyOfRange(values, from, from + count), validity, count);
    }

    @Override
    long bytes() {
        return 9L * values.length;
    }
}
