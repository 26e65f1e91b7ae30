package io.velaria.runtime.type;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/**
 * Reads values from text as PostgreSQL does, blanks around them ignored. A method returns whether the text is a value of
 * its type; the value is then in {@link #longValue} (also {@link #highValue} for DECIMAL) or {@link #doubleValue}, and
 * otherwise {@link #failure} says what is wrong with it: 22P02 or 22007 for a wrong form, 22003 or 22008 for a value out
 * of range. Nothing is allocated for usual values. Not thread-safe: one for each reader.
 */
public final class ValueParser {
    /** Powers of ten that are exact in a double. */
    private static final double[] EXACT_POWERS = new double[23];

    static {
        for (int i = 0; i < EXACT_POWERS.length; i++) {
            EXACT_POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private final DateTimeParser dateTimes = new DateTimeParser();
    private int start;
    private int end;
    private long longValue;
    private long highValue;
    private double doubleValue;
    private SqlState failure;

    public long longValue() {
        return longValue;
    }

    /** The high half of a DECIMAL's unscaled value; the low one is {@link #longValue}. */
    public long highValue() {
        return highValue;
    }

    public double doubleValue() {
        return doubleValue;
    }

    /** Why the last text was refused. */
    public SqlState failure() {
        return failure;
    }

    /** The error to raise for a text that was refused. */
    public VelariaException error(byte[] text, int offset, int length, SqlType type) {
        String shown = new String(text, offset, Math.min(length, 200), StandardCharsets.UTF_8);
        String what = failure == SqlState.NUMERIC_VALUE_OUT_OF_RANGE || failure == SqlState.DATETIME_FIELD_OVERFLOW
                ? "value \"" + shown + "\" is out of range for " + type
                : "invalid input for " + type + ": \"" + shown + "\"";
        return VelariaException.of(failure, what);
    }

    /** A value of any type that one or two longs or a double hold; not text, vectors or arrays. */
    public boolean parse(SqlType type, byte[] text, int offset, int length, ZoneId zone) {
        return switch (type.kind()) {
            case BOOLEAN -> parseBoolean(text, offset, length);
            case TINYINT -> parseInteger(text, offset, length, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> parseInteger(text, offset, length, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> parseInteger(text, offset, length, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> parseLong(text, offset, length);
            case DECIMAL -> parseDecimal(text, offset, length, type.precision(), type.scale());
            case REAL -> parseFloat(text, offset, length);
            case DOUBLE -> parseDouble(text, offset, length);
            case DATE -> taken(dateTimes.parseDate(text, offset, length));
            case TIME -> taken(dateTimes.parseTime(text, offset, length, type.precision()));
            case TIMESTAMP -> parseTimestamp(text, offset, length, type.precision());
            case TIMESTAMP_TZ -> parseTimestampTz(text, offset, length, type.precision(), zone);
            case INTERVAL_MONTHS -> parseInterval(text, offset, length, true);
            case INTERVAL_MICROS -> parseInterval(text, offset, length, false);
            default -> throw VelariaException.unsupported("reading " + type + " from text");
        };
    }

    private boolean fail(SqlState state) {
        failure = state;
        return false;
    }

    private boolean invalid() {
        return fail(SqlState.INVALID_TEXT_REPRESENTATION);
    }

    private boolean outOfRange() {
        return fail(SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
    }

    private boolean taken(boolean done) {
        longValue = dateTimes.value();
        failure = dateTimes.failure();
        return done;
    }

    /** Sets {@link #start} and {@link #end} around what is not blank; false if nothing is. */
    private boolean trim(byte[] text, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && isBlank(text[from])) {
            from++;
        }
        while (to > from && isBlank(text[to - 1])) {
            to--;
        }
        start = from;
        end = to;
        return from < to;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    /** An optional sign and digits; any BIGINT. */
    public boolean parseLong(byte[] text, int offset, int length) {
        if (!trim(text, offset, length)) {
            return invalid();
        }
        int at = start;
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        if (at == end) {
            return invalid();
        }
        // Digits are collected as a negative number, whose range is the larger one.
        long value = 0;
        boolean overflow = false;
        for (; at < end; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return invalid();
            }
            overflow |= value < Long.MIN_VALUE / 10 || (value == Long.MIN_VALUE / 10 && digit > 8);
            value = value * 10 - digit;
        }
        if (overflow || (!negative && value == Long.MIN_VALUE)) {
            return outOfRange();
        }
        longValue = negative ? value : -value;
        return true;
    }

    public boolean parseInteger(byte[] text, int offset, int length, long min, long max) {
        if (!parseLong(text, offset, length)) {
            return false;
        }
        return (longValue >= min && longValue <= max) || outOfRange();
    }

    /** true, t, yes, y, on, 1 and their opposites in any case, and unambiguous beginnings of them. */
    public boolean parseBoolean(byte[] text, int offset, int length) {
        if (!trim(text, offset, length)) {
            return invalid();
        }
        if (begins(text, "true", 1) || begins(text, "yes", 1) || begins(text, "on", 2) || begins(text, "1", 1)) {
            longValue = 1;
            return true;
        }
        if (begins(text, "false", 1) || begins(text, "no", 1) || begins(text, "off", 2) || begins(text, "0", 1)) {
            longValue = 0;
            return true;
        }
        return invalid();
    }

    private boolean begins(byte[] text, String word, int atLeast) {
        int length = end - start;
        if (length < atLeast || length > word.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((text[start + i] | 0x20) != word.charAt(i)) {
                return word.charAt(0) < 'a' && text[start] == word.charAt(0);
            }
        }
        return true;
    }

    /** A decimal with optional fraction and exponent, rounded half away from zero to the scale. */
    public boolean parseDecimal(byte[] text, int offset, int length, int precision, int scale) {
        if (!trim(text, offset, length)) {
            return invalid();
        }
        int at = start;
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        long value = 0;
        int digits = 0;
        int fraction = -1;
        for (; at < end; at++) {
            int c = text[at];
            if (c == '.' && fraction < 0) {
                fraction = 0;
            } else if (c >= '0' && c <= '9') {
                value = value * 10 + (c - '0');
                digits += value == 0 ? 0 : 1;
                fraction += fraction < 0 ? 0 : 1;
                if (digits > 18) {
                    return parseLongDecimal(text, precision, scale);
                }
            } else {
                return parseLongDecimal(text, precision, scale);
            }
        }
        int seen = end - start - (negative || text[start] == '+' ? 1 : 0) - (fraction < 0 ? 0 : 1);
        if (seen == 0) {
            return invalid();
        }
        int up = scale - Math.max(fraction, 0);
        if (up >= 0) {
            if (digits + up > 18 && value != 0) {
                return parseLongDecimal(text, precision, scale);
            }
            for (int i = 0; i < up && value != 0; i++) {
                value *= 10;
            }
        } else {
            int rest = 0;
            for (int i = up; i < 0; i++) {
                rest = (int) (value % 10);
                value /= 10;
            }
            value += rest >= 5 ? 1 : 0;
        }
        longValue = negative ? -value : value;
        highValue = longValue >> 63;
        return precision >= 18 || value < power(precision) || outOfRange();
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    /** More than 18 digits, an exponent, or no number at all. */
    private boolean parseLongDecimal(byte[] text, int precision, int scale) {
        for (int i = start; i < end; i++) {
            int c = text[i];
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return invalid();
            }
        }
        BigDecimal value;
        try {
            value = new BigDecimal(new String(text, start, end - start, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            return invalid();
        }
        if (value.signum() != 0 && (long) value.precision() - value.scale() > 40) {
            return outOfRange();
        }
        if (value.signum() == 0 || (long) value.scale() - value.precision() > 80) {
            value = BigDecimal.ZERO; // so small that every scale rounds it to nothing
        }
        BigInteger unscaled = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
        if (unscaled.abs().compareTo(BigInteger.TEN.pow(precision)) >= 0) {
            return outOfRange();
        }
        longValue = unscaled.longValue();
        highValue = unscaled.shiftRight(64).longValue();
        return true;
    }

    /** A double, also NaN, Infinity and inf in any case. Beyond the range of a double is 22003. */
    public boolean parseDouble(byte[] text, int offset, int length) {
        return parseFloating(text, offset, length, false);
    }

    /** As a double, rounded once to float32. */
    public boolean parseFloat(byte[] text, int offset, int length) {
        return parseFloating(text, offset, length, true);
    }

    private boolean parseFloating(byte[] text, int offset, int length, boolean single) {
        if (!trim(text, offset, length)) {
            return invalid();
        }
        int at = start;
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        long mantissa = 0;
        int digits = 0;
        int exponent = 0;
        boolean any = false;
        boolean point = false;
        for (; at < end; at++) {
            int c = text[at];
            if (c >= '0' && c <= '9') {
                any = true;
                if (digits < 18) {
                    mantissa = mantissa * 10 + (c - '0');
                    digits += mantissa == 0 ? 0 : 1;
                    exponent -= point ? 1 : 0;
                } else {
                    return parseSlowly(text, single);
                }
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (!any) {
            return parseSpecial(text, at, negative);
        }
        if (at < end) {
            if ((text[at] | 0x20) != 'e') {
                return invalid();
            }
            at++;
            boolean down = at < end && text[at] == '-';
            if (at < end && (down || text[at] == '+')) {
                at++;
            }
            if (at == end) {
                return invalid();
            }
            int written = 0;
            for (; at < end; at++) {
                int digit = text[at] - '0';
                if (digit < 0 || digit > 9) {
                    return invalid();
                }
                written = Math.min(written * 10 + digit, 100_000);
            }
            exponent += down ? -written : written;
        }
        // Exact mantissa and exact power: one rounding (Clinger 1990). A float would be rounded twice, so it needs
        // fewer.
        if (mantissa <= (single ? 1L << 24 : 1L << 53) && Math.abs(exponent) <= (single ? 10 : 22)) {
            double value = exponent < 0 ? mantissa / EXACT_POWERS[-exponent] : mantissa * EXACT_POWERS[exponent];
            if (single) {
                float rounded = exponent < 0
                        ? (float) mantissa / (float) EXACT_POWERS[-exponent]
                        : (float) mantissa * (float) EXACT_POWERS[exponent];
                value = rounded;
            }
            doubleValue = negative ? -value : value;
            return true;
        }
        return parseSlowly(text, single);
    }

    private boolean parseSpecial(byte[] text, int at, boolean negative) {
        String word = new String(text, at, end - at, StandardCharsets.ISO_8859_1);
        if (word.equalsIgnoreCase("nan") && at == start) {
            doubleValue = Double.NaN;
            return true;
        }
        if (word.equalsIgnoreCase("infinity") || word.equalsIgnoreCase("inf")) {
            doubleValue = negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            return true;
        }
        return invalid();
    }

    private boolean parseSlowly(byte[] text, boolean single) {
        boolean zero = true;
        for (int i = start; i < end && (text[i] | 0x20) != 'e'; i++) {
            zero &= text[i] < '1' || text[i] > '9';
        }
        for (int i = start; i < end; i++) {
            int c = text[i];
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return invalid();
            }
        }
        String number = new String(text, start, end - start, StandardCharsets.ISO_8859_1);
        try {
            doubleValue = single ? Float.parseFloat(number) : Double.parseDouble(number);
        } catch (NumberFormatException e) {
            return invalid();
        }
        return (!Double.isInfinite(doubleValue) && (doubleValue != 0 || zero)) || outOfRange();
    }

    /** A date, as year-month-day, year/month/day or yyyymmdd: days since the epoch. */
    public boolean parseDate(byte[] text, int offset, int length) {
        return taken(dateTimes.parseDate(text, offset, length));
    }

    /** hh:mm, hh:mm:ss or with a fraction: microseconds since midnight. */
    public boolean parseTime(byte[] text, int offset, int length) {
        return taken(dateTimes.parseTime(text, offset, length, 6));
    }

    /**
     * A date with an optional time after a blank or T; a zone is ignored. Microseconds since the epoch for a precision
     * of up to 6 digits, nanoseconds beyond.
     */
    public boolean parseTimestamp(byte[] text, int offset, int length, int precision) {
        return taken(dateTimes.parseTimestamp(text, offset, length, precision, null));
    }

    /** As a timestamp, with an optional zone (the given one where there is none), as an instant in UTC. */
    public boolean parseTimestampTz(byte[] text, int offset, int length, int precision, ZoneId zone) {
        return taken(dateTimes.parseTimestamp(text, offset, length, precision, zone));
    }

    /** An interval in months, or in microseconds with days of 24 hours. */
    public boolean parseInterval(byte[] text, int offset, int length, boolean months) {
        String interval = new String(text, offset, length, StandardCharsets.UTF_8);
        IntervalParser parsed = IntervalParser.parse(interval);
        if (parsed == null || (months ? parsed.micros() != 0 : parsed.months() != 0)) {
            return fail(SqlState.INVALID_DATETIME_FORMAT);
        }
        longValue = months ? parsed.months() : parsed.micros();
        return true;
    }
}
