package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;

/** A boolean expression made ready to filter; one per task. */
@FunctionalInterface
public interface Predicate {
    /**
     * Writes those of the given rows where the expression is TRUE (not FALSE, not NULL) to {@code target}, ascending,
     * and returns how many they are.
     *
     * @param selection ascending row positions, or null for the first {@code count} rows; may be {@code target}
     * @param target room for {@code count} positions
     */
    int select(Batch batch, int[] selection, int count, int[] target);
}
