package io.velaria.runtime.table;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.Field;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What all versions of a stored table share: its definition, the dictionaries of its columns, and segment ids. */
final class StoredTable {
    private final CatalogObject.Table definition;
    private final List<Field> fields;
    private final StoredColumn[] columns;
    private AppendBuffer tail;
    private final AtomicLong segmentIds = new AtomicLong();

    StoredTable(CatalogObject.Table definition) {
        this.definition = definition;
        this.fields = definition.fields();
        this.columns =
                fields.stream().map(field -> new StoredColumn(field.type())).toArray(StoredColumn[]::new);
    }

    CatalogObject.Table definition() {
        return definition;
    }

    String name() {
        return definition.name().toString();
    }

    List<Field> fields() {
        return fields;
    }

    StoredColumn column(int index) {
        return columns[index];
    }

    /** The open chunk of the committed version, or null; guarded by the commit lock, as are its changes. */
    AppendBuffer tail() {
        return tail;
    }

    void tail(AppendBuffer buffer) {
        tail = buffer;
    }

    /** Greater than any given out before. */
    long newSegmentId() {
        return segmentIds.incrementAndGet();
    }

    /** @throws VelariaException 23502 if a selected row of a NOT NULL column is NULL */
    void checkNotNull(Vector[] values, int[] selection, int count) {
        for (int column = 0; column < columns.length; column++) {
            if (fields.get(column).nullable() || !values[column].mayHaveNulls()) {
                continue;
            }
            for (int i = 0; i < count; i++) {
                if (values[column].isNull(selection == null ? i : selection[i])) {
                    throw VelariaException.of(
                            SqlState.NOT_NULL_VIOLATION,
                            "NULL in column \"" + fields.get(column).name() + "\" of table \"" + name()
                                    + "\", which is NOT NULL");
                }
            }
        }
    }
}
