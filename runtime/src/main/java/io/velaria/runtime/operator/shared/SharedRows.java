package io.velaria.runtime.operator.shared;

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
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps the batches of one pipeline, in the order of their ordinals, for any number of others to read. */
public final class SharedRows implements SinkFactory {
    private final QueryContext context;
    private final MemoryReservation reservation;
    private final List<Batch> batches = new ArrayList<>();
    private long bytes;

    public SharedRows(QueryContext context) {
        this.context = context;
        this.reservation = context.memory().reserve("Shared");
    }

    @Override
    public Sink create(TaskContext task) {
        return batch -> keep(VectorCopier.copy(batch));
    }

    private synchronized void keep(Batch batch) {
        long size = bytes;
        for (Vector column : batch.columns()) {
            size += column.sizeInBytes();
        }
        reservation.resize(size);
        bytes = size;
        batches.add(batch);
    }

    @Override
    public synchronized void complete() {
        batches.sort(Comparator.comparingLong(Batch::ordinal)); // stable: batches of one ordinal are of one task
    }

    /** The rows for one reader; to be started after what fills them. */
    public SourceFactory source() {
        return new SourceFactory() {
            private final AtomicInteger taken = new AtomicInteger();

            @Override
            public Source create(TaskContext task) {
                return new Reader(taken);
            }

            @Override
            public int parallelism() {
                return Math.max(1, batches.size());
            }
        };
    }

    private final class Reader implements Source {
        private final AtomicInteger taken;
        private int next;

        Reader(AtomicInteger taken) {
            this.taken = taken;
            this.next = taken.getAndIncrement();
        }

        @Override
        public Batch next() {
            if (isFinished()) {
                return null;
            }
            context.cancellation().check();
            int ordinal = next;
            next = taken.getAndIncrement();
            return batches.get(ordinal).withOrdinal(ordinal);
        }

        @Override
        public boolean isFinished() {
            return next >= batches.size();
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
