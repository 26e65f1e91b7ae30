package io.velaria.runtime.operator;

import io.velaria.runtime.execution.TaskContext;

/** Makes a task's own instance of a step. Thread-safe. */
@FunctionalInterface
public interface OperatorFactory {
    Operator create(TaskContext context);
}
