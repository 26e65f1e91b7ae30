package io.velaria.runtime.operator.sort;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.operator.limit.RowLimit;
import io.velaria.runtime.plan.Sort;
import io.velaria.runtime.row.RowAppender;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import io.velaria.runtime.type.Field;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sorts in two pipelines: the tasks of the first each sort their rows, those of the second merge segments of the order,
 * or one of them all runs where some are in a file. Where only the first few rows are asked for, a task now and then
 * throws away what can't be among them.
 */
public final class SortState implements SinkFactory {
    private static final String NAME = "Sort";
    /** Up to so many rows of a top-N are kept apart from the rest of the input. */
    private static final long MAX_TOP = 1 << 20;
    /** What a top-N's rows may take, as a part of the budget: each task keeps twice as many and some. */
    private static final int TOP_PART = 32;
    /** The greatest word, which leaves nothing out. */
    private static final long NO_THRESHOLD = -1;
    /** Rows that a task merges at a time. */
    private static final int SEGMENT_ROWS = 1 << 16;

    private final QueryContext context;
    private final SortSpec spec;
    private final RowLayout layout;
    private final RowLimit limit;
    private final RowPages pages;
    private final SortRuns runs;
    private List<SortMerge.Segment> segments = List.of();
    private final AtomicInteger nextSegment = new AtomicInteger();

    public SortState(Sort plan, QueryContext context) {
        this.context = context;
        List<Field> fields = plan.input().schema();
        this.spec = new SortSpec(plan.keys(), fields);
        this.layout = RowLayout.of(fields.stream().map(Field::type).toList());
        this.limit = RowLimit.of(plan.offset(), plan.fetch(), context);
        this.runs = new SortRuns(NAME, spec, layout, context);
        this.pages = runs.pages();
    }

    @Override
    public Sink create(TaskContext task) {
        return isTop() ? new TopSink((int) limit.end()) : runs.sink();
    }

    /** Whether the first rows alone are kept: only where they surely fit into memory. */
    private boolean isTop() {
        long rowBytes = layout.rowBytes() + 8L * spec.words();
        return limit.end() <= MAX_TOP
                && limit.end() * rowBytes <= context.memory().limit() / TOP_PART;
    }

    /**
     * Keeps some more than the first {@code most} rows; once it has twice as many it sorts, and keeps the first. It leaves
     * out rows whose first word is past that of {@code most} others.
     */
    private final class TopSink implements Sink {
        private final int most;
        private RowPages kept;
        private RowAppender appender;
        private SortRun run;
        private int[] ids = new int[Batch.MAX_ROWS];
        private int[] chosen = new int[Batch.MAX_ROWS];
        private long threshold = NO_THRESHOLD;

        TopSink(int most) {
            this.most = most;
            reset();
        }

        private void reset() {
            kept = new RowPages(layout);
            appender = kept.appender(context.memory().reserve(NAME));
            run = runs.newRun(kept);
        }

        @Override
        public boolean isSatisfied() {
            return most == 0;
        }

        @Override
        public void add(Batch batch) {
            int count = batch.size();
            if (ids.length < count) {
                ids = new int[count];
                chosen = new int[count];
            }
            int[] rows = batch.selection();
            if (threshold != NO_THRESHOLD || count > most) {
                long[] words = run.firstWords(batch.columns(), rows, count);
                if (threshold == NO_THRESHOLD && most > 0) {
                    threshold = threshold(words, count);
                }
                int left = 0;
                for (int i = 0; i < count; i++) {
                    chosen[left] = batch.row(i);
                    left += Long.compareUnsigned(words[i * spec.words()], threshold) <= 0 ? 1 : 0;
                }
                rows = chosen;
                count = left;
            }
            if (count == 0) {
                return;
            }
            appender.append(batch.columns(), rows, count, ids);
            run.add(batch.columns(), rows, count, ids, batch.ordinal());
            if (run.size() >= 2L * most + Batch.MAX_ROWS) {
                RowPages old = kept;
                SortRun oldRun = run;
                run.sort(context.cancellation()::check);
                reset();
                move(old, oldRun, appender, run);
                threshold = oldRun.firstWord(most - 1);
                old.close();
                oldRun.close();
            }
        }

        /** The first word that {@code most} of the rows don't exceed. */
        private long threshold(long[] words, int count) {
            long[] sorted = new long[count];
            for (int i = 0; i < count; i++) {
                sorted[i] = words[i * spec.words()] ^ Long.MIN_VALUE;
            }
            Arrays.sort(sorted);
            return sorted[most - 1] ^ Long.MIN_VALUE;
        }

        /** Appends the first rows of a sorted run to another, in order, each with its ordinal. */
        private void move(RowPages from, SortRun fromRun, RowAppender to, SortRun toRun) {
            int end = Math.min(most, fromRun.size());
            int[] source = new int[Batch.MAX_ROWS];
            int done = 0;
            while (done < end) {
                int count = 0;
                long ordinal = fromRun.ordinalAt(done);
                while (done + count < end && count < source.length && fromRun.ordinalAt(done + count) == ordinal) {
                    source[count] = fromRun.id(done + count);
                    count++;
                }
                Vector[] columns = RowReader.gather(from, 0, layout.columnCount(), source, count);
                to.append(columns, null, count, ids);
                toRun.add(columns, null, count, ids, ordinal);
                done += count;
            }
        }

        @Override
        public void finish() {
            run.sort(context.cancellation()::check);
            SortRun result = runs.newRun(pages);
            runs.add(result);
            move(kept, run, pages.appender(context.memory().reserve(NAME)), result);
            result.sort(context.cancellation()::check);
            close();
        }

        @Override
        public void close() {
            kept.close();
            run.close();
        }
    }

    @Override
    public void complete() {
        if (!runs.isSpilled()) {
            segments = runs.segments(SEGMENT_ROWS);
        }
    }

    /** The rows in order, without those before the offset and after the fetch. */
    public SourceFactory source() {
        return new SourceFactory() {
            @Override
            public Source create(TaskContext task) {
                return runs.isSpilled() ? new FileSource() : new MergeSource();
            }

            @Override
            public int parallelism() {
                return Math.max(1, segments.size());
            }
        };
    }

    /** Merges one segment after the other. */
    private final class MergeSource implements Source {
        private final int[] ids = new int[Batch.MAX_ROWS];
        private SortMerge merge;
        private long at; // position of the next row in the whole order
        private long end;
        private boolean finished;

        @Override
        public Batch next() {
            while (!finished) {
                context.cancellation().check();
                if (at == end) {
                    nextSegment();
                    continue;
                }
                int most = (int) Math.min(ids.length, end - at);
                boolean skipped = at < limit.offset();
                if (skipped) {
                    most = (int) Math.min(most, limit.offset() - at);
                }
                int count = merge.next(ids, most);
                long position = at;
                at += count;
                if (!skipped) {
                    return Batch.of(RowReader.gather(pages, 0, layout.columnCount(), ids, count), count, position);
                }
            }
            return null;
        }

        private void nextSegment() {
            int next = nextSegment.getAndIncrement();
            finished = next >= segments.size() || segments.get(next).first() >= limit.end();
            if (!finished) {
                SortMerge.Segment segment = segments.get(next);
                merge = segment.merge();
                at = segment.first();
                end = Math.min(segment.end(), limit.end());
                if (end <= limit.offset()) {
                    at = end;
                }
            }
        }

        @Override
        public boolean isFinished() {
            return finished;
        }

        @Override
        public long position() {
            if (at < end) {
                return at;
            }
            int next = nextSegment.get();
            return next < segments.size() ? segments.get(next).first() : Long.MAX_VALUE;
        }
    }

    private final class FileSource implements Source {
        private final ExternalMerge merge = runs.mergeAll();
        private long at;
        private boolean finished;

        @Override
        public Batch next() {
            while (!finished) {
                int most = (int) Math.min(Batch.MAX_ROWS, limit.end() - at);
                if (at < limit.offset()) {
                    most = (int) Math.min(most, limit.offset() - at);
                }
                Batch batch = most == 0 ? null : merge.next(most);
                finished = batch == null;
                boolean skipped = at < limit.offset();
                at += finished ? 0 : batch.size();
                if (!finished && !skipped) {
                    return batch.withOrdinal(at);
                }
            }
            return null;
        }

        @Override
        public boolean isFinished() {
            return finished;
        }

        @Override
        public long position() {
            return at;
        }

        @Override
        public void close() {
            merge.close();
        }
    }

    @Override
    public void close() {
        runs.close();
    }
}
