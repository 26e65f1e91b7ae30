package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Vector;

/** The rows of a batch that an aggregate takes, each with its group; narrowed step by step. Reused from batch to batch. */
final class Selected {
    private int[] rowBuffer = {};
    private int[] groupBuffer = {};
    private int[] rows;
    private int[] groups;
    private int count;
    private GroupedRows grouped; // null where the rows are not put together, or are not all of them any more

    /**
     * @param rows positions, or null for the first {@code count}
     * @param groups for each of them, or null where all are of group 0
     */
    void set(int[] rows, int[] groups, int count) {
        set(rows, groups, count, null);
    }

    /** @param grouped the same rows put together by group, or null */
    void set(int[] rows, int[] groups, int count, GroupedRows grouped) {
        this.grouped = grouped;
        this.rows = rows;
        this.groups = groups;
        this.count = count;
    }

    int[] rows() {
        return rows;
    }

    int[] groups() {
        return groups;
    }

    /** The rows put together by group; null where they are not. */
    GroupedRows grouped() {
        return grouped;
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
            grouped = null;
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
        grouped = null;
        rows = rowBuffer;
        groups = groups == null ? null : groupBuffer;
        count = kept;
    }
}
