package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.kernel.ArithmeticLong;
import io.velaria.runtime.kernel.IntegerKernels;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * SUM and AVG of integers and decimals, exact in 128 bits. A sum is a long and, only once that has overflowed, a count of
 * multiples of 2^64 beside it.
 */
final class ExactSumAccumulator extends SumAccumulator {
    private final int argument;
    private final SqlType argumentType;
    private final int place; // of the sums in the states
    private long[] overflows; // null while no sum has left the range of long
    private long reach; // what no sum is further from 0 than
    private long rowsSinceLook; // since reach was made of the sums themselves
    private long[] lows = {};
    private long[] highs = {};

    ExactSumAccumulator(String function, int argument, SqlType argumentType, SqlType type, GroupStates states) {
        super(function, type, states);
        this.argument = argument;
        this.argumentType = argumentType;
        this.place = states.claim(0);
    }

    @Override
    void ensure(int groups) {
        states.ensure(groups);
        taken.ensure(groups);
        if (overflows != null && groups > overflows.length) {
            overflows = Arrays.copyOf(overflows, states.groups());
        }
    }

    @Override
    void add(Batch batch, Selected rows) {
        Vector vector = batch.column(argument);
        rows.dropNulls(vector);
        taken.add(rows);
        int count = rows.count();
        if (count == 0) {
            return;
        }
        int[] groups = rows.groups();
        if (vector.kind() == PhysicalKind.INT128) {
            addWide(vector, rows, count, groups);
            return;
        }
        int[] places = rows.rows();
        boolean constant = vector instanceof ConstantVector && groups == null;
        if (!constant && (vector instanceof ConstantVector || vector instanceof DictionaryVector)) {
            vector = decoded(vector, places, count);
            places = null;
        }
        if (groups == null) {
            addRun(vector, places, count);
        } else if (isProven(vector, count)) {
            IntegerKernels.sumByGroup(vector, places, groups, count, states.words(), states.width(), place);
        } else {
            addEach(decoded(vector, places, count).values(), rows);
        }
    }

    private LongVector decoded(Vector vector, int[] rows, int count) {
        if (vector instanceof LongVector flat && rows == null) {
            return flat;
        }
        if (lows.length < count) {
            lows = new long[Math.max(count, Batch.MAX_ROWS)];
        }
        Decoder.longs(vector, rows, count, lows);
        LongVector copy = new LongVector(vector.type(), lows, null, count);
        copy.bounded(vector.least(), vector.greatest());
        return copy;
    }

    /** Adds the values of the rows, or the first {@code count} if null, to the one group. */
    private void addRun(Vector vector, int[] rows, int count) {
        reach = Long.MAX_VALUE;
        if (vector instanceof ConstantVector) {
            long value = vector.longAt(0);
            addTo(0, value * count);
            long beyond = Math.multiplyHigh(value, (long) count) - (value * count >> 63);
            if (beyond != 0) {
                overflows()[0] += beyond;
            }
        } else if (vector.least() >= -(Long.MAX_VALUE / count) && vector.greatest() <= Long.MAX_VALUE / count) {
            addTo(0, IntegerKernels.sum(vector, rows, count));
        } else {
            // Halves of 32 bits can't overflow, and the sum of the low ones is what the sum is short of by the high
            // ones.
            long[] values = ((LongVector) vector).values();
            long high = ArithmeticLong.sumOfHighHalves(values, rows, count);
            long low = ArithmeticLong.sum(values, rows, count) - (high << 32);
            addTo(0, low);
            addTo(0, high << 32);
            long beyond = (high >> 32) - (high << 32 >> 63);
            if (beyond != 0) {
                overflows()[0] += beyond;
            }
        }
    }

    /** Whether no sum leaves the range of long with so many more values of the vector, all in one group at the worst. */
    private boolean isProven(Vector vector, int count) {
        rowsSinceLook += count;
        if (vector.least() <= -Long.MAX_VALUE || vector.greatest() == Long.MAX_VALUE) {
            reach = Long.MAX_VALUE;
            return false;
        }
        long largest = Math.max(Math.max(-vector.least(), vector.greatest()), 1);
        if (largest > (Long.MAX_VALUE - reach) / count) {
            if (overflows != null || rowsSinceLook < 2L * states.groups()) {
                return false;
            }
            rowsSinceLook = 0;
            reach = largestSum();
            if (largest > (Long.MAX_VALUE - reach) / count) {
                return false;
            }
        }
        reach += largest * count;
        return true;
    }

    private long largestSum() {
        long largest = 0;
        for (int group = 0; group < states.groups(); group++) {
            long sum = sum(group);
            largest = Math.max(largest, sum == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(sum));
        }
        return largest;
    }

    private void addEach(long[] values, Selected rows) {
        int[] groups = rows.groups();
        int count = rows.count();
        long[] words = states.words();
        int width = states.width();
        int at = place;
        reach = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            long value = values[i];
            long before = words[width * group + at];
            long after = before + value;
            words[width * group + at] = after;
            if (((before ^ after) & (value ^ after)) < 0) {
                overflow(group, before);
            }
        }
    }

    private void addWide(Vector vector, Selected rows, int count, int[] groups) {
        reach = Long.MAX_VALUE;
        if (highs.length < count) {
            highs = new long[Math.max(count, Batch.MAX_ROWS)];
            lows = new long[highs.length];
        }
        Decoder.longs(vector, rows.rows(), count, lows);
        Decoder.highs(vector, rows.rows(), count, highs);
        for (int i = 0; i < count; i++) {
            int group = groups == null ? 0 : groups[i];
            addTo(group, lows[i]);
            long beyond = highs[i] - (lows[i] >> 63);
            if (beyond != 0) {
                overflows()[group] += beyond;
            }
        }
    }

    private long sum(int group) {
        return states.words()[states.width() * group + place];
    }

    private void addTo(int group, long value) {
        long before = sum(group);
        long after = before + value;
        states.words()[states.width() * group + place] = after;
        if (((before ^ after) & (value ^ after)) < 0) {
            overflow(group, before);
        }
    }

    private void overflow(int group, long before) {
        overflows()[group] += before < 0 ? -1 : 1;
    }

    private long[] overflows() {
        if (overflows == null) {
            overflows = new long[states.groups()];
        }
        return overflows;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        ExactSumAccumulator theirs = (ExactSumAccumulator) other;
        reach = Long.MAX_VALUE;
        taken.merge(theirs.taken, from, to, count);
        for (int i = 0; i < count; i++) {
            addTo(to[i], theirs.sum(from[i]));
            if (theirs.overflows != null && theirs.overflows[from[i]] != 0) {
                overflows()[to[i]] += theirs.overflows[from[i]];
            }
        }
    }

    @Override
    Vector result(String function, SqlType type, int from, int count) {
        boolean average = function.equals("AVG");
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            if (taken.of(from + i) == 0 && !function.equals("$SUM0")) {
                validity = validity == null ? Validity.allValid(count) : validity;
                Validity.setNull(validity, i);
            }
        }
        if (type.kind().isApproximateNumeric()) {
            double[] values = new double[count];
            double unit = Results.power(argumentType.kind() == TypeKind.DECIMAL ? argumentType.scale() : 0)
                    .doubleValue();
            for (int i = 0; i < count; i++) {
                int group = from + i;
                double sum = Decoder.toDouble(high(group), sum(group)) / unit;
                long rows = taken.of(group);
                values[i] = average && rows != 0 ? sum / rows : sum;
            }
            return Results.doubles(type, values, validity, count);
        }
        long[] low = new long[count];
        long[] high = new long[count];
        long most = average ? -1 : greatest(type);
        int scaleUp = average ? type.scale() - argumentType.scale() : 0;
        for (int i = 0; i < count; i++) {
            int group = from + i;
            long rows = taken.of(group);
            if (rows == 0) {
                continue;
            }
            long sum = sum(group);
            if (sum <= most && sum >= -most && high(group) == sum >> 63) {
                low[i] = sum;
                high[i] = sum >> 63;
                continue;
            }
            BigInteger exact = new Int128(high(group), sum).toBigInteger();
            if (average) {
                exact = divideHalfUp(
                        scaleUp >= 0 ? exact.multiply(Results.power(scaleUp)) : exact,
                        scaleUp >= 0
                                ? BigInteger.valueOf(rows)
                                : Results.power(-scaleUp).multiply(BigInteger.valueOf(rows)));
            }
            Int128 value = Results.checked(exact, type, function);
            low[i] = value.low();
            high[i] = value.high();
        }
        return type.carrier().isLongLike()
                ? Results.longs(type, low, validity, count)
                : Results.wide(type, high, low, validity, count);
    }

    /** A long up to which all sums are in the range of a result type; -1 if none are known to be. */
    private static long greatest(SqlType type) {
        if (type.kind() == TypeKind.DECIMAL) {
            return type.precision() > 18
                    ? Long.MAX_VALUE
                    : Results.power(type.precision()).longValue() - 1;
        }
        return type.carrier() == PhysicalKind.INT64 ? Long.MAX_VALUE : -1;
    }

    private long high(int group) {
        return (sum(group) >> 63) + (overflows == null ? 0 : overflows[group]);
    }

    /** The quotient rounded half away from zero; the divisor is positive. */
    static BigInteger divideHalfUp(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.abs().divideAndRemainder(divisor);
        BigInteger quotient = parts[1].shiftLeft(1).compareTo(divisor) >= 0 ? parts[0].add(BigInteger.ONE) : parts[0];
        return dividend.signum() < 0 ? quotient.negate() : quotient;
    }

    @Override
    long bytes() {
        return states.ownBytes() + taken.bytes() + (overflows == null ? 0 : 8L * overflows.length);
    }
}
