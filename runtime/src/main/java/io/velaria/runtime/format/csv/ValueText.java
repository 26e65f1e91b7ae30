package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * Reads values from text without making objects. Where a method gives a long, {@link #INVALID} stands for text that is no
 * such value; no valid one equals it.
 */
final class ValueText {
    static final long INVALID = Long.MIN_VALUE;

    private static final long ZEROS = 0x3030303030303030L;
    private static final long[] PAD = new long[9];
    private static final long[] POWERS = new long[19];
    private static final double[] DOUBLE_POWERS = new double[23];
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2099;
    private static final int[] MONTHS = new int[(LAST_YEAR - FIRST_YEAR + 1) * 12 + 1]; // the first day of each

    static {
        for (int i = 0; i < 8; i++) {
            PAD[i] = ZEROS >>> (8 * i);
        }
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
        DOUBLE_POWERS[0] = 1;
        for (int i = 1; i < DOUBLE_POWERS.length; i++) {
            DOUBLE_POWERS[i] = DOUBLE_POWERS[i - 1] * 10; // exact up to 10^22
        }
        for (int i = 0; i < MONTHS.length; i++) {
            MONTHS[i] = (int) days(FIRST_YEAR + i / 12, i % 12 + 1, 1);
        }
    }

    private ValueText() {}

    static long power(int exponent) {
        return POWERS[exponent];
    }

    /** The number of 1 to 8 digits, or -1 if some byte is no digit; up to 8 bytes behind it may be read. */
    static long digits8(byte[] b, int start, int length) {
        long word = (long) Bytes.LONG.get(b, start);
        return digits8((word << ((8 - length) << 3)) | PAD[length]);
    }

    /** The number of eight digits, or -1. */
    private static long digits8(long word) {
        long w = word;
        if (((w & 0xF0F0F0F0F0F0F0F0L) | (((w + 0x0606060606060606L) & 0xF0F0F0F0F0F0F0F0L) >>> 4))
                != 0x3333333333333333L) {
            return -1;
        }
        w = ((w & 0x0F0F0F0F0F0F0F0FL) * 2561) >>> 8;
        w = ((w & 0x00FF00FF00FF00FFL) * 6553601) >>> 16;
        return ((w & 0x0000FFFF0000FFFFL) * 42949672960001L) >>> 32;
    }

    /**
     * The digits of a number with a point, read as one number; or -1 if it has other bytes. Eight bytes before its end
     * may be read.
     *
     * @param fraction digits behind the point, 1 to 6
     * @param length of all, fraction + 2 to 8
     */
    static long pointed8(byte[] b, int end, int length, int fraction) {
        long word = (long) Bytes.LONG.get(b, end - 8);
        int place = 8 * (7 - fraction); // of the point
        long behind = -1L << (place + 8);
        // What is before the point moves up by a byte, so that it closes the gap.
        long digits = (word & behind) | ((word << 8) & ~behind);
        int unused = 8 * (9 - length);
        digits = (digits & (-1L << unused)) | PAD[length - 1];
        return (byte) (word >>> place) == '.' ? digits8(digits) : -1;
    }

    /** The number of 1 to 16 digits, or -1. */
    static long digits16(byte[] b, int start, int length) {
        if (length <= 8) {
            return digits8(b, start, length);
        }
        long high = digits8(b, start, length - 8);
        long low = digits8(b, start + length - 8, 8);
        return (high | low) < 0 ? -1 : high * 100_000_000L + low;
    }

    /** A whole number with an optional sign. Long.MIN_VALUE itself is not read. */
    static long integer(byte[] b, int start, int end) {
        int p = start;
        boolean negative = p < end && b[p] == '-';
        if (p < end && (b[p] == '-' || b[p] == '+')) {
            p++;
        }
        if (p == end) {
            return INVALID;
        }
        long value = 0;
        for (; p < end; p++) {
            int digit = b[p] - '0';
            if (digit < 0 || digit > 9 || value > Long.MAX_VALUE / 10) {
                return INVALID;
            }
            value = value * 10 + digit;
            if (value < 0) {
                return INVALID;
            }
        }
        return negative ? -value : value;
    }

    /** TRUE, FALSE, T, F, YES, NO, Y, N, ON, OFF, 1, 0 in any case: 1 or 0. */
    static long bool(byte[] b, int start, int end) {
        if (end - start > 5) {
            return INVALID;
        }
        String text = new String(b, start, end - start, StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
        return switch (text) {
            case "true", "t", "yes", "y", "on", "1" -> 1;
            case "false", "f", "no", "n", "off", "0" -> 0;
            default -> INVALID;
        };
    }

    /**
     * A floating-point number. Exact for up to 15 digits and small exponents by one division or multiplication of
     * numbers that doubles hold exactly (Clinger 1990); the JDK's parser does the rest.
     *
     * @return the number, and {@code error[0]} set if it is none
     */
    static double decimalNumber(byte[] b, int start, int end, boolean[] error) {
        int p = start;
        boolean negative = p < end && b[p] == '-';
        if (negative || (p < end && b[p] == '+')) {
            p++;
        }
        long mantissa = 0;
        int digits = 0;
        int point = -1;
        for (; p < end; p++) {
            int digit = b[p] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                digits++;
            } else if (b[p] == '.' && point < 0) {
                point = digits;
            } else {
                break;
            }
        }
        if (p == end && digits > 0 && digits <= 15) {
            double value = point < 0 ? mantissa : mantissa / DOUBLE_POWERS[digits - point];
            return negative ? -value : value;
        }
        return slowNumber(b, start, end, digits, p, error);
    }

    /** A mantissa of at most 15 digits divided by a power of ten up to 10^22: the double nearest to it. */
    static double quotient(long mantissa, int exponent) {
        return mantissa / DOUBLE_POWERS[exponent];
    }

    /** How many digits, 1 to 7, stand behind the point; 2 where none or more do. */
    static int fractionDigits(byte[] b, int start, int end) {
        for (int digits = 1; digits <= 7 && end - digits - 1 > start; digits++) {
            if (b[end - digits - 1] == '.') {
                return digits;
            }
        }
        return 2;
    }

    private static double slowNumber(byte[] b, int start, int end, int digits, int stop, boolean[] error) {
        String text = new String(b, start, end - start, StandardCharsets.ISO_8859_1);
        if (digits > 0 && (stop == end || ((b[stop] | 0x20) == 'e' && isExponent(b, stop + 1, end)))) {
            return Double.parseDouble(text);
        }
        switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "nan" -> {
                return Double.NaN;
            }
            case "inf", "infinity", "+inf", "+infinity" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf", "-infinity" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                error[0] = true;
                return 0;
            }
        }
    }

    private static boolean isExponent(byte[] b, int start, int end) {
        int p = start;
        if (p < end && (b[p] == '-' || b[p] == '+')) {
            p++;
        }
        if (p == end) {
            return false;
        }
        for (; p < end; p++) {
            if (b[p] < '0' || b[p] > '9') {
                return false;
            }
        }
        return true;
    }

    /** A date of the form yyyy-mm-dd between 1900 and 2099, as days since 1970-01-01; {@link #INVALID} for any other. */
    static long plainDate(byte[] b, int start) {
        long digits = (long) Bytes.LONG.get(b, start) ^ 0x2D30302D30303030L; // "0000-00-"
        int tens = b[start + 8] - '0';
        int ones = b[start + 9] - '0';
        // Digits are at most 9 and dashes 0 now: otherwise the high bit is there, or comes by the addition.
        boolean plain = ((digits | (digits + 0x7F76767F76767676L)) & 0x8080808080808080L) == 0;
        if (!plain || (tens | ones | (9 - tens) | (9 - ones)) < 0) {
            return INVALID;
        }
        int pairs = ((int) digits * 2561) >>> 8 & 0x00FF00FF; // two digits each
        int year = (pairs & 0xFF) * 100 + (pairs >>> 16);
        int month = (int) (digits >>> 40 & 0xFF) * 10 + (int) (digits >>> 48 & 0xFF);
        int day = tens * 10 + ones;
        int index = (year - FIRST_YEAR) * 12 + month - 1;
        if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12) {
            return INVALID;
        }
        int first = MONTHS[index];
        return day < 1 || day > MONTHS[index + 1] - first ? INVALID : first + day - 1;
    }

    /**
     * A timestamp of the form yyyy-mm-dd hh:mm:ss, with a blank or T in its middle, between 1900 and 2099, as seconds
     * since 1970-01-01; {@link #INVALID} for any other.
     */
    static long plainTimestamp(byte[] b, int start) {
        long days = plainDate(b, start);
        long time = (long) Bytes.LONG.get(b, start + 11) ^ 0x30303A30303A3030L; // "00:00:00"
        // Digits are at most 9 and colons 0 now, as in a date.
        boolean plain = ((time | (time + 0x76767F76767F7676L)) & 0x8080808080808080L) == 0
                && (b[start + 10] == ' ' || b[start + 10] == 'T');
        int hours = (int) (time & 0xFF) * 10 + (int) (time >>> 8 & 0xFF);
        int minutes = (int) (time >>> 24 & 0xFF) * 10 + (int) (time >>> 32 & 0xFF);
        int seconds = (int) (time >>> 48 & 0xFF) * 10 + (int) (time >>> 56 & 0xFF);
        return days == INVALID || !plain || hours > 23 || minutes > 59 || seconds > 59
                ? INVALID
                : ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
    }

    /** A date of the form year-month-day, as days since 1970-01-01. */
    static long date(byte[] b, int start, int end) {
        if (end - start == 10 && b[start + 4] == '-' && b[start + 7] == '-') {
            long year = digits8(b, start, 4);
            long month = digits8(b, start + 5, 2);
            long day = digits8(b, start + 8, 2);
            return (year | month | day) < 0 ? INVALID : days((int) year, (int) month, (int) day);
        }
        int p = start;
        boolean negative = p < end && b[p] == '-';
        p += negative ? 1 : 0;
        int first = indexOf(b, p, end, '-');
        int second = first < 0 ? -1 : indexOf(b, first + 1, end, '-');
        if (second < 0 || first - p < 4 || first - p > 6) {
            return INVALID;
        }
        int monthLength = second - first - 1;
        int dayLength = end - second - 1;
        if (monthLength < 1 || monthLength > 2 || dayLength < 1 || dayLength > 2) {
            return INVALID;
        }
        long year = digits8(b, p, first - p);
        long month = digits8(b, first + 1, monthLength);
        long day = digits8(b, second + 1, dayLength);
        if ((year | month | day) < 0) {
            return INVALID;
        }
        return days((int) (negative ? -year : year), (int) month, (int) day);
    }

    private static int indexOf(byte[] b, int from, int end, char wanted) {
        for (int i = from; i < end; i++) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Days since 1970-01-01 of a Gregorian date (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
    private static long days(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1 || day > 31 || (day > 28 && day > length(year, month))) {
            return INVALID;
        }
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    private static int length(int year, int month) {
        return switch (month) {
            case 2 -> (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** A time of the form hours:minutes[:seconds[.fraction]], in nanoseconds since midnight. */
    static long time(byte[] b, int start, int end) {
        int colon = indexOf(b, start, Math.min(end, start + 3), ':');
        if (colon <= start) {
            return INVALID;
        }
        long hours = digits8(b, start, colon - start);
        int p = colon + 1;
        if (end - p < 2 || hours < 0 || hours > 23) {
            return INVALID;
        }
        long minutes = digits8(b, p, 2);
        p += 2;
        long seconds = 0;
        long fraction = 0;
        if (p < end) {
            if (b[p] != ':' || end - p < 3) {
                return INVALID;
            }
            seconds = digits8(b, p + 1, 2);
            p += 3;
            if (p < end) {
                int length = end - p - 1;
                if (b[p] != '.' || length < 1) {
                    return INVALID;
                }
                int used = Math.min(9, length);
                fraction = digits16(b, p + 1, used);
                if (fraction < 0 || (length > 9 && !areDigits(b, p + 10, end))) {
                    return INVALID;
                }
                fraction *= POWERS[9 - used];
            }
        }
        if (minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
            return INVALID;
        }
        return ((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000L + fraction;
    }

    private static boolean areDigits(byte[] b, int start, int end) {
        for (int i = start; i < end; i++) {
            if (b[i] < '0' || b[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /** Whether a time or timestamp ends in Z or an offset such as +02 or -05:30. */
    static boolean hasZone(byte[] b, int start, int end) {
        return zoneStart(b, start, end) < end;
    }

    private static int zoneStart(byte[] b, int start, int end) {
        if (end > start && (b[end - 1] | 0x20) == 'z') {
            return end - 1;
        }
        for (int i = end - 1; i >= Math.max(start + 10, end - 6); i--) {
            if (b[i] == '+' || b[i] == '-') {
                return i;
            }
        }
        return end;
    }

    /**
     * A date, alone or with a time behind a blank or T, and perhaps a zone.
     *
     * @param nanos whether to count nanoseconds instead of microseconds, both since the epoch; finer digits are rounded
     * @param zoned whether an offset is taken off; else one is refused
     */
    static long timestamp(byte[] b, int start, int end, boolean nanos, boolean zoned) {
        int zone = zoneStart(b, start, end);
        long offsetSeconds = 0;
        if (zone < end) {
            if (!zoned) {
                return INVALID;
            }
            offsetSeconds = offset(b, zone, end);
            if (offsetSeconds == INVALID) {
                return INVALID;
            }
        }
        int stop = zone;
        while (stop > start && b[stop - 1] == ' ') {
            stop--;
        }
        int split = start;
        while (split < stop && b[split] != ' ' && b[split] != 'T' && b[split] != 't') {
            split++;
        }
        long days = date(b, start, split);
        if (days == INVALID) {
            return INVALID;
        }
        long time = 0;
        if (split < stop) {
            time = time(b, split + 1, stop);
            if (time == INVALID) {
                return INVALID;
            }
        }
        long seconds = days * 86_400 - offsetSeconds;
        if (nanos) {
            long result = seconds * 1_000_000_000L + time;
            return Math.abs(seconds) > 9_223_300_000L ? INVALID : result;
        }
        return seconds * 1_000_000L + (time + 500) / 1000;
    }

    private static long offset(byte[] b, int start, int end) {
        if ((b[start] | 0x20) == 'z') {
            return 0;
        }
        int length = end - start - 1;
        if (length < 2) {
            return INVALID;
        }
        long hours = digits8(b, start + 1, 2);
        long minutes = 0;
        if (length == 4) {
            minutes = digits8(b, start + 3, 2);
        } else if (length == 5 && b[start + 3] == ':') {
            minutes = digits8(b, start + 4, 2);
        } else if (length != 2) {
            return INVALID;
        }
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return INVALID;
        }
        long seconds = (hours * 60 + minutes) * 60;
        return b[start] == '-' ? -seconds : seconds;
    }

    /** Whether the bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
    static boolean isUtf8(byte[] b, int start, int end) {
        int p = start;
        while (p < end) {
            if (p + 8 <= end && ((long) Bytes.LONG.get(b, p) & 0x8080808080808080L) == 0) {
                p += 8;
                continue;
            }
            int c = b[p++];
            if (c >= 0) {
                continue;
            }
            int lead = c & 0xff;
            int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
            if (lead < 0xc2 || lead > 0xf4 || p + more > end) {
                return false;
            }
            int second = b[p] & 0xff;
            int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
            int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
            if (second < least || second > most) {
                return false;
            }
            for (int i = 1; i < more; i++) {
                if ((b[p + i] & 0xc0) != 0x80) {
                    return false;
                }
            }
            p += more;
        }
        return true;
    }
}
