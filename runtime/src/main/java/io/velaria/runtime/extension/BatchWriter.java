package io.velaria.runtime.extension;

import io.velaria.runtime.column.Batch;

/**
 * Writes rows to a file that appears, complete, with {@link #commit}; closed without it, nothing is left behind and a
 * file of that name stays as it was. Used by one thread at a time.
 */
public interface BatchWriter extends AutoCloseable {
    /** Writes the selected rows. */
    void write(Batch batch);

    /** Puts the file in its place. */
    void commit();

    @Override
    void close();
}
