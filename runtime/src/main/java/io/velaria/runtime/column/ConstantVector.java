package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;

/** One value for every row: row 0 of a flat vector. */
public final class ConstantVector extends Vector {
    private final Vector value;

    /** @param value a flat vector of length 1 */
    public ConstantVector(Vector value, int length) {
        super(value.type(), length, null);
        this.value = value;
        if (value.kind().isLongLike() && !value.isNull(0)) {
            bounded(value.longAt(0), value.longAt(0));
        }
    }

    /** The flat vector of length 1. */
    public Vector value() {
        return value;
    }

    public boolean isNull() {
        return value.isNull(0);
    }

    @Override
    public PhysicalKind kind() {
        return value.kind();
    }

    @Override
    public boolean isNull(int row) {
        return value.isNull(0);
    }

    @Override
    public boolean mayHaveNulls() {
        return value.isNull(0);
    }

    @Override
    public long longAt(int row) {
        return value.longAt(0);
    }

    @Override
    public long highAt(int row) {
        return value.highAt(0);
    }

    @Override
    public long lowAt(int row) {
        return value.lowAt(0);
    }

    @Override
    public double doubleAt(int row) {
        return value.doubleAt(0);
    }

    @Override
    public byte[] stringBase(int row) {
        return value.stringBase(0);
    }

    @Override
    public int stringOffset(int row) {
        return value.stringOffset(0);
    }

    @Override
    public int stringLength(int row) {
        return value.stringLength(0);
    }

    @Override
    Object listAt(int row) {
        return value.listAt(0);
    }

    @Override
    public long sizeInBytes() {
        return value.sizeInBytes();
    }
}
