package io.velaria.runtime.extension;

import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.session.Setting;
import java.util.List;

/**
 * What a module adds to the runtime. Found by {@link java.util.ServiceLoader} on the driver's own class loader, once for
 * each database.
 */
public interface RuntimeExtension {
    /** A short name for {@code velaria.extensions}. */
    String name();

    default List<ScalarFunction> functions() {
        return List.of();
    }

    default List<TableFunction> tableFunctions() {
        return List.of();
    }

    default List<TableProvider> providers() {
        return List.of();
    }

    /** Sources of streams: what CREATE SOURCE TABLE .. USING names. */
    default List<TableProvider> streamProviders() {
        return List.of();
    }

    default List<Setting> settings() {
        return List.of();
    }
}
