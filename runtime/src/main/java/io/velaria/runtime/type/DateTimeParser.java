package io.velaria.runtime.type;

import io.velaria.runtime.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Reads dates, times and timestamps from text; see {@link ValueParser}, which it is a part of. */
final class DateTimeParser {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_DAY = 86_400L * NANOS_PER_SECOND;

    private byte[] text;
    private int at;
    private int end;
    private long value;
    private long nanosOfDay;
    private SqlState failure;

    long value() {
        return value;
    }

    SqlState failure() {
        return failure;
    }

    private boolean invalid() {
        failure = SqlState.INVALID_DATETIME_FORMAT;
        return false;
    }

    private boolean overflow() {
        failure = SqlState.DATETIME_FIELD_OVERFLOW;
        return false;
    }

    private void open(byte[] source, int offset, int length) {
        text = source;
        at = offset;
        end = offset + length;
        while (at < end && ValueParser.isBlank(text[at])) {
            at++;
        }
        while (end > at && ValueParser.isBlank(text[end - 1])) {
            end--;
        }
    }

    boolean parseDate(byte[] source, int offset, int length) {
        open(source, offset, length);
        boolean before = takeEra();
        return readDate(before) && (at == end || invalid());
    }

    boolean parseTime(byte[] source, int offset, int length, int precision) {
        open(source, offset, length);
        if (!readTime()) {
            return false;
        }
        if (at < end) {
            return invalid();
        }
        value = round(nanosOfDay, Math.min(precision, 6)) / 1000;
        return true;
    }

    /** @param zone null for a timestamp without zone */
    boolean parseTimestamp(byte[] source, int offset, int length, int precision, ZoneId zone) {
        open(source, offset, length);
        boolean before = takeEra();
        if (!readDate(before)) {
            return false;
        }
        long day = value;
        nanosOfDay = 0;
        if (at < end) {
            if (text[at] != ' ' && (text[at] | 0x20) != 't') {
                return invalid();
            }
            at++;
            while (at < end && text[at] == ' ') {
                at++;
            }
            if (!readTime()) {
                return false;
            }
        }
        long offsetSeconds = 0;
        if (at < end) {
            ZoneId written = readZone();
            if (written == null) {
                return invalid();
            }
            if (zone != null) {
                offsetSeconds = offsetOf(written, day);
            }
        } else if (zone != null) {
            offsetSeconds = offsetOf(zone, day);
        }
        long nanos = round(nanosOfDay, precision);
        try {
            if (precision > 6) {
                long utc = Math.subtractExact(nanos, offsetSeconds * NANOS_PER_SECOND);
                value = Math.addExact(Math.multiplyExact(day, NANOS_PER_DAY), utc);
            } else {
                long utc = nanos / 1000 - offsetSeconds * 1_000_000L;
                value = Math.addExact(Math.multiplyExact(day, NANOS_PER_DAY / 1000), utc);
            }
        } catch (ArithmeticException e) {
            return overflow();
        }
        return true;
    }

    private long offsetOf(ZoneId zone, long day) {
        if (zone instanceof ZoneOffset fixed) {
            return fixed.getTotalSeconds();
        }
        LocalDateTime local =
                LocalDateTime.ofEpochSecond(day * 86_400L + nanosOfDay / NANOS_PER_SECOND, 0, ZoneOffset.UTC);
        Instant instant = local.atZone(zone).toInstant();
        return local.toEpochSecond(ZoneOffset.UTC) - instant.getEpochSecond();
    }

    private static long round(long nanos, int digits) {
        if (digits >= 9) {
            return nanos;
        }
        long unit = 1;
        for (int i = digits; i < 9; i++) {
            unit *= 10;
        }
        return (nanos + unit / 2) / unit * unit;
    }

    /** Removes a trailing BC or AD; whether it was BC. */
    private boolean takeEra() {
        if (end - at > 3 && text[end - 3] == ' ') {
            int first = text[end - 2] | 0x20;
            int second = text[end - 1] | 0x20;
            if ((first == 'b' && second == 'c') || (first == 'a' && second == 'd')) {
                end -= 3;
                return first == 'b';
            }
        }
        return false;
    }

    private boolean readDate(boolean before) {
        int from = at;
        int year = number(7);
        int yearDigits = at - from;
        if (year < 0) {
            return invalid();
        }
        int month;
        int day;
        if (at < end && (text[at] == '-' || text[at] == '/') && yearDigits >= 4) {
            byte separator = text[at++];
            month = number(2);
            if (month < 0 || at == end || text[at++] != separator) {
                return invalid();
            }
            day = number(2);
            if (day < 0 || (at < end && text[at] >= '0' && text[at] <= '9')) {
                return invalid();
            }
        } else if (yearDigits == 7 && at < end && text[at] >= '0' && text[at] <= '9') {
            int all = year * 10 + (text[at++] - '0');
            if (at < end && text[at] >= '0' && text[at] <= '9') {
                return invalid();
            }
            year = all / 10_000;
            month = all / 100 % 100;
            day = all % 100;
        } else {
            return invalid();
        }
        if (before) {
            if (year == 0) {
                return overflow();
            }
            year = 1 - year;
        } else if (year == 0) {
            return overflow();
        }
        if (month < 1 || month > 12 || day < 1 || day > 31 || day > CivilDate.daysInMonth(year, month)) {
            return overflow();
        }
        if (year > CivilDate.MAX_YEAR || year < CivilDate.MIN_YEAR) {
            return overflow();
        }
        value = CivilDate.epochDay(year, month, day);
        return true;
    }

    /** hh:mm[:ss[.fraction]], up to 24:00:00. */
    private boolean readTime() {
        int hour = number(2);
        if (hour < 0 || at == end || text[at] != ':') {
            return invalid();
        }
        at++;
        int minute = number(2);
        if (minute < 0) {
            return invalid();
        }
        int second = 0;
        long nanos = 0;
        if (at < end && text[at] == ':') {
            at++;
            second = number(2);
            if (second < 0) {
                return invalid();
            }
            if (at < end && text[at] == '.') {
                at++;
                nanos = fraction();
            }
        }
        if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && (minute | second | nanos) != 0)) {
            return overflow();
        }
        nanosOfDay = (hour * 3600L + minute * 60L + second) * NANOS_PER_SECOND + nanos;
        return true;
    }

    private long fraction() {
        long nanos = 0;
        int digits = 0;
        boolean up = false;
        for (; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
            if (digits < 9) {
                nanos = nanos * 10 + (text[at] - '0');
            } else if (digits == 9) {
                up = text[at] >= '5';
            }
            digits++;
        }
        for (int i = digits; i < 9; i++) {
            nanos *= 10;
        }
        return nanos + (up ? 1 : 0);
    }

    /** Up to {@code most} digits, or -1 where there is none. */
    private int number(int most) {
        int number = 0;
        int from = at;
        while (at < end && at - from < most && text[at] >= '0' && text[at] <= '9') {
            number = number * 10 + (text[at++] - '0');
        }
        return at == from ? -1 : number;
    }

    /** What is left as Z, +hh, +hh:mm, +hhmm, +hh:mm:ss or a zone's name; null if it is none. */
    private ZoneId readZone() {
        while (at < end && text[at] == ' ') {
            at++;
        }
        if (at == end) {
            return null;
        }
        if ((text[at] | 0x20) == 'z' && at + 1 == end) {
            return ZoneOffset.UTC;
        }
        if (text[at] == '+' || text[at] == '-') {
            int sign = text[at++] == '-' ? -1 : 1;
            int hours = number(2);
            int minutes = 0;
            int seconds = 0;
            if (at < end) {
                at += text[at] == ':' ? 1 : 0;
                minutes = number(2);
                if (at < end && text[at] == ':') {
                    at++;
                    seconds = number(2);
                }
            }
            if (at < end || hours < 0 || hours > 15 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
                return null;
            }
            return ZoneOffset.ofTotalSeconds(sign * (hours * 3600 + minutes * 60 + seconds));
        }
        try {
            return ZoneId.of(new String(text, at, end - at, StandardCharsets.UTF_8));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
