package io.velaria.runtime.column;

import java.util.Arrays;

/**
 * Validity bitmaps: bit {@code i & 63} of word {@code i >>> 6} is set where row {@code i} is not NULL. A null bitmap
 * means that no row is NULL; bits past the length are undefined.
 */
public final class Validity {
    private Validity() {}

    public static int words(int length) {
        return (length + 63) >>> 6;
    }

    public static boolean isNull(long[] validity, int row) {
        return validity != null && (validity[row >>> 6] & (1L << row)) == 0;
    }

    public static long[] allValid(int length) {
        long[] validity = new long[words(length)];
        Arrays.fill(validity, -1L);
        return validity;
    }

    public static void setNull(long[] validity, int row) {
        validity[row >>> 6] &= ~(1L << row);
    }

    public static void setValid(long[] validity, int row) {
        validity[row >>> 6] |= 1L << row;
    }

    /** Rows valid in both, written to {@code target} if any is null; returns null, a or b unchanged where it can. */
    public static long[] and(long[] a, long[] b, long[] target, int length) {
        if (a == null) {
            return b;
        }
        if (b == null || a == b) {
            return a;
        }
        for (int i = 0, n = words(length); i < n; i++) {
            target[i] = a[i] & b[i];
        }
        return target;
    }

    public static int countNulls(long[] validity, int length) {
        if (validity == null) {
            return 0;
        }
        int valid = 0;
        int full = length >>> 6;
        for (int i = 0; i < full; i++) {
            valid += Long.bitCount(validity[i]);
        }
        if ((length & 63) != 0) {
            valid += Long.bitCount(validity[full] & ((1L << length) - 1));
        }
        return length - valid;
    }
}
