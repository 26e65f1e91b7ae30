package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;

/**
 * An expression made ready to run, with its scratch memory: one per task, never shared between threads.
 */
@FunctionalInterface
public interface Evaluator {
    /**
     * The expression's values at the given rows of a batch. Values are at the rows' own positions, the result is as long
     * as the batch, and what it holds at other rows is undefined. It is valid until the next call. Only the given rows
     * can raise an error. The batch's own selection is not looked at.
     *
     * @param selection ascending row positions, or null for the first {@code count} rows
     */
    Vector evaluate(Batch batch, int[] selection, int count);
}
