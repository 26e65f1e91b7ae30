package io.velaria.runtime.expression;

import io.velaria.runtime.column.Vector;

/** What a function does for one row. */
@FunctionalInterface
public interface RowFunction {
    /**
     * Writes the result of a row; none of a strict function's arguments is NULL there.
     *
     * @param arguments in any encoding, read at {@code row}
     */
    void apply(Vector[] arguments, int row, RowWriter out);
}
