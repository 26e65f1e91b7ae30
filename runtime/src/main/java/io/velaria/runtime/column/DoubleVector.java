package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;

/** Flat double values. */
public final class DoubleVector extends Vector {
    private final double[] values;

    public DoubleVector(SqlType type, double[] values, long[] validity, int length) {
        super(type, length, validity);
        this.values = values;
    }

    /** The values from row 0; those of NULL rows are undefined but present. */
    public double[] values() {
        return values;
    }

    @Override
    public PhysicalKind kind() {
        return PhysicalKind.FLOAT64;
    }

    @Override
    public double doubleAt(int row) {
        return values[row];
    }

    @Override
    public long sizeInBytes() {
        return 16L + 8L * values.length + validityBytes();
    }
}
