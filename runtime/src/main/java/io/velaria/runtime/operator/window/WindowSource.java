package io.velaria.runtime.operator.window;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.sort.ExternalMerge;
import io.velaria.runtime.operator.sort.SortMerge;
import io.velaria.runtime.operator.sort.SortRuns;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.plan.Window;
import io.velaria.runtime.row.RowAppender;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.row.RowMatcher;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import java.util.Arrays;

/**
 * One task's part of a window: reads sorted rows, a segment of whole partitions after the other or all from a file, and
 * computes the functions for a block of whole partitions at a time.
 */
final class WindowSource implements Source {
    private final Window plan;
    private final QueryContext context;
    private final RowLayout layout;
    private final WindowState state;
    private final MemoryReservation reservation;
    private SortMerge merge; // of the segment in work, where all rows are in memory
    private final ExternalMerge external; // of all rows, else null
    private RowPages pages; // of the rows held and the block; of all rows where they are in memory
    private RowAppender appender;
    private final RowMatcher matcher = new RowMatcher();
    private final WindowFunctions functions;
    private int[] ids = new int[2 * Batch.MAX_ROWS];
    private boolean[] startsPartition = new boolean[ids.length];
    private boolean[] startsPeers = new boolean[ids.length];
    private int held; // rows read and not yet computed
    private int lastStart; // where the last partition among them starts
    private boolean inputEnded;
    private boolean finished;

    private int[] blockIds = {};
    private Vector[] results;
    private int given;
    private long position; // of the next row to be given, in the whole order

    WindowSource(Window plan, QueryContext context, RowLayout layout, WindowState state, SortRuns runs) {
        this.plan = plan;
        this.context = context;
        this.layout = layout;
        this.state = state;
        this.functions = new WindowFunctions(plan, context);
        this.reservation = context.memory().reserve(WindowState.NAME);
        boolean spilled = runs.isSpilled();
        this.external = spilled ? runs.mergeAll() : null;
        this.pages = spilled ? newPages() : runs.pages();
        this.inputEnded = !spilled;
    }

    private RowPages newPages() {
        RowPages fresh = new RowPages(layout);
        appender = fresh.appender(context.memory().reserve(WindowState.NAME));
        return fresh;
    }

    @Override
    public Batch next() {
        while (given == blockIds.length) {
            if (!nextBlock() && !nextSegment()) {
                finished = true;
                return null;
            }
        }
        int count = Math.min(Batch.MAX_ROWS, blockIds.length - given);
        int[] slice = Arrays.copyOfRange(blockIds, given, given + count);
        int inputs = plan.input().schema().size();
        Vector[] columns = Arrays.copyOf(RowReader.gather(pages, 0, inputs, slice, count), inputs + results.length);
        for (int c = 0; c < results.length; c++) {
            columns[inputs + c] = WindowFunctions.slice(results[c], given, count);
        }
        Batch batch = Batch.of(columns, count, position);
        given += count;
        position += count;
        return batch;
    }

    private boolean nextSegment() {
        SortMerge.Segment segment = external == null ? state.takeSegment() : null;
        if (segment == null) {
            return false;
        }
        merge = segment.merge();
        position = segment.first();
        inputEnded = false;
        return true;
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
        int[] span = Arrays.copyOfRange(ids, first - 1, first + compared);
        boolean[] equal = new boolean[compared];
        Arrays.fill(equal, true);
        for (int column : plan.partition()) {
            matchColumn(column, span, equal);
        }
        for (int i = 0; i < compared; i++) {
            startsPartition[first + i] = !equal[i];
            lastStart = equal[i] ? lastStart : first + i;
        }
        for (SortKey key : plan.order()) {
            matchColumn(key.column(), span, equal);
        }
        for (int i = 0; i < compared; i++) {
            startsPeers[first + i] = !equal[i];
        }
        held += count;
    }

    /** Clears the marks of rows whose value differs from that of the row before; {@code span} begins one row earlier. */
    private void matchColumn(int column, int[] span, boolean[] equal) {
        int count = span.length - 1;
        Vector values = RowReader.gather(pages, column, span, span.length);
        if (values.mayHaveNulls() || !Neighbours.compare(values, count, equal)) {
            int[] after = Arrays.copyOfRange(span, 1, span.length);
            matcher.compare(pages, column, after, values, null, count, true, equal);
        }
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public long position() {
        return given < blockIds.length || !inputEnded || held > 0 ? position : state.position();
    }

    @Override
    public void close() {
        reservation.close();
        if (external != null) {
            external.close();
            pages.close();
        }
    }
}
