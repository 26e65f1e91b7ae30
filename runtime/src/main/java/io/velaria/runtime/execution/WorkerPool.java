package io.velaria.runtime.execution;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a database. A query offers itself once for each task that may run beside its caller's thread; a worker
 * takes one of its ready tasks, runs it for a quantum, and goes to the back of the line. All threads are daemons and end
 * after a minute without work.
 */
public final class WorkerPool implements AutoCloseable {
    /** How long a task runs before others get their turn, in nanoseconds. */
    static final long QUANTUM_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /**
     * How long a thread looks for work before it sleeps, in nanoseconds: waking it may take the system milliseconds. With
     * a single core it would only keep others from their work.
     */
    static final long SPIN_NANOS =
            Runtime.getRuntime().availableProcessors() > 1 ? TimeUnit.MICROSECONDS.toNanos(200) : 0;

    private static final AtomicInteger SEQUENCE = new AtomicInteger();

    private final int size;
    private final LinkedBlockingQueue<QueryExecution> offers = new LinkedBlockingQueue<>();
    private final AtomicInteger idle = new AtomicInteger();
    private final AtomicInteger threads = new AtomicInteger();
    private final ScheduledExecutorService timer;
    private volatile boolean closed;

    /** @param parallelism threads that compute at a time, the caller's own included; at least 1 */
    public WorkerPool(int parallelism) {
        this.size = Math.max(1, parallelism - 1);
        ThreadFactory daemon = task -> daemon(task, "velaria-timer-" + SEQUENCE.incrementAndGet());
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, daemon);
        executor.setRemoveOnCancelPolicy(true); // most timeouts are cancelled long before they would fire
        this.timer = executor;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(WorkerPool.class.getClassLoader());
        return thread;
    }

    /** Asks for one turn of a worker on a ready task of the query. */
    void offer(QueryExecution query) {
        if (closed) {
            return;
        }
        offers.add(query);
        if (offers.size() > idle.get()) {
            int running = threads.get();
            if (running < size && threads.compareAndSet(running, running + 1)) {
                daemon(this::work, "velaria-worker-" + SEQUENCE.incrementAndGet())
                        .start();
            }
        }
    }

    private void work() {
        try {
            while (!closed) {
                idle.incrementAndGet();
                QueryExecution query;
                try {
                    query = next();
                } finally {
                    idle.decrementAndGet();
                }
                if (query != null) {
                    if (query.runReadyTask()) {
                        offer(query);
                    }
                } else if (offers.isEmpty()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.decrementAndGet();
            if (!offers.isEmpty() && !closed && threads.get() == 0) {
                QueryExecution next = offers.poll();
                if (next != null) {
                    offer(next);
                }
            }
        }
    }

    private QueryExecution next() throws InterruptedException {
        long deadline = System.nanoTime() + SPIN_NANOS;
        do {
            QueryExecution query = offers.poll();
            if (query != null) {
                return query;
            }
            Thread.onSpinWait();
        } while (System.nanoTime() - deadline < 0);
        return offers.poll(60, TimeUnit.SECONDS);
    }

    /** A future that completes after the delay. */
    public CompletableFuture<Void> after(long delay, TimeUnit unit) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        var ignored = timer.schedule(() -> future.complete(null), delay, unit);
        return future;
    }

    /** Runs a short action after the delay, on the timer's thread. */
    public java.util.concurrent.Future<?> schedule(Runnable action, long delay, TimeUnit unit) {
        return timer.schedule(action, delay, unit);
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        offers.clear();
    }
}
