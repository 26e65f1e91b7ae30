package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;

/** Flat int values. */
public final class IntVector extends Vector {
    private final int[] values;

    public IntVector(SqlType type, int[] values, long[] validity, int length) {
        super(type, length, validity);
        this.values = values;
        bounded(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** The values from row 0; those of NULL rows are undefined but present. */
    public int[] values() {
        return values;
    }

    @Override
    public PhysicalKind kind() {
        return PhysicalKind.INT32;
    }

    @Override
    public long longAt(int row) {
        return values[row];
    }

    @Override
    public long sizeInBytes() {
        return 16L + 4L * values.length + validityBytes();
    }
}
