package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.operator.Blocked;
import io.velaria.runtime.type.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs the pipelines of one query and hands their result to one reader. Tasks that can run are in {@code ready}; the
 * reader's thread takes them while it waits for rows, and so do workers, for as many as the pipeline has beyond the
 * first. A blocked task is in neither place until what it waits for happens.
 */
final class QueryExecution implements Cursor {
    private final List<Field> schema;
    private final QueryContext context;
    private final ResultBuffer result;
    private final List<PipelineRun> pipelines = new ArrayList<>();
    private final Map<Pipeline, List<PipelineRun>> dependents = new IdentityHashMap<>();
    private final Runnable onClose;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<PipelineTask> ready = new ArrayDeque<>();
    private final Set<PipelineTask> open = new HashSet<>();
    private int running;
    private int pipelinesLeft;
    private boolean started;
    private boolean closed;
    private VelariaException failure;
    private boolean readerWaits;
    private final AtomicInteger changes = new AtomicInteger();

    /** @param onClose run once, when the execution has ended and freed what it held */
    QueryExecution(
            List<Field> schema, QueryContext context, List<Pipeline> plans, ResultBuffer result, Runnable onClose) {
        this.schema = schema;
        this.context = context;
        this.result = result;
        this.onClose = onClose;
        for (Pipeline plan : plans) {
            PipelineRun run = new PipelineRun(plan);
            pipelines.add(run);
            for (Pipeline dependency : plan.dependencies()) {
                dependents
                        .computeIfAbsent(dependency, ignored -> new ArrayList<>())
                        .add(run);
            }
        }
        pipelinesLeft = plans.size();
        context.cancellation().whenRequested(this::signal);
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public void start() {
        advanceTo(false);
    }

    @Override
    public Batch next() {
        return advanceTo(true);
    }

    @Override
    public boolean isReady() {
        return result.isReady();
    }

    /** Works until there is a batch or the end; takes the batch if asked to. */
    private Batch advanceTo(boolean take) {
        begin();
        if (take) {
            result.release();
        }
        while (true) {
            PipelineTask task;
            boolean offer = false;
            Batch batch = null;
            lock.lock();
            try {
                throwFailure();
                batch = take ? result.poll() : null;
                if (batch != null || !take && result.isReady()) {
                    // The reader leaves: let a worker go on with what it leaves behind, unless that is one task only.
                    offer = !ready.isEmpty() && open.size() > 1;
                    task = null;
                } else if (pipelinesLeft == 0) {
                    return null;
                } else {
                    task = ready.poll();
                    if (task == null) {
                        readerWaits = true;
                        try {
                            awaitChange();
                        } finally {
                            readerWaits = false;
                        }
                        continue;
                    }
                    running++;
                }
            } finally {
                lock.unlock();
            }
            if (task == null) {
                if (offer) {
                    context.workers().offer(this);
                }
                return batch;
            }
            runTask(task);
        }
    }

    private void begin() {
        List<PipelineRun> startable = new ArrayList<>();
        lock.lock();
        try {
            if (started || closed) {
                return;
            }
            started = true;
            running++;
            for (PipelineRun run : pipelines) {
                if (run.isStartable()) {
                    startable.add(run);
                }
            }
        } finally {
            lock.unlock();
        }
        try {
            startable.forEach(this::startPipeline);
        } finally {
            stoppedRunning();
        }
    }

    /** Called by a thread that counts as running. */
    private void startPipeline(PipelineRun run) {
        int tasks;
        try {
            int useful = run.plan().source().parallelism();
            tasks = readsInPlace(run.plan()) ? 1 : Math.max(1, Math.min(context.parallelism(), useful));
        } catch (RuntimeException | Error e) {
            fail(e);
            return;
        }
        int offers;
        lock.lock();
        try {
            if (closed || failure != null) {
                return;
            }
            run.started(tasks);
            offers = ready.isEmpty()
                    ? tasks - 1
                    : tasks; // this thread or the reader's takes one of those that are ready
            for (int i = 0; i < tasks; i++) {
                PipelineTask task = new PipelineTask(this, run, new TaskContext(context, i, tasks));
                open.add(task);
                ready.add(task);
            }
            announceChange();
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < offers; i++) {
            context.workers().offer(this);
        }
    }

    /** Whether the reader gets stored batches as they are: more tasks would have to copy them. */
    private static boolean readsInPlace(Pipeline plan) {
        return plan.sink() instanceof ResultBuffer
                && plan.operators().isEmpty()
                && plan.source().isInPlace();
    }

    /** A worker's turn. Returns whether to come again. */
    boolean runReadyTask() {
        PipelineTask task;
        lock.lock();
        try {
            task = closed || failure != null ? null : ready.poll();
            if (task == null) {
                return false;
            }
            running++;
        } finally {
            lock.unlock();
        }
        runTask(task);
        lock.lock();
        try {
            return !closed && failure == null && !ready.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a task its turn. The thread counts as running until the task is put back, or closed and its pipeline
     * completed where it was the last, so that {@link #close} never frees what is still in use.
     */
    private void runTask(PipelineTask task) {
        Blocked blocked = null;
        try {
            boolean ended = false;
            try {
                blocked = task.run(System.nanoTime() + WorkerPool.QUANTUM_NANOS);
                ended = blocked == null;
            } catch (RuntimeException | Error e) {
                fail(e);
            }
            boolean over = false;
            lock.lock();
            try {
                if (ended || closed || failure != null) {
                    over = true;
                    blocked = null;
                    open.remove(task);
                } else if (blocked.isReady()) {
                    blocked = null;
                    ready.add(task);
                }
            } finally {
                lock.unlock();
            }
            if (over) {
                closeQuietly(task::close);
                if (ended && isLast(task)) {
                    complete(task.pipeline());
                }
            }
        } finally {
            stoppedRunning();
        }
        if (blocked != null) {
            blocked.whenReady(() -> unblock(task));
        }
    }

    /**
     * Waits for a change; the lock is held before and afterwards, but not in between. While others run, a change is near
     * and the thread stays awake for a little.
     */
    private void awaitChange() {
        int seen = changes.get();
        if (running > 0) {
            long deadline = System.nanoTime() + WorkerPool.SPIN_NANOS;
            lock.unlock();
            try {
                while (changes.get() == seen && System.nanoTime() - deadline < 0) {
                    Thread.onSpinWait();
                }
            } finally {
                lock.lock();
            }
        }
        if (changes.get() == seen) {
            changed.awaitUninterruptibly();
        }
    }

    /** Called with the lock held. */
    private void announceChange() {
        changes.incrementAndGet();
        changed.signalAll();
    }

    private boolean isLast(PipelineTask task) {
        lock.lock();
        try {
            return task.pipeline().taskEnded();
        } finally {
            lock.unlock();
        }
    }

    private void stoppedRunning() {
        lock.lock();
        try {
            running--;
            announceChange();
        } finally {
            lock.unlock();
        }
    }

    private void unblock(PipelineTask task) {
        boolean offer;
        lock.lock();
        try {
            if (closed || failure != null) {
                return;
            }
            ready.add(task);
            offer = ready.size() > 1 || open.size() > 1 && !readerWaits;
            announceChange();
        } finally {
            lock.unlock();
        }
        if (offer) {
            context.workers().offer(this);
        }
    }

    private void complete(PipelineRun run) {
        try {
            if (!isStopped()) {
                run.plan().sink().complete();
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        List<PipelineRun> startable = new ArrayList<>();
        lock.lock();
        try {
            pipelinesLeft--;
            for (PipelineRun dependent : dependents.getOrDefault(run.plan(), List.of())) {
                if (dependent.dependencyCompleted()) {
                    startable.add(dependent);
                }
            }
            announceChange();
        } finally {
            lock.unlock();
        }
        startable.forEach(this::startPipeline);
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return closed || failure != null || context.cancellation().isRequested();
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable cause) {
        VelariaException error;
        if (cause instanceof VelariaException known) {
            error = known;
        } else if (cause instanceof OutOfMemoryError) {
            error = VelariaException.of(SqlState.OUT_OF_MEMORY, "the Java heap is exhausted", cause);
        } else {
            error = VelariaException.internal(cause.toString(), cause);
        }
        lock.lock();
        try {
            if (failure == null) {
                failure = error;
            }
        } finally {
            lock.unlock();
        }
        context.cancellation().cancel(error);
        signal();
    }

    private void throwFailure() {
        if (failure == null && pipelinesLeft > 0) {
            failure = context.cancellation().reason();
        }
        VelariaException known = failure;
        if (known == null && closed && pipelinesLeft > 0) {
            known = Cancellation.byUser();
        }
        if (known != null) {
            // A fresh exception for each caller, so that its stack trace is the caller's own.
            VelariaException fresh = VelariaException.of(known.state(), known.reason(), known);
            throw known.hint() == null ? fresh : fresh.hint(known.hint());
        }
    }

    private void signal() {
        lock.lock();
        try {
            announceChange();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel() {
        context.cancellation().cancel();
    }

    @Override
    public List<String> takeWarnings() {
        List<String> taken = new ArrayList<>(context.warnings());
        context.warnings().removeAll(taken);
        return taken;
    }

    @Override
    public StreamProgress streamProgress() {
        return context.progress().stream();
    }

    @Override
    public double progress() {
        return context.progress().fraction();
    }

    @Override
    public void close() {
        boolean cancel;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            cancel = pipelinesLeft > 0;
            ready.clear();
            announceChange();
        } finally {
            lock.unlock();
        }
        if (cancel) {
            context.cancellation().cancel();
        }
        List<PipelineTask> idleTasks;
        lock.lock();
        try {
            // Running tasks see the cancel within a batch; nobody may touch their state before.
            while (running > 0) {
                changed.awaitUninterruptibly();
            }
            idleTasks = new ArrayList<>(open);
            open.clear();
        } finally {
            lock.unlock();
        }
        try {
            idleTasks.forEach(task -> closeQuietly(task::close));
            for (PipelineRun run : pipelines) {
                closeQuietly(run.plan().source()::close);
                closeQuietly(run.plan().sink()::close);
            }
        } finally {
            onClose.run();
        }
    }

    /** Frees one thing. The query has its answer or its error already, so what fails here must not stop the rest. */
    static void closeQuietly(Runnable close) {
        try {
            close.run();
        } catch (RuntimeException e) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, e);
        }
    }
}
