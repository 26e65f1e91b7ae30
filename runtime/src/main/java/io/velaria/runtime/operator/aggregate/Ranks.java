package io.velaria.runtime.operator.aggregate;

import java.util.Arrays;

/** Brings values into the places that they have in order, without putting all in order. */
final class Ranks {
    private static final int FEW = 32;

    private Ranks() {}

    /**
     * Reorders {@code values[from, to)} so that the one at {@code rank} is as if sorted, no greater one before it and no
     * lesser one behind: quickselect (Hoare 1961) with the median of three, and a sort where that does not get on.
     */
    static void select(long[] values, int from, int to, int rank) {
        int low = from;
        int high = to - 1;
        int steps = 2 * (32 - Integer.numberOfLeadingZeros(to - from));
        while (high - low > FEW && steps-- > 0) {
            long a = values[low];
            long b = values[(low + high) >>> 1];
            long c = values[high];
            long pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swapped = values[i];
                    values[i++] = values[j];
                    values[j--] = swapped;
                }
            }
            if (rank <= j) {
                high = j;
            } else if (rank >= i) {
                low = i;
            } else {
                return; // between the two all are equal to the pivot
            }
        }
        Arrays.sort(values, low, high + 1);
    }
}
