package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;

/** Flat long values. */
public final class LongVector extends Vector {
    private final long[] values;

    public LongVector(SqlType type, long[] values, long[] validity, int length) {
        super(type, length, validity);
        this.values = values;
    }

    /** The values from row 0; those of NULL rows are undefined but present. */
    public long[] values() {
        return values;
    }

    @Override
    public PhysicalKind kind() {
        return PhysicalKind.INT64;
    }

    @Override
    public long longAt(int row) {
        return values[row];
    }

    @Override
    public long sizeInBytes() {
        return 16L + 8L * values.length + validityBytes();
    }
}
