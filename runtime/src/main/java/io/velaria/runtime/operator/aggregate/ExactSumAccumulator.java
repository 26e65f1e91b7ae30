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
    private long[] states = {}; // of each group its sum and the number of values, side by side in a cache line
    private long[] overflows; // null while no sum has left the range of long
    private long reach; // what no sum is further from 0 than
    private long rowsSinceLook; // since reach was made of the sums themselves
    private long[] lows = {};
    private long[] highs = {};

    ExactSumAccumulator(String function, int argument, SqlType argumentType, SqlType type) {
        super(function, type);
        this.argument = argument;
        this.argumentType = argumentType;
    }

    @Override
    void ensure(int groups) {
        if (2L * groups > states.length) {
            states = Arrays.copyOf(states, grown(states.length, Math.multiplyExact(2, groups)) & -2);
            overflows = overflows == null ? null : Arrays.copyOf(overflows, states.length / 2);
        }
    }

    @Override
    void add(Batch batch, Selected rows) {
        Vector vector = batch.column(argument);
        rows.dropNulls(vector);
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
            addUnchecked(vector, places, rows);
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
        states[1] += count;
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
            if (overflows != null || rowsSinceLook < states.length) {
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
        for (int i = 0; i < states.length; i += 2) {
            largest = Math.max(largest, states[i] == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(states[i]));
        }
        return largest;
    }

    private void addUnchecked(Vector vector, int[] places, Selected rows) {
        int[] counts = rows.countsByGroup();
        if (counts == null) {
            IntegerKernels.sumAndCountByGroup(vector, places, rows.groups(), rows.count(), states);
            return;
        }
        IntegerKernels.sumByGroup(vector, places, rows.groups(), rows.count(), states);
        int groupCount = rows.groupCount();
        for (int group = 0; group < groupCount; group++) {
            states[2 * group + 1] += counts[group];
        }
    }

    private void addEach(long[] values, Selected rows) {
        int[] groups = rows.groups();
        int count = rows.count();
        reach = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            long value = values[i];
            long before = states[2 * group];
            long after = before + value;
            states[2 * group] = after;
            states[2 * group + 1]++;
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
            states[2 * group + 1]++;
        }
    }

    private void addTo(int group, long value) {
        long before = states[2 * group];
        long after = before + value;
        states[2 * group] = after;
        if (((before ^ after) & (value ^ after)) < 0) {
            overflow(group, before);
        }
    }

    private void overflow(int group, long before) {
        overflows()[group] += before < 0 ? -1 : 1;
    }

    private long[] overflows() {
        if (overflows == null) {
            overflows = new long[states.length / 2];
        }
        return overflows;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        ExactSumAccumulator theirs = (ExactSumAccumulator) other;
        reach = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            addTo(to[i], theirs.states[2 * from[i]]);
            states[2 * to[i] + 1] += theirs.states[2 * from[i] + 1];
            if (theirs.overflows != null && theirs.overflows[from[i]] != 0) {
                overflows()[to[i]] += theirs.overflows[from[i]];
            }
        }
    }

    /** Takes a row's value out again, for frames that slide. */
    void remove(Vector vector, int row, int group) {
        reach = Long.MAX_VALUE;
        long low = vector.lowAt(row);
        long high = vector.highAt(row);
        long before = states[2 * group];
        long after = before - low;
        states[2 * group] = after;
        if (((before ^ low) & (before ^ after)) < 0) {
            overflow(group, before);
        }
        long beyond = high - (low >> 63);
        if (beyond != 0) {
            overflows()[group] -= beyond;
        }
        states[2 * group + 1]--;
    }

    @Override
    Vector result(String function, SqlType type, int from, int count) {
        boolean average = function.equals("AVG");
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            if (states[2 * (from + i) + 1] == 0 && !function.equals("$SUM0")) {
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
                double sum = Decoder.toDouble(high(group), states[2 * group]) / unit;
                values[i] = average && states[2 * group + 1] != 0 ? sum / states[2 * group + 1] : sum;
            }
            return Results.doubles(type, values, validity, count);
        }
        long[] low = new long[count];
        long[] high = new long[count];
        long most = average ? -1 : greatest(type);
        int scaleUp = average ? type.scale() - argumentType.scale() : 0;
        for (int i = 0; i < count; i++) {
            int group = from + i;
            if (states[2 * group + 1] == 0) {
                continue;
            }
            long sum = states[2 * group];
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
                                ? BigInteger.valueOf(states[2 * group + 1])
                                : Results.power(-scaleUp).multiply(BigInteger.valueOf(states[2 * group + 1])));
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
        return (states[2 * group] >> 63) + (overflows == null ? 0 : overflows[group]);
    }

    /** The quotient rounded half away from zero; the divisor is positive. */
    static BigInteger divideHalfUp(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.abs().divideAndRemainder(divisor);
        BigInteger quotient = parts[1].shiftLeft(1).compareTo(divisor) >= 0 ? parts[0].add(BigInteger.ONE) : parts[0];
        return dividend.signum() < 0 ? quotient.negate() : quotient;
    }

    @Override
    long bytes() {
        return 8L * states.length + (overflows == null ? 0 : 8L * overflows.length);
    }
}
