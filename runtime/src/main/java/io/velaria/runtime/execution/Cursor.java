package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.type.Field;
import java.util.List;

/**
 * The rows of a running query, as a ResultSet reads them. One thread reads; {@link #cancel} and {@link #close} may come
 * from any thread and free a reader that waits.
 */
public interface Cursor extends AutoCloseable {
    List<Field> schema();

    /**
     * The next rows, or null at the end. Blocks the calling thread, which meanwhile works for the query. The batch stays
     * valid until the next call.
     *
     * @throws io.velaria.runtime.error.VelariaException what the query failed with; 57014 after a cancel
     */
    Batch next();

    /** Works until the first rows are there, or the end: so that what fails at once fails here. */
    default void start() {}

    /** Whether rows are there already, so that {@link #next} would not block. */
    boolean isReady();

    void cancel();

    /** Messages that came up so far and that have not been taken yet. */
    default List<String> takeWarnings() {
        return List.of();
    }

    /** What a continuous query tells about itself; null for others. */
    default StreamProgress streamProgress() {
        return null;
    }

    /** How far the query is, between 0 and 1, or -1 while nothing is known. */
    default double progress() {
        return -1;
    }

    @Override
    void close();
}
