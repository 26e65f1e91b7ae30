package io.velaria.runtime.expression;

import io.velaria.runtime.type.SqlType;

/** The value bound to the {@code index}-th {@code ?}, from 0; constant during one execution. */
public record Parameter(int index, SqlType type) implements Expression {
    @Override
    public String toString() {
        return "?" + (index + 1);
    }
}
