package io.velaria.runtime.operator.sort;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.row.RowAppender;
import io.velaria.runtime.row.RowFile;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import io.velaria.runtime.row.RowSequence;
import io.velaria.runtime.row.SequenceWriter;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All rows of an operator in sorted runs: each task has one in memory, and writes it to a file and starts another when
 * memory is scarce. Rows in the file have the ordinal of their batch as last column.
 */
public final class SortRuns implements AutoCloseable {
    private final String operator;
    private final SortSpec spec;
    private final RowLayout layout;
    private final QueryContext context;
    private final MemoryPool memory;
    private final RowPages pages;
    private final List<SortRun> runs = new ArrayList<>();
    private final List<RowSequence> spilled = new ArrayList<>(); // those of a task in its order
    private RowFile file;

    public SortRuns(String operator, SortSpec spec, RowLayout layout, QueryContext context) {
        this.operator = operator;
        this.spec = spec;
        this.layout = layout;
        this.context = context;
        this.memory = context.memory();
        this.pages = new RowPages(layout);
    }

    SortSpec spec() {
        return spec;
    }

    QueryContext context() {
        return context;
    }

    MemoryReservation reserve() {
        return memory.reserve(operator);
    }

    /** The pages of the runs in memory. */
    public RowPages pages() {
        return pages;
    }

    SortRun newRun(RowPages of) {
        return new SortRun(spec, of, reserve());
    }

    synchronized void add(SortRun run) {
        runs.add(run);
    }

    private synchronized void remove(SortRun run) {
        runs.remove(run);
    }

    private synchronized void add(RowSequence rows) {
        spilled.add(rows);
    }

    private synchronized RowFile file() {
        if (file == null) {
            SqlType[] types = new SqlType[layout.columnCount() + 1];
            for (int c = 0; c < layout.columnCount(); c++) {
                types[c] = layout.type(c);
            }
            types[layout.columnCount()] = SqlType.BIGINT;
            file = new RowFile(RowLayout.of(types), memory, operator);
        }
        return file;
    }

    /** Whether some rows are in a file, once all sinks have finished. Then they come by {@link #mergeAll}. */
    public boolean isSpilled() {
        return !spilled.isEmpty();
    }

    /** The same in segments of about so many rows. */
    List<SortMerge.Segment> segments(int rows) {
        return SortMerge.segments(runs, rows);
    }

    /**
     * The order in segments of about so many rows, more where rows of equal first keys have to stay together. All rows
     * are in memory.
     *
     * @param together how many of the first keys
     */
    public List<SortMerge.Segment> segments(int rows, int together) {
        return SortMerge.segments(runs, rows, new LeadingKeyOrder(spec, together, runs, pages));
    }

    /** All rows in order. */
    public ExternalMerge mergeAll() {
        return ExternalMerge.of(this, file(), spilled, runs);
    }

    /** Keeps the rows of one task. */
    public Sink sink() {
        return new RunSink();
    }

    private final class RunSink implements Sink {
        private final MemoryReservation pageMemory = reserve();
        private final RowAppender appender = pages.appender(pageMemory);
        private SortRun run = newRun(pages);
        private boolean isSpilling;
        private int[] ids = new int[Batch.MAX_ROWS];

        RunSink() {
            SortRuns.this.add(run);
        }

        @Override
        public void add(Batch batch) {
            if (memory.shouldSpill(pageMemory.bytes() + run.bytes(), run.growth())) {
                spill();
            }
            if (ids.length < batch.size()) {
                ids = new int[batch.size()];
            }
            appender.append(batch, ids);
            run.add(batch.columns(), batch.selection(), batch.size(), ids, batch.ordinal());
        }

        private void spill() {
            isSpilling = true;
            run.sort(context.cancellation()::check);
            try (SequenceWriter writer = new SequenceWriter(file())) {
                for (int done = 0; done < run.size(); done += Batch.MAX_ROWS) {
                    context.cancellation().check();
                    Batch rows = rows(run, done);
                    writer.append(rows.columns(), null, rows.size());
                }
                writer.flush();
                SortRuns.this.add(writer.sequence());
            }
            remove(run);
            run.close();
            appender.discard();
            run = newRun(pages);
            SortRuns.this.add(run);
        }

        @Override
        public void finish() {
            if (isSpilling) {
                spill(); // leaves the memory to the merge
            }
            run.sort(context.cancellation()::check);
        }
    }

    /** Some rows of a sorted run from a rank on, with their ordinals. */
    Batch rows(SortRun run, int from) {
        int count = Math.min(Batch.MAX_ROWS, run.size() - from);
        int[] ids = new int[count];
        long[] ordinals = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = run.id(from + i);
            ordinals[i] = run.ordinalAt(from + i);
        }
        int columns = layout.columnCount();
        Vector[] row = Arrays.copyOf(RowReader.gather(pages, 0, columns, ids, count), columns + 1);
        row[columns] = new LongVector(SqlType.BIGINT, ordinals, null, count);
        return Batch.of(row, count, 0);
    }

    @Override
    public void close() {
        runs.forEach(SortRun::close);
        pages.close();
        if (file != null) {
            file.close();
        }
    }
}
