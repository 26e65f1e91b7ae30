package io.velaria.runtime.catalog;

import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.Map;

/** Something that a schema holds. Immutable. */
public sealed interface CatalogObject {
    ObjectName name();

    /**
     * A table of any kind.
     *
     * @param id never used again, not even after a DROP
     * @param keys constraints, the primary key first if there is one
     * @param provider and {@code options} as declared; null and empty for a stored table
     * @param source what a scan reads: for a stored table its id, resolved in the reader's snapshot
     */
    record Table(
            long id,
            ObjectName name,
            TableKind kind,
            List<ColumnDefinition> columns,
            List<UniqueKey> keys,
            String provider,
            Map<String, String> options,
            ScanSource source)
            implements CatalogObject {
        public Table {
            columns = List.copyOf(columns);
            keys = List.copyOf(keys);
            options = Map.copyOf(options);
        }

        public List<Field> fields() {
            return columns.stream().map(ColumnDefinition::field).toList();
        }
    }

    /** A view: its query as SQL text, planned anew where it is used. */
    record View(ObjectName name, List<Field> columns, String sql) implements CatalogObject {
        public View {
            columns = List.copyOf(columns);
        }
    }

    /** A secondary index. */
    record Index(ObjectName name, long tableId, List<Integer> columns, boolean unique) implements CatalogObject {
        public Index {
            columns = List.copyOf(columns);
        }
    }
}
