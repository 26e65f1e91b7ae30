package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;

/** Flat 128-bit integers as two arrays: the unscaled values of wide DECIMALs. */
public final class Int128Vector extends Vector {
    private final long[] high;
    private final long[] low;

    public Int128Vector(SqlType type, long[] high, long[] low, long[] validity, int length) {
        super(type, length, validity);
        this.high = high;
        this.low = low;
    }

    public long[] high() {
        return high;
    }

    public long[] low() {
        return low;
    }

    @Override
    public PhysicalKind kind() {
        return PhysicalKind.INT128;
    }

    /** @throws ArithmeticException if the value needs more than 64 bits */
    @Override
    public long longAt(int row) {
        if (high[row] != low[row] >> 63) {
            throw new ArithmeticException("value needs more than 64 bits");
        }
        return low[row];
    }

    @Override
    public long highAt(int row) {
        return high[row];
    }

    @Override
    public long lowAt(int row) {
        return low[row];
    }

    @Override
    public long sizeInBytes() {
        return 32L + 16L * low.length + validityBytes();
    }
}
