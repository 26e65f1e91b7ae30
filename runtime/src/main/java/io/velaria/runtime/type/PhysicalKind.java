package io.velaria.runtime.type;

/** How the values of a vector are laid out. */
public enum PhysicalKind {
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    /** Two longs, high and low. */
    INT128(16),
    FLOAT32(4),
    FLOAT64(8),
    /** Bytes with offsets. */
    BYTES(0),
    /** A run of floats of one dimension per row. */
    FLOAT_LIST(0),
    /** Offsets into an element vector. */
    LIST(0);

    private final int width;

    PhysicalKind(int width) {
        this.width = width;
    }

    /** Bytes per value, or 0 where it varies. */
    public int width() {
        return width;
    }

    /** Whether values are integers of up to 64 bits. */
    public boolean isLongLike() {
        return ordinal() <= INT64.ordinal();
    }
}
