package io.velaria.runtime.plan;

import java.io.Serializable;

/** A column to order by. */
public record SortKey(int column, boolean descending, boolean nullsFirst) implements Serializable {
    @Override
    public String toString() {
        return "$" + column + (descending ? " DESC" : "")
                + (nullsFirst != descending ? nullsFirst ? " NULLS FIRST" : " NULLS LAST" : "");
    }
}
