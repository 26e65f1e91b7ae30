package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;

/**
 * Watches how the rows of a task fall on its groups. Where the groups take more than a core's cache and most rows belong
 * to groups that were not met lately, each row waits for memory, and dividing rows before they are grouped is cheaper.
 */
final class GroupAccess {
    /** Merging sets of distinct values takes longer than dividing rows does, so that they are better not merged. */
    private static final int DISTINCT_PART = 16;

    /** Keys found by their distance from the least wait for one place, others for several, so that more of them pay. */
    private static final int DIRECT = 2;

    private static final int WINDOW_ROWS = 2 * Batch.MAX_ROWS;
    private static final int MANY_UNITS = 256;
    private static final int SOME_UNITS = 64;
    private static final int FEW_UNITS = 16; // where all groups so far would fit into the cache

    private final long cacheBytes;
    private final boolean distinct;
    private final int recentGroups;
    private int rows;
    private int farRows;
    private int newGroups;
    private int units;

    GroupAccess(long cacheBytes, boolean distinct) {
        this.cacheBytes = distinct ? cacheBytes / DISTINCT_PART : cacheBytes;
        this.distinct = distinct;
        this.recentGroups = (int) Math.min(Batch.MAX_ROWS, cacheBytes >> 6);
    }

    /** Looks at the batch that a table took last; true if rows should be divided from now on. */
    boolean isScattered(AggregateTable table, int groupsBefore, int count) {
        boolean direct = table.directKeys() != null;
        if (table.bytes() < (direct ? DIRECT : 1) * cacheBytes) {
            return false;
        }
        boolean inOrder = direct; // new groups of keys that ascend are near each other
        int[] groups = table.groupsOfRows();
        int far = 0;
        for (int i = 0; i < count; i++) {
            boolean isOld = groups[i] < groupsBefore;
            far += isOld ? groups[i] < groupsBefore - recentGroups ? 1 : 0 : inOrder ? 0 : 1;
        }
        rows += count;
        farRows += far;
        newGroups += table.size() - groupsBefore;
        if (rows < WINDOW_ROWS) {
            return false;
        }
        boolean scattered = farRows > rows / 2;
        boolean nearlyAllNew = newGroups > rows / 4 * 3;
        boolean few = table.bytes() < cacheBytes * (distinct ? DISTINCT_PART / 2 : 1);
        units = few ? FEW_UNITS : nearlyAllNew ? MANY_UNITS : SOME_UNITS;
        rows = 0;
        farRows = 0;
        newGroups = 0;
        return scattered;
    }

    /** How many units the rows are best divided into, as far as is known. */
    int units() {
        return units;
    }
}
