package io.velaria.runtime.expression;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.CivilDate;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Moving dates and timestamps between units, zones and months. Out of range is 22008. */
public final class DateTimes {
    public static final long MICROS_PER_DAY = CivilDate.MICROS_PER_DAY;

    private DateTimes() {}

    public static VelariaException overflow(String what) {
        return VelariaException.of(SqlState.DATETIME_FIELD_OVERFLOW, what + " is out of range");
    }

    /** How many units of a timestamp's type make a day. */
    public static long perDay(SqlType type) {
        return type.isNanos() ? MICROS_PER_DAY * 1000 : MICROS_PER_DAY;
    }

    public static long perSecond(SqlType type) {
        return type.isNanos() ? 1_000_000_000L : 1_000_000L;
    }

    public static long multiply(long value, long factor) {
        try {
            return Math.multiplyExact(value, factor);
        } catch (ArithmeticException e) {
            throw overflow("timestamp");
        }
    }

    public static long add(long a, long b) {
        try {
            return Math.addExact(a, b);
        } catch (ArithmeticException e) {
            throw overflow("timestamp");
        }
    }

    /** A day that DATE can hold. */
    public static long checkDay(long epochDay) {
        if (epochDay != (int) epochDay) {
            throw overflow("date");
        }
        return epochDay;
    }

    /** The local day and time of an instant, in the units of its type. */
    public static long toLocal(long instant, long perSecond, ZoneId zone) {
        if (zone instanceof ZoneOffset fixed) {
            return add(instant, fixed.getTotalSeconds() * perSecond);
        }
        Instant second = Instant.ofEpochSecond(Math.floorDiv(instant, perSecond));
        return add(instant, zone.getRules().getOffset(second).getTotalSeconds() * perSecond);
    }

    /** The instant of a local day and time: in a gap the later one, in an overlap the earlier. */
    public static long toInstant(long local, long perSecond, ZoneId zone) {
        if (zone instanceof ZoneOffset fixed) {
            return add(local, -fixed.getTotalSeconds() * perSecond);
        }
        long seconds = Math.floorDiv(local, perSecond);
        long instant = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC)
                .atZone(zone)
                .toEpochSecond();
        return add(local, (instant - seconds) * perSecond);
    }

    /** A timestamp of one type in the units and with the precision of another. */
    public static long rescale(long value, SqlType from, SqlType to) {
        long scaled = value;
        if (from.isNanos() && !to.isNanos()) {
            scaled = Math.floorDiv(value + 500, 1000L);
        } else if (!from.isNanos() && to.isNanos()) {
            scaled = multiply(value, 1000);
        }
        return round(scaled, to);
    }

    /** Rounded to the digits that the type declares. */
    public static long round(long value, SqlType to) {
        int digits = (to.isNanos() ? 9 : 6) - to.precision();
        if (digits <= 0) {
            return value;
        }
        long unit = 1;
        for (int i = 0; i < digits; i++) {
            unit *= 10;
        }
        return Math.floorDiv(add(value, unit / 2), unit) * unit;
    }

    /** A timestamp some months later, clamped to the end of the month. */
    public static long plusMonths(long value, long months, long perDay) {
        long day = Math.floorDiv(value, perDay);
        return add(multiply(CivilDate.plusMonths(day, months), perDay), value - day * perDay);
    }

    /** Casts between dates, times, timestamps and intervals; null where there is none. */
    static RowFunction cast(SqlType from, SqlType to, ZoneId zone) {
        TypeKind source = from.kind();
        long perDay = perDay(to);
        long fromPerDay = perDay(from);
        boolean fromZoned = source == TypeKind.TIMESTAMP_TZ;
        boolean toZoned = to.kind() == TypeKind.TIMESTAMP_TZ;
        return switch (to.kind()) {
            case DATE ->
                source.isTimestamp()
                        ? (args, row, out) -> {
                            long value = args[0].longAt(row);
                            long local = fromZoned ? toLocal(value, perSecond(from), zone) : value;
                            out.setLong(row, Math.floorDiv(local, fromPerDay));
                        }
                        : null;
            case TIME -> {
                if (source.isTimestamp()) {
                    yield (args, row, out) -> {
                        long value = args[0].longAt(row);
                        long local = fromZoned ? toLocal(value, perSecond(from), zone) : value;
                        long time = Math.floorMod(local, fromPerDay);
                        out.setLong(row, round(from.isNanos() ? time / 1000 : time, to));
                    };
                }
                if (source == TypeKind.INTERVAL_MICROS) {
                    yield (args, row, out) ->
                            out.setLong(row, round(Math.floorMod(args[0].longAt(row), MICROS_PER_DAY), to));
                }
                yield source == TypeKind.TIME
                        ? (args, row, out) -> out.setLong(row, round(args[0].longAt(row), to))
                        : null;
            }
            case TIMESTAMP, TIMESTAMP_TZ -> {
                if (source == TypeKind.DATE) {
                    yield (args, row, out) -> {
                        long local = multiply(args[0].longAt(row), perDay);
                        out.setLong(row, toZoned ? toInstant(local, perSecond(to), zone) : local);
                    };
                }
                if (!source.isTimestamp()) {
                    yield null;
                }
                yield (args, row, out) -> {
                    long value = rescale(args[0].longAt(row), from, to);
                    if (toZoned && !fromZoned) {
                        value = toInstant(value, perSecond(to), zone);
                    } else if (!toZoned && fromZoned) {
                        value = toLocal(value, perSecond(to), zone);
                    }
                    out.setLong(row, value);
                };
            }
            case INTERVAL_MICROS ->
                source == TypeKind.TIME ? (args, row, out) -> out.setLong(row, args[0].longAt(row)) : null;
            default -> null;
        };
    }
}
