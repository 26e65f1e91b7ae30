package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** DECIMAL as scaled integers: longs while the values fit, else two longs. Further digits are rounded half up. */
final class DecimalParser extends ColumnParser {
    private final int scale;
    private final long[] low;
    private final long bound; // exclusive, of the unscaled value; Long.MAX_VALUE where longs always fit the precision
    private long[] high;
    private boolean wide;

    DecimalParser(Field column, int capacity) {
        super(column, capacity);
        scale = column.type().scale();
        low = new long[capacity];
        bound = column.type().precision() <= 18 ? ValueText.power(column.type().precision()) : Long.MAX_VALUE;
    }

    @Override
    void start() {
        super.start();
        wide = false;
    }

    @Override
    int parse(byte[] b, int[] starts, int[] ends, int width, int field, int from, int count) {
        return wide || scale > 8
                ? from
                : parse(b, starts, ends, width, field, from, count, low, scale, ValueText.power(scale), bound);
    }

    private static int parse(
            byte[] b,
            int[] starts,
            int[] ends,
            int width,
            int field,
            int from,
            int count,
            long[] values,
            int scale,
            long factor,
            long bound) {
        int i = from * width + field;
        for (int row = from; row < count; row++, i += width) {
            int start = starts[i];
            int end = ends[i];
            if (end - start <= 0) {
                return row;
            }
            boolean negative = b[start] == '-';
            if (negative) {
                start++;
            }
            int whole = end - start - scale - 1; // digits before the point, if there are all digits behind it
            long value;
            if (scale > 0 && whole >= 1 && whole + scale < 8 && end >= 8 && b[start + whole] == '.') {
                value = ValueText.pointed8(b, end, end - start, scale);
                if (value < 0) {
                    return row;
                }
            } else if (scale > 0 && whole >= 1 && whole <= 9 && b[start + whole] == '.') {
                long fraction = ValueText.digits8(b, end - scale, scale);
                value = ValueText.digits16(b, start, whole);
                if ((value | fraction) < 0) {
                    return row;
                }
                value = value * factor + fraction;
            } else {
                int length = end - start;
                value = length < 1 || length > 9 ? -1 : ValueText.digits16(b, start, length);
                if (value < 0) {
                    return row;
                }
                value *= factor;
            }
            if (value >= bound) {
                return row;
            }
            values[row] = negative ? -value : value;
        }
        return count;
    }

    @Override
    boolean parseOne(int row, byte[] b, int start, int end) {
        BigInteger unscaled;
        try {
            if (end - start > 100) {
                return false;
            }
            BigDecimal value = new BigDecimal(new String(b, start, end - start, StandardCharsets.ISO_8859_1));
            if (Math.abs((long) value.scale()) > 1000 || value.precision() - (long) value.scale() > 40) {
                return value.signum() == 0 && set(row, BigInteger.ZERO);
            }
            unscaled = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
        } catch (NumberFormatException e) {
            return false;
        }
        if (unscaled.abs().compareTo(BigInteger.TEN.pow(column.type().precision())) >= 0) {
            return false;
        }
        return set(row, unscaled);
    }

    private boolean set(int row, BigInteger unscaled) {
        if (unscaled.bitLength() > 63 && !wide) {
            widen(row);
        }
        low[row] = unscaled.longValue();
        if (wide) {
            high[row] = unscaled.shiftRight(64).longValue();
        }
        return true;
    }

    private void widen(int rows) {
        wide = true;
        high = high == null ? new long[low.length] : high;
        for (int i = 0; i < rows; i++) {
            high[i] = low[i] >> 63;
        }
    }

    @Override
    void setNull(int row) {
        super.setNull(row);
        low[row] = 0;
        if (wide) {
            high[row] = 0;
        }
    }

    @Override
    Vector build(int count) {
        return wide
                ? new Int128Vector(column.type(), high, low, validity(), count)
                : new LongVector(column.type(), low, validity(), count);
    }

    @Override
    long sizeInBytes() {
        return 16L * low.length;
    }
}
