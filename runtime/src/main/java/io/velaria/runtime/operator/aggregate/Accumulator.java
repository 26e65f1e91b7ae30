package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;

/** The states of one aggregate for all groups, in primitive arrays indexed by group. For one task at a time. */
abstract class Accumulator implements AutoCloseable {
    /** Makes room for groups {@code [0, groups)}; new ones start empty. */
    abstract void ensure(int groups);

    /** Takes the chosen rows of a batch, perhaps none, into their groups; may narrow {@code rows}. */
    abstract void add(Batch batch, Selected rows);

    /** Whether {@link #add} looks at the ordinals of batches. */
    boolean readsOrdinals() {
        return false;
    }

    /** Takes states of another accumulator of the same kind: its group {@code from[i]} into {@code to[i]}. */
    abstract void merge(Accumulator other, int[] from, int[] to, int count);

    /** Called once, after all input and before {@link #result}, which may then run in several tasks. */
    void prepare() {}

    /** The results of the groups from {@code from} on. */
    abstract Vector result(int from, int count);

    /** Heap bytes held without what is reserved already. */
    abstract long bytes();

    @Override
    public void close() {}

    static int grown(int length, int needed) {
        return Math.max(needed, Math.max(4, (int) Math.min(Integer.MAX_VALUE - 16, length * 2L)));
    }
}
