package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;

/** An operand of an operator, with the memory to bring its values into the form that a kernel reads. */
final class Operand {
    private final Evaluator evaluator;
    private long[] longs = {};
    private long[] highs = {};
    private double[] doubles = {};
    private float[] floats = {};
    private long[] validity = {};

    Operand(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** The values in any encoding. */
    Vector evaluate(Batch batch, int[] selection, int count) {
        return evaluator.evaluate(batch, selection, count);
    }

    /** The values as a flat or constant vector; text and lists may stay in a dictionary. */
    Vector evaluateFlat(Batch batch, int[] selection, int count) {
        return flat(evaluator.evaluate(batch, selection, count), selection, count);
    }

    Vector flat(Vector vector, int[] selection, int count) {
        if (!(vector instanceof DictionaryVector dictionary)) {
            return vector;
        }
        int length = vector.length();
        long[] valid = validity(vector, selection, count);
        switch (vector.kind()) {
            case INT8, INT16, INT32, INT64 -> {
                longs = longs.length < length ? new long[length] : longs;
                gatherLongs(dictionary, valid, selection, count);
                return new LongVector(vector.type(), longs, valid, length);
            }
            case INT128 -> {
                longs = longs.length < length ? new long[length] : longs;
                highs = highs.length < length ? new long[length] : highs;
                for (int i = 0; i < count; i++) {
                    int row = selection == null ? i : selection[i];
                    if (!Validity.isNull(valid, row)) {
                        longs[row] = vector.lowAt(row);
                        highs[row] = vector.highAt(row);
                    }
                }
                return new Int128Vector(vector.type(), highs, longs, valid, length);
            }
            case FLOAT32 -> {
                floats = floats.length < length ? new float[length] : floats;
                for (int i = 0; i < count; i++) {
                    int row = selection == null ? i : selection[i];
                    if (!Validity.isNull(valid, row)) {
                        floats[row] = (float) vector.doubleAt(row);
                    }
                }
                return new FloatVector(vector.type(), floats, valid, length);
            }
            case FLOAT64 -> {
                doubles = doubles.length < length ? new double[length] : doubles;
                for (int i = 0; i < count; i++) {
                    int row = selection == null ? i : selection[i];
                    if (!Validity.isNull(valid, row)) {
                        doubles[row] = vector.doubleAt(row);
                    }
                }
                return new DoubleVector(vector.type(), doubles, valid, length);
            }
            default -> {
                return vector;
            }
        }
    }

    private void gatherLongs(DictionaryVector dictionary, long[] valid, int[] selection, int count) {
        if (valid == null && dictionary.codes() instanceof IntVector codes) {
            if (dictionary.values() instanceof LongVector values) {
                gather(codes.values(), values.values(), longs, selection, count);
                return;
            }
            if (dictionary.values() instanceof IntVector values) {
                gather(codes.values(), values.values(), longs, selection, count);
                return;
            }
        }
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (!Validity.isNull(valid, row)) {
                longs[row] = dictionary.longAt(row);
            }
        }
    }

    private static void gather(int[] codes, long[] values, long[] target, int[] selection, int count) {
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            target[row] = values[codes[row]];
        }
    }

    private static void gather(int[] codes, int[] values, long[] target, int[] selection, int count) {
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            target[row] = values[codes[row]];
        }
    }

    /** The validity bitmap of a vector in any encoding at the given rows, or null where none of them is NULL. */
    long[] validity(Vector vector, int[] selection, int count) {
        if (vector instanceof ConstantVector constant) {
            if (!constant.isNull()) {
                return null;
            }
            validity = room(validity, vector.length());
            java.util.Arrays.fill(validity, 0L);
            return validity;
        }
        if (!(vector instanceof DictionaryVector dictionary)) {
            return vector.validity();
        }
        if (!dictionary.values().mayHaveNulls()) {
            return dictionary.validity();
        }
        validity = room(validity, vector.length());
        java.util.Arrays.fill(validity, -1L);
        boolean any = false;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (vector.isNull(row)) {
                Validity.setNull(validity, row);
                any = true;
            }
        }
        return any ? validity : null;
    }

    private static long[] room(long[] bitmap, int length) {
        int words = Validity.words(length);
        return bitmap.length < words ? new long[words] : bitmap;
    }

    static boolean isNullConstant(Vector vector) {
        return vector instanceof ConstantVector constant && constant.isNull();
    }
}
