package io.velaria.runtime.expression;

import io.velaria.runtime.type.SqlType;

/** Column {@code index}, from 0, of the input. */
public record InputRef(int index, SqlType type) implements Expression {
    @Override
    public String toString() {
        return "$" + index;
    }
}
