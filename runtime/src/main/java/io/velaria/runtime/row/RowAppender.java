package io.velaria.runtime.row;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryReservation;
import java.util.Arrays;

/** Writes rows to {@link RowPages}, a column at a time; one for each task. */
public final class RowAppender {
    private static final int FIRST_ROWS = 16;
    private static final int FIRST_HEAP_BYTES = 1024;

    private final RowPages owner;
    private final RowLayout layout;
    private final MemoryReservation reservation;
    private final int pageRows;
    private long bytes;
    private int[] ownPages = {}; // in the order in which they were made
    private int ownPageCount;
    private int[] ownHeapPages = {};
    private int ownHeapPageCount;

    private byte[] page;
    private int pageIndex;
    private int capacity;
    private int used;

    private byte[] heapPage;
    private int heapIndex;
    private int heapUsed;

    private long[] lows = {};
    private long[] highs = {};
    private double[] doubles = {};
    private boolean[] nulls = {};
    private int[] codes = {};
    private int[] rowBuffer = {};

    RowAppender(RowPages owner, MemoryReservation reservation) {
        this.owner = owner;
        this.layout = owner.layout();
        this.reservation = reservation;
        this.pageRows = 1 << owner.shift();
    }

    /** Bytes of the pages that this appender has filled. */
    public long bytes() {
        return bytes;
    }

    /** Bytes of the rows written, about: without what is still free in the pages. */
    long usedBytes() {
        return bytes
                - (page == null ? 0 : (long) (capacity - used) * layout.rowBytes())
                - (heapPage == null ? 0 : heapPage.length - heapUsed);
    }

    /** Bytes used of the heap page written last. */
    int lastHeapBytes() {
        return heapUsed;
    }

    public void append(Batch batch, int[] ids) {
        append(batch.columns(), batch.selection(), batch.size(), ids);
    }

    /**
     * Appends the chosen rows of the columns, in their order.
     *
     * @param columns one vector for each column of the layout
     * @param rows positions in any order, or null for the first {@code count}
     * @param ids room for {@code count} row ids
     */
    public void append(Vector[] columns, int[] rows, int count, int[] ids) {
        int done = 0;
        while (done < count) {
            if (page == null || used == pageRows) {
                page = newPage(Math.min(pageRows, page == null ? FIRST_ROWS : pageRows));
                pageIndex = owner.addPage(page);
                ownPages = withRoom(ownPages, ownPageCount);
                ownPages[ownPageCount++] = pageIndex;
                used = 0;
            }
            int run = Math.min(count - done, pageRows - used);
            if (used + run > capacity) {
                growPage(used + run);
            }
            int[] runRows = rows;
            if (done > 0 || (rows == null && run < count)) {
                runRows = slice(rows, done, run);
            }
            int first = used * layout.rowBytes();
            for (int column = 0; column < columns.length; column++) {
                write(column, columns[column], runRows, run, first);
            }
            int id = (pageIndex << owner.shift()) + used;
            for (int i = 0; i < run; i++) {
                ids[done + i] = id + i;
            }
            used += run;
            done += run;
        }
    }

    private static int[] withRoom(int[] list, int size) {
        return size < list.length ? list : Arrays.copyOf(list, Math.max(4, size * 2));
    }

    /** Frees the rows that this appender wrote; their ids mean nothing any more. */
    public void discard() {
        owner.freePages(ownPages, ownPageCount, ownHeapPages, ownHeapPageCount);
        ownPageCount = 0;
        ownHeapPageCount = 0;
        page = null;
        heapPage = null;
        used = 0;
        heapUsed = 0;
        capacity = 0;
        bytes = 0;
        reservation.resize(0);
    }

    /** Replaces the value of one column of a row that this appender wrote. */
    public void overwrite(int column, int id, Vector vector, int row) {
        byte[] target = owner.pages()[id >>> owner.shift()];
        int first = (id & (pageRows - 1)) * layout.rowBytes();
        target[first + (column >>> 3)] &= (byte) ~(1 << (column & 7));
        if (rowBuffer.length == 0) {
            rowBuffer = new int[16];
        }
        rowBuffer[0] = row;
        byte[] current = page;
        page = target;
        try {
            write(column, vector, rowBuffer, 1, first);
        } finally {
            page = current;
        }
    }

    private int[] slice(int[] rows, int from, int count) {
        if (rowBuffer.length < count) {
            rowBuffer = new int[count];
        }
        for (int i = 0; i < count; i++) {
            rowBuffer[i] = rows == null ? from + i : rows[from + i];
        }
        return rowBuffer;
    }

    private byte[] newPage(int rows) {
        int size = rows * layout.rowBytes();
        reserve(size);
        capacity = rows;
        return new byte[size];
    }

    private void growPage(int needed) {
        int rows = Math.min(pageRows, Math.max(needed, capacity * 4));
        reserve((long) (rows - capacity) * layout.rowBytes());
        page = Arrays.copyOf(page, rows * layout.rowBytes());
        capacity = rows;
        owner.replacePage(pageIndex, page);
    }

    private void reserve(long more) {
        reservation.resize(bytes + more);
        bytes += more;
    }

    private void write(int column, Vector vector, int[] rows, int count, int first) {
        int at = first + layout.offset(column);
        int step = layout.rowBytes();
        boolean someNull = writeNulls(column, vector, rows, count, first);
        switch (layout.kind(column)) {
            case INT8 -> {
                readLongs(vector, rows, count);
                for (int i = 0; i < count; i++, at += step) {
                    page[at] = (byte) lows[i];
                }
            }
            case INT16 -> {
                readLongs(vector, rows, count);
                for (int i = 0; i < count; i++, at += step) {
                    Bytes.SHORT.set(page, at, (short) lows[i]);
                }
            }
            case INT32 -> {
                readLongs(vector, rows, count);
                for (int i = 0; i < count; i++, at += step) {
                    Bytes.INT.set(page, at, (int) lows[i]);
                }
            }
            case INT64 -> {
                readLongs(vector, rows, count);
                for (int i = 0; i < count; i++, at += step) {
                    Bytes.LONG.set(page, at, lows[i]);
                }
            }
            case INT128 -> {
                readLongs(vector, rows, count);
                if (highs.length < count) {
                    highs = new long[Math.max(count, Batch.MAX_ROWS)];
                }
                Decoder.highs(vector, rows, count, highs);
                for (int i = 0; i < count; i++, at += step) {
                    Bytes.LONG.set(page, at, lows[i]);
                    Bytes.LONG.set(page, at + 8, highs[i]);
                }
            }
            case FLOAT32 -> {
                readDoubles(vector, rows, count);
                for (int i = 0; i < count; i++, at += step) {
                    Bytes.FLOAT.set(page, at, (float) doubles[i]);
                }
            }
            case FLOAT64 -> {
                readDoubles(vector, rows, count);
                for (int i = 0; i < count; i++, at += step) {
                    Bytes.DOUBLE.set(page, at, doubles[i]);
                }
            }
            case BYTES -> writeStrings(vector, rows, count, at, step, someNull);
            case FLOAT_LIST, LIST -> {
                for (int i = 0; i < count; i++, at += step) {
                    if (!someNull || !nulls[i]) {
                        byte[] encoded = ListCodec.encode(vector, rows == null ? i : rows[i]);
                        writeHeap(at, encoded, 0, encoded.length);
                    }
                }
            }
        }
    }

    private boolean writeNulls(int column, Vector vector, int[] rows, int count, int first) {
        if (!vector.mayHaveNulls()) {
            return false;
        }
        if (nulls.length < count) {
            nulls = new boolean[Math.max(count, Batch.MAX_ROWS)];
        }
        if (Decoder.nulls(vector, rows, count, nulls) == 0) {
            return false;
        }
        owner.sawNulls(column);
        int at = first + (column >>> 3);
        byte bit = (byte) (1 << (column & 7));
        for (int i = 0; i < count; i++, at += layout.rowBytes()) {
            if (nulls[i]) {
                page[at] |= bit;
            }
        }
        return true;
    }

    private void readLongs(Vector vector, int[] rows, int count) {
        if (lows.length < count) {
            lows = new long[Math.max(count, Batch.MAX_ROWS)];
        }
        Decoder.longs(vector, rows, count, lows);
    }

    private void readDoubles(Vector vector, int[] rows, int count) {
        if (doubles.length < count) {
            doubles = new double[Math.max(count, Batch.MAX_ROWS)];
        }
        Decoder.doubles(vector, rows, count, doubles);
    }

    private void writeStrings(Vector vector, int[] rows, int count, int first, int step, boolean someNull) {
        int at = first;
        if (vector instanceof DictionaryVector dictionary
                && dictionary.dictionary() != null
                && dictionary.values() instanceof StringVector) {
            int mark = -1 - owner.register(dictionary);
            if (codes.length < count) {
                codes = new int[Math.max(count, Batch.MAX_ROWS)];
            }
            Decoder.codes(dictionary, rows, count, codes);
            for (int i = 0; i < count; i++, at += step) {
                Bytes.INT.set(page, at, mark);
                Bytes.INT.set(page, at + 4, someNull && nulls[i] ? 0 : codes[i]);
            }
        } else if (vector instanceof ConstantVector constant) {
            if (!constant.isNull() && count > 0) {
                writeHeap(at, constant.stringBase(0), constant.stringOffset(0), constant.stringLength(0));
                for (int i = 1; i < count; i++) {
                    System.arraycopy(page, first, page, at += step, RowLayout.REFERENCE_BYTES);
                }
            }
        } else if (vector instanceof DictionaryVector gather
                && gather.isGather()
                && gather.values() instanceof StringVector values) {
            if (codes.length < count) {
                codes = new int[Math.max(count, Batch.MAX_ROWS)];
            }
            Decoder.codes(gather, rows, count, codes);
            writeStrings(values, codes, count, first, step, someNull);
        } else if (vector instanceof StringVector flat) {
            byte[] source = flat.bytes();
            int[] offsets = flat.offsets();
            for (int i = 0; i < count; i++, at += step) {
                int row = rows == null ? i : rows[i];
                if (!someNull || !nulls[i]) {
                    writeHeap(at, source, offsets[row], offsets[row + 1] - offsets[row]);
                }
            }
        } else {
            for (int i = 0; i < count; i++, at += step) {
                int row = rows == null ? i : rows[i];
                if (!someNull || !nulls[i]) {
                    writeHeap(at, vector.stringBase(row), vector.stringOffset(row), vector.stringLength(row));
                }
            }
        }
    }

    private void writeHeap(int at, byte[] source, int offset, int length) {
        if (heapPage == null || heapUsed + length > heapPage.length) {
            growHeap(length);
        }
        System.arraycopy(source, offset, heapPage, heapUsed, length);
        Bytes.INT.set(page, at, length);
        Bytes.INT.set(page, at + 4, heapIndex);
        Bytes.INT.set(page, at + 8, heapUsed);
        heapUsed += length;
    }

    private void growHeap(int length) {
        if (heapPage != null && heapPage.length < RowPages.PAGE_BYTES && heapUsed + length <= RowPages.PAGE_BYTES) {
            int size = Math.min(RowPages.PAGE_BYTES, Math.max(heapUsed + length, heapPage.length * 4));
            reserve(size - heapPage.length);
            heapPage = Arrays.copyOf(heapPage, size);
            owner.replaceHeapPage(heapIndex, heapPage);
        } else {
            int size = Math.max(length, heapPage == null ? FIRST_HEAP_BYTES : RowPages.PAGE_BYTES);
            reserve(size);
            heapPage = new byte[size];
            heapIndex = owner.addHeapPage(heapPage);
            ownHeapPages = withRoom(ownHeapPages, ownHeapPageCount);
            ownHeapPages[ownHeapPageCount++] = heapIndex;
            heapUsed = 0;
        }
    }
}
