package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.Aggregate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Aggregation in two pipelines. The tasks of the first fill a table each, and write to a file what comes once memory is
 * scarce. Where one table has all groups, the second
 * gives it out as it is; else the groups are divided by the high bits of their hashes, and the tasks of the second merge
 * and give out one division after the other. Tables are merged in the order of their tasks.
 */
public final class AggregateState implements SinkFactory {
    private static final int FEW_GROUPS = 4096;
    private static final int PARTITION_BITS = 4;
    private static final int RANGE = 8 * Batch.MAX_ROWS;

    private final AggregateSpec spec;
    private final QueryContext context;
    private final List<TaskSink> sinks = new ArrayList<>();
    private List<AggregateTable> tables = List.of();
    private AggregateTable whole; // null where partitions are merged
    private final List<int[]> partitioned = new ArrayList<>(); // per table: its groups, those of a partition together
    private final List<int[]> partitionStarts = new ArrayList<>();
    private final MemoryReservation partitionMemory;
    private int units = 1; // ranges of the one table, or partitions
    private AggregateSpill spill; // rows that are in no table, or null
    private SpilledGroups spilled;
    private final AtomicInteger nextUnit = new AtomicInteger();

    public AggregateState(Aggregate plan, QueryContext context) {
        this.spec = new AggregateSpec(plan);
        this.context = context;
        this.partitionMemory = context.memory().reserve("Aggregate");
        new AggregateTable(spec, context).close(); // says at once what is not supported
    }

    @Override
    public synchronized Sink create(TaskContext task) {
        TaskSink sink = new TaskSink(task.index(), new AggregateTable(spec, context));
        sinks.add(sink);
        return sink;
    }

    private final class TaskSink implements Sink {
        private final int task;
        private final AggregateTable table;
        private AggregateSpill.Writer spilling;

        TaskSink(int task, AggregateTable table) {
            this.task = task;
            this.table = table;
        }

        @Override
        public void add(Batch batch) {
            if (spilling == null && !spec.isUngrouped() && table.shouldSpill()) {
                spilling = spill().writer();
            }
            if (spilling == null) {
                table.add(batch);
            } else {
                spilling.add(batch);
            }
        }

        @Override
        public void finish() {
            if (spilling != null) {
                spilling.flush();
            }
        }

        @Override
        public void close() {
            if (spilling != null) {
                spilling.close();
            }
        }
    }

    private synchronized AggregateSpill spill() {
        if (spill == null) {
            spill = new AggregateSpill(spec, context, 0);
        }
        return spill;
    }

    @Override
    public void complete() {
        sinks.sort(Comparator.comparingInt(sink -> sink.task));
        tables = new ArrayList<>();
        int groups = 0;
        for (TaskSink sink : sinks) {
            if (sink.table.size() > 0) {
                tables.add(sink.table);
                groups += sink.table.size();
            }
        }
        if (spill != null) {
            spilled = new SpilledGroups(spec, context, tables, spill);
            return;
        }
        if (tables.isEmpty()) {
            whole = sinks.get(0).table;
            whole.addEmptySets();
        } else if (tables.size() == 1) {
            whole = tables.get(0);
        } else if (groups <= FEW_GROUPS) {
            whole = tables.get(0);
            for (AggregateTable table : tables.subList(1, tables.size())) {
                whole.merge(table, range(0, table.size()), table.size());
            }
        }
        if (whole == null) {
            units = 1 << PARTITION_BITS;
            partition();
        } else {
            whole.prepare();
            units = (whole.size() + RANGE - 1) / RANGE;
        }
    }

    /** Lists each table's groups by partition, in the order in which the groups were found. */
    private void partition() {
        for (AggregateTable table : tables) {
            int size = table.size();
            partitionMemory.resize(partitionMemory.bytes() + 5L * size);
            byte[] partitions = new byte[size];
            int[] starts = new int[(1 << PARTITION_BITS) + 1];
            for (int group = 0; group < size; group++) {
                int partition = (int) (table.hash(group) >>> (64 - PARTITION_BITS));
                partitions[group] = (byte) partition;
                starts[partition + 1]++;
            }
            for (int p = 1; p < starts.length; p++) {
                starts[p] += starts[p - 1];
            }
            int[] next = starts.clone();
            int[] groups = new int[size];
            for (int group = 0; group < size; group++) {
                groups[next[partitions[group]]++] = group;
            }
            partitioned.add(groups);
            partitionStarts.add(starts);
        }
    }

    private static int[] range(int from, int count) {
        int[] groups = new int[count];
        for (int i = 0; i < count; i++) {
            groups[i] = from + i;
        }
        return groups;
    }

    /** The groups of all tables that belong to a partition, in one new table. */
    private AggregateTable merge(int partition) {
        AggregateTable merged = new AggregateTable(spec, context);
        try {
            for (int t = 0; t < tables.size(); t++) {
                int[] all = partitioned.get(t);
                int end = partitionStarts.get(t)[partition + 1];
                for (int from = partitionStarts.get(t)[partition]; from < end; from += Batch.MAX_ROWS) {
                    context.cancellation().check();
                    int[] chosen = Arrays.copyOfRange(all, from, Math.min(end, from + Batch.MAX_ROWS));
                    merged.merge(tables.get(t), chosen, chosen.length);
                }
            }
            merged.prepare();
            return merged;
        } catch (RuntimeException | Error e) {
            merged.close();
            throw e;
        }
    }

    /** The output; call it once for the second pipeline. */
    public SourceFactory source() {
        return new SourceFactory() {
            @Override
            public Source create(TaskContext task) {
                return spilled == null ? new GroupSource() : spilled.source();
            }

            @Override
            public int parallelism() {
                return spilled == null ? Math.max(1, units) : spilled.parallelism();
            }
        };
    }

    private final class GroupSource implements Source {
        private int unit = nextUnit.getAndIncrement();
        private AggregateTable table;
        private int at;
        private int end;

        @Override
        public Batch next() {
            while (unit < units) {
                if (table == null) {
                    if (whole != null) {
                        table = whole;
                        at = unit * RANGE;
                        end = Math.min(table.size(), at + RANGE);
                    } else {
                        table = merge(unit);
                        at = 0;
                        end = table.size();
                    }
                }
                if (at < end) {
                    int count = Math.min(Batch.MAX_ROWS, end - at);
                    Batch batch = Batch.of(table.rows(at, count), count, position());
                    at += count;
                    return batch;
                }
                release();
                unit = nextUnit.getAndIncrement();
            }
            return null;
        }

        @Override
        public boolean isFinished() {
            return unit >= units;
        }

        @Override
        public long position() {
            return unit;
        }

        private void release() {
            if (whole == null && table != null) {
                table.close();
            }
            table = null;
        }

        @Override
        public void close() {
            release();
        }
    }

    @Override
    public void close() {
        partitionMemory.close();
        if (spilled != null) {
            spilled.close();
        }
        if (spill != null) {
            spill.close();
        }
        for (TaskSink sink : sinks) {
            sink.table.close();
        }
    }
}
