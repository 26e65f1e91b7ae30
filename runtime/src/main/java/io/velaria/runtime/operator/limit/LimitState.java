package io.velaria.runtime.operator.limit;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first rows in the order of their ordinals, from a pipeline of several tasks. A task stops as soon as enough rows
 * are there whose ordinals come before all that it still has to read. The second pipeline gives them out in order.
 */
public final class LimitState implements SinkFactory {
    private final QueryContext context;
    private final RowLimit limit;
    private final TreeMap<Long, List<Batch>> batches = new TreeMap<>();
    private final TreeMap<Long, Long> rows = new TreeMap<>();
    private final MemoryReservation reservation;
    private long bytes;

    public LimitState(RowLimit limit, QueryContext context) {
        this.limit = limit;
        this.context = context;
        this.reservation = context.memory().reserve("Limit");
    }

    @Override
    public Sink create(TaskContext task) {
        return new TaskSink();
    }

    private final class TaskSink implements Sink {
        private long position = Long.MIN_VALUE;

        @Override
        public void position(long ordinal) {
            position = ordinal;
        }

        @Override
        public boolean isSatisfied() {
            return limit.end() <= limit.offset() || isEnoughBefore(position);
        }

        @Override
        public void add(Batch batch) {
            Batch kept = VectorCopier.copy(batch.head((int) Math.min(batch.size(), limit.end())));
            keep(kept);
        }
    }

    private synchronized boolean isEnoughBefore(long ordinal) {
        long before = 0;
        for (long count : rows.headMap(ordinal).values()) {
            before += count;
            if (before >= limit.end()) {
                return true;
            }
        }
        return false;
    }

    private synchronized void keep(Batch batch) {
        long size = 0;
        for (Vector column : batch.columns()) {
            size += column.sizeInBytes();
        }
        reservation.resize(bytes + size);
        bytes += size;
        batches.computeIfAbsent(batch.ordinal(), ignored -> new ArrayList<>()).add(batch);
        rows.merge(batch.ordinal(), (long) batch.size(), Long::sum);
        // What lies past enough rows of lower ordinals is not needed any more.
        long before = 0;
        for (Map.Entry<Long, Long> entry : rows.entrySet()) {
            if (before >= limit.end()) {
                long from = entry.getKey();
                rows.tailMap(from, true).clear();
                batches.tailMap(from, true).clear();
                break;
            }
            before += entry.getValue();
        }
    }

    /** The rows, without those before the offset. */
    public SourceFactory source() {
        return new SourceFactory() {
            @Override
            public Source create(TaskContext task) {
                List<Batch> inOrder = new ArrayList<>();
                batches.values().forEach(inOrder::addAll);
                return new BatchSource(inOrder);
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

    private final class BatchSource implements Source {
        private final List<Batch> inOrder;
        private int next;
        private long at;

        BatchSource(List<Batch> inOrder) {
            this.inOrder = inOrder;
        }

        @Override
        public Batch next() {
            while (!isFinished()) {
                context.cancellation().check();
                long position = position();
                Batch batch = inOrder.get(next++);
                Batch slice = LimitOperator.slice(batch, limit.offset() - at, limit.end() - at);
                at += batch.size();
                if (slice != null) {
                    return slice.withOrdinal(position);
                }
            }
            return null;
        }

        @Override
        public boolean isFinished() {
            return next == inOrder.size() || at >= limit.end();
        }

        @Override
        public long position() {
            return next;
        }
    }

    @Override
    public void close() {
        reservation.close();
    }
}
