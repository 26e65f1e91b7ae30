package io.velaria.runtime.operator.join;

import io.velaria.runtime.execution.Cancellation;
import java.util.function.LongConsumer;

/** Leads from keys of a join to the rows that have them. Made once from all rows, then immutable. */
abstract class RowIndex {
    /** {@link #key} of an index by a hash of all keys. */
    static final int HASHED = -1;

    private final int key;
    private final boolean isUnique;

    /** @param chains what has linked the rows */
    RowIndex(int key, Chains chains) {
        this.key = key;
        this.isUnique = chains.areSingleRows();
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
        private final int size;
        private final LongConsumer memory;
        private final Cancellation cancellation;
        private int[] next; // id plus 1 of the row after each, or 0; null where no row has one after it

        /**
         * @param size number of rows
         * @param memory told the bytes that are taken, before that
         */
        Chains(int size, LongConsumer memory, Cancellation cancellation) {
            this.size = size;
            this.memory = memory;
            this.cancellation = cancellation;
        }

        /** Puts a row before another one, given by its id plus 1, that no row is before yet. */
        void link(int id, int following) {
            if (next == null) {
                memory.accept(4L * size);
                next = new int[size];
            }
            next[id] = following;
        }

        boolean areSingleRows() {
            return next == null;
        }

        /** The row after one in its chain, or -1. */
        int next(int id) {
            return next == null ? -1 : next[id] - 1;
        }

        /** Looks now and then whether the query is cancelled. */
        void checkCancelled(int row) {
            if ((row & 0xffff) == 0) {
                cancellation.check();
            }
        }
    }
}
