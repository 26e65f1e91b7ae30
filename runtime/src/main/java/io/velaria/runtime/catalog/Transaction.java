package io.velaria.runtime.catalog;

import io.velaria.runtime.table.TableSnapshot;
import io.velaria.runtime.table.TableWriter;

/**
 * One transaction's view of a database: the state when it began, and its own changes on top. Snapshot isolation, first
 * committer wins. Used by one statement at a time; a statement that runs reads the snapshots that it took at its start.
 */
public interface Transaction {
    /** The catalog as this transaction sees it. */
    CatalogState catalog();

    /** Replaces the catalog as this transaction sees it. */
    void changeCatalog(CatalogState changed);

    /** A number for a new table. */
    long newTableId();

    /**
     * A stored table as this transaction sees it now; a later change does not show in it.
     *
     * @throws io.velaria.runtime.error.VelariaException 42P01 if there is none of that id
     */
    TableSnapshot table(long tableId);

    /** Where a statement changes a stored table. */
    TableWriter writer(long tableId);

    /** Marks the changes so far: for a savepoint, or to undo a failed statement. */
    Object mark();

    /** Undoes what came after the mark. */
    void rollbackTo(Object mark);

    boolean isReadOnly();

    /**
     * Makes the changes visible to others.
     *
     * @throws io.velaria.runtime.error.VelariaException 40001 if another transaction changed the same rows first, 23505
     *     if it inserted the same key; nothing is changed then
     */
    void commit();

    void rollback();
}
