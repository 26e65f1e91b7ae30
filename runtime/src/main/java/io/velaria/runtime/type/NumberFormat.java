package io.velaria.runtime.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as PostgreSQL prints them. */
public final class NumberFormat {
    private static final double[] POWERS = new double[23];
    private static final byte[] MIN_LONG = "-9223372036854775808".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private NumberFormat() {}

    public static void append(ByteOutput out, long value) {
        if (value == Long.MIN_VALUE) {
            out.write(MIN_LONG, 0, MIN_LONG.length);
            return;
        }
        long rest = value;
        if (rest < 0) {
            out.write('-');
            rest = -rest;
        }
        appendPadded(out, rest, digits(rest));
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** A number that is not negative with leading zeros up to {@code width} digits (or more if it has more). */
    public static void appendPadded(ByteOutput out, long value, int width) {
        int digits = Math.max(width, digits(value));
        int end = out.length() + digits;
        for (int i = 0; i < digits; i++) {
            out.write('0');
        }
        byte[] bytes = out.bytes();
        long rest = value;
        for (int at = end - 1; rest != 0; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** A DECIMAL with all digits of its scale. */
    public static void appendDecimal(ByteOutput out, long high, long low, int scale) {
        if (high != low >> 63 || low == Long.MIN_VALUE || scale > 18) {
            BigInteger unscaled = new Int128(high, low).toBigInteger();
            out.write(new BigDecimal(unscaled, scale).toPlainString());
            return;
        }
        if (scale == 0) {
            append(out, low);
            return;
        }
        if (low < 0) {
            out.write('-');
        }
        long power = 1;
        for (int i = 0; i < scale; i++) {
            power *= 10;
        }
        long value = Math.abs(low);
        append(out, value / power);
        out.write('.');
        appendPadded(out, value % power, scale);
    }

    /** The fewest digits that read back as the same double; with an exponent below 1e-4 and from 1e15 on. */
    public static void append(ByteOutput out, double value) {
        if (special(out, value)) {
            return;
        }
        double magnitude = Math.abs(value);
        // An integer r < 2^53 divided by a power of ten up to 10^22 is correctly rounded, so r / 10^k == value proves
        // that these digits read back as it; the smallest such k has the fewest.
        if (magnitude >= 1e-4 && magnitude < 1e15) {
            for (int k = 0; k <= 17; k++) {
                double scaled = Math.rint(magnitude * POWERS[k]);
                if (scaled >= 1e15) {
                    break;
                }
                if (scaled / POWERS[k] == magnitude) {
                    appendDecimal(out, 0, (long) scaled, k);
                    return;
                }
            }
        }
        BigDecimal exact = new BigDecimal(magnitude);
        for (int digits = magnitude < Double.MIN_NORMAL ? 1 : 15; ; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (digits == 17 || rounded.doubleValue() == magnitude) {
                appendScientific(out, rounded.stripTrailingZeros(), 15);
                return;
            }
        }
    }

    /** The fewest digits that read back as the same float; with an exponent below 1e-4 and from 1e6 on. */
    public static void append(ByteOutput out, float value) {
        if (special(out, value)) {
            return;
        }
        BigDecimal exact = new BigDecimal(Math.abs((double) value));
        for (int digits = Math.abs(value) < Float.MIN_NORMAL ? 1 : 6; ; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (digits == 9 || rounded.floatValue() == Math.abs(value)) {
                appendScientific(out, rounded.stripTrailingZeros(), 6);
                return;
            }
        }
    }

    /** NaN, infinities, zeros; and the sign of all else. */
    private static boolean special(ByteOutput out, double value) {
        if (Double.isNaN(value)) {
            out.write("NaN");
            return true;
        }
        if (value < 0 || (value == 0 && 1 / value < 0)) {
            out.write('-');
        }
        if (Double.isInfinite(value)) {
            out.write("Infinity");
            return true;
        }
        if (value == 0) {
            out.write('0');
            return true;
        }
        return false;
    }

    private static void appendScientific(ByteOutput out, BigDecimal value, int limit) {
        int exponent = value.precision() - value.scale() - 1;
        if (exponent >= -4 && exponent < limit) {
            out.write(value.toPlainString());
            return;
        }
        String digits = value.unscaledValue().toString();
        out.write(digits.charAt(0));
        if (digits.length() > 1) {
            out.write('.').write(digits.substring(1));
        }
        out.write('e').write(exponent < 0 ? '-' : '+');
        appendPadded(out, Math.abs(exponent), 2);
    }
}
