package io.velaria.runtime.column;

/**
 * Rows on their way through a pipeline: the columns of one chunk, and which of its rows are meant. Valid until the
 * operator that made it is called again.
 */
public final class Batch {
    /** The most rows of a batch, and the rows of a full chunk. */
    public static final int MAX_ROWS = 4096;

    private final Vector[] columns;
    private final int length;
    private final int[] selection;
    private final int size;
    private final long ordinal;

    private Batch(Vector[] columns, int length, int[] selection, int size, long ordinal) {
        this.columns = columns;
        this.length = length;
        this.selection = selection;
        this.size = size;
        this.ordinal = ordinal;
    }

    /** All rows of the columns. */
    public static Batch of(Vector[] columns, int length, long ordinal) {
        return new Batch(columns, length, null, length, ordinal);
    }

    /** The same rows with other columns, each of this batch's length. */
    public Batch withColumns(Vector[] newColumns) {
        return new Batch(newColumns, length, selection, size, ordinal);
    }

    /** The first {@code newSize} of the given ascending rows. */
    public Batch select(int[] newSelection, int newSize) {
        return new Batch(columns, length, newSelection, newSize, ordinal);
    }

    /** The first {@code newSize} rows of these. */
    public Batch head(int newSize) {
        if (newSize >= size) {
            return this;
        }
        return selection == null
                ? new Batch(columns, newSize, null, newSize, ordinal)
                : new Batch(columns, length, selection, newSize, ordinal);
    }

    public Batch withOrdinal(long newOrdinal) {
        return new Batch(columns, length, selection, size, newOrdinal);
    }

    public Vector column(int index) {
        return columns[index];
    }

    /** The columns; not to be changed. */
    public Vector[] columns() {
        return columns;
    }

    public int columnCount() {
        return columns.length;
    }

    /** Rows in the columns, whether selected or not. */
    public int length() {
        return length;
    }

    /** The selected rows in ascending order, or null where all are selected. */
    public int[] selection() {
        return selection;
    }

    /** Number of selected rows. */
    public int size() {
        return size;
    }

    /** Position of the morsel that these rows come from: rows of lower ordinals come first where order is kept. */
    public long ordinal() {
        return ordinal;
    }

    /** The position in the columns of the {@code i}-th selected row. */
    public int row(int i) {
        return selection == null ? i : selection[i];
    }
}
