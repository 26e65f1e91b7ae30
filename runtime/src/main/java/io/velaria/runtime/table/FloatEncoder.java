package io.velaria.runtime.table;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** Encodes REAL and DOUBLE as flat vectors, or as a constant where all bits are equal. */
final class FloatEncoder extends ColumnEncoder {
    private final double[] values = new double[CAPACITY];

    FloatEncoder(SqlType type) {
        super(type);
    }

    @Override
    void gather(Vector source, int[] selection, int from, int count) {
        if (source instanceof DoubleVector flat && selection == null) {
            System.arraycopy(flat.values(), from, values, rows, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            int row = selection == null ? from + i : selection[from + i];
            values[rows + i] = source.isNull(row) ? 0 : source.doubleAt(row);
        }
    }

    @Override
    Vector encode(DistinctSketch sketch) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        boolean constant = nullCount == 0;
        long first = Double.doubleToRawLongBits(values[0]);
        for (int i = 0; i < rows; i++) {
            if (nullCount == 0 || !isNull(i)) {
                long sortable = ZoneMap.sortable(values[i]);
                least = Math.min(least, sortable);
                greatest = Math.max(greatest, sortable);
                constant &= Double.doubleToRawLongBits(values[i]) == first;
                sketch.add(Bytes.mix(sortable));
            }
        }
        min = least;
        max = greatest;
        return constant ? new ConstantVector(flat(1), rows) : flat(rows);
    }

    @Override
    void keep(int from, int to) {
        System.arraycopy(values, from, values, 0, to - from);
    }

    private Vector flat(int count) {
        if (type.carrier() == PhysicalKind.FLOAT64) {
            return new DoubleVector(type, Arrays.copyOf(values, count), copyValidity(), count);
        }
        float[] narrow = new float[count];
        for (int i = 0; i < count; i++) {
            narrow[i] = (float) values[i];
        }
        return new FloatVector(type, narrow, copyValidity(), count);
    }
}
