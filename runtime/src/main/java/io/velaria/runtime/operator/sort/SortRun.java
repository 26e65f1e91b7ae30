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

    private final SortSpec spec;
    private final RowPages pages;
    private final MemoryReservation reservation;
    private final SortKeyEncoder encoder;
    private long[] words = {}; // of the rows as they came, and once sorted in order
    private int[] ids = {}; // likewise
    private int size;
    private int room; // rows that memory is reserved for
    private int[] order; // ranks to rows, once sorted
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
        reservation.resize(held + sortBytes() * size);
        sortRows();
        arrange();
        reservation.resize(held);
    }

    /** Brings keys and ids in the order found, so that a merge reads them one after the other. */
    private void arrange() {
        int width = spec.words();
        int[] sortedIds = new int[size];
        long[] sortedWords = new long[size * width];
        for (int rank = 0; rank < size; rank++) {
            int row = order[rank];
            sortedIds[rank] = ids[row];
            for (int w = 0; w < width; w++) {
                sortedWords[rank * width + w] = words[row * width + w];
            }
        }
        ids = sortedIds;
        words = sortedWords;
    }

    /** Bytes for each row while sorting: first words, the same in the next order and that order; then all in order. */
    private long sortBytes() {
        return Math.max(20, 8L * spec.words() + 12);
    }

    /** Bytes that it holds. */
    long bytes() {
        return reservation.bytes();
    }

    /** Bytes that it may need beyond what it holds, to take some more rows and to sort them. */
    long growth() {
        return reservation.bytes() + sortBytes() * room;
    }

    private void sortRows() {
        order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        if (size < RADIX_FROM) {
            mergeSort(0, size);
            return;
        }
        long[] firstWords = radixSort();
        if (spec.words() > 1 || !spec.isExact()) {
            int start = 0;
            for (int i = 1; i <= size; i++) {
                if (i == size || firstWords[i] != firstWords[start]) {
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

    /**
     * By the first word, byte after byte from the last, leaving out bytes that are the same in all rows. Returns the
     * words in order.
     */
    private long[] radixSort() {
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
        return keys;
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
        return ids[rank];
    }

    long firstWord(int rank) {
        return words[rank * spec.words()];
    }

    /** Orders two rows of two runs over the same pages; equal keys by the ordinals of their batches. */
    static int compare(SortRun a, int rankA, SortRun b, int rankB) {
        int keyOrder = compareKeys(a, rankA, b, rankB);
        return keyOrder != 0 ? keyOrder : Long.compare(a.ordinalAt(rankA), b.ordinalAt(rankB));
    }

    /** The same without regard to ordinals. */
    static int compareKeys(SortRun a, int rankA, SortRun b, int rankB) {
        int width = a.spec.words();
        long wordA = a.words[rankA * width];
        long wordB = b.words[rankB * width];
        if (wordA != wordB) {
            return Long.compareUnsigned(wordA, wordB);
        }
        return width == 1 && a.spec.isExact()
                ? 0
                : a.spec.compare(a.words, rankA * width, a.ids[rankA], b.words, rankB * width, b.ids[rankB], a.pages);
    }

    /** The ordinal of the row at a rank. */
    long ordinalAt(int rank) {
        return batchOrdinals[batchAt(rank, 0)];
    }

    /** The ordinal of a batch by its place among those that the run took. */
    long batchOrdinal(int batch) {
        return batchOrdinals[batch];
    }

    /**
     * The place of the batch that the row at a rank came in.
     *
     * @param guess a place that it may well be: rows of equal keys come in the order of their batches
     */
    int batchAt(int rank, int guess) {
        int row = order[rank];
        for (int batch = guess; batch < Math.min(guess + 2, batches); batch++) {
            if (batchStarts[batch] <= row && (batch + 1 == batches || row < batchStarts[batch + 1])) {
                return batch;
            }
        }
        int at = Arrays.binarySearch(batchStarts, 0, batches, row);
        return at >= 0 ? at : -at - 2;
    }

    /** Frees what it holds. */
    public void close() {
        words = null;
        ids = null;
        order = null;
        reservation.close();
    }
}
