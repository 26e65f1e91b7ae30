package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;

/** Flat byte values. */
public final class ByteVector extends Vector {
    private final byte[] values;

    public ByteVector(SqlType type, byte[] values, long[] validity, int length) {
        super(type, length, validity);
        this.values = values;
        bounded(Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    /** The values from row 0; those of NULL rows are undefined but present. */
    public byte[] values() {
        return values;
    }

    @Override
    public PhysicalKind kind() {
        return PhysicalKind.INT8;
    }

    @Override
    public long longAt(int row) {
        return values[row];
    }

    @Override
    public long sizeInBytes() {
        return 16L + 1L * values.length + validityBytes();
    }
}
