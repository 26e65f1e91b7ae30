package io.velaria.runtime.operator;

import io.velaria.runtime.execution.TaskContext;

/** What the tasks of a pipeline share at its head. Thread-safe. */
public interface SourceFactory extends AutoCloseable {
    Source create(TaskContext context);

    /** How many tasks can find work, asked when the pipeline starts, after those that it depends on. */
    int parallelism();

    /** Whether {@link #parallelism} is 1 whatever the data are, known while the pipelines are built. */
    default boolean isSerial() {
        return false;
    }

    /** Whether its batches are there already, so that handing them out is cheaper than sharing that between tasks. */
    default boolean isInPlace() {
        return false;
    }

    @Override
    default void close() {}
}
