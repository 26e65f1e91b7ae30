package io.velaria.runtime.operator.join;

import io.velaria.runtime.execution.Cancellation;
import java.util.function.LongConsumer;

/**
 * Leads from keys of a join to the rows that have them. Filled in parts, each of which has its own of the index's places,
 * so that tasks can fill them side by side; then only read.
 */
abstract class RowIndex {
    /** {@link #key} of an index by a hash of all keys. */
    static final int HASHED = -1;

    private final int key;
    private final Chains chains;
    private final int parts;

    /** @param chains links the rows */
    RowIndex(int key, Chains chains, int parts) {
        this.key = key;
        this.chains = chains;
        this.parts = parts;
    }

    /** The integer key that it goes by, whose values need no more comparing; or {@link #HASHED}. */
    final int key() {
        return key;
    }

    /** Whether every chain has one row. */
    final boolean isUnique() {
        return chains.areSingleRows();
    }

    final Chains chains() {
        return chains;
    }

    final int parts() {
        return parts;
    }

    /**
     * Adds those of a run's rows whose places are of a part. All of a part's runs are added by one task, the last run
     * first, as each row goes to the front of its chain.
     *
     * @param values of the integer key, or hashes of all keys
     * @param left which rows not to add, or null for none
     * @param first the id of the run's first row
     */
    abstract void add(int part, long[] values, boolean[] left, int first, int count);

    /** False proves that no value of the range has its place in a part. */
    boolean mayHavePlace(int part, long least, long greatest) {
        return true;
    }

    /** Whether parts had too few places, and the index must be made anew with one part. */
    boolean isOverfull() {
        return false;
    }

    /**
     * Writes the first row of each chain, or -1.
     *
     * @param values of the integer key, or hashes of all keys
     */
    abstract void heads(long[] values, int count, int[] ids);

    /** The first of so many places that belongs to a part or to one after it. */
    final long begin(int part, long places) {
        return part == parts ? places : places / parts * part;
    }

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
            int[] links = next; // a task may see it late, and then asks for it
            (links == null ? links() : links)[id] = following;
        }

        private synchronized int[] links() {
            if (next == null) {
                memory.accept(4L * size);
                next = new int[size];
            }
            return next;
        }

        boolean areSingleRows() {
            return next == null;
        }

        /** The row after one in its chain, or -1. */
        int next(int id) {
            return next == null ? -1 : next[id] - 1;
        }

        void checkCancelled() {
            cancellation.check();
        }
    }
}
