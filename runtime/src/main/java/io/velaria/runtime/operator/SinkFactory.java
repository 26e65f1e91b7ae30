package io.velaria.runtime.operator;

import io.velaria.runtime.execution.TaskContext;

/** What the tasks of a pipeline share at its end. Thread-safe. */
public interface SinkFactory extends AutoCloseable {
    Sink create(TaskContext context);

    /** Called once, after every task's sink has finished and before pipelines that depend on this one start. */
    default void complete() {}

    @Override
    default void close() {}
}
