package io.velaria.runtime.catalog;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Carries the changes that a transaction made to its catalog over to what is committed. */
public final class CatalogMerge {
    private CatalogMerge() {}

    /**
     * What is committed, with the difference from {@code base} to {@code changed}; temporary objects are left out.
     *
     * @throws VelariaException 40001 if something was committed for the same name since {@code base}
     */
    public static CatalogState merge(CatalogState base, CatalogState changed, CatalogState committed) {
        Map<String, CatalogObject> before = byKey(base.objects());
        Map<String, CatalogObject> after = byKey(changed.objects());
        Map<String, CatalogObject> now = byKey(committed.objects());
        Set<String> keys = new HashSet<>(before.keySet());
        keys.addAll(after.keySet());
        CatalogState merged = committed;
        for (String schema : changed.schemas()) {
            merged = base.hasSchema(schema) || merged.hasSchema(schema) ? merged : merged.withSchema(schema);
        }
        for (String key : keys) {
            CatalogObject old = before.get(key);
            CatalogObject replacement = after.get(key);
            if (old == replacement) {
                continue;
            }
            if (!Objects.equals(old, now.get(key))) {
                throw VelariaException.of(
                        SqlState.SERIALIZATION_FAILURE,
                        "another transaction changed \"" + (replacement == null ? old : replacement).name()
                                + "\" first");
            }
            if (replacement != null && !merged.hasSchema(replacement.name().schema())) {
                throw VelariaException.of(
                        SqlState.SERIALIZATION_FAILURE,
                        "another transaction dropped schema \""
                                + replacement.name().schema() + "\" first");
            }
            merged = replacement == null ? merged.without(old) : merged.with(replacement);
        }
        for (String schema : base.schemas()) {
            if (!changed.hasSchema(schema) && merged.hasSchema(schema)) {
                if (!merged.relations(schema).isEmpty()) {
                    throw VelariaException.of(
                            SqlState.SERIALIZATION_FAILURE,
                            "another transaction created objects in schema \"" + schema + "\"");
                }
                merged = merged.withoutSchema(schema);
            }
        }
        return merged;
    }

    private static Map<String, CatalogObject> byKey(Collection<CatalogObject> objects) {
        Map<String, CatalogObject> map = new HashMap<>();
        for (CatalogObject object : objects) {
            if (!isTemporary(object)) {
                map.put(
                        (object instanceof CatalogObject.Index ? "index:" : "")
                                + object.name().key(),
                        object);
            }
        }
        return map;
    }

    public static boolean isTemporary(CatalogObject object) {
        return object.name().schema().equalsIgnoreCase(ObjectName.TEMP_SCHEMA);
    }
}
