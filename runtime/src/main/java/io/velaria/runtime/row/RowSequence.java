package io.velaria.runtime.row;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryReservation;
import java.util.ArrayList;
import java.util.List;

/** Rows of a {@link RowFile} in the order in which they were written. Written by one task at a time. */
public final class RowSequence {
    private final RowFile file;
    private final List<RowBlock> blocks = new ArrayList<>();
    private long rows;

    public RowSequence(RowFile file) {
        this.file = file;
    }

    void add(RowBlock block) {
        blocks.add(block);
        rows += block.rows();
    }

    /** Takes the rows of another sequence of the same file, after its own. */
    public void addAll(RowSequence other) {
        blocks.addAll(other.blocks);
        rows += other.rows;
    }

    public long rows() {
        return rows;
    }

    public Reader reader() {
        return new Reader();
    }

    /** Gives the rows out batch by batch, with one block at a time in memory. */
    public final class Reader implements AutoCloseable {
        private final MemoryReservation reservation = file.reserve();
        private int next;
        private RowPages pages;
        private int blockRows;
        private int at;

        /** The next rows, or null at the end; they may be kept. */
        public Batch next() {
            while (pages == null || at == blockRows) {
                close();
                if (next == blocks.size()) {
                    return null;
                }
                RowBlock block = blocks.get(next++);
                pages = file.read(block, reservation);
                blockRows = block.rows();
                at = 0;
            }
            int count = Math.min(Batch.MAX_ROWS, blockRows - at);
            Vector[] columns = file.columns(pages, at, count);
            at += count;
            return Batch.of(columns, count, 0);
        }

        /** Frees the block that is in memory. */
        @Override
        public void close() {
            if (pages != null) {
                pages.close();
                pages = null;
            }
        }
    }
}
