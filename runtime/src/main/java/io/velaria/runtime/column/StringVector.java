package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;

/** Flat VARCHAR (UTF-8) or VARBINARY values: row {@code i} is {@code bytes[offsets[i], offsets[i + 1])}. */
public final class StringVector extends Vector {
    private final byte[] bytes;
    private final int[] offsets;

    public StringVector(SqlType type, byte[] bytes, int[] offsets, long[] validity, int length) {
        super(type, length, validity);
        this.bytes = bytes;
        this.offsets = offsets;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** At least {@code length + 1} offsets, ascending; the first need not be 0. */
    public int[] offsets() {
        return offsets;
    }

    @Override
    public PhysicalKind kind() {
        return PhysicalKind.BYTES;
    }

    @Override
    public byte[] stringBase(int row) {
        return bytes;
    }

    @Override
    public int stringOffset(int row) {
        return offsets[row];
    }

    @Override
    public int stringLength(int row) {
        return offsets[row + 1] - offsets[row];
    }

    @Override
    public long sizeInBytes() {
        return 32L + bytes.length + 4L * offsets.length + validityBytes();
    }
}
