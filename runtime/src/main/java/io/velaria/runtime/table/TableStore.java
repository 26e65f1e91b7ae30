package io.velaria.runtime.table;

import io.velaria.runtime.catalog.CatalogMerge;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.session.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** The committed state of a database: its catalog and the current version of each stored table. Thread-safe. */
public final class TableStore {
    /** Everything at one moment. Immutable. */
    record State(CatalogState catalog, Map<Long, TableVersion> tables) {}

    private final ReentrantLock commitLock = new ReentrantLock();
    private final AtomicLong tableIds = new AtomicLong();
    private volatile State state;

    public TableStore(CatalogState initial) {
        state = new State(initial, Map.of());
    }

    public CatalogState catalog() {
        return state.catalog();
    }

    State state() {
        return state;
    }

    long newTableId() {
        return tableIds.incrementAndGet();
    }

    /** @param temporary the session's own objects */
    public SnapshotTransaction begin(Session session, TemporaryObjects temporary, boolean readOnly) {
        return new SnapshotTransaction(this, session, state, temporary, readOnly);
    }

    /** Makes a transaction's changes visible, all or none. */
    void commit(SnapshotTransaction transaction) {
        commitLock.lock();
        try {
            State now = state;
            CatalogState catalog = transaction.isCatalogChanged()
                    ? CatalogMerge.merge(transaction.began().catalog(), transaction.catalog(), now.catalog())
                    : now.catalog();
            Map<Long, TableCommit> commits = new HashMap<>();
            for (Map.Entry<Long, TableState> change : transaction.changes().entrySet()) {
                long id = change.getKey();
                TableVersion committed = now.tables().get(id);
                if (committed == null && transaction.began().tables().containsKey(id)) {
                    throw VelariaException.of(
                            SqlState.SERIALIZATION_FAILURE,
                            "another transaction dropped table \""
                                    + change.getValue().base().table().name() + "\" first");
                }
                commits.put(id, new TableCommit(change.getValue(), committed));
            }
            Map<Long, TableVersion> tables = new HashMap<>(now.tables());
            transaction.dropped().forEach(tables::remove);
            commits.forEach((id, commit) ->
                    tables.put(id, commit.apply().committedAfter(now.tables().get(id))));
            state = new State(catalog, tables);
        } finally {
            commitLock.unlock();
        }
    }

    /** Makes a change of one row visible, as {@link RowChange#apply} takes it: a whole transaction. */
    void commitRow(long tableId, long deleted, Vector[] inserted) {
        commitLock.lock();
        try {
            State now = state;
            TableVersion committed = now.tables().get(tableId);
            if (committed == null) {
                throw VelariaException.of(
                        SqlState.SERIALIZATION_FAILURE, "another transaction dropped the table first");
            }
            Map<Long, TableVersion> tables = new HashMap<>(now.tables());
            tables.put(tableId, RowChange.apply(committed, deleted, inserted).committedAfter(committed));
            state = new State(now.catalog(), tables);
        } finally {
            commitLock.unlock();
        }
    }

    /** Frees a session's temporary tables. */
    public void drop(TemporaryObjects temporary) {
        List<CatalogObject> objects = temporary.clear();
        if (objects.isEmpty()) {
            return;
        }
        commitLock.lock();
        try {
            Map<Long, TableVersion> tables = new HashMap<>(state.tables());
            for (CatalogObject object : objects) {
                if (object instanceof CatalogObject.Table table) {
                    tables.remove(table.id());
                }
            }
            state = new State(state.catalog(), tables);
        } finally {
            commitLock.unlock();
        }
    }
}
