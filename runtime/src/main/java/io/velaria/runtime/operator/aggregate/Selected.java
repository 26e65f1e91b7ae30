package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Vector;
import java.util.Arrays;

/**
 * The rows of a batch that an aggregate takes, each with its group; narrowed step by step, and made all again for the next
 * aggregate. Reused from batch to batch.
 */
final class Selected {
    /** Rows are counted by group where each group has so many of them on average. */
    private static final int ROWS_PER_GROUP = 4;

    private int[] rowBuffer = {};
    private int[] groupBuffer = {};
    private int[] allRows;
    private int[] allGroups;
    private int allCount;
    private int groupCount;
    private int[] allCounts = {};
    private boolean allCounted;
    private int[] counts = {};
    private int[] rows;
    private int[] groups;
    private int count;

    /**
     * @param rows positions, or null for the first {@code count}
     * @param groups for each of them, or null where all are of group 0
     */
    void set(int[] rows, int[] groups, int count) {
        set(rows, groups, count, Integer.MAX_VALUE);
    }

    /** @param groupCount what all groups are below */
    void set(int[] rows, int[] groups, int count, int groupCount) {
        this.allRows = rows;
        this.allGroups = groups;
        this.allCount = count;
        this.groupCount = groupCount;
        this.allCounted = false;
        all();
    }

    /** Whether nothing has been left out since the rows were set. */
    boolean isWhole() {
        return count == allCount;
    }

    /** Adds the number of each group's rows to its counter, which is at {@code width * group + place}. */
    void addCounts(long[] counters, int width, int place) {
        int[] byGroup = countsByGroup();
        if (groups == null) {
            counters[place] += count;
        } else if (byGroup != null) {
            for (int group = 0; group < groupCount; group++) {
                counters[width * group + place] += byGroup[group];
            }
        } else {
            int[] numbers = groups;
            for (int i = 0; i < count; i++) {
                counters[width * numbers[i] + place]++;
            }
        }
    }

    /** Takes back what has been left out since the rows were set. */
    void all() {
        rows = allRows;
        groups = allGroups;
        count = allCount;
    }

    int[] rows() {
        return rows;
    }

    int[] groups() {
        return groups;
    }

    /** How many of the rows each group has; null where groups are too many for that, or are not told apart. */
    private int[] countsByGroup() {
        if (groups == null || groupCount > count / ROWS_PER_GROUP) {
            return null;
        }
        if (count < allCount) {
            counts = counted(counts);
            return counts;
        }
        if (!allCounted) {
            allCounts = counted(allCounts);
            allCounted = true;
        }
        return allCounts;
    }

    private int[] counted(int[] room) {
        int[] counters = room;
        if (counters.length < groupCount) {
            counters = new int[groupCount];
        } else {
            Arrays.fill(counters, 0, groupCount, 0);
        }
        int[] numbers = groups;
        for (int i = 0; i < count; i++) {
            counters[numbers[i]]++;
        }
        return counters;
    }

    int count() {
        return count;
    }

    int row(int i) {
        return rows == null ? i : rows[i];
    }

    int group(int i) {
        return groups == null ? 0 : groups[i];
    }

    /** Leaves out rows where the vector is NULL. */
    void dropNulls(Vector vector) {
        if (!vector.mayHaveNulls()) {
            return;
        }
        if (vector instanceof ConstantVector) {
            count = 0;
            return;
        }
        room();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = row(i);
            if (!vector.isNull(row)) {
                keep(i, row, kept++);
            }
        }
        kept(kept);
    }

    /** Leaves only rows where a BOOLEAN vector is TRUE. */
    void keepTrue(Vector condition) {
        room();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = row(i);
            if (!condition.isNull(row) && condition.longAt(row) != 0) {
                keep(i, row, kept++);
            }
        }
        kept(kept);
    }

    /** Leaves the rows at the given ascending places of this selection. */
    void keepPlaces(int[] places, int placeCount) {
        room();
        for (int p = 0; p < placeCount; p++) {
            keep(places[p], row(places[p]), p);
        }
        kept(placeCount);
    }

    private void room() {
        if (rowBuffer.length < count) {
            rowBuffer = new int[Math.max(count, Batch.MAX_ROWS)];
            groupBuffer = new int[rowBuffer.length];
        }
    }

    private void keep(int i, int row, int at) {
        rowBuffer[at] = row;
        if (groups != null) {
            groupBuffer[at] = groups[i];
        }
    }

    private void kept(int kept) {
        rows = rowBuffer;
        groups = groups == null ? null : groupBuffer;
        count = kept;
    }
}
