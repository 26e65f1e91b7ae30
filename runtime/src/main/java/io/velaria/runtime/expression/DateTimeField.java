package io.velaria.runtime.expression;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.CivilDate;
import java.util.Arrays;
import java.util.Locale;

/** The fields that EXTRACT reads, as PostgreSQL defines them, and the units that dates are truncated to. */
public enum DateTimeField {
    MICROSECOND,
    MILLISECOND,
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    DECADE,
    CENTURY,
    MILLENNIUM,
    /** Sunday is 0. */
    DOW,
    /** Sunday is 7. */
    ISODOW,
    DOY,
    ISOYEAR,
    EPOCH,
    NANOSECOND,
    TIMEZONE;

    /** The field of that name in any case, with the usual other names. */
    public static DateTimeField of(String name) {
        String wanted = name.trim().toUpperCase(Locale.ROOT).replace("SQL_TSI_", "");
        switch (wanted) {
            case "DAYOFWEEK", "WEEKDAY" -> wanted = "DOW";
            case "DAYOFMONTH" -> wanted = "DAY";
            case "DAYOFYEAR" -> wanted = "DOY";
            case "WEEKOFYEAR", "ISOWEEK", "ISO_WEEK" -> wanted = "WEEK";
            case "ISO_YEAR" -> wanted = "ISOYEAR";
            case "YEARS",
                    "QUARTERS",
                    "MONTHS",
                    "WEEKS",
                    "DAYS",
                    "HOURS",
                    "MINUTES",
                    "SECONDS",
                    "MILLISECONDS",
                    "MICROSECONDS",
                    "NANOSECONDS",
                    "DECADES" -> wanted = wanted.substring(0, wanted.length() - 1);
            case "CENTURIES" -> wanted = "CENTURY";
            case "FRAC_SECOND", "US" -> wanted = "MICROSECOND";
            case "MS" -> wanted = "MILLISECOND";
            default -> {}
        }
        for (DateTimeField field : values()) {
            if (field.name().equals(wanted)) {
                return field;
            }
        }
        throw VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "\"" + name + "\" is no unit of date or time")
                .hint(Suggestion.didYouMean(
                        name, Arrays.stream(values()).map(Enum::name).toList()));
    }

    /** The field of a day and the microseconds in it; for SECOND, EPOCH and finer in microseconds. */
    public long of(long day, long microsOfDay) {
        switch (this) {
            case MICROSECOND, MILLISECOND, SECOND, NANOSECOND -> {
                return microsOfDay % 60_000_000L;
            }
            case MINUTE -> {
                return microsOfDay / 60_000_000L % 60;
            }
            case HOUR -> {
                return microsOfDay / 3_600_000_000L;
            }
            case WEEK -> {
                return CivilDate.isoWeek(day);
            }
            case ISOYEAR -> {
                int year = CivilDate.isoYear(day);
                return year > 0 ? year : year - 1;
            }
            case DOW -> {
                return CivilDate.isoDayOfWeek(day) % 7;
            }
            case ISODOW -> {
                return CivilDate.isoDayOfWeek(day);
            }
            case DOY -> {
                return CivilDate.dayOfYear(day);
            }
            case EPOCH -> {
                return DateTimes.add(DateTimes.multiply(day, CivilDate.MICROS_PER_DAY), microsOfDay);
            }
            default -> {}
        }
        long date = CivilDate.of(day);
        int year = CivilDate.year(date);
        return switch (this) {
            case DAY -> CivilDate.day(date);
            case MONTH -> CivilDate.month(date);
            case QUARTER -> (CivilDate.month(date) + 2) / 3;
            case YEAR -> year > 0 ? year : year - 1; // there is no year 0
            case DECADE -> Math.floorDiv(year, 10);
            case CENTURY -> year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
            default -> year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
        };
    }

    /** The field of a day-time interval; for SECOND, EPOCH and finer in microseconds. */
    long ofMicros(long micros) {
        return switch (this) {
            case MICROSECOND, MILLISECOND, SECOND, NANOSECOND -> micros % 60_000_000L;
            case MINUTE -> micros / 60_000_000L % 60;
            case HOUR -> micros / 3_600_000_000L % 24;
            case DAY -> micros / CivilDate.MICROS_PER_DAY;
            case EPOCH -> micros;
            default -> 0;
        };
    }

    /** The field of a year-month interval; EPOCH in microseconds, of years of 365.25 and months of 30 days. */
    long ofMonths(long months) {
        return switch (this) {
            case MONTH -> months % 12;
            case QUARTER -> months % 12 / 3 + 1;
            case YEAR -> months / 12;
            case DECADE -> months / 120;
            case CENTURY -> months / 1200;
            case MILLENNIUM -> months / 12_000;
            case EPOCH -> months / 12 * 31_557_600_000_000L + months % 12 * 30 * CivilDate.MICROS_PER_DAY;
            default -> 0;
        };
    }

    /** How many microseconds make one of the field's own units, where {@link #of} gives microseconds; else 1. */
    long microsPerUnit() {
        return switch (this) {
            case SECOND, EPOCH -> 1_000_000L;
            case MILLISECOND -> 1_000L;
            default -> 1L;
        };
    }
}
