package io.velaria.runtime.type;

import java.io.Serializable;
import java.util.Objects;

/** A named, typed column of a schema; {@code nullable} false promises that no value is NULL. */
public record Field(String name, SqlType type, boolean nullable) implements Serializable {
    public Field {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
    }

    public Field(String name, SqlType type) {
        this(name, type, true);
    }
}
