package io.velaria.runtime.operator;

import java.util.concurrent.CompletableFuture;

/**
 * Why a task can't go on: a future that completes when it may be worth trying again. {@link #NOT} means that nothing is
 * in the way. No operator ever waits on it; the scheduler puts the task aside and runs others.
 */
public final class Blocked {
    public static final Blocked NOT = new Blocked(CompletableFuture.completedFuture(null));

    private final CompletableFuture<Void> ready;

    private Blocked(CompletableFuture<Void> ready) {
        this.ready = ready;
    }

    public static Blocked until(CompletableFuture<Void> ready) {
        return new Blocked(ready);
    }

    public boolean isReady() {
        return ready.isDone();
    }

    public void whenReady(Runnable action) {
        ready.whenComplete((ignored, failure) -> action.run());
    }
}
