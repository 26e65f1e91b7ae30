package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;

/**
 * Changes to a stored table by one statement of a transaction. Thread-safe. Constraints are checked no later than
 * {@link #finish}: 23502 for a NULL, 23505 for a duplicate key, naming constraint and value.
 */
public interface TableWriter {
    /** Appends the selected rows, all columns in order. Rows of lower ordinals end up first. */
    void insert(Batch rows);

    /** Marks rows as deleted: ids from a scan of this transaction's snapshot, ignoring duplicates. Returns how many. */
    long delete(Vector rowIds, int[] selection, int count);

    /** Replaces rows: column 0 is the row id, then all columns of the table. Returns how many. */
    long update(Batch rows);

    /** Checks constraints that need all rows and makes the changes part of the transaction. */
    void finish();

    /** Drops the changes of an unfinished writer. */
    void abort();
}
