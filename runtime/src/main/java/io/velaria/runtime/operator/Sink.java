package io.velaria.runtime.operator;

import io.velaria.runtime.column.Batch;

/**
 * The end of a pipeline in one task: keeps what it needs of the batches in its own memory, or hands them on through what
 * the tasks share.
 */
public interface Sink extends AutoCloseable {
    /** Takes the rows of a batch; only called while not {@link #blocked}. */
    void add(Batch batch);

    /** Every batch still to come has at least this ordinal. */
    default void position(long ordinal) {}

    /** This task adds no more. */
    default void finish() {}

    /** Whether no more rows are wanted, so that the pipeline may stop early. */
    default boolean isSatisfied() {
        return false;
    }

    default Blocked blocked() {
        return Blocked.NOT;
    }

    @Override
    default void close() {}
}
