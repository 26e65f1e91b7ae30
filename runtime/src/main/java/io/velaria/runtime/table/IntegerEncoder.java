package io.velaria.runtime.table;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** Encodes integers, dates, times and decimals in the narrowest flat vector that holds their range, or as a constant. */
final class IntegerEncoder extends ColumnEncoder {
    private final long[] values = new long[CAPACITY];
    private final long[] high; // null while the type fits 64 bits

    IntegerEncoder(SqlType type, boolean wide) {
        super(type);
        high = wide ? new long[CAPACITY] : null;
    }

    @Override
    void gather(Vector source, int[] selection, int from, int count) {
        if (source instanceof LongVector flat) {
            gather(flat.values(), selection, from, count);
        } else if (source instanceof IntVector flat) {
            gather(flat.values(), selection, from, count);
        } else if (source instanceof ShortVector flat) {
            gather(flat.values(), selection, from, count);
        } else if (source instanceof ByteVector flat) {
            gather(flat.values(), selection, from, count);
        } else {
            gatherAny(source, selection, from, count);
            return;
        }
        if (high != null) {
            for (int i = rows; i < rows + count; i++) {
                high[i] = values[i] >> 63;
            }
        }
    }

    private void gather(long[] source, int[] selection, int from, int count) {
        if (selection == null) {
            System.arraycopy(source, from, values, rows, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            values[rows + i] = source[selection[from + i]];
        }
    }

    private void gather(int[] source, int[] selection, int from, int count) {
        if (selection == null) {
            for (int i = 0; i < count; i++) {
                values[rows + i] = source[from + i];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            values[rows + i] = source[selection[from + i]];
        }
    }

    private void gather(short[] source, int[] selection, int from, int count) {
        for (int i = 0; i < count; i++) {
            values[rows + i] = source[selection == null ? from + i : selection[from + i]];
        }
    }

    private void gather(byte[] source, int[] selection, int from, int count) {
        for (int i = 0; i < count; i++) {
            values[rows + i] = source[selection == null ? from + i : selection[from + i]];
        }
    }

    @Override
    void keep(int from, int to) {
        System.arraycopy(values, from, values, 0, to - from);
        if (high != null) {
            System.arraycopy(high, from, high, 0, to - from);
        }
    }

    private void gatherAny(Vector source, int[] selection, int from, int count) {
        for (int i = 0; i < count; i++) {
            int row = selection == null ? from + i : selection[from + i];
            int at = rows + i;
            if (source.isNull(row)) {
                values[at] = 0;
            } else {
                values[at] = source.lowAt(row);
            }
            if (high != null) {
                high[at] = source.isNull(row) ? 0 : source.highAt(row);
            }
        }
    }

    @Override
    Vector encode(DistinctSketch sketch) {
        if (nullCount > 0) {
            clearNulls();
        }
        if (nullCount == rows) {
            return new ConstantVector(new ByteVector(type, new byte[1], new long[1], 1), rows);
        }
        if (high != null && !fitsLong(high, values, rows)) {
            for (int i = 0; i < rows; i++) {
                if (!isNull(i)) {
                    sketch.add(Bytes.mix(values[i] ^ Bytes.mix(high[i])));
                }
            }
            return new Int128Vector(type, Arrays.copyOf(high, rows), Arrays.copyOf(values, rows), copyValidity(), rows);
        }
        if (nullCount == 0) {
            range(values, rows);
            ascending = isAscending();
        } else {
            rangeOfValid();
        }
        if (min == max) {
            sketch.add(Bytes.mix(min));
            if (nullCount == 0) {
                return new ConstantVector(narrow(1), rows);
            }
        } else {
            addDistinct(sketch);
        }
        return narrow(rows);
    }

    private void clearNulls() {
        for (int i = 0; i < rows; i++) {
            if (isNull(i)) {
                values[i] = 0;
                if (high != null) {
                    high[i] = 0;
                }
            }
        }
    }

    private static boolean fitsLong(long[] high, long[] low, int rows) {
        long misfit = 0;
        for (int i = 0; i < rows; i++) {
            misfit |= high[i] ^ (low[i] >> 63);
        }
        return misfit == 0;
    }

    private void range(long[] array, int count) {
        // Two lanes of each, for a minimum must wait for the one before it.
        long leastA = Long.MAX_VALUE;
        long leastB = Long.MAX_VALUE;
        long greatestA = Long.MIN_VALUE;
        long greatestB = Long.MIN_VALUE;
        int i = 0;
        for (; i + 1 < count; i += 2) {
            leastA = Math.min(leastA, array[i]);
            greatestA = Math.max(greatestA, array[i]);
            leastB = Math.min(leastB, array[i + 1]);
            greatestB = Math.max(greatestB, array[i + 1]);
        }
        if (i < count) {
            leastA = Math.min(leastA, array[i]);
            greatestA = Math.max(greatestA, array[i]);
        }
        min = Math.min(leastA, leastB);
        max = Math.max(greatestA, greatestB);
    }

    private boolean isAscending() {
        for (int i = 1; i < rows; i++) {
            if (values[i] <= values[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private void rangeOfValid() {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int i = 0; i < rows; i++) {
            if (!isNull(i)) {
                least = Math.min(least, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
        }
        min = least;
        max = greatest;
    }

    private void addDistinct(DistinctSketch sketch) {
        if (nullCount == 0) {
            sketch.addIntegers(values, rows, min, max);
            return;
        }
        for (int i = 0; i < rows; i++) {
            if (!isNull(i)) {
                sketch.add(Bytes.mix(values[i]));
            }
        }
    }

    /** The first {@code count} values in the narrowest width for the range; NULL rows hold 0, which always fits. */
    private Vector narrow(int count) {
        long[] validity = copyValidity();
        if (min >= Byte.MIN_VALUE && max <= Byte.MAX_VALUE) {
            byte[] narrow = new byte[count];
            for (int i = 0; i < count; i++) {
                narrow[i] = (byte) values[i];
            }
            return new ByteVector(type, narrow, validity, count);
        }
        if (min >= Short.MIN_VALUE && max <= Short.MAX_VALUE) {
            short[] narrow = new short[count];
            for (int i = 0; i < count; i++) {
                narrow[i] = (short) values[i];
            }
            return new ShortVector(type, narrow, validity, count);
        }
        if (min >= Integer.MIN_VALUE && max <= Integer.MAX_VALUE) {
            int[] narrow = new int[count];
            for (int i = 0; i < count; i++) {
                narrow[i] = (int) values[i];
            }
            return new IntVector(type, narrow, validity, count);
        }
        return new LongVector(type, Arrays.copyOf(values, count), validity, count);
    }
}
