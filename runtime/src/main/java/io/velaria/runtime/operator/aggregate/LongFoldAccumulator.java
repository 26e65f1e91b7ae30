package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.SqlType;

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
    private final GroupStates states;
    private final int place; // of the values in the states
    private final TakenRows taken;
    private long[] buffer = {};

    LongFoldAccumulator(Fold fold, int argument, SqlType type, GroupStates states) {
        this.fold = fold;
        this.argument = argument;
        this.type = type;
        this.states = states;
        this.place = states.claim(fold.neutral);
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
        if (count == 0) {
            return;
        }
        if (buffer.length < count) {
            buffer = new long[Math.max(count, Batch.MAX_ROWS)];
        }
        Decoder.longs(vector, rows.rows(), count, buffer);
        int[] groups = rows.groups();
        long[] words = states.words();
        int width = states.width();
        int at = place;
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
            words[at] = apply(words[at], folded);
            return;
        }
        switch (fold) {
            case MIN -> {
                for (int i = 0; i < count; i++) {
                    int word = width * groups[i] + at;
                    words[word] = Math.min(words[word], buffer[i]);
                }
            }
            case MAX -> {
                for (int i = 0; i < count; i++) {
                    int word = width * groups[i] + at;
                    words[word] = Math.max(words[word], buffer[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    int word = width * groups[i] + at;
                    words[word] = apply(words[word], buffer[i]);
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
        taken.merge(theirs.taken, from, to, count);
        long[] words = states.words();
        long[] others = theirs.states.words();
        for (int i = 0; i < count; i++) { // what took no rows has the neutral value
            int word = states.width() * to[i] + place;
            words[word] = apply(words[word], others[theirs.states.width() * from[i] + place]);
        }
    }

    @Override
    Vector result(int from, int count) {
        long[] values = new long[count];
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            values[i] = states.words()[states.width() * (from + i) + place];
            if (taken.of(from + i) == 0) {
                validity = validity == null ? Validity.allValid(count) : validity;
                Validity.setNull(validity, i);
            }
        }
        return Results.longs(type, values, validity, count);
    }

    @Override
    long bytes() {
        return states.ownBytes() + taken.bytes();
    }
}
