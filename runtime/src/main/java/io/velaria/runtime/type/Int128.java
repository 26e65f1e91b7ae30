package io.velaria.runtime.type;

import java.io.Serializable;
import java.math.BigInteger;

/** A signed 128-bit integer as two longs: the unscaled value of a wide DECIMAL, outside of hot loops. */
public record Int128(long high, long low) implements Comparable<Int128>, Serializable {
    public static Int128 of(long value) {
        return new Int128(value >> 63, value);
    }

    /** @throws ArithmeticException if the value needs more than 128 bits */
    public static Int128 of(BigInteger value) {
        if (value.bitLength() > 127) {
            throw new ArithmeticException("value needs more than 128 bits");
        }
        return new Int128(value.shiftRight(64).longValue(), value.longValue());
    }

    public BigInteger toBigInteger() {
        BigInteger lowBits = BigInteger.valueOf(low);
        if (low < 0) {
            lowBits = lowBits.add(BigInteger.ONE.shiftLeft(64));
        }
        return BigInteger.valueOf(high).shiftLeft(64).add(lowBits);
    }

    public boolean fitsLong() {
        return high == low >> 63;
    }

    @Override
    public int compareTo(Int128 other) {
        int order = Long.compare(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }
}
