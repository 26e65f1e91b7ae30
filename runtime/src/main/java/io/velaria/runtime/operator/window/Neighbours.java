package io.velaria.runtime.operator.window;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Vector;

/** Compares each value of a flat vector without NULLs with the one before. NaNs are equal, and so are the two zeros. */
final class Neighbours {
    private Neighbours() {}

    /**
     * Clears {@code equal[i]} where the values at {@code i} and {@code i + 1} differ; false if the vector is not of
     * numbers that are looked at here.
     */
    static boolean compare(Vector vector, int count, boolean[] equal) {
        if (vector instanceof IntVector flat) {
            int[] values = flat.values();
            for (int i = 0; i < count; i++) {
                equal[i] &= values[i] == values[i + 1];
            }
        } else if (vector instanceof LongVector flat) {
            long[] values = flat.values();
            for (int i = 0; i < count; i++) {
                equal[i] &= values[i] == values[i + 1];
            }
        } else if (vector instanceof DoubleVector flat) {
            double[] values = flat.values();
            for (int i = 0; i < count; i++) {
                equal[i] &= Double.compare(values[i] + 0.0, values[i + 1] + 0.0) == 0;
            }
        } else if (vector instanceof FloatVector flat) {
            float[] values = flat.values();
            for (int i = 0; i < count; i++) {
                equal[i] &= Float.compare(values[i] + 0f, values[i + 1] + 0f) == 0;
            }
        } else if (vector instanceof ShortVector flat) {
            short[] values = flat.values();
            for (int i = 0; i < count; i++) {
                equal[i] &= values[i] == values[i + 1];
            }
        } else if (vector instanceof ByteVector flat) {
            byte[] values = flat.values();
            for (int i = 0; i < count; i++) {
                equal[i] &= values[i] == values[i + 1];
            }
        } else {
            return false;
        }
        return true;
    }
}
