package io.velaria.planner.catalog;

import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;

/** The database as the validator walks it: schemas, each with tables looked up by name in any case. */
final class RootSchema extends AbstractSchema {
    private final VelariaCatalogReader reader;

    RootSchema(VelariaCatalogReader reader) {
        this.reader = reader;
    }

    @Override
    public Lookup<Table> tables() {
        return Lookup.empty();
    }

    @Override
    public Lookup<? extends Schema> subSchemas() {
        return new AnyCase<Schema>(this::schema, () -> Set.copyOf(reader.schemaNames()));
    }

    private Schema schema(String name) {
        return reader.schemaNames().contains(name) ? new Tables(name) : null;
    }

    private final class Tables extends AbstractSchema {
        private final String schema;

        Tables(String schema) {
            this.schema = schema;
        }

        @Override
        public Lookup<Table> tables() {
            return new AnyCase<>(
                    name -> {
                        PlannerTable table = reader.find(schema, name);
                        return table == null ? null : new SchemaTable(table);
                    },
                    Set::of);
        }

        @Override
        public Lookup<? extends Schema> subSchemas() {
            return Lookup.empty();
        }
    }

    /** A look-up whose function matches names in any case. */
    private record AnyCase<T>(Function<String, T> find, Supplier<Set<String>> names) implements Lookup<T> {
        @Override
        public T get(String name) {
            return find.apply(name);
        }

        @Override
        public Named<T> getIgnoreCase(String name) {
            T found = find.apply(name);
            return found == null ? null : new Named<>(name, found);
        }

        @Override
        public Set<String> getNames(LikePattern pattern) {
            return names.get();
        }
    }
}
