package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.KeyDependencies;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.Aggregate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Aggregation in two pipelines. The tasks of the first fill a table each. Once that does not stay in the cache and rows
 * fall on it in no order, they only divide what comes by its keys, and once memory is scarce they write it to a file. Where one table has all groups, the second
 * gives it out as it is; else the groups are divided by their keys, and the tasks of the second merge
 * and give out one unit after the other. Tables are merged in the order of their tasks.
 */
public final class AggregateState implements SinkFactory {
    /** Setting: so many bytes of a task's groups are taken to stay in the cache. */
    public static final String CACHE = "aggregate_cache";

    public static final long DEFAULT_CACHE = 4 << 20;

    private static final int FEW_GROUPS = 4096;
    /** Rows may take this part of the budget before they are grouped. */
    private static final int SCATTERED_PART = 4;

    /** What the tables hold stays while their parts are merged with what was spilled: that needs room beside them. */
    private static final int MERGING = 2;

    private static final int LEAST_UNITS = 16;
    private static final int GROUPS_PER_UNIT = 1 << 15;
    private static final int MOST_UNITS = 1 << 10;
    private static final int RANGE = 8 * Batch.MAX_ROWS;

    private final AggregateSpec spec;
    private final QueryContext context;
    private final List<TaskSink> sinks = new ArrayList<>();
    private List<AggregateTable> tables = List.of();
    private AggregateTable whole; // null where tables are merged
    private GroupDivision division; // of the tables, or null
    private int units = 1; // ranges of the one table, or of the division
    private RowDivision rowDivision; // of rows that are not grouped by the tasks that read them, or null
    private final long cacheBytes;
    private final long mostScattered; // bytes of a task
    private AggregateSpill spill; // rows that are in no table, or null
    private SpilledGroups spilled;
    private final AtomicInteger nextUnit = new AtomicInteger();

    public AggregateState(Aggregate plan, QueryContext context) {
        this.spec = new AggregateSpec(plan, KeyDependencies.determinedKeys(plan, context));
        this.context = context;
        this.cacheBytes = Long.parseLong(
                context.settings().get(CACHE, Long.toString(DEFAULT_CACHE)).trim());
        this.mostScattered = context.memory().limit() / (SCATTERED_PART * Math.max(1, context.parallelism()));
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
        private final GroupAccess access; // null where rows are never divided
        private ScatteredRows scattered;
        private AggregateSpill.Writer spilling;

        TaskSink(int task, AggregateTable table) {
            this.task = task;
            this.table = table;
            this.access = mayScatter(table) ? new GroupAccess(cacheBytes, spec.hasDistinct()) : null;
        }

        @Override
        public void add(Batch batch) {
            if (spilling == null && !spec.isUngrouped() && shouldSpill()) {
                spilling = spill().writer();
                spillScattered();
            }
            if (spilling != null) {
                spilling.add(batch);
            } else if (scattered != null && scattered.bytes() < mostScattered) {
                scattered.add(batch);
            } else {
                int before = table.size();
                table.add(batch);
                if (access != null && scattered == null && access.isScattered(table, before, batch.size())) {
                    scattered = new ScatteredRows(
                            spec,
                            rowDivision(table, access.units()),
                            context.memory().reserve("Aggregate"));
                }
            }
        }

        private boolean shouldSpill() {
            return table.shouldSpill(scattered == null ? 0 : scattered.bytes(), MERGING);
        }

        private void spillScattered() {
            if (scattered != null) {
                scattered.takeAll(spilling::add);
            }
        }

        @Override
        public void finish() {
            if (table.longKeys() != null) {
                table.longKeys().finish();
            }
            if (spilling != null) {
                spilling.flush();
            } else if (scattered != null) {
                scattered.flush();
            }
        }

        /** After all tasks: if some wrote to a file, so does this one with what it has not grouped. */
        void spillRest() {
            if (spilling == null && scattered != null) {
                spilling = spill().writer();
                spillScattered();
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

    private boolean mayScatter(AggregateTable table) {
        return !spec.isUngrouped() && !spec.hasSets() && !table.readsOrdinals();
    }

    /** The division of rows, which is the same for all tasks: that of the first which asks. */
    private synchronized RowDivision rowDivision(AggregateTable table, int units) {
        if (rowDivision == null) {
            rowDivision = RowDivision.of(List.of(table), units);
        }
        return rowDivision;
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
            sinks.forEach(TaskSink::spillRest);
            spilled = new SpilledGroups(spec, context, tables, spill);
            return;
        }
        if (rowDivision != null) {
            division = rowDivision.ofGroups(tables, context);
            units = division.units();
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
            division = divide(groups);
            units = division.units();
        } else {
            whole.prepare();
            units = (whole.size() + RANGE - 1) / RANGE;
        }
    }

    /** Divides the tables' groups so that those of a unit stay in the cache while they are merged. */
    private GroupDivision divide(int groups) {
        int wanted = Math.min(MOST_UNITS, Math.max(LEAST_UNITS, Integer.highestOneBit(groups / GROUPS_PER_UNIT)));
        return RowDivision.of(tables, wanted).ofGroups(tables, context);
    }

    private static int[] range(int from, int count) {
        int[] groups = new int[count];
        for (int i = 0; i < count; i++) {
            groups[i] = from + i;
        }
        return groups;
    }

    /** The groups of all tables that belong to a unit, and of the rows that were not grouped yet, in one new table. */
    private AggregateTable merge(int unit) {
        AggregateTable merged = new AggregateTable(spec, context);
        try {
            division.mergeInto(merged, unit);
            for (TaskSink sink : sinks) {
                if (sink.scattered != null) {
                    sink.scattered.take(unit, batch -> {
                        context.cancellation().check();
                        merged.add(batch);
                    });
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
        if (division != null) {
            division.close();
        }
        if (spilled != null) {
            spilled.close();
        }
        if (spill != null) {
            spill.close();
        }
        for (TaskSink sink : sinks) {
            if (sink.scattered != null) {
                sink.scattered.close();
            }
            sink.table.close();
        }
    }
}
