package io.velaria.runtime.operator.window;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.operator.sort.SortMerge;
import io.velaria.runtime.operator.sort.SortRun;
import io.velaria.runtime.operator.sort.SortSpec;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.plan.Window;
import io.velaria.runtime.row.RowAppender;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.row.RowMatcher;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Window functions in two pipelines: the tasks of the first sort their rows by partition and order, the second merges
 * them and computes block after block of whole partitions. Rows come out in that order.
 */
public final class WindowState implements SinkFactory {
    private static final String NAME = "Window";

    private final Window plan;
    private final QueryContext context;
    private final SortSpec spec;
    private final RowPages pages;
    private final List<SortRun> runs = new ArrayList<>();
    private final MemoryReservation reservation;

    public WindowState(Window plan, QueryContext context) {
        this.plan = plan;
        this.context = context;
        List<Field> fields = plan.input().schema();
        List<SortKey> keys = new ArrayList<>();
        plan.partition().forEach(column -> keys.add(new SortKey(column, false, false)));
        keys.addAll(plan.order());
        this.spec = new SortSpec(keys, fields);
        this.pages = new RowPages(RowLayout.of(fields.stream().map(Field::type).toList()));
        this.reservation = context.memory().reserve(NAME);
    }

    @Override
    public synchronized Sink create(TaskContext task) {
        SortRun run = new SortRun(spec, pages, context.memory().reserve(NAME));
        runs.add(run);
        return new RunSink(pages.appender(context.memory().reserve(NAME)), run);
    }

    private final class RunSink implements Sink {
        private final RowAppender appender;
        private final SortRun run;
        private int[] ids = new int[Batch.MAX_ROWS];

        RunSink(RowAppender appender, SortRun run) {
            this.appender = appender;
            this.run = run;
        }

        @Override
        public void add(Batch batch) {
            if (ids.length < batch.size()) {
                ids = new int[batch.size()];
            }
            appender.append(batch, ids);
            run.add(batch.columns(), batch.selection(), batch.size(), ids, batch.ordinal());
        }

        @Override
        public void finish() {
            run.sort(context.cancellation()::check);
        }
    }

    /** The rows with their functions' values. */
    public SourceFactory source() {
        return new SourceFactory() {
            @Override
            public Source create(TaskContext task) {
                return new BlockSource();
            }

            @Override
            public int parallelism() {
                return 1;
            }

            @Override
            public boolean isSerial() {
                return true;
            }
        };
    }

    private final class BlockSource implements Source {
        private final SortMerge merge = new SortMerge(runs);
        private final RowMatcher matcher = new RowMatcher();
        private final WindowFunctions functions = new WindowFunctions(plan, context);
        private int[] ids = new int[2 * Batch.MAX_ROWS];
        private boolean[] startsPartition = new boolean[ids.length];
        private boolean[] startsPeers = new boolean[ids.length];
        private int held; // rows read and not yet computed
        private int lastStart; // where the last partition among them starts
        private boolean inputEnded;

        private int[] blockIds = {};
        private Vector[] results;
        private int given;
        private long batches;

        @Override
        public Batch next() {
            if (given == blockIds.length && !nextBlock()) {
                return null;
            }
            int count = Math.min(Batch.MAX_ROWS, blockIds.length - given);
            int[] slice = Arrays.copyOfRange(blockIds, given, given + count);
            int inputs = plan.input().schema().size();
            Vector[] columns = Arrays.copyOf(RowReader.gather(pages, 0, inputs, slice, count), inputs + results.length);
            for (int c = 0; c < results.length; c++) {
                columns[inputs + c] = WindowFunctions.slice(results[c], given, count);
            }
            given += count;
            return Batch.of(columns, count, batches++);
        }

        /** Reads on until a partition ends after enough rows, and computes all that precede that end. */
        private boolean nextBlock() {
            while (!inputEnded && lastStart < Batch.MAX_ROWS) {
                context.cancellation().check();
                read();
            }
            int size = inputEnded ? held : lastStart;
            if (size == 0) {
                return false;
            }
            reservation.resize((long) size
                    * (pages.layout().rowBytes() + 32L + 16L * plan.calls().size()));
            blockIds = Arrays.copyOf(ids, size);
            WindowBlock block = new WindowBlock(
                    pages, blockIds, Arrays.copyOf(startsPartition, size), Arrays.copyOf(startsPeers, size));
            results = new Vector[plan.calls().size()];
            for (int c = 0; c < results.length; c++) {
                results[c] = functions.compute(plan.calls().get(c), block);
            }
            given = 0;
            held -= size;
            lastStart = 0;
            System.arraycopy(ids, size, ids, 0, held);
            System.arraycopy(startsPartition, size, startsPartition, 0, held);
            System.arraycopy(startsPeers, size, startsPeers, 0, held);
            return true;
        }

        private void read() {
            int[] more = new int[Batch.MAX_ROWS];
            int count = merge.next(more, more.length);
            if (count == 0) {
                inputEnded = true;
                return;
            }
            if (held + count > ids.length) {
                int length = Math.max(held + count, ids.length * 2);
                ids = Arrays.copyOf(ids, length);
                startsPartition = Arrays.copyOf(startsPartition, length);
                startsPeers = Arrays.copyOf(startsPeers, length);
            }
            System.arraycopy(more, 0, ids, held, count);
            int first = held;
            if (held == 0) {
                startsPartition[0] = true;
                startsPeers[0] = true;
                first = 1;
            }
            int compared = held + count - first;
            int[] before = Arrays.copyOfRange(ids, first - 1, first - 1 + compared);
            int[] after = Arrays.copyOfRange(ids, first, first + compared);
            boolean[] equal = new boolean[compared];
            Arrays.fill(equal, true);
            for (int column : plan.partition()) {
                matchColumn(column, before, after, compared, equal);
            }
            for (int i = 0; i < compared; i++) {
                startsPartition[first + i] = !equal[i];
                lastStart = equal[i] ? lastStart : first + i;
            }
            for (SortKey key : plan.order()) {
                matchColumn(key.column(), before, after, compared, equal);
            }
            for (int i = 0; i < compared; i++) {
                startsPeers[first + i] = !equal[i];
            }
            held += count;
        }

        private void matchColumn(int column, int[] before, int[] after, int count, boolean[] equal) {
            matcher.compare(
                    pages, column, after, RowReader.gather(pages, column, before, count), null, count, true, equal);
        }

        @Override
        public boolean isFinished() {
            return given == blockIds.length && inputEnded && held == 0;
        }

        @Override
        public long position() {
            return batches;
        }
    }

    @Override
    public void close() {
        runs.forEach(SortRun::close);
        pages.close();
        reservation.close();
    }
}
