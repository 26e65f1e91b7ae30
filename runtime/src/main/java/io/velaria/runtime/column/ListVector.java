package io.velaria.runtime.column;

import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/** ARRAY values: row {@code i} holds the rows {@code [offsets[i], offsets[i + 1])} of the element vector. */
public final class ListVector extends Vector {
    private final int[] offsets;
    private final Vector elements;

    public ListVector(SqlType type, int[] offsets, Vector elements, long[] validity, int length) {
        super(type, length, validity);
        this.offsets = offsets;
        this.elements = elements;
    }

    public int[] offsets() {
        return offsets;
    }

    public Vector elements() {
        return elements;
    }

    @Override
    public PhysicalKind kind() {
        return PhysicalKind.LIST;
    }

    @Override
    List<Object> listAt(int row) {
        List<Object> values = new ArrayList<>(offsets[row + 1] - offsets[row]);
        for (int i = offsets[row]; i < offsets[row + 1]; i++) {
            values.add(elements.valueAt(i));
        }
        return values;
    }

    @Override
    public long sizeInBytes() {
        return 16L + 4L * offsets.length + elements.sizeInBytes() + validityBytes();
    }
}
