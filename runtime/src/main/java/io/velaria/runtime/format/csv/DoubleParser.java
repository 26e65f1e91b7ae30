package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.TypeKind;
import java.nio.charset.StandardCharsets;

/** DOUBLE and REAL. */
final class DoubleParser extends ColumnParser {
    private final double[] values;
    private final float[] floats;
    private final boolean[] error = new boolean[1];

    DoubleParser(Field column, int capacity) {
        super(column, capacity);
        values = new double[capacity];
        floats = column.type().kind() == TypeKind.REAL ? new float[capacity] : null;
    }

    @Override
    int parse(byte[] b, int[] starts, int[] ends, int width, int field, int from, int count) {
        return floats != null ? from : parse(b, starts, ends, width, field, from, count, values, error);
    }

    private static int parse(
            byte[] b,
            int[] starts,
            int[] ends,
            int width,
            int field,
            int from,
            int count,
            double[] values,
            boolean[] error) {
        int i = from * width + field;
        int fraction = 2;
        for (int row = from; row < count; row++, i += width) {
            int start = starts[i];
            int end = ends[i];
            if (end - start <= 0) {
                return row;
            }
            int point = end - fraction - 1; // where the one before had it
            if (point > start && point < start + 9 && b[point] == '.') {
                boolean negative = b[start] == '-';
                int digits = negative ? start + 1 : start;
                long whole = digits == point ? -1 : ValueText.digits8(b, digits, point - digits);
                long part = ValueText.digits8(b, point + 1, fraction);
                if ((whole | part) >= 0) {
                    double value = ValueText.quotient(whole * ValueText.power(fraction) + part, fraction);
                    values[row] = negative ? -value : value;
                    continue;
                }
            }
            values[row] = ValueText.decimalNumber(b, start, end, error);
            fraction = ValueText.fractionDigits(b, start, end);
            if (error[0]) {
                error[0] = false;
                return row;
            }
        }
        return count;
    }

    @Override
    boolean parseOne(int row, byte[] b, int start, int end) {
        double value = ValueText.decimalNumber(b, start, end, error);
        if (error[0]) {
            error[0] = false;
            return false;
        }
        if (floats != null) {
            // Straight from the text: by way of double it could be rounded twice.
            floats[row] = Double.isFinite(value)
                    ? Float.parseFloat(new String(b, start, end - start, StandardCharsets.ISO_8859_1))
                    : (float) value;
        } else {
            values[row] = value;
        }
        return true;
    }

    @Override
    Vector build(int count) {
        return floats != null
                ? new FloatVector(column.type(), floats, validity(), count)
                : new DoubleVector(column.type(), values, validity(), count);
    }

    @Override
    long sizeInBytes() {
        return 12L * values.length;
    }
}
