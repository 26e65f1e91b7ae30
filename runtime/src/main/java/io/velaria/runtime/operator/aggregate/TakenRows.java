package io.velaria.runtime.operator.aggregate;

import java.util.Arrays;

/**
 * How many rows of each group an aggregate took: all, which {@link GroupStates} count for all aggregates, until a batch
 * comes of which it takes fewer, and what it counts itself from then on.
 */
final class TakenRows {
    private final GroupStates states;
    private long[] own; // null while every row was taken

    private TakenRows(GroupStates states, boolean counted) {
        this.states = states;
        this.own = states.claimRows(counted) ? null : new long[0];
    }

    /** The number of rows of each group. */
    static TakenRows counted(GroupStates states) {
        return new TakenRows(states, true);
    }

    /** Whether there are any, of which {@link #count} can make their number before there are groups. */
    static TakenRows any(GroupStates states) {
        return new TakenRows(states, false);
    }

    void count() {
        states.claimRows(true);
    }

    void ensure(int groups) {
        if (own != null && groups > own.length) {
            own = Arrays.copyOf(own, Accumulator.grown(own.length, groups));
        }
    }

    /** Takes rows of a batch, perhaps none, before its rows are counted for all. */
    void add(Selected rows) {
        if (own == null && rows.isWhole()) {
            return;
        }
        depart();
        rows.addCounts(own, 1, 0);
    }

    private void depart() {
        if (own == null) {
            own = new long[states.groups()];
            for (int group = 0; group < own.length; group++) {
                own[group] = states.rows(group);
            }
        }
    }

    /** How many, 0 if none. */
    long of(int group) {
        return own == null ? states.rows(group) : own[group];
    }

    /** Takes another's counts, before those for all are merged. */
    void merge(TakenRows other, int[] from, int[] to, int count) {
        if (own == null && other.own == null) {
            return;
        }
        depart();
        for (int i = 0; i < count; i++) {
            own[to[i]] += other.of(from[i]);
        }
    }

    long bytes() {
        return own == null ? 0 : 8L * own.length;
    }
}
