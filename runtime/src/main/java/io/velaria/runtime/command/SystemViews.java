package io.velaria.runtime.command;

import io.velaria.runtime.catalog.CatalogState;

/** The views in schemas {@code velaria} and {@code information_schema}. */
public final class SystemViews {
    private SystemViews() {}

    public static CatalogState addTo(CatalogState catalog) {
        return catalog;
    }
}
