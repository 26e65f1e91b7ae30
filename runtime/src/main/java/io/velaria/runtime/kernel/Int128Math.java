package io.velaria.runtime.kernel;

import io.velaria.runtime.type.Int128;
import java.math.BigInteger;

/**
 * Arithmetic on signed 128-bit integers that are two longs. A method that computes leaves its result in {@link #high} and
 * {@link #low} and returns whether it fits; one instance per task, so that nothing is allocated.
 */
public final class Int128Math {
    /** Powers of ten that fit a long: 10^0 to 10^18. */
    public static final long[] POWERS = new long[19];

    private static final BigInteger[] BIG_POWERS = new BigInteger[78];
    private static final long[] POWER_HIGH = new long[39];
    private static final long[] POWER_LOW = new long[39];

    static {
        BigInteger power = BigInteger.ONE;
        for (int i = 0; i < BIG_POWERS.length; i++) {
            BIG_POWERS[i] = power;
            if (i < POWERS.length) {
                POWERS[i] = power.longValue();
            }
            if (i < POWER_HIGH.length) {
                POWER_HIGH[i] = power.shiftRight(64).longValue();
                POWER_LOW[i] = power.longValue();
            }
            power = power.multiply(BigInteger.TEN);
        }
    }

    public long high;
    public long low;

    /** 10 to the power of 0 to 77. */
    public static BigInteger bigPower(int exponent) {
        return BIG_POWERS[exponent];
    }

    /** Whether |value| is below 10^digits, for digits up to 38. */
    public static boolean fits(long high, long low, int digits) {
        long h = high;
        long l = low;
        if (h < 0) {
            l = -l;
            h = ~h + (l == 0 ? 1 : 0);
            if (h < 0) {
                return false;
            }
        }
        return h < POWER_HIGH[digits] || (h == POWER_HIGH[digits] && Long.compareUnsigned(l, POWER_LOW[digits]) < 0);
    }

    public static int compare(long aHigh, long aLow, long bHigh, long bLow) {
        return aHigh != bHigh ? Long.compare(aHigh, bHigh) : Long.compareUnsigned(aLow, bLow);
    }

    public static double toDouble(long high, long low) {
        if (high == low >> 63) {
            return low;
        }
        return new Int128(high, low).toBigInteger().doubleValue();
    }

    public boolean set(BigInteger value) {
        if (value.bitLength() > 127) {
            return false;
        }
        high = value.shiftRight(64).longValue();
        low = value.longValue();
        return true;
    }

    public boolean add(long aHigh, long aLow, long bHigh, long bLow) {
        low = aLow + bLow;
        long carry = Long.compareUnsigned(low, aLow) < 0 ? 1 : 0;
        high = aHigh + bHigh + carry;
        return ((aHigh ^ high) & (bHigh ^ high)) >= 0;
    }

    public boolean subtract(long aHigh, long aLow, long bHigh, long bLow) {
        low = aLow - bLow;
        long borrow = Long.compareUnsigned(aLow, bLow) < 0 ? 1 : 0;
        high = aHigh - bHigh - borrow;
        return ((aHigh ^ bHigh) & (aHigh ^ high)) >= 0;
    }

    public boolean multiply(long aHigh, long aLow, long bHigh, long bLow) {
        if (aHigh == aLow >> 63 && bHigh == bLow >> 63) {
            high = Math.multiplyHigh(aLow, bLow);
            low = aLow * bLow;
            return true;
        }
        return set(big(aHigh, aLow).multiply(big(bHigh, bLow)));
    }

    /** Times 10^digits, or divided by 10^-digits and rounded half up (away from zero). */
    public boolean rescale(long aHigh, long aLow, int digits) {
        if (digits == 0) {
            high = aHigh;
            low = aLow;
            return true;
        }
        boolean narrow = aHigh == aLow >> 63;
        if (digits > 0) {
            if (narrow && digits <= 18) {
                return multiply(aHigh, aLow, 0, POWERS[digits]);
            }
            return set(big(aHigh, aLow).multiply(BIG_POWERS[digits]));
        }
        if (narrow) {
            low = divideHalfUp(aLow, -digits);
            high = low >> 63;
            return true;
        }
        return set(divideHalfUp(big(aHigh, aLow), BIG_POWERS[-digits]));
    }

    /** The value divided by 10^digits, rounded half up (away from zero). */
    public static long divideHalfUp(long value, int digits) {
        if (digits > 18) {
            // 10^19 / 2 = 5 * 10^18 is below the largest long
            if (digits == 19) {
                return value >= 5_000_000_000_000_000_000L ? 1 : value <= -5_000_000_000_000_000_000L ? -1 : 0;
            }
            return 0;
        }
        long power = POWERS[digits];
        long quotient = value / power;
        long rest = value - quotient * power;
        long half = power >> 1;
        if (digits > 0 && (rest >= half || rest <= -half)) {
            quotient += value < 0 ? -1 : 1;
        }
        return quotient;
    }

    /** a / b rounded half up (away from zero); b is not zero. */
    public static BigInteger divideHalfUp(BigInteger a, BigInteger b) {
        BigInteger[] parts = a.divideAndRemainder(b);
        if (parts[1].abs().shiftLeft(1).compareTo(b.abs()) >= 0) {
            return parts[0].add(BigInteger.valueOf((long) a.signum() * b.signum()));
        }
        return parts[0];
    }

    /** a / b rounded half up (away from zero), where it fits: not for Long.MIN_VALUE by -1. */
    public static long quotientHalfUp(long a, long b) {
        long quotient = a / b;
        long rest = Math.abs(a - quotient * b);
        long divisor = Math.abs(b);
        // rest >= divisor - rest asks whether 2 * rest >= divisor without overflow
        if (rest != 0 && rest >= divisor - rest) {
            quotient += (a ^ b) < 0 ? -1 : 1;
        }
        return quotient;
    }

    public static BigInteger big(long high, long low) {
        return new Int128(high, low).toBigInteger();
    }
}
