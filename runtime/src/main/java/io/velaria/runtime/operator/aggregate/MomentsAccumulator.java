package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.operator.aggregate.Moments.Term;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.SqlType;

/**
 * Variances, covariances and what is made of them, from sums of values and products ({@link Moments}). Of two arguments
 * the first is the dependent variable y, as SQL has it.
 */
final class MomentsAccumulator extends Accumulator {
    private final String function;
    private final int y;
    private final int x;
    private final double unitY;
    private final double unitX;
    private final SqlType type;
    private IntegerMoments integers; // while sums fit longs; else null
    private PairMoments pairs;
    private Moments moments; // either of the two
    private long[] longsY = {};
    private long[] longsX = {};
    private double[] doublesY = {};
    private double[] doublesX = {};

    /** @param x the second argument, or -1 */
    MomentsAccumulator(String function, int y, int x, SqlType typeY, SqlType typeX, SqlType type) {
        this.function = function;
        this.y = y;
        this.x = x;
        this.unitY = Results.power(typeY.scale()).doubleValue();
        this.unitX = typeX == null ? 1 : Results.power(typeX.scale()).doubleValue();
        this.type = type;
        if (isExact(typeY) && (typeX == null || isExact(typeX))) {
            integers = new IntegerMoments(x >= 0, unitY, unitX);
            moments = integers;
        } else {
            pairs = new PairMoments(x >= 0);
            moments = pairs;
        }
    }

    private static boolean isExact(SqlType type) {
        return type.kind().isExactNumeric() && type.scale() <= IntegerMoments.MAX_SCALE;
    }

    @Override
    void ensure(int groups) {
        moments.ensure(groups);
    }

    @Override
    void add(Batch batch, Selected rows) {
        Vector first = batch.column(y);
        Vector second = x < 0 ? null : batch.column(x);
        rows.dropNulls(first);
        if (second != null) {
            rows.dropNulls(second);
        }
        int count = rows.count();
        if (count == 0) {
            return;
        }
        if (integers != null && isNarrow(first) && isNarrow(second) && integers.fits(first, second, count)) {
            longsY = longs(first, rows, longsY);
            if (second == null) {
                integers.add(longsY, rows);
            } else {
                longsX = longs(second, rows, longsX);
                integers.add(longsY, longsX, rows);
            }
            return;
        }
        usePairs();
        doublesY = doubles(first, unitY, rows, doublesY);
        if (second == null) {
            pairs.add(doublesY, rows);
        } else {
            doublesX = doubles(second, unitX, rows, doublesX);
            pairs.add(doublesY, doublesX, rows);
        }
    }

    private static boolean isNarrow(Vector vector) {
        return vector == null || vector.kind().isLongLike();
    }

    private static long[] longs(Vector vector, Selected rows, long[] room) {
        int count = rows.count();
        long[] values = room.length < count ? new long[Math.max(count, Batch.MAX_ROWS)] : room;
        Decoder.longs(vector, rows.rows(), count, values);
        return values;
    }

    private static double[] doubles(Vector vector, double unit, Selected rows, double[] room) {
        int count = rows.count();
        double[] values = room.length < count ? new double[Math.max(count, Batch.MAX_ROWS)] : room;
        Decoder.doubles(vector, rows.rows(), count, values);
        if (unit != 1) {
            for (int i = 0; i < count; i++) {
                values[i] /= unit;
            }
        }
        return values;
    }

    /** Goes on with doubles. */
    private void usePairs() {
        if (integers != null) {
            pairs = new PairMoments(x >= 0);
            pairs.ensure(integers.groups());
            for (int group = 0; group < integers.groups(); group++) {
                integers.addTo(pairs, group, group);
            }
            integers = null;
            moments = pairs;
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        MomentsAccumulator theirs = (MomentsAccumulator) other;
        if (integers != null && theirs.integers != null && integers.merge(theirs.integers, from, to, count)) {
            return;
        }
        usePairs();
        if (theirs.pairs != null) {
            pairs.merge(theirs.pairs, from, to, count);
        } else {
            for (int i = 0; i < count; i++) {
                theirs.integers.addTo(pairs, from[i], to[i]);
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
        long n = moments.count(group);
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
            case "VAR_SAMP", "VARIANCE", "VAR_POP" -> moments.deviation(Term.YY, group) / divisor;
            case "STDDEV", "STDDEV_SAMP", "STDDEV_POP" -> Math.sqrt(moments.deviation(Term.YY, group) / divisor);
            case "COVAR_SAMP", "COVAR_POP" -> moments.deviation(Term.XY, group) / divisor;
            case "REGR_AVGX" -> moments.sum(Term.X, group) / n;
            case "REGR_AVGY" -> moments.sum(Term.Y, group) / n;
            case "REGR_SXX" -> moments.deviation(Term.XX, group);
            case "REGR_SYY" -> moments.deviation(Term.YY, group);
            case "REGR_SXY" -> moments.deviation(Term.XY, group);
            default -> regression(group, n);
        };
    }

    private Double regression(int group, long n) {
        double sxx = moments.deviation(Term.XX, group);
        double syy = moments.deviation(Term.YY, group);
        double sxy = moments.deviation(Term.XY, group);
        return switch (function) {
            case "CORR" -> sxx == 0 || syy == 0 ? null : (Double) (sxy / Math.sqrt(sxx) / Math.sqrt(syy));
            case "REGR_SLOPE" -> sxx == 0 ? null : (Double) (sxy / sxx);
            case "REGR_INTERCEPT" ->
                sxx == 0 ? null : (Double) ((moments.sum(Term.Y, group) - sxy / sxx * moments.sum(Term.X, group)) / n);
            case "REGR_R2" -> sxx == 0 ? null : syy == 0 ? (Double) 1.0 : (Double) (sxy * sxy / (sxx * syy));
            default -> throw new IllegalStateException(function);
        };
    }

    @Override
    long bytes() {
        return moments.bytes();
    }
}
