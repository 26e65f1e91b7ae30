package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;

/** Flat float values. */
public final class FloatVector extends Vector {
    private final float[] values;

    public FloatVector(SqlType type, float[] values, long[] validity, int length) {
        super(type, length, validity);
        this.values = values;
    }

    /** The values from row 0; those of NULL rows are undefined but present. */
    public float[] values() {
        return values;
    }

    @Override
    public PhysicalKind kind() {
        return PhysicalKind.FLOAT32;
    }

    @Override
    public double doubleAt(int row) {
        return values[row];
    }

    @Override
    public long sizeInBytes() {
        return 16L + 4L * values.length + validityBytes();
    }
}
