package io.velaria.runtime.table;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Carries a transaction's changes of one table over to the committed version: first everything that can fail, then the
 * change itself. Runs under the database's commit lock.
 */
final class TableCommit {
    /** Up to so many rows are appended to the open chunk; more keep the chunks that they were encoded in. */
    static final int SMALL = 1024;

    private final TableState state;
    private final TableVersion committed;
    private final TableVersion withDeletes;

    /**
     * @param committed null if the transaction created the table
     * @throws VelariaException 40001 or 23505
     */
    TableCommit(TableState state, TableVersion committed) {
        this.state = state;
        this.committed = committed;
        if (committed == null || committed == state.base()) {
            this.withDeletes = null;
            return;
        }
        if (state.isTruncated()) {
            throw conflict();
        }
        this.withDeletes = mergeDeletes();
        if (withDeletes.indexes().length > 0) {
            TableVersion current = state.current();
            for (int i = state.firstOwn(); i < current.segmentCount(); i++) {
                Indexes.forEachRow(
                        current.segment(i),
                        current.deletes(i),
                        0,
                        (columns, row, rowId) -> Indexes.checkUnique(withDeletes, columns, row, -1));
            }
        }
    }

    private VelariaException conflict() {
        return VelariaException.of(
                SqlState.SERIALIZATION_FAILURE,
                "another transaction changed the same rows of table \""
                        + state.base().table().name() + "\" first");
    }

    private TableVersion mergeDeletes() {
        TableVersion base = state.base();
        VersionEditor editor = new VersionEditor(committed, 0, committed.table().tail());
        for (int i = 0; i < base.segmentCount(); i++) {
            DeleteVector mine = DeleteVector.minus(state.current().deletes(i), base.deletes(i));
            if (mine == null) {
                continue;
            }
            int place = committed.find(base.segment(i).id());
            if (place < 0 || DeleteVector.intersects(mine, committed.deletes(place))) {
                throw conflict();
            }
            editor.replaceDeletes(place, DeleteVector.union(committed.deletes(place), mine));
        }
        return editor.build();
    }

    /** The next committed version. */
    TableVersion apply() {
        StoredTable table = state.current().table();
        if (committed == null) {
            table.tail(state.buffer());
            return withIndexes(state.current(), true, state.base().indexes());
        }
        TableVersion current = state.current();
        boolean rebuild = false;
        boolean adopted = false;
        TableVersion result;
        if (state.isTruncated()) {
            table.tail(state.buffer());
            result = current;
            rebuild = true;
        } else {
            TableVersion start = withDeletes != null ? withDeletes : deletesOnly(current);
            VersionEditor editor = new VersionEditor(start, 0, table.tail());
            HashIndex[] indexes = start.indexes();
            if (ownRows(current) <= SMALL) {
                for (int i = state.firstOwn(); i < current.segmentCount(); i++) {
                    Indexes.forEachRow(current.segment(i), current.deletes(i), 0, (columns, row, rowId) -> {
                        long id = editor.appendRow(columns, row);
                        Indexes.add(indexes, columns, row, id);
                    });
                }
            } else {
                adopted = appendSegments(editor, current, indexes);
            }
            editor.dropEmptySegments();
            result = editor.build();
            table.tail(editor.buffer());
        }
        return withIndexes(result, rebuild, adopted ? current.ownIndexes() : committed.indexes());
    }

    /**
     * Appends the transaction's segments and adds their rows to the indexes; returns true if instead the transaction's
     * own indexes, having all rows, can take their place.
     */
    private boolean appendSegments(VersionEditor editor, TableVersion current, HashIndex[] indexes) {
        List<Segment> moved = new ArrayList<>();
        boolean sameIds = true;
        for (int i = state.firstOwn(); i < current.segmentCount(); i++) {
            Segment segment = current.segment(i);
            long id = editor.appendSegment(segment, current.deletes(i));
            sameIds &= id == segment.id();
            moved.add(segment.withId(id));
        }
        boolean adopt = sameIds
                && indexes.length > 0
                && committed == state.base()
                && current.ownIndexes() != null
                && committed.rowCount() == 0
                && Arrays.stream(indexes).allMatch(index -> index.size() == 0)
                && sameDefinitions(indexes, current.ownIndexes());
        for (int i = 0; i < moved.size() && !adopt && indexes.length > 0; i++) {
            Indexes.forEachRow(
                    moved.get(i),
                    current.deletes(state.firstOwn() + i),
                    0,
                    (columns, row, rowId) -> Indexes.add(indexes, columns, row, rowId));
        }
        return adopt;
    }

    private static boolean sameDefinitions(HashIndex[] a, HashIndex[] b) {
        boolean same = a.length == b.length;
        for (int i = 0; same && i < a.length; i++) {
            same = a[i].definition().equals(b[i].definition());
        }
        return same;
    }

    private TableVersion deletesOnly(TableVersion current) {
        TableVersion base = state.base();
        VersionEditor editor = new VersionEditor(base, 0, base.table().tail());
        for (int i = 0; i < base.segmentCount(); i++) {
            if (current.deletes(i) != base.deletes(i)) {
                editor.replaceDeletes(i, current.deletes(i));
            }
        }
        return editor.build();
    }

    private long ownRows(TableVersion current) {
        long rows = 0;
        for (int i = state.firstOwn(); i < current.segmentCount(); i++) {
            rows += current.segment(i).rows()
                    - (current.deletes(i) == null ? 0 : current.deletes(i).count());
        }
        return rows;
    }

    /** Indexes as the transaction left them, on top of what others changed; those with too many old entries anew. */
    private TableVersion withIndexes(TableVersion version, boolean rebuild, HashIndex[] filled) {
        HashIndex[] before = state.base().indexes();
        HashIndex[] mine = state.current().indexes();
        List<HashIndex> result = new ArrayList<>();
        for (HashIndex index : filled) {
            boolean dropped =
                    Indexes.find(before, index.definition()) != null && Indexes.find(mine, index.definition()) == null;
            if (!dropped) {
                boolean stale = rebuild || index.isStale(version.rowCount());
                result.add(stale ? Indexes.build(index.definition(), version) : index);
            }
        }
        for (HashIndex index : mine) {
            if (Indexes.find(before, index.definition()) == null) {
                result.add(Indexes.build(index.definition(), version));
            }
        }
        return version.withIndexes(result.toArray(HashIndex[]::new), null);
    }
}
