package io.velaria.runtime.operator.join;

import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.row.RowPages;

/** Leads from keys of a join to the rows that have them. Made once from all rows, then immutable. */
abstract class RowIndex {
    /** {@link #key} of an index by a hash of all keys. */
    static final int HASHED = -1;

    private final int key;
    private final boolean isUnique;

    /** @param chains what has linked the rows */
    RowIndex(int key, Chains chains) {
        this.key = key;
        this.isUnique = chains.isUnique;
    }

    /** The integer key that it goes by, whose values need no more comparing; or {@link #HASHED}. */
    final int key() {
        return key;
    }

    /** Whether every chain has one row. */
    final boolean isUnique() {
        return isUnique;
    }

    /**
     * Writes the first row of each chain, or -1.
     *
     * @param values of the integer key, or hashes of all keys
     */
    abstract void heads(long[] values, int count, int[] ids);

    /** Rows of one key, or of one hash's tag, linked in the order of the input. */
    static final class Chains {
        private final RowPages rows;
        private final int nextColumn;
        private final Cancellation cancellation;
        private boolean isUnique = true;

        Chains(RowPages rows, int nextColumn, Cancellation cancellation) {
            this.rows = rows;
            this.nextColumn = nextColumn;
            this.cancellation = cancellation;
        }

        /** Puts a row before another one, given by its id plus 1, that no row is before yet. */
        void link(int id, int following) {
            rows.setInt(nextColumn, id, following);
            isUnique = false;
        }

        /** Looks now and then whether the query is cancelled. */
        void checkCancelled(int row) {
            if ((row & 0xffff) == 0) {
                cancellation.check();
            }
        }
    }
}
