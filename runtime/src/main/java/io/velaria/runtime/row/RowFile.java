package io.velaria.runtime.row;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.memory.TemporaryFile;
import java.util.Arrays;

/**
 * Rows in a temporary file, written and read in blocks of row pages as they are in memory. It holds any number of
 * {@link RowSequence}s; several tasks may write and read at a time. Closing deletes all; nothing must be in use then.
 */
public final class RowFile implements AutoCloseable {
    private final RowLayout layout;
    private final MemoryPool memory;
    private final String operator;
    private TemporaryFile file;
    private boolean closed;

    /** @param operator that writes, for errors */
    public RowFile(RowLayout layout, MemoryPool memory, String operator) {
        this.layout = layout;
        this.memory = memory;
        this.operator = operator;
    }

    public RowLayout layout() {
        return layout;
    }

    long budget() {
        return memory.limit();
    }

    MemoryReservation reserve() {
        return memory.reserve(operator);
    }

    private synchronized TemporaryFile file() {
        if (closed) {
            throw new IllegalStateException("the file is closed");
        }
        if (file == null) {
            file = memory.temporaryFiles().open(operator);
        }
        return file;
    }

    /**
     * Writes rows of ids from 0 on.
     *
     * @param lastHeapBytes used of the last heap page
     */
    RowBlock write(RowPages pages, int rows, int lastHeapBytes) {
        int[] heapBytes = new int[pages.heapCount()];
        long bytes = (long) rows * layout.rowBytes();
        for (int h = 0; h < heapBytes.length; h++) {
            heapBytes[h] = h == heapBytes.length - 1 ? lastHeapBytes : pages.heapPage(h).length;
            bytes += heapBytes[h];
        }
        TemporaryFile target = file();
        long start = target.allocate(bytes);
        long position = start;
        int pageRows = 1 << pages.shift();
        for (int done = 0; done < rows; done += pageRows) {
            int length = Math.min(pageRows, rows - done) * layout.rowBytes();
            target.write(position, pages.pages()[done >>> pages.shift()], length);
            position += length;
        }
        for (int h = 0; h < heapBytes.length; h++) {
            target.write(position, pages.heapPage(h), heapBytes[h]);
            position += heapBytes[h];
        }
        return new RowBlock(
                start, rows, heapBytes, pages.hasNulls().clone(), pages.dictionaries(), pages.dictionaryValues());
    }

    /** The columns of a block's rows from {@code first} on, at most {@link Batch#MAX_ROWS} rows at a time. */
    Vector[] columns(RowPages pages, int first, int count) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = first + i;
        }
        return RowReader.gather(pages, 0, layout.columnCount(), ids, count);
    }

    /** Reads a block into memory that the result's closing gives back. */
    RowPages read(RowBlock block, MemoryReservation reservation) {
        int rowBytes = layout.rowBytes();
        reservation.resize((long) block.rows() * rowBytes
                + Arrays.stream(block.heapBytes()).asLongStream().sum());
        TemporaryFile source = file();
        int shift = new RowPages(layout).shift();
        int pageRows = 1 << shift;
        long position = block.position();
        byte[][] pages = new byte[(block.rows() + pageRows - 1) >>> shift][];
        for (int p = 0; p < pages.length; p++) {
            pages[p] = new byte[Math.min(pageRows, block.rows() - (p << shift)) * rowBytes];
            source.read(position, pages[p], pages[p].length);
            position += pages[p].length;
        }
        byte[][] heap = new byte[block.heapBytes().length][];
        for (int h = 0; h < heap.length; h++) {
            heap[h] = new byte[block.heapBytes()[h]];
            source.read(position, heap[h], heap[h].length);
            position += heap[h].length;
        }
        return RowPages.of(
                layout, pages, heap, block.hasNulls(), block.dictionaries(), block.dictionaryValues(), reservation);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
