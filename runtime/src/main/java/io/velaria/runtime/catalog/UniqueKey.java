package io.velaria.runtime.catalog;

import java.io.Serializable;
import java.util.List;

/** A PRIMARY KEY or UNIQUE constraint. */
public record UniqueKey(String name, List<Integer> columns, boolean primary) implements Serializable {
    public UniqueKey {
        columns = List.copyOf(columns);
    }
}
