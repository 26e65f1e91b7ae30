package io.velaria.runtime.row;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.memory.MemoryReservation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in byte pages: what sort, hash tables and windows keep. A row has an int id that stays, never crosses a page, and
 * is read column by column through {@link RowReader} and {@link RowMatcher}. Several {@link RowAppender}s, one for each
 * task, may write to pages of one directory at a time; a row is read by its own task, or by any after the writers'
 * pipeline has completed. Where there is only one appender, and it discards nothing, ids count up from 0.
 */
public final class RowPages implements AutoCloseable {
    /** The most bytes of a page. */
    static final int PAGE_BYTES = 1 << 17;

    private final RowLayout layout;
    private final int shift;
    private final boolean[] hasNulls;
    private final List<MemoryReservation> reservations = new ArrayList<>();
    private volatile byte[][] pages = new byte[4][];
    private volatile byte[][] heap = new byte[4][];
    private volatile Dictionary[] dictionaries = {};
    private volatile StringVector[] dictionaryValues = {};
    private int pageCount;
    private int heapCount;
    private int[] freePages = {};
    private int freePageCount;
    private int[] freeHeapPages = {};
    private int freeHeapPageCount;

    public RowPages(RowLayout layout) {
        this.layout = layout;
        this.shift = 31 - Integer.numberOfLeadingZeros(Math.max(1, PAGE_BYTES / layout.rowBytes()));
        this.hasNulls = new boolean[layout.columnCount()];
    }

    public RowLayout layout() {
        return layout;
    }

    /** A writer for one task; it and its memory live until these pages are closed. */
    public synchronized RowAppender appender(MemoryReservation reservation) {
        reservations.add(reservation);
        return new RowAppender(this, reservation);
    }

    /** Pages that were read back: rows of ids from 0 on, nothing to be appended. */
    static RowPages of(
            RowLayout layout,
            byte[][] pages,
            byte[][] heap,
            boolean[] hasNulls,
            Dictionary[] dictionaries,
            StringVector[] dictionaryValues,
            MemoryReservation reservation) {
        RowPages read = new RowPages(layout);
        read.pages = pages;
        read.pageCount = pages.length;
        read.heap = heap;
        read.heapCount = heap.length;
        System.arraycopy(hasNulls, 0, read.hasNulls, 0, hasNulls.length);
        read.dictionaries = dictionaries;
        read.dictionaryValues = dictionaryValues;
        read.reservations.add(reservation);
        return read;
    }

    /** Bits of an id that count rows within a page. */
    int shift() {
        return shift;
    }

    byte[][] pages() {
        return pages;
    }

    byte[][] heap() {
        return heap;
    }

    byte[] heapPage(int index) {
        return heap[index];
    }

    /** Whether the column may have NULLs; false is a proof. */
    public boolean mayHaveNulls(int column) {
        return hasNulls[column];
    }

    void sawNulls(int column) {
        hasNulls[column] = true;
    }

    boolean[] hasNulls() {
        return hasNulls;
    }

    int heapCount() {
        return heapCount;
    }

    Dictionary[] dictionaries() {
        return dictionaries;
    }

    StringVector[] dictionaryValues() {
        return dictionaryValues;
    }

    Dictionary dictionary(int index) {
        return dictionaries[index];
    }

    StringVector dictionaryValues(int index) {
        return dictionaryValues[index];
    }

    /** Room in the directory for one more page; the first id of its rows is the result shifted by {@link #shift}. */
    synchronized int addPage(byte[] page) {
        if (freePageCount > 0) {
            int index = freePages[--freePageCount];
            pages[index] = page;
            return index;
        }
        if (pageCount >= 1 << (31 - shift)) {
            throw VelariaException.of(SqlState.STATEMENT_TOO_COMPLEX, "an operator holds more than 2^31 rows");
        }
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, pageCount * 2);
        }
        pages[pageCount] = page;
        return pageCount++;
    }

    /** Replaces a page by a larger one with the same rows. */
    synchronized void replacePage(int index, byte[] larger) {
        pages[index] = larger;
    }

    synchronized int addHeapPage(byte[] page) {
        if (freeHeapPageCount > 0) {
            int index = freeHeapPages[--freeHeapPageCount];
            heap[index] = page;
            return index;
        }
        if (heapCount == heap.length) {
            heap = Arrays.copyOf(heap, heapCount * 2);
        }
        heap[heapCount] = page;
        return heapCount++;
    }

    /** Gives up pages; their places in the directory are for others then. */
    synchronized void freePages(int[] indexes, int count, int[] heapIndexes, int heapIndexCount) {
        freePages = Arrays.copyOf(freePages, freePageCount + count);
        for (int i = 0; i < count; i++) {
            pages[indexes[i]] = null;
            freePages[freePageCount++] = indexes[i];
        }
        freeHeapPages = Arrays.copyOf(freeHeapPages, freeHeapPageCount + heapIndexCount);
        for (int i = 0; i < heapIndexCount; i++) {
            heap[heapIndexes[i]] = null;
            freeHeapPages[freeHeapPageCount++] = heapIndexes[i];
        }
    }

    synchronized void replaceHeapPage(int index, byte[] larger) {
        heap[index] = larger;
    }

    /** The number of a vector's dictionary, whose entries it makes known up to those that the vector has. */
    int register(DictionaryVector vector) {
        Dictionary dictionary = vector.dictionary();
        StringVector values = (StringVector) vector.values();
        Dictionary[] known = dictionaries;
        for (int i = 0; i < known.length; i++) {
            if (known[i] == dictionary && dictionaryValues[i].length() >= values.length()) {
                return i;
            }
        }
        synchronized (this) {
            for (int i = 0; i < dictionaries.length; i++) {
                if (dictionaries[i] == dictionary) {
                    if (dictionaryValues[i].length() < values.length()) {
                        StringVector[] changed = dictionaryValues.clone();
                        changed[i] = values;
                        dictionaryValues = changed;
                    }
                    return i;
                }
            }
            int index = dictionaries.length;
            StringVector[] moreValues = Arrays.copyOf(dictionaryValues, index + 1);
            moreValues[index] = values;
            dictionaryValues = moreValues;
            Dictionary[] more = Arrays.copyOf(dictionaries, index + 1);
            more[index] = dictionary;
            dictionaries = more;
            return index;
        }
    }

    /** An int that is kept beside the columns' values, such as a chain's next row; the column is of INTEGER. */
    public int intAt(int column, int id) {
        return (int) Bytes.INT.get(pages[id >>> shift], slot(column, id));
    }

    public void setInt(int column, int id, int value) {
        Bytes.INT.set(pages[id >>> shift], slot(column, id), value);
    }

    /** The value of a BIGINT column that is not NULL. */
    public long longAt(int column, int id) {
        return (long) Bytes.LONG.get(pages[id >>> shift], slot(column, id));
    }

    public void setLong(int column, int id, long value) {
        Bytes.LONG.set(pages[id >>> shift], slot(column, id), value);
    }

    /** The value of a BOOLEAN or TINYINT column that is not NULL. */
    public byte byteAt(int column, int id) {
        return pages[id >>> shift][slot(column, id)];
    }

    public void setByte(int column, int id, byte value) {
        pages[id >>> shift][slot(column, id)] = value;
    }

    public boolean isNull(int column, int id) {
        int at = (id & ((1 << shift) - 1)) * layout.rowBytes() + (column >>> 3);
        return (pages[id >>> shift][at] & (1 << (column & 7))) != 0;
    }

    private int slot(int column, int id) {
        return (id & ((1 << shift) - 1)) * layout.rowBytes() + layout.offset(column);
    }

    /** Frees the pages and what was reserved for them. */
    @Override
    public synchronized void close() {
        pages = new byte[0][];
        heap = new byte[0][];
        pageCount = 0;
        heapCount = 0;
        freePageCount = 0;
        freeHeapPageCount = 0;
        reservations.forEach(MemoryReservation::close);
        reservations.clear();
    }
}
