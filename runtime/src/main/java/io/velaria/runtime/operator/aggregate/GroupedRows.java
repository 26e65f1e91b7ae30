package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;

/**
 * The rows of a batch with those of a group together, in their order: so that each group's values are folded in a
 * register, where adding to the few states in turn would wait for the addition before. Reused from batch to batch.
 */
final class GroupedRows {
    /** The most groups for which rows are put together: each has enough rows in a full batch to be worth it. */
    static final int MAX_GROUPS = 256;

    /** The batch is read in so many parts at a time, with counters of their own: these too are waited for otherwise. */
    private static final int LANES = 4;

    private int[] rows = {};
    private final int[] starts = new int[MAX_GROUPS + 1];
    private final int[] next = new int[LANES * MAX_GROUPS];
    private int groupCount;

    /**
     * @param positions of the rows, or null for the first {@code count}
     * @param groups for each of them, below {@code groupCount}
     */
    void arrange(int[] positions, int[] groups, int count, int groupCount) {
        if (rows.length < count) {
            rows = new int[Math.max(count, Batch.MAX_ROWS)];
        }
        this.groupCount = groupCount;
        int part = count / LANES;
        countRows(groups, count, part, groupCount);
        int at = 0;
        for (int group = 0; group < groupCount; group++) {
            starts[group] = at;
            for (int lane = 0; lane < LANES; lane++) {
                int found = next[lane * MAX_GROUPS + group];
                next[lane * MAX_GROUPS + group] = at;
                at += found;
            }
        }
        starts[groupCount] = at;
        place(positions, groups, count, part);
    }

    private void countRows(int[] groups, int count, int part, int groupCount) {
        int[] counters = next;
        for (int lane = 0; lane < LANES; lane++) {
            java.util.Arrays.fill(counters, lane * MAX_GROUPS, lane * MAX_GROUPS + groupCount, 0);
        }
        for (int i = 0; i < part; i++) {
            counters[groups[i]]++;
            counters[MAX_GROUPS + groups[part + i]]++;
            counters[2 * MAX_GROUPS + groups[2 * part + i]]++;
            counters[3 * MAX_GROUPS + groups[3 * part + i]]++;
        }
        for (int i = LANES * part; i < count; i++) {
            counters[(LANES - 1) * MAX_GROUPS + groups[i]]++;
        }
    }

    private void place(int[] positions, int[] groups, int count, int part) {
        int[] target = rows;
        int[] counters = next;
        if (positions == null) {
            for (int i = 0; i < part; i++) {
                target[counters[groups[i]]++] = i;
                target[counters[MAX_GROUPS + groups[part + i]]++] = part + i;
                target[counters[2 * MAX_GROUPS + groups[2 * part + i]]++] = 2 * part + i;
                target[counters[3 * MAX_GROUPS + groups[3 * part + i]]++] = 3 * part + i;
            }
        } else {
            for (int i = 0; i < part; i++) {
                target[counters[groups[i]]++] = positions[i];
                target[counters[MAX_GROUPS + groups[part + i]]++] = positions[part + i];
                target[counters[2 * MAX_GROUPS + groups[2 * part + i]]++] = positions[2 * part + i];
                target[counters[3 * MAX_GROUPS + groups[3 * part + i]]++] = positions[3 * part + i];
            }
        }
        for (int i = LANES * part; i < count; i++) {
            target[counters[(LANES - 1) * MAX_GROUPS + groups[i]]++] = positions == null ? i : positions[i];
        }
    }

    int groupCount() {
        return groupCount;
    }

    /** Positions in the batch; those of a group from {@link #start} on. */
    int[] rows() {
        return rows;
    }

    int start(int group) {
        return starts[group];
    }

    int end(int group) {
        return starts[group + 1];
    }
}
