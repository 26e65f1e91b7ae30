package io.velaria.runtime.table;

import io.velaria.runtime.catalog.CatalogMerge;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import java.util.List;

/** A session's tables and views in schema {@code temp}, which only it sees. Thread-safe. */
public final class TemporaryObjects {
    private List<CatalogObject> objects = List.of();
    private CatalogState base;
    private CatalogState merged;

    /** The catalog with these objects; the same one again while nothing changes. */
    synchronized CatalogState addTo(CatalogState catalog) {
        if (objects.isEmpty()) {
            return catalog;
        }
        if (catalog != base) {
            base = catalog;
            merged = catalog;
            for (CatalogObject object : objects) {
                merged = merged.with(object);
            }
        }
        return merged;
    }

    /** Takes over the temporary objects of a catalog. */
    synchronized void takeFrom(CatalogState catalog) {
        objects = catalog.objects().stream().filter(CatalogMerge::isTemporary).toList();
        base = null;
        merged = null;
    }

    synchronized List<CatalogObject> clear() {
        List<CatalogObject> old = objects;
        objects = List.of();
        return old;
    }
}
