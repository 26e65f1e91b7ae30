package io.velaria.runtime.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/** All objects of a database at one moment. Immutable; a change makes a new state with a version never used before. */
public final class CatalogState {
    public static final CatalogState EMPTY = new CatalogState(
            0,
            new TreeMap<>(),
            names(
                    ObjectName.DEFAULT_SCHEMA,
                    ObjectName.TEMP_SCHEMA,
                    ObjectName.SYSTEM_SCHEMA,
                    ObjectName.INFORMATION_SCHEMA));

    private static final AtomicLong VERSIONS = new AtomicLong();

    private final long version;
    private final TreeMap<String, CatalogObject> objects;
    private final TreeSet<String> schemas;

    private CatalogState(long version, TreeMap<String, CatalogObject> objects, TreeSet<String> schemas) {
        this.version = version;
        this.objects = objects;
        this.schemas = schemas;
    }

    private static TreeSet<String> names(String... names) {
        TreeSet<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Collections.addAll(set, names);
        return set;
    }

    /** Changes with every change; equal versions of one database mean equal states. */
    public long version() {
        return version;
    }

    public Collection<String> schemas() {
        return Collections.unmodifiableSet(schemas);
    }

    public boolean hasSchema(String schema) {
        return schemas.contains(schema);
    }

    /** The table or view of that name in any case, or null. */
    public CatalogObject find(ObjectName name) {
        return objects.get(name.key());
    }

    /** The index of that name, or null; indexes have names of their own. */
    public CatalogObject.Index findIndex(ObjectName name) {
        return (CatalogObject.Index) objects.get("index:" + name.key());
    }

    public Collection<CatalogObject> objects() {
        return Collections.unmodifiableCollection(objects.values());
    }

    /** Tables and views of a schema. */
    public List<CatalogObject> relations(String schema) {
        String prefix = schema.toLowerCase(Locale.ROOT) + ".";
        return new ArrayList<>(
                objects.subMap(prefix, prefix + Character.MAX_VALUE).values());
    }

    public List<CatalogObject.Index> indexes(long tableId) {
        return objects.values().stream()
                .filter(object -> object instanceof CatalogObject.Index index && index.tableId() == tableId)
                .map(CatalogObject.Index.class::cast)
                .toList();
    }

    public CatalogState with(CatalogObject object) {
        TreeMap<String, CatalogObject> changed = new TreeMap<>(objects);
        changed.put(key(object), object);
        return new CatalogState(VERSIONS.incrementAndGet(), changed, schemas);
    }

    public CatalogState without(CatalogObject object) {
        TreeMap<String, CatalogObject> changed = new TreeMap<>(objects);
        changed.remove(key(object));
        return new CatalogState(VERSIONS.incrementAndGet(), changed, schemas);
    }

    public CatalogState withSchema(String schema) {
        TreeSet<String> changed = new TreeSet<>(schemas);
        changed.add(schema);
        return new CatalogState(VERSIONS.incrementAndGet(), objects, changed);
    }

    public CatalogState withoutSchema(String schema) {
        TreeSet<String> changed = new TreeSet<>(schemas);
        changed.remove(schema);
        return new CatalogState(VERSIONS.incrementAndGet(), objects, changed);
    }

    private static String key(CatalogObject object) {
        return (object instanceof CatalogObject.Index ? "index:" : "")
                + object.name().key();
    }
}
