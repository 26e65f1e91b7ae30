package io.velaria.runtime.operator.window;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;

/** Some whole partitions in order: where each row's partition and group of peers begin and end, and the columns. */
final class WindowBlock {
    private final RowPages pages;
    private final int[] ids;
    private final int count;
    private final Vector[] columns;
    private final int[] partitionStart;
    private final int[] partitionEnd;
    private final int[] peerStart;
    private final int[] peerEnd;

    WindowBlock(RowPages pages, int[] ids, boolean[] startsPartition, boolean[] startsPeers) {
        this.pages = pages;
        this.ids = ids;
        this.count = ids.length;
        this.columns = new Vector[pages.layout().columnCount()];
        this.partitionStart = starts(startsPartition);
        this.partitionEnd = ends(startsPartition);
        this.peerStart = starts(startsPeers);
        this.peerEnd = ends(startsPeers);
    }

    private int[] starts(boolean[] marks) {
        int[] starts = new int[count];
        for (int i = 1; i < count; i++) {
            starts[i] = marks[i] ? i : starts[i - 1];
        }
        return starts;
    }

    private int[] ends(boolean[] marks) {
        int[] ends = new int[count];
        int end = count;
        for (int i = count - 1; i >= 0; i--) {
            ends[i] = end;
            end = marks[i] ? i : end;
        }
        return ends;
    }

    int count() {
        return count;
    }

    int[] partitionStarts() {
        return partitionStart;
    }

    int[] partitionEnds() {
        return partitionEnd;
    }

    int[] peerStarts() {
        return peerStart;
    }

    int[] peerEnds() {
        return peerEnd;
    }

    /** A column of the rows. */
    Vector column(int index) {
        if (columns[index] == null) {
            columns[index] = RowReader.gather(pages, index, ids, count);
        }
        return columns[index];
    }

    /** The rows with those columns that were asked for, the others missing. */
    Batch batch() {
        return Batch.of(columns, count, 0);
    }
}
