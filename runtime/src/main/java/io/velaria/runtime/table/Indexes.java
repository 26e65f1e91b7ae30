package io.velaria.runtime.table;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps the indexes of a table's versions: adds rows, checks unique keys, builds and merges. */
final class Indexes {
    /** What is done with a row that is not deleted. */
    @FunctionalInterface
    interface RowAction {
        void accept(Vector[] columns, int row, long rowId);
    }

    private Indexes() {}

    static void forEachRow(Segment segment, DeleteVector deletes, int firstChunk, RowAction action) {
        for (int chunk = firstChunk; chunk < segment.chunkCount(); chunk++) {
            Chunk rows = segment.chunk(chunk);
            for (int row = 0; row < rows.rows(); row++) {
                if (deletes == null || !deletes.contains(chunk, row)) {
                    action.accept(rows.columns(), row, RowId.of(segment.id(), chunk, row));
                }
            }
        }
    }

    static HashIndex[] fresh(HashIndex[] like) {
        return Arrays.stream(like)
                .map(index -> new HashIndex(index.definition()))
                .toArray(HashIndex[]::new);
    }

    /** Adds a row of the version to indexes. */
    static void add(HashIndex[] indexes, Vector[] columns, int row, long rowId) {
        for (HashIndex index : indexes) {
            if (!Keys.hasNull(columns, index.keys(), row)) {
                index.add(columns, row, rowId);
            }
        }
    }

    /** Takes a row out of indexes that the version of that sequence number and later ones do not show. */
    static void retire(HashIndex[] indexes, Vector[] columns, int row, long rowId, long since) {
        for (HashIndex index : indexes) {
            if (!Keys.hasNull(columns, index.keys(), row)) {
                index.retire(columns, row, rowId, since);
            }
        }
    }

    /** @throws VelariaException 23505 if another row that the version shows has a unique key of this one */
    static void checkUnique(TableVersion version, Vector[] columns, int row, long rowId) {
        HashIndex[] indexes = version.indexes();
        for (int i = 0; i < indexes.length; i++) {
            IndexDefinition definition = indexes[i].definition();
            if (!definition.unique()) {
                continue;
            }
            if (!Keys.hasNull(columns, indexes[i].keys(), row) && version.findKey(i, columns, row, rowId) >= 0) {
                throw duplicate(version.table(), definition, columns, row);
            }
        }
    }

    private static VelariaException duplicate(
            StoredTable table, IndexDefinition definition, Vector[] columns, int row) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int key : definition.columns()) {
            names.add(table.fields().get(key).name());
            values.add(new io.velaria.runtime.expression.Literal(
                            columns[key].valueAt(row), table.fields().get(key).type())
                    .toString());
        }
        return VelariaException.of(
                SqlState.UNIQUE_VIOLATION,
                "duplicate key in table \"" + table.name() + "\": (" + String.join(", ", names) + ") = ("
                        + String.join(", ", values) + ") violates \"" + definition.name() + "\"");
    }

    /** An index over all rows of a version. */
    static HashIndex build(IndexDefinition definition, TableVersion version) {
        HashIndex index = new HashIndex(definition);
        int[] keys = index.keys();
        for (int i = 0; i < version.segmentCount(); i++) {
            forEachRow(version.segment(i), version.deletes(i), 0, (columns, row, rowId) -> {
                if (Keys.hasNull(columns, keys, row)) {
                    return;
                }
                if (definition.unique() && index.find(version, columns, row, -1) >= 0) {
                    throw duplicate(version.table(), definition, columns, row);
                }
                index.add(columns, row, rowId);
            });
        }
        return index;
    }

    static HashIndex find(HashIndex[] indexes, IndexDefinition definition) {
        for (HashIndex index : indexes) {
            if (index.definition().equals(definition)) {
                return index;
            }
        }
        return null;
    }
}
