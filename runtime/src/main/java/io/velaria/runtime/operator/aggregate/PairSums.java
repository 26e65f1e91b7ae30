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

    void add(int group, double value) {
        double before = pairs[2 * group];
        double sum = before + value;
        double part = sum - before;
        pairs[2 * group] = sum;
        pairs[2 * group + 1] += (before - (sum - part)) + (value - part);
    }

    /** Adds the exact product of two doubles. */
    void addProduct(int group, double a, double b) {
        double product = a * b;
        add(group, product);
        pairs[2 * group + 1] += Math.fma(a, b, -product);
    }

    /** Adds the values at {@code rows[from, to)}, or at these places themselves if null, to one group. */
    void addRun(double[] values, int[] rows, int from, int to, int group) {
        // Two sums, since each addition waits for the one before: the parts of an addition take longer than the rest.
        double sum = 0;
        double error = 0;
        double otherSum = 0;
        double otherError = 0;
        int i = from;
        for (; i + 1 < to; i += 2) {
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
        if (i < to) {
            add(group, values[rows == null ? i : rows[i]]);
        }
        add(group, sum);
        add(group, otherSum);
        pairs[2 * group + 1] += error + otherError;
    }

    void addAll(double[] values, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            add(groups[i], values[i]);
        }
    }

    void merge(PairSums other, int from, int to) {
        add(to, other.high(from));
        pairs[2 * to + 1] += other.low(from);
    }

    double sum(int group) {
        double sum = high(group);
        double error = low(group);
        return Double.isFinite(sum) && Double.isFinite(error)
                ? sum + error
                : sum; // infinite sums have no meaningful error
    }

    double high(int group) {
        return pairs[2 * group];
    }

    double low(int group) {
        return pairs[2 * group + 1];
    }

    long bytes() {
        return 8L * pairs.length;
    }
}
