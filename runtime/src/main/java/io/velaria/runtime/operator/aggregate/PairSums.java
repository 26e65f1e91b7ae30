package io.velaria.runtime.operator.aggregate;

import java.util.Arrays;

/**
 * Sums of doubles kept as unevaluated pairs of doubles: every addition's rounding error is caught by TwoSum (Knuth, The
 * Art of Computer Programming 2, 4.2.2) and kept in the second. So the order of adding, and with it how rows fall to
 * tasks, shows only past about 100 bits, and answers repeat from run to run and with any number of threads.
 */
final class PairSums {
    private double[] sums = {};
    private double[] errors = {};

    void ensure(int groups) {
        if (groups > sums.length) {
            int length = Accumulator.grown(sums.length, groups);
            sums = Arrays.copyOf(sums, length);
            errors = Arrays.copyOf(errors, length);
        }
    }

    void add(int group, double value) {
        double before = sums[group];
        double sum = before + value;
        double part = sum - before;
        errors[group] += (before - (sum - part)) + (value - part);
        sums[group] = sum;
    }

    /** Adds the exact product of two doubles. */
    void addProduct(int group, double a, double b) {
        double product = a * b;
        add(group, product);
        errors[group] += Math.fma(a, b, -product);
    }

    void addAll(double[] values, int count) {
        double sum = sums[0];
        double error = errors[0];
        for (int i = 0; i < count; i++) {
            double value = values[i];
            double after = sum + value;
            double part = after - sum;
            error += (sum - (after - part)) + (value - part);
            sum = after;
        }
        sums[0] = sum;
        errors[0] = error;
    }

    void addAll(double[] values, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            double value = values[i];
            double before = sums[group];
            double sum = before + value;
            double part = sum - before;
            errors[group] += (before - (sum - part)) + (value - part);
            sums[group] = sum;
        }
    }

    void merge(PairSums other, int from, int to) {
        add(to, other.sums[from]);
        errors[to] += other.errors[from];
    }

    double sum(int group) {
        double sum = sums[group];
        double error = errors[group];
        return Double.isFinite(sum) && Double.isFinite(error)
                ? sum + error
                : sum; // infinite sums have no meaningful error
    }

    double high(int group) {
        return sums[group];
    }

    double low(int group) {
        return errors[group];
    }

    long bytes() {
        return 16L * sums.length;
    }
}
