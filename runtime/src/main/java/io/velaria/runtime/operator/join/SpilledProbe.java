package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.StagedWork;
import io.velaria.runtime.row.RowPartitions;
import io.velaria.runtime.row.RowSequence;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The probe side of a join whose build side is in temporary files: writes its rows, too, and in the task that ends last
 * joins partition by partition, as if each were a join of its own.
 */
final class SpilledProbe implements Operator {
    private final JoinSpec spec;
    private final JoinSpill spill;
    private final TaskContext context;
    private final AtomicInteger tasksLeft;
    private final long lastOrdinal;
    private final JoinSpill.Writer writer;
    private boolean written;
    private int next = RowPartitions.COUNT; // partition to start
    private Partition partition;

    /** @param tasksLeft how many tasks have not finished: shared, and 0 until the first task is made */
    SpilledProbe(JoinSpec spec, JoinSpill spill, TaskContext context, AtomicInteger tasksLeft, long lastOrdinal) {
        this.spec = spec;
        this.spill = spill;
        this.context = context;
        this.tasksLeft = tasksLeft;
        this.lastOrdinal = lastOrdinal;
        this.writer = spill.probeWriter(context);
        tasksLeft.compareAndSet(0, context.count());
    }

    @Override
    public boolean needsInput() {
        return !written;
    }

    @Override
    public void add(Batch batch) {
        writer.add(batch);
    }

    @Override
    public void finish() {
        if (!written) {
            writer.flush();
            written = true;
            next = tasksLeft.decrementAndGet() == 0 ? 0 : RowPartitions.COUNT;
        }
    }

    /** Goes one batch further; null does not mean that nothing more comes. */
    @Override
    public Batch next() {
        if (!written) {
            return null;
        }
        context.query().cancellation().check();
        if (partition == null && next < RowPartitions.COUNT) {
            partition = new Partition(next++);
        }
        if (partition == null) {
            return null;
        }
        Batch output = partition.next();
        if (output == null && partition.isFinished()) {
            partition.close();
            partition = null;
        }
        return output == null ? null : output.withOrdinal(lastOrdinal);
    }

    @Override
    public boolean isFinished() {
        return written && partition == null && next >= RowPartitions.COUNT;
    }

    @Override
    public void close() {
        writer.close();
        if (partition != null) {
            partition.close();
            partition = null;
        }
    }

    /** The join of one partition, whose build side may have to be divided once more. */
    private final class Partition implements AutoCloseable {
        private final JoinTable table = new JoinTable(spec, context.query());
        private final JoinSpill further = spill.next();
        private final JoinBuild build = new JoinBuild(spec, table, further);
        private final TaskContext task = new TaskContext(context.query(), 0, 1);
        private final RowSequence.Reader buildRows;
        private final RowSequence.Reader probeRows;
        private final boolean isEmpty;
        private Sink sink;
        private Operator probe;
        private boolean told;

        Partition(int number) {
            this.isEmpty = spill.probe(number).rows() == 0 && !spec.isBuildPreserved() && !spec.isBuildFilter();
            this.buildRows = spill.build(number).reader();
            this.probeRows = spill.probe(number).reader();
        }

        boolean isFinished() {
            return isEmpty || probe != null && probe.isFinished();
        }

        Batch next() {
            if (isEmpty) {
                return null;
            }
            if (probe == null) {
                build();
                return null;
            }
            Batch output = probe.next();
            if (output == null && !told && probe.needsInput()) {
                Batch input = probeRows.next();
                if (input == null) {
                    told = true;
                    probe.finish();
                } else {
                    probe.add(input);
                }
            }
            return output;
        }

        private void build() {
            if (sink == null) {
                sink = build.create(task);
            }
            Batch batch = buildRows.next();
            if (batch != null) {
                sink.add(batch);
                return;
            }
            sink.finish();
            build.complete();
            StagedWork.run(build::nextStage);
            build.completeTable();
            probe = JoinTranslation.probe(spec, table, further, task, new AtomicInteger(), lastOrdinal);
        }

        @Override
        public void close() {
            buildRows.close();
            probeRows.close();
            if (probe != null) {
                probe.close();
            }
            if (sink != null) {
                sink.close();
            }
            build.close();
        }
    }
}
