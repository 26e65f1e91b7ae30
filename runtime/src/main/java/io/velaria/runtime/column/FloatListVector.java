package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** VECTOR(n) values, row-major: row {@code i} is {@code elements[i * n, (i + 1) * n)}. */
public final class FloatListVector extends Vector {
    private final float[] elements;
    private final int dimension;

    public FloatListVector(SqlType type, float[] elements, long[] validity, int length) {
        super(type, length, validity);
        this.elements = elements;
        this.dimension = type.precision();
    }

    public float[] elements() {
        return elements;
    }

    public int dimension() {
        return dimension;
    }

    @Override
    public PhysicalKind kind() {
        return PhysicalKind.FLOAT_LIST;
    }

    @Override
    float[] listAt(int row) {
        return Arrays.copyOfRange(elements, row * dimension, (row + 1) * dimension);
    }

    @Override
    public long sizeInBytes() {
        return 16L + 4L * elements.length + validityBytes();
    }
}
