package io.velaria.runtime.operator.sort;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.RowAppender;
import io.velaria.runtime.row.RowFile;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import io.velaria.runtime.row.RowSequence;
import io.velaria.runtime.row.SequenceWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Merges sorted runs, most of them in a file, with one block of each in memory. Where there are too many for that, some
 * at a time are merged into longer ones first. Of equal keys the row of the lowest ordinal comes first, and of equal
 * ordinals that of the run named first.
 */
public final class ExternalMerge implements AutoCloseable {
    private static final int LEAST_INPUTS = 16;
    private static final int MOST_INPUTS = 256;
    /** Bytes for each input: a block as it is read, its vectors, its keys. */
    private static final long INPUT_BYTES = 1 << 19;

    private final SortRuns runs;
    private final SortKeyEncoder encoder;
    private final RowLayout layout; // with the ordinal
    private final int columnCount;
    private final List<RowSequence.Reader> open = new ArrayList<>();
    private Input[] heap; // the least row first
    private int live;

    private ExternalMerge(SortRuns runs, RowLayout layout) {
        this.runs = runs;
        this.layout = layout;
        this.columnCount = layout.columnCount();
        this.encoder = new SortKeyEncoder(runs.spec());
    }

    static ExternalMerge of(SortRuns runs, RowFile file, List<RowSequence> spilled, List<SortRun> inMemory) {
        long budget = runs.context().memory().limit() / 4;
        int most = (int) Math.max(LEAST_INPUTS, Math.min(MOST_INPUTS, budget / INPUT_BYTES));
        return of(runs, file, spilled, inMemory, most);
    }

    private static ExternalMerge of(
            SortRuns runs, RowFile file, List<RowSequence> spilled, List<SortRun> inMemory, int most) {
        List<RowSequence> sequences = spilled;
        while (sequences.size() > most) {
            List<RowSequence> longer = new ArrayList<>();
            for (int from = 0; from < sequences.size(); from += most) {
                List<RowSequence> some = sequences.subList(from, Math.min(sequences.size(), from + most));
                try (ExternalMerge merge = new ExternalMerge(runs, file.layout());
                        SequenceWriter writer = new SequenceWriter(file)) {
                    merge.start(some, List.of());
                    for (Batch batch = merge.nextWithOrdinals(Batch.MAX_ROWS);
                            batch != null;
                            batch = merge.nextWithOrdinals(Batch.MAX_ROWS)) {
                        writer.append(batch.columns(), batch.selection(), batch.size());
                    }
                    writer.flush();
                    longer.add(writer.sequence());
                }
            }
            sequences = longer;
        }
        ExternalMerge last = new ExternalMerge(runs, file.layout());
        try {
            last.start(sequences, inMemory);
            return last;
        } catch (RuntimeException | Error e) {
            last.close();
            throw e;
        }
    }

    /** What is merged: the batch at hand of a sorted run, with its keys, and where in it the merge is. */
    private final class Input {
        private final int number;
        private final Supplier<Batch> batches;
        private Batch batch;
        private long[] words = {};
        private long[] ordinals = {};
        private int taken; // rows given out
        private int at;

        Input(int number, Supplier<Batch> batches) {
            this.number = number;
            this.batches = batches;
        }

        boolean load() {
            batch = batches.get();
            if (batch == null) {
                return false;
            }
            int count = batch.size();
            int width = runs.spec().words();
            if (ordinals.length < count) {
                ordinals = new long[count];
                words = new long[count * width];
            }
            encoder.encode(batch.columns(), null, count, words);
            Decoder.longs(batch.column(columnCount - 1), null, count, ordinals);
            at = 0;
            taken = 0;
            return true;
        }

        boolean isBefore(Input other) {
            long mine = words[at * runs.spec().words()];
            long theirs = other.words[other.at * runs.spec().words()];
            if (mine != theirs) {
                return Long.compareUnsigned(mine, theirs) < 0;
            }
            int width = runs.spec().words();
            int order = runs.spec()
                    .compare(
                            words,
                            at * width,
                            batch.columns(),
                            at,
                            other.words,
                            other.at * width,
                            other.batch.columns(),
                            other.at);
            if (order == 0) {
                order = Long.compare(ordinals[at], other.ordinals[other.at]);
            }
            return order == 0 ? number < other.number : order < 0;
        }
    }

    private void start(List<RowSequence> sequences, List<SortRun> inMemory) {
        heap = new Input[sequences.size() + inMemory.size()];
        int number = 0;
        for (RowSequence sequence : sequences) {
            RowSequence.Reader reader = sequence.reader();
            open.add(reader);
            insert(new Input(number++, reader::next));
        }
        for (SortRun run : inMemory) {
            int[] from = {0};
            insert(new Input(number++, () -> {
                Batch batch = from[0] < run.size() ? runs.rows(run, from[0]) : null;
                from[0] += Batch.MAX_ROWS;
                return batch;
            }));
        }
    }

    private void insert(Input input) {
        if (!input.load()) {
            return;
        }
        int at = live++;
        while (at > 0 && input.isBefore(heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = input;
    }

    /** Puts the first input, whose row has changed, where it belongs. */
    private void siftDown() {
        Input input = heap[0];
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= live) {
                break;
            }
            if (child + 1 < live && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(input)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = input;
    }

    /** The next rows, at most so many; null at the end. Valid until the next call. */
    public Batch next(int most) {
        Batch batch = nextWithOrdinals(most);
        return batch == null ? null : batch.withColumns(Arrays.copyOf(batch.columns(), columnCount - 1));
    }

    private Batch nextWithOrdinals(int most) {
        if (live == 0) {
            return null;
        }
        runs.context().cancellation().check();
        Input[] order = new Input[Math.min(most, Batch.MAX_ROWS)];
        int count = 0;
        boolean ended = false; // a batch: its rows are wanted before another takes its place
        while (count < order.length && !ended) {
            Input least = heap[0];
            order[count++] = least;
            if (++least.at == least.batch.size()) {
                ended = true;
            } else if (live > 1) {
                siftDown();
            }
        }
        Batch output = take(order, count);
        if (ended) {
            Input first = heap[0];
            if (!first.load()) {
                heap[0] = heap[--live];
                heap[live] = null;
            }
            if (live > 1) {
                siftDown();
            }
        }
        return output;
    }

    /** The next rows of the inputs, so many of each as it is in the list, in the list's order. */
    private Batch take(Input[] order, int count) {
        Input only = order[0];
        for (int i = 1; i < count && only != null; i++) {
            only = order[i] == only ? only : null;
        }
        if (only != null) {
            int[] selection = new int[count];
            for (int i = 0; i < count; i++) {
                selection[i] = only.taken++;
            }
            return only.batch.select(selection, count);
        }
        RowPages pages = new RowPages(layout);
        try (MemoryReservation memory = runs.reserve()) {
            RowAppender appender = pages.appender(memory);
            int[] firstId = new int[heap.length];
            int[] firstRow = new int[heap.length];
            int written = 0;
            for (int i = 0; i < count; i++) { // each input once
                Input input = order[i];
                if (input.taken < input.at) {
                    int rows = input.at - input.taken;
                    int[] chosen = new int[rows];
                    for (int r = 0; r < rows; r++) {
                        chosen[r] = input.taken + r;
                    }
                    appender.append(input.batch.columns(), chosen, rows, new int[rows]);
                    firstId[input.number] = written;
                    firstRow[input.number] = 0;
                    written += rows;
                    input.taken = input.at;
                }
            }
            int[] ids = new int[count];
            for (int i = 0; i < count; i++) {
                int number = order[i].number;
                ids[i] = firstId[number] + firstRow[number]++;
            }
            return Batch.of(RowReader.gather(pages, 0, columnCount, ids, count), count, 0);
        } finally {
            pages.close();
        }
    }

    @Override
    public void close() {
        open.forEach(RowSequence.Reader::close);
        open.clear();
    }
}
