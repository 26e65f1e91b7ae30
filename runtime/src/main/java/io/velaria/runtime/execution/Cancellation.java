package io.velaria.runtime.execution;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** Whether one execution should stop, and why. Thread-safe; the first reason stays. */
public final class Cancellation {
    private final AtomicReference<VelariaException> reason = new AtomicReference<>();
    private final CompletableFuture<Void> requested = new CompletableFuture<>();

    /** Asks to stop because the user said so: 57014. */
    public void cancel() {
        cancel(byUser());
    }

    static VelariaException byUser() {
        return VelariaException.of(SqlState.QUERY_CANCELED, "the statement was cancelled");
    }

    public void cancel(VelariaException why) {
        if (reason.compareAndSet(null, why)) {
            requested.complete(null);
        }
    }

    public boolean isRequested() {
        return reason.get() != null;
    }

    /** The reason, or null. */
    public VelariaException reason() {
        return reason.get();
    }

    /** Runs the action once stopping is asked for: at once if it was. */
    public void whenRequested(Runnable action) {
        requested.thenRun(action);
    }

    /** Called at least once a batch by whatever loops. */
    public void check() {
        VelariaException why = reason.get();
        if (why != null) {
            throw VelariaException.of(why.state(), why.reason());
        }
    }
}
