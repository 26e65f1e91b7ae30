package io.velaria.runtime.execution;

import io.velaria.runtime.expression.ExpressionCompiler;
import io.velaria.runtime.memory.MemoryReservation;

/**
 * What one task of a pipeline works with.
 *
 * @param index from 0 to {@code count - 1}
 */
public record TaskContext(QueryContext query, int index, int count) {
    public ExpressionCompiler expressions() {
        return query.expressions();
    }

    public MemoryReservation reserve(String operator) {
        return query.memory().reserve(operator);
    }
}
