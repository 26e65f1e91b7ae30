package io.velaria.runtime.operator;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.TaskContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The head of a pipeline that gives no rows but does work: in stages, of units that tasks run side by side. A stage starts
 * when all units of the one before have ended; a task that finds none to take is blocked until then.
 */
public final class StagedWork implements SourceFactory {
    private final Supplier<List<Runnable>> stages;
    private boolean started;
    private boolean ended;
    private List<Runnable> units = List.of();
    private int taken;
    private int done;
    private CompletableFuture<Void> nextStage = new CompletableFuture<>();

    /**
     * @param stages gives the units of one stage after the other and then none; asked by one task at a time, when the
     *     stage before has ended
     */
    public StagedWork(Supplier<List<Runnable>> stages) {
        this.stages = stages;
    }

    /** Does all work here and now. */
    public static void run(Supplier<List<Runnable>> stages) {
        for (List<Runnable> units = stages.get(); !units.isEmpty(); units = stages.get()) {
            units.forEach(Runnable::run);
        }
    }

    /** As many as the first stage has units. */
    @Override
    public synchronized int parallelism() {
        if (!started) {
            started = true;
            begin(stages.get());
        }
        return Math.max(1, units.size());
    }

    @Override
    public Source create(TaskContext context) {
        return new TaskSource();
    }

    private void begin(List<Runnable> stage) {
        units = stage;
        taken = 0;
        done = 0;
        ended = stage.isEmpty();
    }

    private synchronized Runnable take() {
        return taken < units.size() ? units.get(taken++) : null;
    }

    private synchronized boolean isLastDone() {
        return ++done == units.size();
    }

    private void startNext() {
        List<Runnable> stage = stages.get();
        CompletableFuture<Void> waited;
        synchronized (this) {
            begin(stage);
            waited = nextStage;
            nextStage = new CompletableFuture<>();
        }
        waited.complete(null);
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private synchronized Blocked blocked() {
        return ended || taken < units.size() ? Blocked.NOT : Blocked.until(nextStage);
    }

    private final class TaskSource implements Source {
        /** Runs one unit. */
        @Override
        public Batch next() {
            Runnable unit = take();
            if (unit != null) {
                unit.run();
                if (isLastDone()) {
                    startNext();
                }
            }
            return null;
        }

        @Override
        public boolean isFinished() {
            return isEnded();
        }

        @Override
        public Blocked blocked() {
            return StagedWork.this.blocked();
        }

        @Override
        public long position() {
            return 0;
        }
    }
}
