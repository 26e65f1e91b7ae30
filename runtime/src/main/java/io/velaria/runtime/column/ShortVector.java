package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;

/** Flat short values. */
public final class ShortVector extends Vector {
    private final short[] values;

    public ShortVector(SqlType type, short[] values, long[] validity, int length) {
        super(type, length, validity);
        this.values = values;
        bounded(Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** The values from row 0; those of NULL rows are undefined but present. */
    public short[] values() {
        return values;
    }

    @Override
    public PhysicalKind kind() {
        return PhysicalKind.INT16;
    }

    @Override
    public long longAt(int row) {
        return values[row];
    }

    @Override
    public long sizeInBytes() {
        return 16L + 2L * values.length + validityBytes();
    }
}
