package io.velaria.runtime.table;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.session.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A transaction on a {@link TableStore}. Its methods are thread-safe. */
public final class SnapshotTransaction implements Transaction {
    private record Mark(CatalogState catalog, Map<Long, TableState> tables, Set<Long> dropped) {}

    private final TableStore store;
    private final Session session;
    private final TableStore.State began;
    private final TemporaryObjects temporary;
    private final boolean readOnly;
    private final CatalogState startCatalog;
    private CatalogState catalog;
    private Map<Long, TableState> tables = Map.of();
    private Set<Long> dropped = Set.of();
    private boolean ended;

    SnapshotTransaction(
            TableStore store, Session session, TableStore.State began, TemporaryObjects temporary, boolean readOnly) {
        this.store = store;
        this.session = session;
        this.began = began;
        this.temporary = temporary;
        this.readOnly = readOnly;
        this.startCatalog = temporary.addTo(began.catalog());
        this.catalog = startCatalog;
    }

    /** Whose transaction it is. */
    public Session session() {
        return session;
    }

    TableStore.State began() {
        return began;
    }

    synchronized Map<Long, TableState> changes() {
        Map<Long, TableState> changed = new HashMap<>(tables);
        changed.entrySet()
                .removeIf(
                        entry -> !entry.getValue().isChanged() && began.tables().containsKey(entry.getKey()));
        return changed;
    }

    synchronized Set<Long> dropped() {
        return dropped;
    }

    boolean isCatalogChanged() {
        return catalog != startCatalog;
    }

    @Override
    public synchronized CatalogState catalog() {
        return catalog;
    }

    @Override
    public synchronized void changeCatalog(CatalogState changed) {
        checkWritable();
        catalog = changed;
    }

    @Override
    public long newTableId() {
        return store.newTableId();
    }

    @Override
    public TableVersion table(long tableId) {
        return state(tableId).current();
    }

    synchronized TableState state(long tableId) {
        TableState state = tables.get(tableId);
        if (state != null) {
            return state;
        }
        TableVersion version = dropped.contains(tableId) ? null : began.tables().get(tableId);
        if (version == null) {
            throw VelariaException.of(SqlState.UNDEFINED_TABLE, "the table was dropped");
        }
        return TableState.of(version);
    }

    synchronized void change(long tableId, TableState changed) {
        checkWritable();
        tables = new HashMap<>(tables);
        tables.put(tableId, changed);
    }

    /** Makes an empty stored table, which the catalog must name too. */
    public synchronized void createTable(CatalogObject.Table definition) {
        TableVersion empty = TableVersion.empty(new StoredTable(definition));
        change(definition.id(), new TableState(empty, empty, 0, null));
    }

    public synchronized void dropTable(long tableId) {
        checkWritable();
        tables = new HashMap<>(tables);
        tables.remove(tableId);
        dropped = new HashSet<>(dropped);
        dropped.add(tableId);
    }

    /** Removes all rows and returns how many they were. */
    public synchronized long truncate(long tableId) {
        TableState state = state(tableId);
        TableVersion current = state.current();
        TableVersion empty = new TableVersion(
                current.table(), new Segment[0], new DeleteVector[0], 0, Indexes.fresh(current.indexes()), null);
        change(tableId, new TableState(state.base(), empty, 0, null));
        return current.rowCount();
    }

    /** @throws VelariaException 23505 if a unique index finds equal keys */
    public synchronized void createIndex(CatalogObject.Index index) {
        TableState state = state(index.tableId());
        TableVersion current = state.current();
        HashIndex built = Indexes.build(IndexDefinition.of(index), current);
        HashIndex[] indexes = java.util.Arrays.copyOf(current.indexes(), current.indexes().length + 1);
        indexes[indexes.length - 1] = built;
        HashIndex[] own = current.ownIndexes();
        if (own != null) {
            own = java.util.Arrays.copyOf(own, indexes.length);
            own[indexes.length - 1] = new HashIndex(built.definition());
        }
        change(
                index.tableId(),
                new TableState(state.base(), current.withIndexes(indexes, own), state.firstOwn(), state.buffer()));
    }

    public synchronized void dropIndex(CatalogObject.Index index) {
        TableState state = state(index.tableId());
        TableVersion current = state.current();
        IndexDefinition definition = IndexDefinition.of(index);
        HashIndex[] own = current.ownIndexes();
        change(
                index.tableId(),
                new TableState(
                        state.base(),
                        current.withIndexes(
                                without(current.indexes(), definition), own == null ? null : without(own, definition)),
                        state.firstOwn(),
                        state.buffer()));
    }

    private static HashIndex[] without(HashIndex[] indexes, IndexDefinition definition) {
        return java.util.Arrays.stream(indexes)
                .filter(index -> !index.definition().equals(definition))
                .toArray(HashIndex[]::new);
    }

    @Override
    public StoredTableWriter writer(long tableId) {
        checkWritable();
        return new StoredTableWriter(this, tableId);
    }

    @Override
    public synchronized Object mark() {
        return new Mark(catalog, tables, dropped);
    }

    @Override
    public synchronized void rollbackTo(Object mark) {
        Mark wanted = (Mark) mark;
        catalog = wanted.catalog();
        tables = wanted.tables();
        dropped = wanted.dropped();
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    private void checkWritable() {
        if (readOnly) {
            throw VelariaException.of(SqlState.READ_ONLY_TRANSACTION, "the connection is read-only");
        }
        if (ended) {
            throw VelariaException.of(SqlState.INVALID_TRANSACTION_STATE, "the transaction has ended");
        }
    }

    @Override
    public synchronized void commit() {
        if (ended) {
            return;
        }
        ended = true;
        if (tables.isEmpty() && dropped.isEmpty() && !isCatalogChanged()) {
            return;
        }
        store.commit(this);
        if (isCatalogChanged()) {
            temporary.takeFrom(catalog);
        }
    }

    /**
     * Changes one row, as {@link RowChange#apply} takes it, and commits, in a transaction that has done nothing else.
     *
     * @throws VelariaException what {@link #commit} throws; the transaction has not ended then
     */
    synchronized void commitRow(long tableId, long deleted, Vector[] inserted) {
        checkWritable();
        if (!tables.isEmpty() || !dropped.isEmpty() || isCatalogChanged()) {
            throw new IllegalStateException("the transaction has changes already");
        }
        store.commitRow(tableId, deleted, inserted);
        ended = true;
    }

    @Override
    public synchronized void rollback() {
        ended = true;
        tables = Map.of();
        dropped = Set.of();
        catalog = startCatalog;
    }
}
