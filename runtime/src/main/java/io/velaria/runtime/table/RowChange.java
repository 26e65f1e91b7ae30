package io.velaria.runtime.table;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;

/**
 * Carries a change of one row straight to the committed version of a table, for a transaction that changes nothing else:
 * the same as {@link TableCommit} would do, at a cost that does not grow with the table. Runs under the commit lock.
 */
final class RowChange {
    /** No row is deleted. */
    static final long NO_ROW = -1;

    private RowChange() {}

    /**
     * The next committed version.
     *
     * @param deleted the id of the row to delete, or {@link #NO_ROW}
     * @param inserted the columns of the one row to insert, or null
     * @throws VelariaException 40001 if the row to delete is gone, 23502 or 23505
     */
    static TableVersion apply(TableVersion committed, long deleted, Vector[] inserted) {
        StoredTable table = committed.table();
        if (inserted != null) {
            table.checkNotNull(inserted, null, 1);
        }
        TableVersion version = committed;
        Chunk old = deleted == NO_ROW ? null : committed.visible(deleted);
        if (deleted != NO_ROW) {
            if (old == null) {
                throw VelariaException.of(
                        SqlState.SERIALIZATION_FAILURE,
                        "another transaction changed the same rows of table \"" + table.name() + "\" first");
            }
            version = committed.without(deleted);
        }
        if (inserted != null) {
            Indexes.checkUnique(version, inserted, 0, NO_ROW);
            version = append(version, inserted);
        }
        if (old != null) {
            Indexes.retire(version.indexes(), old.columns(), RowId.row(deleted), deleted, committed.sequence() + 1);
        }
        return deleted == NO_ROW ? version : tidy(version, version.find(RowId.segment(deleted)));
    }

    private static TableVersion append(TableVersion version, Vector[] row) {
        StoredTable table = version.table();
        AppendBuffer buffer = table.tail();
        Segment last = version.lastSegment();
        TableVersion appended;
        long rowId;
        if (buffer != null && buffer.room() > 0 && buffer.continues(last)) {
            buffer.append(row, 0);
            rowId = buffer.lastRowId();
            appended = version.withLast(last.withLast(buffer.chunk(), true), version.rowCount() + 1);
        } else {
            VersionEditor editor = new VersionEditor(version, 0, buffer);
            rowId = editor.appendRow(row, 0);
            appended = editor.build();
            table.tail(editor.buffer());
        }
        Indexes.add(version.indexes(), row, 0, rowId);
        return appended;
    }

    /** Drops the segment in which a row was deleted if it was the last one there, and renews indexes of old entries. */
    private static TableVersion tidy(TableVersion changed, int segment) {
        TableVersion version = changed;
        if (changed.deletes(segment).count() == changed.segment(segment).rows()) {
            VersionEditor editor = new VersionEditor(changed, 0, changed.table().tail());
            editor.dropEmptySegments();
            version = editor.build();
        }
        HashIndex[] indexes = version.indexes();
        for (int i = 0; i < indexes.length; i++) {
            if (indexes[i].isStale(version.rowCount())) {
                indexes = indexes.clone();
                indexes[i] = Indexes.build(indexes[i].definition(), version);
                version = version.withIndexes(indexes, null);
            }
        }
        return version;
    }
}
