package io.velaria.runtime.operator.window;

import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.operator.sort.SortMerge;
import io.velaria.runtime.operator.sort.SortRuns;
import io.velaria.runtime.operator.sort.SortSpec;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.plan.Window;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Window functions in two pipelines: the tasks of the first sort their rows by partition and order, those of the second
 * merge segments of whole partitions, or one of them all rows where some are in a file, and compute block after block.
 * Rows come out in that order.
 */
public final class WindowState implements SinkFactory {
    static final String NAME = "Window";
    /** Rows that a task merges at a time, about. */
    private static final int SEGMENT_ROWS = 1 << 16;

    private final Window plan;
    private final QueryContext context;
    private final RowLayout layout;
    private final SortRuns runs;
    private List<SortMerge.Segment> segments = List.of();
    private final AtomicInteger nextSegment = new AtomicInteger();

    public WindowState(Window plan, QueryContext context) {
        this.plan = plan;
        this.context = context;
        List<Field> fields = plan.input().schema();
        List<SortKey> keys = new ArrayList<>();
        plan.partition().forEach(column -> keys.add(new SortKey(column, false, false)));
        keys.addAll(plan.order());
        this.layout = RowLayout.of(fields.stream().map(Field::type).toList());
        this.runs = new SortRuns(NAME, new SortSpec(keys, fields), layout, context);
    }

    @Override
    public Sink create(TaskContext task) {
        return runs.sink();
    }

    @Override
    public void complete() {
        if (!runs.isSpilled()) {
            int most = plan.partition().isEmpty() ? Integer.MAX_VALUE : SEGMENT_ROWS;
            segments = runs.segments(most, plan.partition().size());
        }
    }

    /** The rows with their functions' values. */
    public SourceFactory source() {
        return new SourceFactory() {
            @Override
            public Source create(TaskContext task) {
                return new WindowSource(plan, context, layout, WindowState.this, runs);
            }

            @Override
            public int parallelism() {
                return Math.max(1, segments.size());
            }

            @Override
            public boolean isSerial() {
                return plan.partition().isEmpty();
            }
        };
    }

    /** The next rows for a task to work on, or null at the end. */
    SortMerge.Segment takeSegment() {
        int next = nextSegment.getAndIncrement();
        return next < segments.size() ? segments.get(next) : null;
    }

    /** The position in the whole order of the first row that no task has taken. */
    long position() {
        int next = nextSegment.get();
        return next < segments.size() ? segments.get(next).first() : Long.MAX_VALUE;
    }

    @Override
    public void close() {
        runs.close();
    }
}
