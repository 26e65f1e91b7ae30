package io.velaria.runtime.operator.sort;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.row.RowPages;
import java.util.Arrays;

/** The normalised keys and ids of one task's rows, which it puts in order; rows of equal keys keep theirs. */
public final class SortRun {
    private static final int RADIX_FROM = 512;
    private static final int CHECK_BITS = 16;
    /** Bytes for each row while sorting: keys, keys in the next order, that order. */
    private static final long SORT_BYTES = 20;

    private final SortSpec spec;
    private final RowPages pages;
    private final MemoryReservation reservation;
    private final SortKeyEncoder encoder;
    private long[] words = {};
    private int[] ids = {};
    private int size;
    private int room; // rows that memory is reserved for
    private int[] order; // ranks to rows, once sorted
    private long[] sortedWords; // the first word of the row at each rank
    private Runnable check;

    private int[] batchStarts = new int[4]; // for the ordinals of rows
    private long[] batchOrdinals = new long[4];
    private int batches;
    private long[] buffer = {};

    /** @param pages where the rows' columns are kept */
    public SortRun(SortSpec spec, RowPages pages, MemoryReservation reservation) {
        this.spec = spec;
        this.pages = pages;
        this.reservation = reservation;
        this.encoder = new SortKeyEncoder(spec);
    }

    public int size() {
        return size;
    }

    /**
     * Takes rows that were appended to the pages.
     *
     * @param rows positions, or null for the first {@code count}
     * @param rowIds their ids in the pages
     */
    public void add(Vector[] columns, int[] rows, int count, int[] rowIds, long ordinal) {
        int width = spec.words();
        if (size + count > ids.length) {
            int length = (int) Math.min(Integer.MAX_VALUE / width - 16, Math.max(size + count, ids.length * 2L));
            length = Math.max(length, 64);
            reservation.resize(length * (8L * width + 8)); // with the order to come
            room = length;
            words = Arrays.copyOf(words, length * width);
            ids = Arrays.copyOf(ids, length);
        }
        if (buffer.length < count * width) {
            buffer = new long[Math.max(count, Batch.MAX_ROWS) * width];
        }
        encoder.encode(columns, rows, count, buffer);
        System.arraycopy(buffer, 0, words, size * width, count * width);
        System.arraycopy(rowIds, 0, ids, size, count);
        if (batches == batchStarts.length) {
            batchStarts = Arrays.copyOf(batchStarts, batches * 2);
            batchOrdinals = Arrays.copyOf(batchOrdinals, batches * 2);
        }
        if (batches == 0 || batchOrdinals[batches - 1] != ordinal) {
            batchStarts[batches] = size;
            batchOrdinals[batches++] = ordinal;
        }
        size += count;
    }

    /** The first word of each of the rows' keys. */
    long[] firstWords(Vector[] columns, int[] rows, int count) {
        if (buffer.length < count * spec.words()) {
            buffer = new long[Math.max(count, Batch.MAX_ROWS) * spec.words()];
        }
        encoder.encode(columns, rows, count, buffer);
        return buffer;
    }

    /** Puts the rows in order. */
    public void sort() {
        sort(() -> {});
    }

    /** @param check called now and then, at least once in a few ten thousand rows; may throw to give up */
    public void sort(Runnable check) {
        this.check = check;
        long held = reservation.bytes();
        reservation.resize(held + SORT_BYTES * size);
        sortRows();
        reservation.resize(held + 8L * size);
    }

    /** Bytes that it holds. */
    long bytes() {
        return reservation.bytes();
    }

    /** Bytes that it may need beyond what it holds, to take some more rows and to sort them. */
    long growth() {
        return reservation.bytes() + SORT_BYTES * room;
    }

    private void sortRows() {
        order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        if (size < RADIX_FROM) {
            mergeSort(0, size);
            sortedWords = new long[size];
            for (int i = 0; i < size; i++) {
                sortedWords[i] = words[order[i] * spec.words()];
            }
            return;
        }
        radixSort();
        if (spec.words() > 1 || !spec.isExact()) {
            int width = spec.words();
            int start = 0;
            for (int i = 1; i <= size; i++) {
                if (i == size || words[order[i] * width] != words[order[start] * width]) {
                    if (i - start > 1) {
                        mergeSort(start, i);
                    }
                    if (start >>> CHECK_BITS != i >>> CHECK_BITS) {
                        check.run();
                    }
                    start = i;
                }
            }
        }
    }

    /** By the first word, byte after byte from the last, leaving out bytes that are the same in all rows. */
    private void radixSort() {
        int width = spec.words();
        long same = 0;
        long first = words[0];
        for (int i = 0; i < size; i++) {
            same |= words[i * width] ^ first;
        }
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            keys[i] = words[i * width];
        }
        long[] otherKeys = new long[size];
        int[] otherOrder = new int[size];
        int[] counts = new int[257];
        for (int shift = 0; shift < 64; shift += 8) {
            if (((same >>> shift) & 0xff) == 0) {
                continue;
            }
            check.run();
            Arrays.fill(counts, 0);
            for (int i = 0; i < size; i++) {
                counts[(int) (keys[i] >>> shift & 0xff) + 1]++;
            }
            for (int d = 0; d < 256; d++) {
                counts[d + 1] += counts[d];
            }
            for (int i = 0; i < size; i++) {
                int at = counts[(int) (keys[i] >>> shift & 0xff)]++;
                otherKeys[at] = keys[i];
                otherOrder[at] = order[i];
            }
            long[] swapKeys = keys;
            keys = otherKeys;
            otherKeys = swapKeys;
            int[] swapOrder = order;
            order = otherOrder;
            otherOrder = swapOrder;
        }
        sortedWords = keys;
    }

    private void mergeSort(int from, int to) {
        mergeSort(from, to, new int[to - from]);
    }

    private void mergeSort(int from, int to, int[] scratch) {
        if (to - from < 12) {
            for (int i = from + 1; i < to; i++) {
                int row = order[i];
                int j = i;
                while (j > from && compareRows(order[j - 1], row) > 0) {
                    order[j] = order[j - 1];
                    j--;
                }
                order[j] = row;
            }
            return;
        }
        if (to - from >>> CHECK_BITS != 0) {
            check.run();
        }
        int middle = (from + to) >>> 1;
        mergeSort(from, middle, scratch);
        mergeSort(middle, to, scratch);
        if (compareRows(order[middle - 1], order[middle]) <= 0) {
            return;
        }
        int left = middle - from;
        System.arraycopy(order, from, scratch, 0, left);
        int i = 0;
        int j = middle;
        int at = from;
        while (i < left && j < to) {
            order[at++] = compareRows(scratch[i], order[j]) <= 0 ? scratch[i++] : order[j++];
        }
        System.arraycopy(scratch, i, order, at, left - i);
    }

    private int compareRows(int a, int b) {
        int width = spec.words();
        return spec.compare(words, a * width, ids[a], words, b * width, ids[b], pages);
    }

    /** The id of the row at a rank. */
    public int id(int rank) {
        return ids[order[rank]];
    }

    long firstWord(int rank) {
        return sortedWords[rank];
    }

    /** Orders two rows of two runs over the same pages; equal keys by the ordinals of their batches. */
    static int compare(SortRun a, int rankA, SortRun b, int rankB) {
        long wordA = a.sortedWords[rankA];
        long wordB = b.sortedWords[rankB];
        if (wordA != wordB) {
            return Long.compareUnsigned(wordA, wordB);
        }
        int rowA = a.order[rankA];
        int rowB = b.order[rankB];
        int width = a.spec.words();
        int keyOrder = a.spec.compare(a.words, rowA * width, a.ids[rowA], b.words, rowB * width, b.ids[rowB], a.pages);
        return keyOrder != 0 ? keyOrder : Long.compare(a.ordinal(rowA), b.ordinal(rowB));
    }

    /** Whether the keys at two ranks are equal. */
    public boolean isPeer(int rankA, int rankB) {
        return compareRows(order[rankA], order[rankB]) == 0;
    }

    private long ordinal(int row) {
        int at = Arrays.binarySearch(batchStarts, 0, batches, row);
        return batchOrdinals[at >= 0 ? at : -at - 2];
    }

    /** The ordinal of the row at a rank. */
    long ordinalAt(int rank) {
        return ordinal(order[rank]);
    }

    /** Frees what it holds. */
    public void close() {
        words = null;
        ids = null;
        order = null;
        sortedWords = null;
        reservation.close();
    }
}
