package io.velaria.runtime.row;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.PhysicalKind;
import java.util.Arrays;

/**
 * Reads chosen rows of a vector of any encoding into a plain array, with one loop for each encoding, so that what comes
 * after needs only one loop. {@code rows} are positions in any order, or null for the first {@code count}. Values of
 * NULL rows are undefined.
 */
public final class Decoder {
    private Decoder() {}

    /** Integer-like values; of 128-bit values the low halves. */
    public static void longs(Vector vector, int[] rows, int count, long[] target) {
        if (vector instanceof LongVector flat) {
            long[] values = flat.values();
            if (rows == null) {
                System.arraycopy(values, 0, target, 0, count);
            } else {
                for (int i = 0; i < count; i++) {
                    target[i] = values[rows[i]];
                }
            }
        } else if (vector instanceof IntVector flat) {
            int[] values = flat.values();
            if (rows == null) {
                for (int i = 0; i < count; i++) {
                    target[i] = values[i];
                }
            } else {
                for (int i = 0; i < count; i++) {
                    target[i] = values[rows[i]];
                }
            }
        } else if (vector instanceof ShortVector flat) {
            short[] values = flat.values();
            if (rows == null) {
                for (int i = 0; i < count; i++) {
                    target[i] = values[i];
                }
            } else {
                for (int i = 0; i < count; i++) {
                    target[i] = values[rows[i]];
                }
            }
        } else if (vector instanceof ByteVector flat) {
            byte[] values = flat.values();
            if (rows == null) {
                for (int i = 0; i < count; i++) {
                    target[i] = values[i];
                }
            } else {
                for (int i = 0; i < count; i++) {
                    target[i] = values[rows[i]];
                }
            }
        } else if (vector instanceof Int128Vector flat) {
            copy(flat.low(), rows, count, target);
        } else if (vector instanceof ConstantVector constant) {
            Arrays.fill(target, 0, count, constant.isNull() ? 0 : constant.lowAt(0));
        } else if (vector instanceof DictionaryVector gather && gather.isGather() && isFlat(gather.values())) {
            gatherLongs(((IntVector) gather.codes()).values(), gather.values(), rows, count, target);
        } else {
            boolean nulls = vector.mayHaveNulls();
            for (int i = 0; i < count; i++) {
                int row = rows == null ? i : rows[i];
                target[i] = nulls && vector.isNull(row) ? 0 : vector.lowAt(row);
            }
        }
    }

    private static boolean isFlat(Vector values) {
        return !(values instanceof ConstantVector) && !(values instanceof DictionaryVector);
    }

    private static void gatherLongs(int[] codes, Vector vector, int[] rows, int count, long[] target) {
        if (vector instanceof ByteVector flat) {
            byte[] values = flat.values();
            for (int i = 0; i < count; i++) {
                target[i] = values[codes[rows == null ? i : rows[i]]];
            }
        } else if (vector instanceof ShortVector flat) {
            short[] values = flat.values();
            for (int i = 0; i < count; i++) {
                target[i] = values[codes[rows == null ? i : rows[i]]];
            }
        } else if (vector instanceof IntVector flat) {
            int[] values = flat.values();
            for (int i = 0; i < count; i++) {
                target[i] = values[codes[rows == null ? i : rows[i]]];
            }
        } else {
            long[] values = vector instanceof Int128Vector wide ? wide.low() : ((LongVector) vector).values();
            for (int i = 0; i < count; i++) {
                target[i] = values[codes[rows == null ? i : rows[i]]];
            }
        }
    }

    /** The high halves of integer-like values. */
    public static void highs(Vector vector, int[] rows, int count, long[] target) {
        if (vector instanceof Int128Vector flat) {
            copy(flat.high(), rows, count, target);
        } else if (vector.kind() == PhysicalKind.INT128) {
            for (int i = 0; i < count; i++) {
                int row = rows == null ? i : rows[i];
                target[i] = vector.isNull(row) ? 0 : vector.highAt(row);
            }
        } else {
            longs(vector, rows, count, target);
            for (int i = 0; i < count; i++) {
                target[i] >>= 63;
            }
        }
    }

    private static void copy(long[] values, int[] rows, int count, long[] target) {
        if (rows == null) {
            System.arraycopy(values, 0, target, 0, count);
        } else {
            for (int i = 0; i < count; i++) {
                target[i] = values[rows[i]];
            }
        }
    }

    /** Floating-point values, or integer ones (a DECIMAL unscaled) as doubles. */
    public static void doubles(Vector vector, int[] rows, int count, double[] target) {
        if (vector instanceof DoubleVector flat) {
            double[] values = flat.values();
            if (rows == null) {
                System.arraycopy(values, 0, target, 0, count);
            } else {
                for (int i = 0; i < count; i++) {
                    target[i] = values[rows[i]];
                }
            }
        } else if (vector instanceof FloatVector flat) {
            float[] values = flat.values();
            for (int i = 0; i < count; i++) {
                target[i] = values[rows == null ? i : rows[i]];
            }
        } else if (vector instanceof DictionaryVector gather
                && gather.isGather()
                && gather.values() instanceof DoubleVector flat) {
            double[] values = flat.values();
            int[] codes = ((IntVector) gather.codes()).values();
            for (int i = 0; i < count; i++) {
                target[i] = values[codes[rows == null ? i : rows[i]]];
            }
        } else {
            boolean floating = vector.kind() == PhysicalKind.FLOAT32 || vector.kind() == PhysicalKind.FLOAT64;
            for (int i = 0; i < count; i++) {
                int row = rows == null ? i : rows[i];
                if (vector.isNull(row)) {
                    target[i] = 0;
                } else {
                    target[i] = floating ? vector.doubleAt(row) : toDouble(vector.highAt(row), vector.lowAt(row));
                }
            }
        }
    }

    /** The double nearest to a 128-bit integer. */
    public static double toDouble(long high, long low) {
        return high == low >> 63
                ? low
                : new io.velaria.runtime.type.Int128(high, low).toBigInteger().doubleValue();
    }

    /** Marks the rows that are NULL and returns how many they are; with 0 the target is not written. */
    public static int nulls(Vector vector, int[] rows, int count, boolean[] target) {
        if (!vector.mayHaveNulls()) {
            return 0;
        }
        int found = 0;
        for (int i = 0; i < count; i++) {
            boolean isNull = vector.isNull(rows == null ? i : rows[i]);
            target[i] = isNull;
            found += isNull ? 1 : 0;
        }
        return found;
    }

    /** Codes of a dictionary-encoded vector. */
    public static void codes(DictionaryVector vector, int[] rows, int count, int[] target) {
        Vector codes = vector.codes();
        if (codes instanceof ByteVector flat) {
            byte[] values = flat.values();
            for (int i = 0; i < count; i++) {
                target[i] = values[rows == null ? i : rows[i]] & 0xff;
            }
        } else if (codes instanceof ShortVector flat) {
            short[] values = flat.values();
            for (int i = 0; i < count; i++) {
                target[i] = values[rows == null ? i : rows[i]] & 0xffff;
            }
        } else {
            int[] values = ((IntVector) codes).values();
            for (int i = 0; i < count; i++) {
                target[i] = values[rows == null ? i : rows[i]];
            }
        }
    }
}
