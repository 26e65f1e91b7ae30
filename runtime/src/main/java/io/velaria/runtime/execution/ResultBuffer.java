package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.operator.Blocked;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/**
 * The sink of a query's last pipeline: a bounded buffer that gives batches out in the order of their ordinals. Where the
 * pipeline has one task, the buffer holds one batch at a time, uncopied: the task stays blocked until the reader is done
 * with it. With more tasks batches are copied, and a task is blocked while the buffer is full unless it is the one that
 * the reader waits for, and the reader has nothing to take.
 */
final class ResultBuffer implements SinkFactory {
    private static final int CAPACITY_BATCHES = 64;

    private record Entry(Batch batch, int task, long sequence) {}

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(
            Comparator.comparingLong((Entry entry) -> entry.batch().ordinal()).thenComparingLong(Entry::sequence));
    private long[] positions = new long[0];
    private long sequence;
    private boolean lent;
    private CompletableFuture<Void> space = new CompletableFuture<>();

    @Override
    public synchronized Sink create(TaskContext context) {
        if (positions.length == 0) {
            positions = new long[context.count()];
            Arrays.fill(positions, Long.MIN_VALUE);
        }
        return new TaskSink(context.index(), context.count() == 1);
    }

    /** The next batch in order, or null if it is not there yet. */
    Batch poll() {
        Entry entry;
        CompletableFuture<Void> waited = null;
        synchronized (this) {
            if (!isDeliverable()) {
                return null;
            }
            entry = entries.poll();
            lent = positions.length == 1;
            if (!lent) {
                waited = takeWaiters();
            }
        }
        complete(waited);
        return entry.batch();
    }

    /** The reader is done with the batch it polled. */
    void release() {
        CompletableFuture<Void> waited = null;
        synchronized (this) {
            if (lent) {
                lent = false;
                waited = takeWaiters();
            }
        }
        complete(waited);
    }

    synchronized boolean isReady() {
        return isDeliverable();
    }

    private boolean isDeliverable() {
        Entry head = entries.peek();
        if (head == null) {
            return false;
        }
        long ordinal = head.batch().ordinal();
        for (int task = 0; task < positions.length; task++) {
            if (task != head.task() && positions[task] <= ordinal) {
                return false;
            }
        }
        return true;
    }

    private CompletableFuture<Void> takeWaiters() {
        CompletableFuture<Void> waited = space;
        space = new CompletableFuture<>();
        return waited;
    }

    /** Wakes tasks, never under this buffer's monitor: they take their query's lock, under which the reader polls. */
    private static void complete(CompletableFuture<Void> waited) {
        if (waited != null) {
            waited.complete(null);
        }
    }

    private final class TaskSink implements Sink {
        private final int task;
        private final boolean single;

        TaskSink(int task, boolean single) {
            this.task = task;
            this.single = single;
        }

        @Override
        public void add(Batch batch) {
            Batch kept = single ? batch : VectorCopier.copy(batch);
            synchronized (ResultBuffer.this) {
                entries.add(new Entry(kept, task, sequence++));
            }
        }

        @Override
        public void position(long ordinal) {
            CompletableFuture<Void> waited = null;
            synchronized (ResultBuffer.this) {
                if (ordinal > positions[task]) {
                    positions[task] = ordinal;
                    if (entries.size() >= CAPACITY_BATCHES) {
                        waited = takeWaiters(); // another task may now be the one that the reader waits for
                    }
                }
            }
            complete(waited);
        }

        @Override
        public Blocked blocked() {
            synchronized (ResultBuffer.this) {
                if (single) {
                    return entries.isEmpty() && !lent ? Blocked.NOT : Blocked.until(space);
                }
                if (entries.size() < CAPACITY_BATCHES || isFirst() && !isDeliverable()) {
                    return Blocked.NOT;
                }
                return Blocked.until(space);
            }
        }

        private boolean isFirst() {
            for (long position : positions) {
                if (position < positions[task]) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void finish() {
            position(Long.MAX_VALUE);
        }
    }
}
