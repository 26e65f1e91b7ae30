package io.velaria.runtime.operator.aggregate;

import java.util.Arrays;

/**
 * Sums of doubles kept as unevaluated pairs of doubles: every addition's rounding error is caught by TwoSum (Knuth, The
 * Art of Computer Programming 2, 4.2.2) and kept in the second. So the order of adding, and with it how rows fall to
 * tasks, shows only past about 100 bits, and answers repeat from run to run and with any number of threads.
 */
final class PairSums {
    private double[] pairs = {}; // of each group its sum and the sum's error, side by side in a cache line

    void ensure(int groups) {
        if (2L * groups > pairs.length) {
            pairs = Arrays.copyOf(pairs, Accumulator.grown(pairs.length, Math.multiplyExact(2, groups)) & -2);
        }
    }

    /** Adds a value to the sum at a place of an array, and the error to the place behind it. */
    static void add(double[] pairs, int at, double value) {
        double before = pairs[at];
        double sum = before + value;
        double part = sum - before;
        pairs[at] = sum;
        pairs[at + 1] += (before - (sum - part)) + (value - part);
    }

    /** Adds the exact product of two doubles. */
    static void addProduct(double[] pairs, int at, double a, double b) {
        double product = a * b;
        add(pairs, at, product);
        pairs[at + 1] += Math.fma(a, b, -product);
    }

    /** Adds a sum with its error, at a place of another array. */
    static void merge(double[] pairs, int at, double[] others, int otherAt) {
        add(pairs, at, others[otherAt]);
        pairs[at + 1] += others[otherAt + 1];
    }

    void add(int group, double value) {
        add(pairs, 2 * group, value);
    }

    /** Adds the values of the rows, or the first {@code count} if null, to one group. */
    void addRun(double[] values, int[] rows, int count, int group) {
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
            add(group, values[rows == null ? i : rows[i]]);
        }
        add(group, sum);
        add(group, otherSum);
        pairs[2 * group + 1] += error + otherError;
    }

    void addAll(double[] values, int[] groups, int count) {
        double[] states = pairs;
        for (int i = 0; i < count; i++) {
            add(states, 2 * groups[i], values[i]);
        }
    }

    void merge(PairSums other, int from, int to) {
        merge(pairs, 2 * to, other.pairs, 2 * from);
    }

    double sum(int group) {
        return sum(pairs[2 * group], pairs[2 * group + 1]);
    }

    static double sum(double sum, double error) {
        return Double.isFinite(sum) && Double.isFinite(error)
                ? sum + error
                : sum; // infinite sums have no meaningful error
    }

    long bytes() {
        return 8L * pairs.length;
    }
}
