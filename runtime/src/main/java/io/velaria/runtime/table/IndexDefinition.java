package io.velaria.runtime.table;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.UniqueKey;
import java.util.List;

/**
 * A hash index of a stored table, declared or behind a constraint.
 *
 * @param columns positions in the table
 */
record IndexDefinition(String name, List<Integer> columns, boolean unique) {
    static IndexDefinition of(UniqueKey key) {
        return new IndexDefinition(key.name(), key.columns(), true);
    }

    static IndexDefinition of(CatalogObject.Index index) {
        return new IndexDefinition(index.name().name(), index.columns(), index.unique());
    }
}
