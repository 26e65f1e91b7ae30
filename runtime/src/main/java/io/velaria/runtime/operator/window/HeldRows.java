package io.velaria.runtime.operator.window;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.row.RowAppender;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Rows that an operator holds back, with the group, the sort key and the ordinal of each, in the order in which they
 * came. For one task.
 */
final class HeldRows implements AutoCloseable {
    private final RowLayout layout;
    private final int width;
    private final Supplier<MemoryReservation> reservations;
    private RowPages pages;
    private MemoryReservation pageMemory;
    private RowAppender appender;
    private int[] groups = {};
    private long[] words = {};
    private int size;
    private int[] batchStarts = new int[16];
    private long[] batchOrdinals = new long[16];
    private int batches;
    private int[] ids = new int[Batch.MAX_ROWS];

    /** @param width words of a key */
    HeldRows(RowLayout layout, int width, Supplier<MemoryReservation> reservations) {
        this.layout = layout;
        this.width = width;
        this.reservations = reservations;
        newPages();
    }

    private void newPages() {
        pages = new RowPages(layout); // of one appender that discards nothing: a row's id is its number
        pageMemory = reservations.get();
        appender = pages.appender(pageMemory);
    }

    int size() {
        return size;
    }

    long pageBytes() {
        return pageMemory.bytes();
    }

    long arrayBytes() {
        return 4L * groups.length + 8L * words.length + 12L * batchStarts.length;
    }

    /**
     * Appends some rows of a batch.
     *
     * @param rows their places among those selected
     * @param positions their places in the columns
     */
    void add(Batch batch, int[] rows, int[] positions, int count, int[] groupOf, long[] keys, int stride) {
        if (size + count > groups.length) {
            int length = Math.max(size + count, Math.max(1024, groups.length * 2));
            groups = Arrays.copyOf(groups, length);
            words = Arrays.copyOf(words, length * width);
        }
        if (batches == batchStarts.length) {
            batchStarts = Arrays.copyOf(batchStarts, batches * 2);
            batchOrdinals = Arrays.copyOf(batchOrdinals, batches * 2);
        }
        batchStarts[batches] = size;
        batchOrdinals[batches++] = batch.ordinal();
        if (ids.length < count) {
            ids = new int[count];
        }
        appender.append(batch.columns(), positions, count, ids);
        for (int i = 0; i < count; i++) {
            groups[size + i] = groupOf[rows[i]];
            System.arraycopy(keys, rows[i] * stride, words, (size + i) * width, width);
        }
        size += count;
    }

    /** Drops the rows whose keys are past the least of their groups. */
    void keep(LeastKeys least, Runnable check) {
        int[] kept = new int[size];
        int count = 0;
        int batch = 0;
        int keptBatches = 0;
        for (int row = 0; row < size; row++) {
            while (batch < batches && batchStarts[batch] == row) {
                batchStarts[keptBatches] = count;
                batchOrdinals[keptBatches++] = batchOrdinals[batch++];
            }
            if (!least.isPast(groups[row], words, row * width)) {
                groups[count] = groups[row];
                System.arraycopy(words, row * width, words, count * width, width);
                kept[count++] = row;
            }
        }
        batches = keptBatches;
        RowPages old = pages;
        newPages();
        for (int from = 0; from < count; from += Batch.MAX_ROWS) {
            check.run();
            int some = Math.min(Batch.MAX_ROWS, count - from);
            int[] chosen = Arrays.copyOfRange(kept, from, from + some);
            appender.append(RowReader.gather(old, 0, layout.columnCount(), chosen, some), null, some, ids);
        }
        old.close();
        size = count;
    }

    /** Gives the rows, a batch at a time. */
    final class Reader {
        private int at;
        private int batch;

        /** The next rows of one ordinal, or null at the end. */
        Batch next() {
            if (at == size) {
                return null;
            }
            while (batch + 1 < batches && batchStarts[batch + 1] <= at) {
                batch++;
            }
            int end = batch + 1 < batches ? batchStarts[batch + 1] : size;
            int count = Math.min(Batch.MAX_ROWS, end - at);
            int[] rows = new int[count];
            for (int i = 0; i < count; i++) {
                rows[i] = at + i;
            }
            at += count;
            Vector[] columns = RowReader.gather(pages, 0, layout.columnCount(), rows, count);
            return Batch.of(columns, count, batchOrdinals[batch]);
        }
    }

    @Override
    public void close() {
        pages.close();
        groups = new int[0];
        words = new long[0];
        size = 0;
        batches = 0;
    }
}
