package io.velaria.runtime.type;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An interval read from text: {@code 1 year 2 mons 3 days 04:05:06}, ISO 8601 {@code P1Y2M3DT4H5M6S}, or the standard's
 * {@code 1-2} and {@code 3 04:05:06}.
 */
public record IntervalParser(long months, long micros) {
    private static final Pattern YEAR_MONTH = Pattern.compile("([+-]?)(\\d+)-(\\d+)");
    private static final Pattern PART = Pattern.compile(
            "\\s*(?:([+-]?)(\\d+):(\\d+)(?::(\\d+(?:\\.\\d*)?))?|([+-]?\\d*\\.?\\d+)\\s*([a-zA-Z]*))\\s*,?");
    private static final Pattern ISO =
            Pattern.compile("P(?:([+-]?[\\d.]+)Y)?(?:([+-]?[\\d.]+)M)?(?:([+-]?[\\d.]+)W)?(?:([+-]?[\\d.]+)D)?"
                    + "(?:T(?:([+-]?[\\d.]+)H)?(?:([+-]?[\\d.]+)M)?(?:([+-]?[\\d.]+)S)?)?");
    private static final String[] ISO_UNITS = {"year", "month", "week", "day", "hour", "minute", "second"};

    /** The interval, or null where the text is none or does not fit. */
    public static IntervalParser parse(String text) {
        try {
            String trimmed = text.trim();
            if (trimmed.isEmpty()) {
                return null;
            }
            Matcher yearMonth = YEAR_MONTH.matcher(trimmed);
            if (yearMonth.matches()) {
                long months = Long.parseLong(yearMonth.group(2)) * 12 + Long.parseLong(yearMonth.group(3));
                return new IntervalParser(yearMonth.group(1).equals("-") ? -months : months, 0);
            }
            return trimmed.charAt(0) == 'P' ? iso(trimmed) : words(trimmed);
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static IntervalParser iso(String text) {
        Matcher matcher = ISO.matcher(text);
        if (!matcher.matches() || text.length() < 3) {
            return null;
        }
        IntervalParser sum = new IntervalParser(0, 0);
        for (int i = 0; i < ISO_UNITS.length; i++) {
            if (matcher.group(i + 1) != null) {
                sum = sum.plus(new BigDecimal(matcher.group(i + 1)), ISO_UNITS[i]);
            }
        }
        return sum;
    }

    private static IntervalParser words(String text) {
        boolean ago = text.toLowerCase(Locale.ROOT).endsWith(" ago");
        String rest = ago ? text.substring(0, text.length() - 4) : text;
        if (rest.startsWith("@")) {
            rest = rest.substring(1);
        }
        Matcher matcher = PART.matcher(rest);
        IntervalParser sum = new IntervalParser(0, 0);
        int at = 0;
        while (at < rest.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return null;
            }
            at = matcher.end();
            if (matcher.group(2) != null) {
                BigDecimal seconds = new BigDecimal(matcher.group(2))
                        .multiply(BigDecimal.valueOf(3600))
                        .add(new BigDecimal(matcher.group(3)).multiply(BigDecimal.valueOf(60)))
                        .add(matcher.group(4) == null ? BigDecimal.ZERO : new BigDecimal(matcher.group(4)));
                sum = sum.plus(matcher.group(1).equals("-") ? seconds.negate() : seconds, "second");
            } else {
                String unit = matcher.group(6).toLowerCase(Locale.ROOT);
                if (unit.isEmpty()) {
                    // a bare number is days before a clock time, else seconds
                    unit = at < rest.length() && rest.indexOf(':', at) > 0 ? "day" : "second";
                }
                sum = sum.plus(new BigDecimal(matcher.group(5)), unit);
            }
            if (sum == null) {
                return null;
            }
        }
        return ago ? new IntervalParser(-sum.months, -sum.micros) : sum;
    }

    private IntervalParser plus(BigDecimal count, String unit) {
        String name = unit.length() > 2 && unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
        return switch (name) {
            case "millennium", "mil" -> plusMonths(count, 12_000);
            case "century", "c" -> plusMonths(count, 1_200);
            case "decade", "dec" -> plusMonths(count, 120);
            case "year", "yr", "y" -> plusMonths(count, 12);
            case "quarter" -> plusMonths(count, 3);
            case "month", "mon" -> plusMonths(count, 1);
            case "week", "w" -> plusMicros(count, 7 * CivilDate.MICROS_PER_DAY);
            case "day", "d" -> plusMicros(count, CivilDate.MICROS_PER_DAY);
            case "hour", "hr", "h" -> plusMicros(count, 3_600_000_000L);
            case "minute", "min", "m" -> plusMicros(count, 60_000_000L);
            case "second", "sec", "s" -> plusMicros(count, 1_000_000L);
            case "millisecond", "msec", "ms" -> plusMicros(count, 1_000L);
            case "microsecond", "usec", "us" -> plusMicros(count, 1L);
            default -> null;
        };
    }

    private IntervalParser plusMonths(BigDecimal count, long each) {
        long more = count.multiply(BigDecimal.valueOf(each))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
        return new IntervalParser(Math.addExact(months, more), micros);
    }

    private IntervalParser plusMicros(BigDecimal count, long each) {
        long more = count.multiply(BigDecimal.valueOf(each))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
        return new IntervalParser(months, Math.addExact(micros, more));
    }
}
