package io.velaria.runtime.function;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.ByteOutput;
import io.velaria.runtime.type.CivilDate;
import io.velaria.runtime.type.NumberFormat;
import java.util.Locale;

/** Dates and times by a format of {@code strftime}, written and read; names of days and months are English. */
final class DateFormat {
    static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };
    static final String[] DAYS = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

    /** Patterns of TO_CHAR and TO_DATE, longest first, and what they are in strftime. */
    private static final String[][] PATTERNS = {
        {"MONTH", "%B"},
        {"YYYY", "%Y"},
        {"HH24", "%H"},
        {"HH12", "%I"},
        {"MON", "%b"},
        {"DDD", "%j"},
        {"DAY", "%A"},
        {"YY", "%y"},
        {"MM", "%m"},
        {"DD", "%d"},
        {"DY", "%a"},
        {"HH", "%I"},
        {"MI", "%M"},
        {"SS", "%S"},
        {"MS", "%L"},
        {"US", "%f"},
        {"AM", "%p"},
        {"PM", "%p"},
        {"IW", "%V"},
        {"ID", "%u"}
    };

    private DateFormat() {}

    /** A pattern such as {@code YYYY-MM-DD HH24:MI:SS} in the form of strftime. */
    static String fromPattern(String pattern) {
        StringBuilder format = new StringBuilder();
        for (int i = 0; i < pattern.length(); ) {
            char c = pattern.charAt(i);
            if (c == '"') {
                int end = pattern.indexOf('"', i + 1);
                String quoted = pattern.substring(i + 1, end < 0 ? pattern.length() : end);
                format.append(quoted.replace("%", "%%"));
                i = end < 0 ? pattern.length() : end + 1;
                continue;
            }
            String[] found = null;
            for (String[] candidate : PATTERNS) {
                if (pattern.regionMatches(true, i, candidate[0], 0, candidate[0].length())) {
                    found = candidate;
                    break;
                }
            }
            if (found != null) {
                format.append(found[1]);
                i += found[0].length();
            } else if (Character.isLetter(c) && c != 'T' && c != 'Z') {
                throw VelariaException.unsupported("\"" + pattern.substring(i) + "\" in a format of dates");
            } else {
                format.append(c == '%' ? "%%" : String.valueOf(c));
                i++;
            }
        }
        return format.toString();
    }

    static void write(ByteOutput out, String format, long micros) {
        long day = Math.floorDiv(micros, CivilDate.MICROS_PER_DAY);
        long time = micros - day * CivilDate.MICROS_PER_DAY;
        long date = CivilDate.of(day);
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.write(Character.toString(c));
                continue;
            }
            c = format.charAt(++i);
            boolean plain = c == '-' && i + 1 < format.length();
            if (plain) {
                c = format.charAt(++i);
            }
            writeField(out, c, plain, day, time, date);
        }
    }

    private static void writeField(ByteOutput out, char field, boolean plain, long day, long time, long date) {
        int hour = (int) (time / 3_600_000_000L);
        switch (field) {
            case 'Y' -> NumberFormat.append(out, CivilDate.year(date));
            case 'y' -> number(out, Math.floorMod(CivilDate.year(date), 100), 2, plain);
            case 'm' -> number(out, CivilDate.month(date), 2, plain);
            case 'd' -> number(out, CivilDate.day(date), 2, plain);
            case 'e' -> number(out, CivilDate.day(date), 2, true);
            case 'H' -> number(out, hour, 2, plain);
            case 'I' -> number(out, (hour + 11) % 12 + 1, 2, plain);
            case 'M' -> number(out, time / 60_000_000L % 60, 2, plain);
            case 'S' -> number(out, time / 1_000_000L % 60, 2, plain);
            case 'f' -> number(out, time % 1_000_000L, 6, plain);
            case 'L', 'g' -> number(out, time / 1000 % 1000, 3, plain);
            case 'p' -> out.write(hour < 12 ? "AM" : "PM");
            case 'j' -> number(out, CivilDate.dayOfYear(day), 3, plain);
            case 'B' -> out.write(MONTHS[CivilDate.month(date) - 1]);
            case 'b', 'h' -> out.write(MONTHS[CivilDate.month(date) - 1].substring(0, 3));
            case 'A' -> out.write(DAYS[CivilDate.isoDayOfWeek(day) - 1]);
            case 'a' -> out.write(DAYS[CivilDate.isoDayOfWeek(day) - 1].substring(0, 3));
            case 'u' -> out.write('0' + CivilDate.isoDayOfWeek(day));
            case 'w' -> out.write('0' + CivilDate.isoDayOfWeek(day) % 7);
            case 'V' -> number(out, CivilDate.isoWeek(day), 2, plain);
            case 'G' -> NumberFormat.append(out, CivilDate.isoYear(day));
            case 'F' -> write(out, "%Y-%m-%d", day * CivilDate.MICROS_PER_DAY);
            case 'T' -> write(out, "%H:%M:%S", time);
            case '%' -> out.write('%');
            default -> throw VelariaException.unsupported("%" + field + " in a format of dates");
        }
    }

    private static void number(ByteOutput out, long value, int width, boolean plain) {
        NumberFormat.appendPadded(out, value, plain ? 1 : width);
    }

    /** Reads what {@link #write} writes: local microseconds since the epoch; fields left out are those of 1900-01-01. */
    static long read(String text, String format) {
        return new Reader(text, format).read();
    }

    private static final class Reader {
        private final String text;
        private final String format;
        private int at;
        private int year = 1900;
        private int month = 1;
        private int day = 1;
        private int dayOfYear;
        private long hour;
        private int afternoon = -1;
        private long micros;

        Reader(String text, String format) {
            this.text = text;
            this.format = format.replace("%F", "%Y-%m-%d").replace("%T", "%H:%M:%S");
        }

        private VelariaException mismatch() {
            return VelariaException.of(
                    SqlState.INVALID_DATETIME_FORMAT, "\"" + text + "\" does not match the format \"" + format + "\"");
        }

        long read() {
            for (int i = 0; i < format.length(); i++) {
                char c = format.charAt(i);
                if (c == '%' && i + 1 < format.length()) {
                    c = format.charAt(++i);
                    c = c == '-' && i + 1 < format.length() ? format.charAt(++i) : c;
                    readField(c);
                } else if (at < text.length() && text.charAt(at) == c) {
                    at++;
                } else {
                    throw mismatch();
                }
            }
            if (at < text.length()) {
                throw mismatch();
            }
            if (month < 1 || month > 12 || day < 1 || day > CivilDate.daysInMonth(year, month) || hour > 23) {
                throw VelariaException.of(SqlState.DATETIME_FIELD_OVERFLOW, "\"" + text + "\" is no date or time");
            }
            if (afternoon >= 0) {
                hour = hour % 12 + 12L * afternoon;
            }
            long epochDay = dayOfYear > 0
                    ? CivilDate.epochDay(year, 1, 1) + dayOfYear - 1
                    : CivilDate.epochDay(year, month, day);
            return epochDay * CivilDate.MICROS_PER_DAY + hour * 3_600_000_000L + micros;
        }

        private void readField(char field) {
            switch (field) {
                case 'Y' -> year = number(4);
                case 'y' -> {
                    int two = number(2);
                    year = two < 70 ? 2000 + two : 1900 + two;
                }
                case 'm' -> month = number(2);
                case 'd', 'e' -> day = number(2);
                case 'H', 'I' -> hour = number(2);
                case 'M' -> micros += limited(number(2)) * 60_000_000L;
                case 'S' -> micros += limited(number(2)) * 1_000_000L;
                case 'f' -> micros += fraction(6);
                case 'L', 'g' -> micros += fraction(3);
                case 'j' -> dayOfYear = number(3);
                case 'p' -> afternoon = name(new String[] {"AM", "PM"}, 2);
                case 'B' -> month = name(MONTHS, 0) + 1;
                case 'b', 'h' -> month = name(MONTHS, 3) + 1;
                case 'A' -> name(DAYS, 0);
                case 'a' -> name(DAYS, 3);
                case '%' -> {
                    if (at == text.length() || text.charAt(at++) != '%') {
                        throw mismatch();
                    }
                }
                default -> throw VelariaException.unsupported("%" + field + " in a format to read dates by");
            }
        }

        private int limited(int value) {
            if (value > 59) {
                throw VelariaException.of(SqlState.DATETIME_FIELD_OVERFLOW, "\"" + text + "\" is no date or time");
            }
            return value;
        }

        private int number(int most) {
            int from = at;
            int value = 0;
            while (at < text.length() && at - from < most && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = value * 10 + text.charAt(at++) - '0';
            }
            if (at == from) {
                throw mismatch();
            }
            return value;
        }

        /** The digits as a fraction of a second, in microseconds. */
        private long fraction(int most) {
            int from = at;
            long value = number(most);
            for (int digits = at - from; digits < 6; digits++) {
                value *= 10;
            }
            return value;
        }

        private int name(String[] names, int length) {
            for (int i = 0; i < names.length; i++) {
                String name = length == 0 ? names[i] : names[i].substring(0, length);
                if (text.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT), at)) {
                    at += name.length();
                    return i;
                }
            }
            throw mismatch();
        }
    }
}
