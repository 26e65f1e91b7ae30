package io.velaria.runtime.operator;

import io.velaria.runtime.column.Batch;

/**
 * A step between the source and the sink of a pipeline, in one task. It holds all that changes while the task runs, so
 * that the task can stop after any call and go on later on another thread. No call waits.
 *
 * <p>The protocol: while {@link #needsInput}, a batch may be added; then {@link #next} is called until it gives null.
 * After {@link #finish} it may still give batches until {@link #isFinished}.
 */
public interface Operator extends AutoCloseable {
    boolean needsInput();

    /** The batch is valid until {@link #next} has returned null, or {@link #needsInput} is true again. */
    void add(Batch batch);

    /** The next output batch, or null if there is none now. Output has the ordinal of the input that it came from. */
    Batch next();

    /** No more input will come. */
    void finish();

    /** Whether nothing more will come out; may be true early, and then no more input is read. */
    boolean isFinished();

    default Blocked blocked() {
        return Blocked.NOT;
    }

    @Override
    default void close() {}
}
