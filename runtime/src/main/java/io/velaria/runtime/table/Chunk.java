package io.velaria.runtime.table;

import io.velaria.runtime.column.Vector;

/**
 * Up to {@link io.velaria.runtime.column.Batch#MAX_ROWS} rows of a table, all columns with their own arrays from row 0.
 * Immutable.
 *
 * @param zones null while rows are still being appended behind these
 */
record Chunk(Vector[] columns, int rows, ZoneMap zones) {
    boolean isOpen() {
        return zones == null;
    }

    long sizeInBytes() {
        long bytes = 0;
        for (Vector column : columns) {
            bytes += column.sizeInBytes();
        }
        return bytes;
    }
}
