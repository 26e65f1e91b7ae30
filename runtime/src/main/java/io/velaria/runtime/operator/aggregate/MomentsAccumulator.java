package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.SqlType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * Variances, covariances and what is made of them, from sums of values and products kept in about 100 bits
 * ({@link PairSums}), so that no precision is lost in their difference and the order of rows doesn't show. Of two
 * arguments the first is the dependent variable y, as SQL has it.
 */
final class MomentsAccumulator extends Accumulator {
    private static final MathContext PRECISION = new MathContext(60);

    private final String function;
    private final int y;
    private final int x;
    private final double unitY;
    private final double unitX;
    private final SqlType type;
    private final PairSums sumY = new PairSums();
    private final PairSums sumX = new PairSums();
    private final PairSums sumYY = new PairSums();
    private final PairSums sumXX = new PairSums();
    private final PairSums sumXY = new PairSums();
    private long[] counts = {};
    private double[] valuesY = {};
    private double[] valuesX = {};

    /** @param x the second argument, or -1 */
    MomentsAccumulator(String function, int y, int x, SqlType typeY, SqlType typeX, SqlType type) {
        this.function = function;
        this.y = y;
        this.x = x;
        this.unitY = Results.power(typeY.scale()).doubleValue();
        this.unitX = typeX == null ? 1 : Results.power(typeX.scale()).doubleValue();
        this.type = type;
    }

    @Override
    void ensure(int groups) {
        if (groups > counts.length) {
            counts = Arrays.copyOf(counts, grown(counts.length, groups));
        }
        sumY.ensure(groups);
        sumYY.ensure(groups);
        if (x >= 0) {
            sumX.ensure(groups);
            sumXX.ensure(groups);
            sumXY.ensure(groups);
        }
    }

    @Override
    void add(Batch batch, Selected rows) {
        rows.dropNulls(batch.column(y));
        if (x >= 0) {
            rows.dropNulls(batch.column(x));
        }
        int count = rows.count();
        if (valuesY.length < count) {
            valuesY = new double[Math.max(count, Batch.MAX_ROWS)];
            valuesX = new double[valuesY.length];
        }
        Decoder.doubles(batch.column(y), rows.rows(), count, valuesY);
        if (x >= 0) {
            Decoder.doubles(batch.column(x), rows.rows(), count, valuesX);
        }
        for (int i = 0; i < count; i++) {
            int group = rows.group(i);
            double vy = valuesY[i] / unitY;
            counts[group]++;
            sumY.add(group, vy);
            sumYY.addProduct(group, vy, vy);
            if (x >= 0) {
                double vx = valuesX[i] / unitX;
                sumX.add(group, vx);
                sumXX.addProduct(group, vx, vx);
                sumXY.addProduct(group, vx, vy);
            }
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        MomentsAccumulator theirs = (MomentsAccumulator) other;
        for (int i = 0; i < count; i++) {
            counts[to[i]] += theirs.counts[from[i]];
            sumY.merge(theirs.sumY, from[i], to[i]);
            sumYY.merge(theirs.sumYY, from[i], to[i]);
            if (x >= 0) {
                sumX.merge(theirs.sumX, from[i], to[i]);
                sumXX.merge(theirs.sumXX, from[i], to[i]);
                sumXY.merge(theirs.sumXY, from[i], to[i]);
            }
        }
    }

    @Override
    Vector result(int from, int count) {
        double[] values = new double[count];
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            Double value = value(from + i);
            if (value == null) {
                validity = validity == null ? Validity.allValid(count) : validity;
                Validity.setNull(validity, i);
            } else {
                values[i] = value;
            }
        }
        if (type.carrier().isLongLike()) {
            long[] whole = new long[count];
            for (int i = 0; i < count; i++) {
                whole[i] = (long) values[i];
            }
            return Results.longs(type, whole, validity, count);
        }
        return Results.doubles(type, values, validity, count);
    }

    /** The result of a group, null for NULL. */
    private Double value(int group) {
        long n = counts[group];
        if (function.equals("REGR_COUNT")) {
            return (double) n;
        }
        boolean sample = function.equals("VAR_SAMP")
                || function.equals("VARIANCE")
                || function.equals("STDDEV")
                || function.equals("STDDEV_SAMP")
                || function.equals("COVAR_SAMP");
        if (n == 0 || (sample && n == 1)) {
            return null;
        }
        double divisor = sample ? n - 1 : n;
        return switch (function) {
            case "VAR_SAMP", "VARIANCE", "VAR_POP" -> deviation(sumYY, sumY, sumY, group) / divisor;
            case "STDDEV", "STDDEV_SAMP", "STDDEV_POP" -> Math.sqrt(deviation(sumYY, sumY, sumY, group) / divisor);
            case "COVAR_SAMP", "COVAR_POP" -> deviation(sumXY, sumX, sumY, group) / divisor;
            case "REGR_AVGX" -> sumX.sum(group) / n;
            case "REGR_AVGY" -> sumY.sum(group) / n;
            case "REGR_SXX" -> deviation(sumXX, sumX, sumX, group);
            case "REGR_SYY" -> deviation(sumYY, sumY, sumY, group);
            case "REGR_SXY" -> deviation(sumXY, sumX, sumY, group);
            default -> regression(group, n);
        };
    }

    private Double regression(int group, long n) {
        double sxx = deviation(sumXX, sumX, sumX, group);
        double syy = deviation(sumYY, sumY, sumY, group);
        double sxy = deviation(sumXY, sumX, sumY, group);
        return switch (function) {
            case "CORR" -> sxx == 0 || syy == 0 ? null : (Double) (sxy / Math.sqrt(sxx) / Math.sqrt(syy));
            case "REGR_SLOPE" -> sxx == 0 ? null : (Double) (sxy / sxx);
            case "REGR_INTERCEPT" -> sxx == 0 ? null : (Double) ((sumY.sum(group) - sxy / sxx * sumX.sum(group)) / n);
            case "REGR_R2" -> sxx == 0 ? null : syy == 0 ? (Double) 1.0 : (Double) (sxy * sxy / (sxx * syy));
            default -> throw new IllegalStateException(function);
        };
    }

    /** The sum of products of two variables' distances from their means. */
    private double deviation(PairSums products, PairSums a, PairSums b, int group) {
        double rough = products.sum(group);
        if (!Double.isFinite(rough) || !Double.isFinite(a.sum(group)) || !Double.isFinite(b.sum(group))) {
            return Double.NaN;
        }
        BigDecimal means =
                exact(a, group).multiply(exact(b, group)).divide(BigDecimal.valueOf(counts[group]), PRECISION);
        double value = exact(products, group).subtract(means).doubleValue();
        return products != sumXY && value < 0 ? 0 : value;
    }

    private static BigDecimal exact(PairSums sums, int group) {
        return new BigDecimal(sums.high(group)).add(new BigDecimal(sums.low(group)));
    }

    @Override
    long bytes() {
        return 8L * counts.length + sumY.bytes() + sumYY.bytes() + sumX.bytes() + sumXX.bytes() + sumXY.bytes();
    }
}
