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
import io.velaria.runtime.operator.sort.ExternalMerge;
import io.velaria.runtime.operator.sort.SortMerge;
import io.velaria.runtime.operator.sort.SortRuns;
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
    private final RowLayout layout;
    private final SortRuns runs;
    private final MemoryReservation reservation;

    public WindowState(Window plan, QueryContext context) {
        this.plan = plan;
        this.context = context;
        List<Field> fields = plan.input().schema();
        List<SortKey> keys = new ArrayList<>();
        plan.partition().forEach(column -> keys.add(new SortKey(column, false, false)));
        keys.addAll(plan.order());
        this.layout = RowLayout.of(fields.stream().map(Field::type).toList());
        this.runs = new SortRuns(NAME, new SortSpec(keys, fields), layout, context);
        this.reservation = context.memory().reserve(NAME);
    }

    @Override
    public Sink create(TaskContext task) {
        return runs.sink();
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
        private final SortMerge merge; // where all rows are in memory, else null
        private final ExternalMerge external;
        private RowPages pages; // of the rows held and the block; of all rows where they are in memory
        private RowAppender appender;
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

        BlockSource() {
            boolean spilled = runs.isSpilled();
            this.merge = spilled ? null : runs.merge();
            this.external = spilled ? runs.mergeAll() : null;
            this.pages = spilled ? newPages() : runs.pages();
        }

        private RowPages newPages() {
            RowPages fresh = new RowPages(layout);
            appender = fresh.appender(context.memory().reserve(NAME));
            return fresh;
        }

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
            if (external != null) {
                dropBlock();
            }
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

        /** Frees the rows of the last block: those held go into pages of their own. */
        private void dropBlock() {
            RowPages old = pages;
            pages = newPages();
            for (int done = 0; done < held; done += Batch.MAX_ROWS) {
                int count = Math.min(Batch.MAX_ROWS, held - done);
                int[] some = Arrays.copyOfRange(ids, done, done + count);
                appender.append(RowReader.gather(old, 0, layout.columnCount(), some, count), null, count, some);
                System.arraycopy(some, 0, ids, done, count);
            }
            old.close();
        }

        /** Writes the ids of the next rows and returns how many they are. */
        private int nextRows(int[] target) {
            if (external == null) {
                return merge.next(target, target.length);
            }
            Batch batch = external.next(target.length);
            if (batch == null) {
                return 0;
            }
            appender.append(batch, target);
            return batch.size();
        }

        private void read() {
            int[] more = new int[Batch.MAX_ROWS];
            int count = nextRows(more);
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

        @Override
        public void close() {
            if (external != null) {
                external.close();
                pages.close();
            }
        }
    }

    @Override
    public void close() {
        runs.close();
        reservation.close();
    }
}
