package io.velaria.runtime.operator.aggregate;

import java.util.Arrays;

/**
 * The states of the aggregates of one table, those of a group side by side in one array: a row that falls on a group waits
 * for memory once and not once for each aggregate. Accumulators claim their words before there are groups. With them
 * stands, if one of them asks, how many rows each group has, for all aggregates that take every row. For one task at a
 * time.
 */
final class GroupStates {
    /** With an array's header these fill a cache line, so that groups of up to 8 words lie in as few as they can. */
    private static final int PADDING = 6;

    private final boolean shared;
    private final boolean neverEmpty;
    private long[] initial = {}; // a new group's words
    private int rowCount = -1; // the word that counts rows, if they are counted
    private long[] words = {};
    private int groups; // that there is room for
    private int filled; // groups that have rows, where every group has

    private GroupStates(boolean shared, boolean neverEmpty) {
        this.shared = shared;
        this.neverEmpty = neverEmpty;
    }

    /**
     * States of several accumulators: their owner counts rows and accounts for memory.
     *
     * @param neverEmpty whether there are no groups but those of rows
     */
    static GroupStates shared(boolean neverEmpty) {
        return new GroupStates(true, neverEmpty);
    }

    /** States of one accumulator, which does both itself. */
    static GroupStates own() {
        return new GroupStates(false, false);
    }

    /** Claims a word of each group, which is the given one until something is added; returns its place. */
    int claim(long first) {
        initial = Arrays.copyOf(initial, initial.length + 1);
        initial[initial.length - 1] = first;
        return PADDING + initial.length - 1;
    }

    /** Has the rows of each group counted, or at least whether it has some; false if these states' owner does not. */
    boolean claimRows(boolean counted) {
        if (shared && rowCount < 0 && (counted || !neverEmpty)) {
            rowCount = claim(0);
        }
        return shared;
    }

    /** Makes room for groups {@code [0, groups)}. */
    void ensure(int wanted) {
        if (wanted <= groups) {
            return;
        }
        int from = groups;
        groups = Accumulator.grown(groups, wanted);
        words = Arrays.copyOf(words, Math.addExact(PADDING, Math.multiplyExact(initial.length, groups)));
        for (int i = 0; i < initial.length; i++) {
            for (int group = from; initial[i] != 0 && group < groups; group++) {
                words[initial.length * group + PADDING + i] = initial[i];
            }
        }
    }

    /** The groups that there is room for. */
    int groups() {
        return groups;
    }

    /**
     * The words of all groups, valid until there is made room for more: that which was claimed at a place is at {@code
     * width * group + place}.
     */
    long[] words() {
        return words;
    }

    /** The number of words of a group. */
    int width() {
        return initial.length;
    }

    /**
     * Counts the rows of a batch, after all accumulators took theirs.
     *
     * @param groupCount how many groups there are
     */
    void count(Selected rows, int groupCount) {
        filled = groupCount;
        if (rowCount >= 0) {
            rows.addCounts(words, initial.length, rowCount);
        }
    }

    /** How many rows a group has of those counted so far; where they need not be counted, 1 if it has any. */
    long rows(int group) {
        if (rowCount >= 0) {
            return words[initial.length * group + rowCount];
        }
        return group < filled ? 1 : 0;
    }

    /** Takes another's counts of rows, after all accumulators took what was theirs. */
    void mergeCounts(GroupStates other, int[] from, int[] to, int count, int groupCount) {
        filled = groupCount;
        if (rowCount < 0) {
            return;
        }
        int width = initial.length;
        for (int i = 0; i < count; i++) {
            words[width * to[i] + rowCount] += other.words[width * from[i] + rowCount];
        }
    }

    /** Heap bytes. */
    long bytes() {
        return 8L * words.length;
    }

    /** Heap bytes for an accumulator to account for: none where its table does. */
    long ownBytes() {
        return shared ? 0 : bytes();
    }
}
