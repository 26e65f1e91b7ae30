package io.velaria.runtime.operator;

import io.velaria.runtime.column.Batch;

/**
 * The head of a pipeline in one task: takes morsels from what the tasks share and reads them batch by batch. A task
 * takes morsels in ascending order of their ordinals.
 */
public interface Source extends AutoCloseable {
    /** The next batch, or null if there is none now: then the source is finished or {@link #blocked}. */
    Batch next();

    boolean isFinished();

    default Blocked blocked() {
        return Blocked.NOT;
    }

    /** Every batch still to come from this source has at least this ordinal; called before {@link #next}. */
    long position();

    @Override
    default void close() {}
}
