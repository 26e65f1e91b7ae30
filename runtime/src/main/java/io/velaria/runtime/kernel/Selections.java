package io.velaria.runtime.kernel;

/**
 * Work on selections: ascending row positions, where null stands for the first {@code count} rows. A target may be the
 * selection itself except where a method says otherwise.
 */
public final class Selections {
    /** Of each mask of eight bits, the numbers of those that are set, a byte each from the lowest on. */
    private static final long[] NUMBERS_OF_BITS = new long[1 << 8];

    static {
        for (int mask = 0; mask < NUMBERS_OF_BITS.length; mask++) {
            int shift = 0;
            for (int bit = 0; bit < 8; bit++) {
                if ((mask >>> bit & 1) != 0) {
                    NUMBERS_OF_BITS[mask] |= (long) bit << shift;
                    shift += 8;
                }
            }
        }
    }

    private Selections() {}

    /**
     * Appends those of eight rows whose bit is set, and returns how many there are then. Eight places are written
     * whatever the mask.
     *
     * @param mask bit {@code i} stands for row {@code first + i}; no others are set
     * @param n rows that are there
     */
    static int append(int mask, int first, int n, int[] target) {
        long numbers = NUMBERS_OF_BITS[mask];
        target[n] = first + (int) (numbers & 0xff);
        target[n + 1] = first + (int) (numbers >>> 8 & 0xff);
        target[n + 2] = first + (int) (numbers >>> 16 & 0xff);
        target[n + 3] = first + (int) (numbers >>> 24 & 0xff);
        target[n + 4] = first + (int) (numbers >>> 32 & 0xff);
        target[n + 5] = first + (int) (numbers >>> 40 & 0xff);
        target[n + 6] = first + (int) (numbers >>> 48 & 0xff);
        target[n + 7] = first + (int) (numbers >>> 56);
        return n + Integer.bitCount(mask);
    }

    /** Copies the selection. */
    public static int all(int[] selection, int count, int[] target) {
        if (selection == null) {
            for (int row = 0; row < count; row++) {
                target[row] = row;
            }
        } else if (selection != target) {
            System.arraycopy(selection, 0, target, 0, count);
        }
        return count;
    }

    /** The rows whose bit is set. */
    public static int valid(long[] validity, int[] selection, int count, int[] target) {
        if (validity == null) {
            return all(selection, count, target);
        }
        int n = 0;
        if (selection == null) {
            int first = 0;
            for (; first + 8 <= count; first += 8) {
                n = append((int) (validity[first >>> 6] >>> first) & 0xff, first, n, target);
            }
            for (int row = first; row < count; row++) {
                target[n] = row;
                n += (int) (validity[row >>> 6] >>> row) & 1;
            }
        } else {
            for (int i = 0; i < count; i++) {
                int row = selection[i];
                target[n] = row;
                n += (int) (validity[row >>> 6] >>> row) & 1;
            }
        }
        return n;
    }

    /** The rows whose bit is clear. */
    public static int nulls(long[] validity, int[] selection, int count, int[] target) {
        if (validity == null) {
            return 0;
        }
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            target[n] = row;
            n += (int) (~validity[row >>> 6] >>> row) & 1;
        }
        return n;
    }

    /**
     * The rows of the selection that are not in {@code removed}, which is a part of it.
     *
     * @param target may be the selection, not {@code removed}
     */
    public static int difference(int[] selection, int count, int[] removed, int removedCount, int[] target) {
        int n = 0;
        int r = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (r < removedCount && removed[r] == row) {
                r++;
            } else {
                target[n++] = row;
            }
        }
        return n;
    }

    /** The rows in either of two selections without a common row; the target is neither of them. */
    public static int union(int[] a, int aCount, int[] b, int bCount, int[] target) {
        int i = 0;
        int j = 0;
        int n = 0;
        while (i < aCount && j < bCount) {
            target[n++] = a[i] < b[j] ? a[i++] : b[j++];
        }
        while (i < aCount) {
            target[n++] = a[i++];
        }
        while (j < bCount) {
            target[n++] = b[j++];
        }
        return n;
    }
}
