package io.velaria.runtime.function;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.expression.DateTimeField;
import io.velaria.runtime.expression.DateTimes;
import io.velaria.runtime.expression.RowWriter;
import io.velaria.runtime.type.CivilDate;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.time.ZoneId;

/** Dates and timestamps of every type as local microseconds since the epoch, and back. */
record Moments(ZoneId zone) {
    /** A DATE, TIME or timestamp; an instant as the session's zone shows it. */
    long local(Vector vector, int row, SqlType type) {
        long value = vector.longAt(row);
        return switch (type.kind()) {
            case DATE -> DateTimes.multiply(value, CivilDate.MICROS_PER_DAY);
            case TIMESTAMP_TZ -> DateTimes.toLocal(micros(value, type), 1_000_000L, zone);
            case TIMESTAMP -> micros(value, type);
            default -> value;
        };
    }

    private static long micros(long value, SqlType type) {
        return type.isNanos() ? Math.floorDiv(value, 1000L) : value;
    }

    /** The nanoseconds of a value below its microseconds. */
    static long nanos(Vector vector, int row, SqlType type) {
        return type.isNanos() ? Math.floorMod(vector.longAt(row), 1000L) : 0;
    }

    /** The instant of a value in microseconds; a local one is taken as UTC. */
    long instant(Vector vector, int row, SqlType type) {
        return type.kind() == TypeKind.TIMESTAMP_TZ ? micros(vector.longAt(row), type) : local(vector, row, type);
    }

    void write(RowWriter out, int row, long local) {
        write(out, row, local, 0);
    }

    /** @param nanos what comes below the microseconds of a type that has nanoseconds */
    void write(RowWriter out, int row, long local, long nanos) {
        SqlType type = out.type();
        switch (type.kind()) {
            case DATE -> out.setLong(row, Math.floorDiv(local, CivilDate.MICROS_PER_DAY));
            case TIME -> out.setLong(row, Math.floorMod(local, CivilDate.MICROS_PER_DAY));
            default -> {
                long value =
                        type.kind() == TypeKind.TIMESTAMP_TZ ? DateTimes.toInstant(local, 1_000_000L, zone) : local;
                out.setLong(row, type.isNanos() ? DateTimes.add(DateTimes.multiply(value, 1000), nanos) : value);
            }
        }
    }

    /** The start of the unit that holds a moment. */
    static long truncate(DateTimeField unit, long micros) {
        long day = Math.floorDiv(micros, CivilDate.MICROS_PER_DAY);
        long perUnit = perUnit(unit);
        if (perUnit != 0) {
            return Math.floorDiv(micros, perUnit) * perUnit;
        }
        return startOfUnit(unit, day) * CivilDate.MICROS_PER_DAY;
    }

    /** The start of the first unit that does not begin before a moment. */
    static long ceiling(DateTimeField unit, long micros) {
        long start = truncate(unit, micros);
        if (start == micros) {
            return start;
        }
        long perUnit = perUnit(unit);
        if (perUnit != 0) {
            return DateTimes.add(start, perUnit);
        }
        if (unit == DateTimeField.WEEK) {
            return start + 7 * CivilDate.MICROS_PER_DAY;
        }
        if (unit == DateTimeField.ISOYEAR) {
            return truncate(unit, start + 370 * CivilDate.MICROS_PER_DAY);
        }
        return DateTimes.plusMonths(start, months(unit), CivilDate.MICROS_PER_DAY);
    }

    /** How many boundaries of the unit lie between two moments. */
    static long boundaries(DateTimeField unit, long from, long to) {
        long a = truncate(unit, from);
        long b = truncate(unit, to);
        long perUnit = perUnit(unit);
        if (perUnit != 0) {
            return Math.subtractExact(b / perUnit, a / perUnit);
        }
        if (unit == DateTimeField.WEEK) {
            return (b - a) / (7 * CivilDate.MICROS_PER_DAY);
        }
        if (unit == DateTimeField.ISOYEAR) {
            return CivilDate.isoYear(Math.floorDiv(b, CivilDate.MICROS_PER_DAY))
                    - (long) CivilDate.isoYear(Math.floorDiv(a, CivilDate.MICROS_PER_DAY));
        }
        return (monthNumber(b) - monthNumber(a)) / months(unit);
    }

    /** How many whole units fit between two moments; negative where the second is the earlier. */
    static long wholeUnits(DateTimeField unit, long from, long to) {
        long perUnit = unit == DateTimeField.WEEK ? 7 * CivilDate.MICROS_PER_DAY : perUnit(unit);
        if (perUnit != 0) {
            return DateTimes.add(to, -from) / perUnit;
        }
        long monthsBetween = monthNumber(to) - monthNumber(from);
        long rest = intoMonth(to) - intoMonth(from);
        if (monthsBetween > 0 && rest < 0) {
            monthsBetween--;
        } else if (monthsBetween < 0 && rest > 0) {
            monthsBetween++;
        }
        return monthsBetween / months(unit);
    }

    /** The moment later by a number of units; a day that the month lacks becomes its last. */
    static long plus(DateTimeField unit, long count, long micros) {
        long perUnit = unit == DateTimeField.WEEK ? 7 * CivilDate.MICROS_PER_DAY : perUnit(unit);
        return perUnit != 0
                ? DateTimes.add(micros, DateTimes.multiply(count, perUnit))
                : DateTimes.plusMonths(micros, DateTimes.multiply(count, months(unit)), CivilDate.MICROS_PER_DAY);
    }

    /** Microseconds since the month began. */
    private static long intoMonth(long micros) {
        long day = Math.floorDiv(micros, CivilDate.MICROS_PER_DAY);
        return micros - (day - CivilDate.day(CivilDate.of(day)) + 1) * CivilDate.MICROS_PER_DAY;
    }

    private static long monthNumber(long micros) {
        long date = CivilDate.of(Math.floorDiv(micros, CivilDate.MICROS_PER_DAY));
        return CivilDate.year(date) * 12L + CivilDate.month(date);
    }

    /** Microseconds of a unit of fixed length, or 0. */
    private static long perUnit(DateTimeField unit) {
        return switch (unit) {
            case MICROSECOND, NANOSECOND -> 1;
            case MILLISECOND -> 1_000;
            case SECOND, EPOCH -> 1_000_000;
            case MINUTE -> 60_000_000;
            case HOUR -> 3_600_000_000L;
            case DAY, DOW, ISODOW, DOY -> CivilDate.MICROS_PER_DAY;
            default -> 0;
        };
    }

    private static int months(DateTimeField unit) {
        return switch (unit) {
            case MONTH -> 1;
            case QUARTER -> 3;
            case DECADE -> 120;
            case CENTURY -> 1_200;
            case MILLENNIUM -> 12_000;
            default -> 12;
        };
    }

    private static long startOfUnit(DateTimeField unit, long day) {
        long date = CivilDate.of(day);
        int year = CivilDate.year(date);
        int month = CivilDate.month(date);
        return switch (unit) {
            case WEEK -> day - CivilDate.isoDayOfWeek(day) + 1;
            case MONTH -> CivilDate.epochDay(year, month, 1);
            case QUARTER -> CivilDate.epochDay(year, (month - 1) / 3 * 3 + 1, 1);
            case DECADE -> CivilDate.epochDay(Math.floorDiv(year, 10) * 10L, 1, 1);
            case CENTURY -> CivilDate.epochDay(Math.floorDiv(year - 1, 100) * 100L + 1, 1, 1);
            case MILLENNIUM -> CivilDate.epochDay(Math.floorDiv(year - 1, 1000) * 1000L + 1, 1, 1);
            case ISOYEAR -> {
                long fourth = CivilDate.epochDay(CivilDate.isoYear(day), 1, 4);
                yield fourth - CivilDate.isoDayOfWeek(fourth) + 1;
            }
            default -> CivilDate.epochDay(year, 1, 1);
        };
    }
}
