package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.row.RowPartitions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives out the groups of an aggregation that has some of its input in a temporary file. Tasks take one partition after
 * the other: they merge what the tables have of it into a table of its own and add the rows of the file. Where that
 * table gets too large the rest of the rows is divided once more, and each of those parts is made from it in the same
 * way.
 */
final class SpilledGroups {
    private final AggregateSpec spec;
    private final QueryContext context;
    private final Division root;
    private final AtomicInteger nextPartition = new AtomicInteger();

    /** @param tables with the groups of the rows that were not spilled; they and the spill are the caller's to close */
    SpilledGroups(AggregateSpec spec, QueryContext context, List<AggregateTable> tables, AggregateSpill spill) {
        this.spec = spec;
        this.context = context;
        this.root = new Division(0, tables, spill);
    }

    int parallelism() {
        return RowPartitions.COUNT;
    }

    Source source() {
        return new PartitionSource();
    }

    /** Frees what it made of the tables; after all sources. */
    void close() {
        root.close();
    }

    /** Tables and rows divided by the same bits of their hashes. */
    private final class Division {
        private final int level;
        private final AggregateSpill spill;
        private final GroupDivision groups;
        private int partitionsLeft = RowPartitions.COUNT;

        Division(int level, List<AggregateTable> tables, AggregateSpill spill) {
            this.level = level;
            this.spill = spill;
            this.groups = new HashDivision(tables, context, RowPartitions.shift(level), RowPartitions.COUNT);
        }

        /** Merges the tables' groups of a partition into another table. */
        void mergeInto(AggregateTable target, int partition) {
            groups.mergeInto(target, partition);
        }

        /** Frees all after the last partition; the first division is freed with the whole. */
        void partitionDone() {
            if (level > 0 && --partitionsLeft == 0) {
                close();
            }
        }

        void close() {
            groups.close();
            if (level > 0) {
                groups.tables().forEach(AggregateTable::close);
                spill.close();
            }
        }
    }

    private record Part(Division division, int partition) {}

    private final class PartitionSource implements Source {
        private final Deque<Part> parts = new ArrayDeque<>(); // of the partition in work, next first
        private Part part;
        private AggregateTable table;
        private int at;
        private int partition;

        @Override
        public Batch next() {
            while (true) {
                if (table != null && at < table.size()) {
                    int count = Math.min(Batch.MAX_ROWS, table.size() - at);
                    Batch batch = Batch.of(table.rows(at, count), count, partition);
                    at += count;
                    return batch;
                }
                endPart();
                if (!nextPart()) {
                    return null;
                }
                table = fill(part);
                at = 0;
            }
        }

        private boolean nextPart() {
            part = parts.poll();
            if (part == null && partition < RowPartitions.COUNT) {
                partition = nextPartition.getAndIncrement();
                part = partition < RowPartitions.COUNT ? new Part(root, partition) : null;
            }
            return part != null;
        }

        private void endPart() {
            if (table != null) {
                table.close();
                table = null;
            }
            if (part != null) {
                part.division().partitionDone();
            }
            part = null;
        }

        /** The table of a part, or null if it was divided into further parts. */
        private AggregateTable fill(Part from) {
            AggregateTable filled = new AggregateTable(spec, context);
            AggregateSpill rest = null;
            AggregateSpill.Writer writer = null;
            boolean kept = false;
            try {
                from.division().mergeInto(filled, from.partition());
                int level = from.division().level + 1;
                for (int set = 0; set < spec.setCount(); set++) {
                    try (AggregateSpill.Reader rows = new AggregateSpill.Reader(
                            from.division().spill.rows(set, from.partition()), filled.readsOrdinals())) {
                        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                            context.cancellation().check();
                            if (writer == null && level < RowPartitions.LEVELS && filled.shouldSpill()) {
                                rest = new AggregateSpill(spec, context, level);
                                writer = rest.writer();
                            }
                            if (writer == null) {
                                filled.add(batch, set);
                            } else {
                                writer.add(batch, set);
                            }
                        }
                    }
                }
                if (writer == null) {
                    filled.prepare();
                    kept = true;
                    return filled;
                }
                writer.flush();
                Division division = new Division(level, List.of(filled), rest);
                kept = true;
                for (int p = RowPartitions.COUNT - 1; p >= 0; p--) {
                    parts.push(new Part(division, p));
                }
                return null;
            } finally {
                if (!kept) {
                    filled.close();
                    if (rest != null) {
                        writer.close();
                        rest.close();
                    }
                }
            }
        }

        @Override
        public boolean isFinished() {
            return partition >= RowPartitions.COUNT && part == null && parts.isEmpty();
        }

        @Override
        public long position() {
            return parts.isEmpty() && table == null ? nextPartition.get() : partition;
        }

        @Override
        public void close() {
            endPart();
            for (Part left = parts.poll(); left != null; left = parts.poll()) {
                left.division().partitionDone();
            }
        }
    }
}
