package io.velaria.runtime.operator.aggregate;

/**
 * Sums of doubles kept as unevaluated pairs of doubles: every addition's rounding error is caught by TwoSum (Knuth, The
 * Art of Computer Programming 2, 4.2.2) and kept in the second. So the order of adding, and with it how rows fall to
 * tasks, shows only past about 100 bits, and answers repeat from run to run and with any number of threads. A pair is two
 * neighbours in an array of doubles, or of their bits in longs.
 */
final class PairSums {
    private PairSums() {}

    /** Adds a value to the sum at a place of an array, and the error to the place behind it. */
    static void add(double[] pairs, int at, double value) {
        double before = pairs[at];
        double sum = before + value;
        double part = sum - before;
        pairs[at] = sum;
        pairs[at + 1] += (before - (sum - part)) + (value - part);
    }

    /** The same in an array of bits. */
    static void add(long[] pairs, int at, double value) {
        double before = Double.longBitsToDouble(pairs[at]);
        double sum = before + value;
        double part = sum - before;
        pairs[at] = Double.doubleToRawLongBits(sum);
        addError(pairs, at, (before - (sum - part)) + (value - part));
    }

    private static void addError(long[] pairs, int at, double error) {
        pairs[at + 1] = Double.doubleToRawLongBits(Double.longBitsToDouble(pairs[at + 1]) + error);
    }

    /** Adds the exact product of two doubles. */
    static void addProduct(double[] pairs, int at, double a, double b) {
        double product = a * b;
        add(pairs, at, product);
        pairs[at + 1] += Math.fma(a, b, -product);
    }

    /** Adds the values of the rows, or the first {@code count} if null, to one pair. */
    static void addRun(double[] values, int[] rows, int count, long[] pairs, int at) {
        // Two sums, since each addition waits for the one before: the parts of an addition take longer than the rest.
        double sum = 0;
        double error = 0;
        double otherSum = 0;
        double otherError = 0;
        int i = 0;
        for (; i + 1 < count; i += 2) {
            double value = values[rows == null ? i : rows[i]];
            double after = sum + value;
            double part = after - sum;
            error += (sum - (after - part)) + (value - part);
            sum = after;
            double other = values[rows == null ? i + 1 : rows[i + 1]];
            double otherAfter = otherSum + other;
            double otherPart = otherAfter - otherSum;
            otherError += (otherSum - (otherAfter - otherPart)) + (other - otherPart);
            otherSum = otherAfter;
        }
        if (i < count) {
            add(pairs, at, values[rows == null ? i : rows[i]]);
        }
        add(pairs, at, sum);
        add(pairs, at, otherSum);
        addError(pairs, at, error + otherError);
    }

    /** Adds each value to its group's pair, which is at {@code width * group + place}. */
    static void addAll(double[] values, int[] groups, int count, long[] pairs, int width, int place) {
        for (int i = 0; i < count; i++) {
            add(pairs, width * groups[i] + place, values[i]);
        }
    }

    /** Adds the pair at a place of another array to that at a place of this one. */
    static void merge(double[] pairs, int at, double[] others, int from) {
        add(pairs, at, others[from]);
        pairs[at + 1] += others[from + 1];
    }

    /** The same in arrays of bits. */
    static void merge(long[] pairs, int at, long[] others, int from) {
        add(pairs, at, Double.longBitsToDouble(others[from]));
        addError(pairs, at, Double.longBitsToDouble(others[from + 1]));
    }

    /** The sum at a place of an array of bits. */
    static double sum(long[] pairs, int at) {
        return sum(Double.longBitsToDouble(pairs[at]), Double.longBitsToDouble(pairs[at + 1]));
    }

    static double sum(double sum, double error) {
        return Double.isFinite(sum) && Double.isFinite(error)
                ? sum + error
                : sum; // infinite sums have no meaningful error
    }
}
