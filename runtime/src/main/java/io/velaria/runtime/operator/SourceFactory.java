package io.velaria.runtime.operator;

import io.velaria.runtime.execution.TaskContext;

/** What the tasks of a pipeline share at its head. Thread-safe. */
public interface SourceFactory extends AutoCloseable {
    Source create(TaskContext context);

    /** How many tasks can find work, asked when the pipeline starts, after those that it depends on. */
    int parallelism();

    @Override
    default void close() {}
}
