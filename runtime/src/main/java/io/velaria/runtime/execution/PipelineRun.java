package io.velaria.runtime.execution;

/** A pipeline of one execution and how far it is. Guarded by its query's lock. */
final class PipelineRun {
    private final Pipeline plan;
    private int waitingFor;
    private int tasksLeft;

    PipelineRun(Pipeline plan) {
        this.plan = plan;
        this.waitingFor = plan.dependencies().size();
    }

    Pipeline plan() {
        return plan;
    }

    boolean isStartable() {
        return waitingFor == 0;
    }

    /** Whether this was the last one waited for. */
    boolean dependencyCompleted() {
        return --waitingFor == 0;
    }

    void started(int tasks) {
        tasksLeft = tasks;
    }

    /** Whether this was the last task. */
    boolean taskEnded() {
        return --tasksLeft == 0;
    }
}
