package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import java.math.BigInteger;

/** Makes vectors of results from arrays of states. */
public final class Results {
    private static final BigInteger[] POWERS = new BigInteger[2 * SqlType.MAX_DECIMAL_PRECISION + 2];

    static {
        POWERS[0] = BigInteger.ONE;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1].multiply(BigInteger.TEN);
        }
    }

    private Results() {}

    static BigInteger power(int exponent) {
        return POWERS[exponent];
    }

    /** Integer-like values in the carrier of the type. */
    public static Vector longs(SqlType type, long[] values, long[] validity, int count) {
        return switch (type.carrier()) {
            case INT8 -> {
                byte[] narrow = new byte[count];
                for (int i = 0; i < count; i++) {
                    narrow[i] = (byte) values[i];
                }
                yield new ByteVector(type, narrow, validity, count);
            }
            case INT16 -> {
                short[] narrow = new short[count];
                for (int i = 0; i < count; i++) {
                    narrow[i] = (short) values[i];
                }
                yield new ShortVector(type, narrow, validity, count);
            }
            case INT32 -> {
                int[] narrow = new int[count];
                for (int i = 0; i < count; i++) {
                    narrow[i] = (int) values[i];
                }
                yield new IntVector(type, narrow, validity, count);
            }
            default -> new LongVector(type, values, validity, count);
        };
    }

    static Vector doubles(SqlType type, double[] values, long[] validity, int count) {
        if (type.carrier() != io.velaria.runtime.type.PhysicalKind.FLOAT32) {
            return new DoubleVector(type, values, validity, count);
        }
        float[] narrow = new float[count];
        for (int i = 0; i < count; i++) {
            narrow[i] = (float) values[i];
        }
        return new FloatVector(type, narrow, validity, count);
    }

    /** 128-bit values, as longs where all of them fit. */
    static Vector wide(SqlType type, long[] high, long[] low, long[] validity, int count) {
        long tooWide = 0;
        for (int i = 0; i < count; i++) {
            tooWide |= high[i] ^ (low[i] >> 63);
        }
        return tooWide == 0
                ? new LongVector(type, low, validity, count)
                : new Int128Vector(type, high, low, validity, count);
    }

    /** @throws VelariaException 22003 if the value is out of the type's range */
    static Int128 checked(BigInteger value, SqlType type, String function) {
        boolean fits =
                switch (type.kind()) {
                    case DECIMAL -> value.abs().compareTo(power(type.precision())) < 0;
                    case TINYINT -> value.bitLength() < 8;
                    case SMALLINT -> value.bitLength() < 16;
                    case INTEGER -> value.bitLength() < 32;
                    default -> value.bitLength() < 64;
                };
        if (!fits) {
            throw outOfRange(type, function);
        }
        return Int128.of(value);
    }

    static VelariaException outOfRange(SqlType type, String function) {
        return VelariaException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, function + " is out of the range of " + type);
    }
}
