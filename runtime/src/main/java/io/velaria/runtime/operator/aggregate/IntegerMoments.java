package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Vector;
import java.util.Arrays;

/** {@link Moments} of integers, or of decimals by their unscaled values, exact in longs as long as these suffice. */
final class IntegerMoments extends Moments {
    /** Up to this scale the unit's square, as well, is a double. */
    static final int MAX_SCALE = 11;

    private static final Term[] TERMS = Term.values();

    private final double unitY;
    private final double unitX;
    private final int stride;
    private long[] states = {}; // of each group its rows, and the sums in the order of the terms
    private long reach; // what no sum of products is further from 0 than

    IntegerMoments(boolean two, double unitY, double unitX) {
        super(two);
        this.unitY = unitY;
        this.unitX = unitX;
        this.stride = terms + 1;
    }

    @Override
    void ensure(int groups) {
        if ((long) stride * groups > states.length) {
            int length = Accumulator.grown(states.length, Math.multiplyExact(stride, groups));
            states = Arrays.copyOf(states, length / stride * stride);
        }
    }

    /** Whether sums of so many more products of the vectors' values fit; they are then taken for added. */
    boolean fits(Vector y, Vector x, int count) {
        long largest = largest(y);
        if (x != null) {
            largest = Math.max(largest, largest(x));
        }
        return largest <= Integer.MAX_VALUE && extend(largest * largest, count);
    }

    /** Whether so many products of at most that size fit on top of what there is. */
    private boolean extend(long product, long count) {
        if (product > (Long.MAX_VALUE - reach) / count) {
            return false;
        }
        reach += product * count;
        return true;
    }

    private static long largest(Vector vector) {
        return vector.least() < -Integer.MAX_VALUE || vector.greatest() > Integer.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(Math.max(-vector.least(), vector.greatest()), 1);
    }

    void add(long[] y, Selected rows) {
        long[] sums = states;
        int[] groups = groups(rows);
        int count = rows.count();
        for (int i = 0; i < count; i++) {
            int at = 3 * groups[i];
            long value = y[i];
            sums[at]++;
            sums[at + 1] += value;
            sums[at + 2] += value * value;
        }
    }

    void add(long[] y, long[] x, Selected rows) {
        long[] sums = states;
        int[] groups = groups(rows);
        int count = rows.count();
        for (int i = 0; i < count; i++) {
            int at = 6 * groups[i];
            long valueY = y[i];
            long valueX = x[i];
            sums[at]++;
            sums[at + 1] += valueY;
            sums[at + 2] += valueY * valueY;
            sums[at + 3] += valueX;
            sums[at + 4] += valueX * valueX;
            sums[at + 5] += valueX * valueY;
        }
    }

    /** Takes states of others; returns false, and takes none, where they may not fit. */
    boolean merge(IntegerMoments other, int[] from, int[] to, int count) {
        if (!extend(Math.max(other.reach, 1), count)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            int source = stride * from[i];
            int target = stride * to[i];
            for (int term = 0; term < stride; term++) {
                states[target + term] += other.states[source + term];
            }
        }
        return true;
    }

    @Override
    long count(int group) {
        return states[stride * group];
    }

    private long total(Term term, int group) {
        return states[stride * group + 1 + term.ordinal()];
    }

    private double unit(Term variable) {
        return variable == Term.Y ? unitY : unitX;
    }

    @Override
    double sum(Term variable, int group) {
        return total(variable, group) / unit(variable);
    }

    @Override
    double deviation(Term product, int group) {
        Term first = first(product);
        Term second = second(product);
        long n = count(group);
        long products = total(product, group);
        long a = total(first, group);
        long b = total(second, group);
        // n times the sum of products less the product of the sums, in 128 bits.
        long low = n * products - a * b;
        long borrow = Long.compareUnsigned(n * products, a * b) < 0 ? 1 : 0;
        long high = Math.multiplyHigh(n, products) - Math.multiplyHigh(a, b) - borrow;
        double difference = high == low >> 63 ? low : high * 0x1p64 + (low >>> 1) * 2.0;
        return difference / n / (unit(first) * unit(second));
    }

    int groups() {
        return states.length / stride;
    }

    /** Adds a group's states to sums of doubles. */
    void addTo(PairMoments target, int group, int targetGroup) {
        target.addCount(targetGroup, count(group));
        for (Term term : TERMS) {
            if (term.ordinal() < terms) {
                boolean single = term == Term.Y || term == Term.X;
                double unit = single ? unit(term) : unit(first(term)) * unit(second(term));
                target.add(term, targetGroup, total(term, group), unit);
            }
        }
    }

    @Override
    long bytes() {
        return 8L * states.length;
    }
}
