package io.velaria.runtime.operator.aggregate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * {@link Moments} of doubles, each sum kept in about 100 bits as a pair (see {@link PairSums}), so that no precision is
 * lost in their difference and the order of rows doesn't show.
 */
final class PairMoments extends Moments {
    private static final MathContext PRECISION = new MathContext(60);

    /** Differences that are this small beside what they are differences of are computed exactly. */
    private static final double CANCELLED = 0x1p-40;

    private final int stride;
    private double[] pairs = {}; // of each group the sums in the order of the terms, each with its error behind it
    private long[] counts = {};

    PairMoments(boolean two) {
        super(two);
        this.stride = 2 * terms;
    }

    @Override
    void ensure(int groups) {
        if (groups > counts.length) {
            counts = Arrays.copyOf(counts, Accumulator.grown(counts.length, groups));
            pairs = Arrays.copyOf(pairs, Math.multiplyExact(stride, counts.length));
        }
    }

    void add(double[] y, Selected rows) {
        double[] sums = pairs;
        int[] groups = groups(rows);
        int count = rows.count();
        for (int i = 0; i < count; i++) {
            int at = 4 * groups[i];
            PairSums.add(sums, at, y[i]);
            PairSums.addProduct(sums, at + 2, y[i], y[i]);
        }
        rows.addCounts(counts, 1, 0);
    }

    void add(double[] y, double[] x, Selected rows) {
        double[] sums = pairs;
        int[] groups = groups(rows);
        int count = rows.count();
        for (int i = 0; i < count; i++) {
            int at = 10 * groups[i];
            PairSums.add(sums, at, y[i]);
            PairSums.addProduct(sums, at + 2, y[i], y[i]);
            PairSums.add(sums, at + 4, x[i]);
            PairSums.addProduct(sums, at + 6, x[i], x[i]);
            PairSums.addProduct(sums, at + 8, x[i], y[i]);
        }
        rows.addCounts(counts, 1, 0);
    }

    void addCount(int group, long count) {
        counts[group] += count;
    }

    /** Adds a whole number divided by a unit to a sum. */
    void add(Term term, int group, long total, double unit) {
        int at = stride * group + 2 * term.ordinal();
        double high = total;
        double quotient = high / unit;
        PairSums.add(pairs, at, quotient);
        double rest = Math.fma(-quotient, unit, high);
        // What is left of a long beside the nearest double; that of the greatest is out of the range of long.
        double low = high == 0x1p63 ? (double) (total - Long.MAX_VALUE) - 1 : (double) (total - (long) high);
        PairSums.add(pairs, at, (rest + low) / unit);
    }

    void merge(PairMoments other, int[] from, int[] to, int count) {
        for (int i = 0; i < count; i++) {
            counts[to[i]] += other.counts[from[i]];
            for (int term = 0; term < stride; term += 2) {
                PairSums.merge(pairs, stride * to[i] + term, other.pairs, stride * from[i] + term);
            }
        }
    }

    @Override
    long count(int group) {
        return counts[group];
    }

    private double high(Term term, int group) {
        return pairs[stride * group + 2 * term.ordinal()];
    }

    private double low(Term term, int group) {
        return pairs[stride * group + 2 * term.ordinal() + 1];
    }

    @Override
    double sum(Term term, int group) {
        return PairSums.sum(high(term, group), low(term, group));
    }

    @Override
    double deviation(Term product, int group) {
        Term a = first(product);
        Term b = second(product);
        if (!Double.isFinite(sum(product, group))
                || !Double.isFinite(sum(a, group))
                || !Double.isFinite(sum(b, group))) {
            return Double.NaN;
        }
        // The sum of products less the product of sums by the count, all as pairs (Dekker 1971).
        double n = counts[group];
        double means = high(a, group) * high(b, group);
        double rest = Math.fma(high(a, group), high(b, group), -means)
                + (high(a, group) * low(b, group) + low(a, group) * high(b, group));
        double mean = means / n;
        double meanRest = (Math.fma(-mean, n, means) + rest) / n;
        double products = high(product, group);
        double difference = products - mean;
        double part = difference - products;
        double error = (products - (difference - part)) - (mean + part);
        double value = difference + (error + (low(product, group) - meanRest));
        if (!(Math.abs(value) > Math.abs(products) * CANCELLED)) {
            value = exactDeviation(product, group);
        }
        return product != Term.XY && value < 0 ? 0 : value;
    }

    private double exactDeviation(Term product, int group) {
        BigDecimal means = exact(first(product), group)
                .multiply(exact(second(product), group))
                .divide(BigDecimal.valueOf(counts[group]), PRECISION);
        return exact(product, group).subtract(means).doubleValue();
    }

    private BigDecimal exact(Term term, int group) {
        return new BigDecimal(high(term, group)).add(new BigDecimal(low(term, group)));
    }

    @Override
    long bytes() {
        return 8L * counts.length + 8L * pairs.length;
    }
}
