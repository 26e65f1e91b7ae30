package io.velaria.runtime.row;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryReservation;

/** Collects rows and writes them to a sequence block by block; for one task. */
public final class SequenceWriter implements AutoCloseable {
    /** Large enough for a disk to be quick. */
    private static final long MOST_BLOCK_BYTES = 1 << 17;
    /** Small enough to have a few hundred at a time. */
    private static final int BLOCKS_OF_BUDGET = 1 << 10;

    private final RowFile file;
    private final RowSequence sequence;
    private final MemoryReservation reservation;
    private final long blockBytes;
    private final int step; // rows that are appended at a time: never much more than a block
    private final int[] ids;
    private RowPages pages;
    private RowAppender appender;
    private int rows;

    public SequenceWriter(RowFile file) {
        this.file = file;
        this.sequence = new RowSequence(file);
        this.reservation = file.reserve();
        this.blockBytes = Math.min(MOST_BLOCK_BYTES, file.budget() / BLOCKS_OF_BUDGET);
        long most = Math.max(32, blockBytes / 4 / file.layout().rowBytes());
        this.step = (int) Math.min(Batch.MAX_ROWS, most);
        this.ids = new int[step];
    }

    /** What was written; whole after {@link #flush}. */
    public RowSequence sequence() {
        return sequence;
    }

    /**
     * Appends the chosen rows of the columns, in their order.
     *
     * @param chosen positions in any order, or null for the first {@code count}
     */
    public void append(Vector[] columns, int[] chosen, int count) {
        for (int done = 0; done < count; done += step) {
            int[] some = new int[Math.min(step, count - done)];
            for (int i = 0; i < some.length; i++) {
                some[i] = chosen == null ? done + i : chosen[done + i];
            }
            appendSome(columns, some);
        }
    }

    private void appendSome(Vector[] columns, int[] chosen) {
        if (pages == null) {
            pages = new RowPages(file.layout());
            appender = pages.appender(reservation);
        }
        appender.append(columns, chosen, chosen.length, ids);
        rows += chosen.length;
        if (appender.usedBytes() >= blockBytes || rows + step > Batch.MAX_ROWS) {
            flush();
        }
    }

    /** Writes what is still in memory, and frees that. */
    public void flush() {
        if (pages != null) {
            if (rows > 0) {
                sequence.add(file.write(pages, rows, appender.lastHeapBytes()));
            }
            close();
        }
    }

    /** Drops what is still in memory. */
    @Override
    public void close() {
        if (pages != null) {
            pages.close();
            pages = null;
            rows = 0;
        }
    }
}
