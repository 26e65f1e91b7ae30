package io.velaria.runtime.expression;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.kernel.Int128Math;
import io.velaria.runtime.type.CivilDate;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;

/** {@code + - * /} of dates, times, timestamps and intervals; adding months clamps to the end of the month. */
public final class DateTimeArithmetic {
    private DateTimeArithmetic() {}

    /** What the call does for a row, or null where the types do not go together. */
    public static RowFunction of(String operator, SqlType left, SqlType right, SqlType result, ZoneId zone) {
        TypeKind a = left.kind();
        TypeKind b = right.kind();
        return switch (operator) {
            case Operators.PLUS -> {
                if (a.isInterval() && b.isInterval()) {
                    yield (args, row, out) -> out.setLong(row, DateTimes.add(args[0].longAt(row), args[1].longAt(row)));
                }
                yield a.isDateTime()
                        ? shift(left, right, result, 0, 1, 1, zone)
                        : shift(right, left, result, 1, 0, 1, zone);
            }
            case Operators.MINUS -> {
                if (a.isInterval() && b.isInterval()) {
                    yield (args, row, out) ->
                            out.setLong(row, DateTimes.add(args[0].longAt(row), -args[1].longAt(row)));
                }
                yield a.isDateTime() && b.isDateTime()
                        ? difference(left, right, result)
                        : shift(left, right, result, 0, 1, -1, zone);
            }
            case Operators.TIMES ->
                a.isInterval() && b.isNumeric()
                        ? scale(0, 1, right, false)
                        : b.isInterval() && a.isNumeric() ? scale(1, 0, left, false) : null;
            case Operators.DIVIDE -> a.isInterval() && b.isNumeric() ? scale(0, 1, right, true) : null;
            default -> null;
        };
    }

    private static RowFunction shift(
            SqlType moment, SqlType by, SqlType result, int at, int byAt, int sign, ZoneId zone) {
        TypeKind kind = moment.kind();
        if (by.kind().isInteger() && kind == TypeKind.DATE) {
            return (args, row, out) -> out.setLong(
                    row, DateTimes.checkDay(DateTimes.add(args[at].longAt(row), sign * args[byAt].longAt(row))));
        }
        if (kind == TypeKind.DATE && by.kind() == TypeKind.TIME) {
            return (args, row, out) -> out.setLong(
                    row,
                    DateTimes.add(
                            DateTimes.multiply(args[at].longAt(row), DateTimes.perDay(result)),
                            args[byAt].longAt(row) * (DateTimes.perSecond(result) / 1_000_000L)));
        }
        if (!by.kind().isInterval()) {
            return null;
        }
        boolean months = by.kind() == TypeKind.INTERVAL_MONTHS;
        switch (kind) {
            case TIME -> {
                return (args, row, out) -> out.setLong(
                        row,
                        months
                                ? args[at].longAt(row)
                                : Math.floorMod(
                                        args[at].longAt(row) + sign * args[byAt].longAt(row),
                                        DateTimes.MICROS_PER_DAY));
            }
            case DATE -> {
                return (args, row, out) -> {
                    long day = args[at].longAt(row);
                    long amount = sign * args[byAt].longAt(row);
                    if (result.kind() == TypeKind.DATE) {
                        long moved = months
                                ? CivilDate.plusMonths(day, amount)
                                : Math.floorDiv(
                                        DateTimes.add(DateTimes.multiply(day, DateTimes.MICROS_PER_DAY), amount),
                                        DateTimes.MICROS_PER_DAY);
                        out.setLong(row, DateTimes.checkDay(moved));
                    } else {
                        long start = DateTimes.multiply(day, DateTimes.perDay(result));
                        out.setLong(row, moved(start, amount, months, result));
                    }
                };
            }
            case TIMESTAMP -> {
                return (args, row, out) -> out.setLong(
                        row,
                        moved(
                                DateTimes.rescale(args[at].longAt(row), moment, result),
                                sign * args[byAt].longAt(row),
                                months,
                                result));
            }
            case TIMESTAMP_TZ -> {
                long perSecond = DateTimes.perSecond(result);
                return (args, row, out) -> {
                    long instant = DateTimes.rescale(args[at].longAt(row), moment, result);
                    long amount = sign * args[byAt].longAt(row);
                    out.setLong(
                            row,
                            months
                                    ? DateTimes.toInstant(
                                            moved(DateTimes.toLocal(instant, perSecond, zone), amount, true, result),
                                            perSecond,
                                            zone)
                                    : moved(instant, amount, false, result));
                };
            }
            default -> {
                return null;
            }
        }
    }

    private static long moved(long start, long amount, boolean months, SqlType type) {
        if (months) {
            return DateTimes.plusMonths(start, amount, DateTimes.perDay(type));
        }
        return DateTimes.add(start, type.isNanos() ? DateTimes.multiply(amount, 1000) : amount);
    }

    private static RowFunction difference(SqlType left, SqlType right, SqlType result) {
        if (left.kind() == TypeKind.DATE
                && right.kind() == TypeKind.DATE
                && !result.kind().isInterval()) {
            return (args, row, out) -> out.setLong(row, args[0].longAt(row) - args[1].longAt(row));
        }
        if (result.kind() == TypeKind.INTERVAL_MONTHS) {
            return (args, row, out) ->
                    out.setLong(row, months(micros(args[0], row, left), micros(args[1], row, right)));
        }
        return (args, row, out) ->
                out.setLong(row, DateTimes.add(micros(args[0], row, left), -micros(args[1], row, right)));
    }

    private static long micros(Vector vector, int row, SqlType type) {
        long value = vector.longAt(row);
        if (type.kind() == TypeKind.DATE) {
            return DateTimes.multiply(value, DateTimes.MICROS_PER_DAY);
        }
        return type.isNanos() ? Math.floorDiv(value, 1000L) : value;
    }

    /** Whole months between two timestamps: the most that added to the earlier do not pass the later. */
    static long months(long later, long earlier) {
        if (later < earlier) {
            return -months(earlier, later);
        }
        long to = CivilDate.of(Math.floorDiv(later, DateTimes.MICROS_PER_DAY));
        long from = CivilDate.of(Math.floorDiv(earlier, DateTimes.MICROS_PER_DAY));
        long months = (CivilDate.year(to) - CivilDate.year(from)) * 12L + CivilDate.month(to) - CivilDate.month(from);
        long toRest = CivilDate.day(to) * DateTimes.MICROS_PER_DAY + Math.floorMod(later, DateTimes.MICROS_PER_DAY);
        long fromRest =
                CivilDate.day(from) * DateTimes.MICROS_PER_DAY + Math.floorMod(earlier, DateTimes.MICROS_PER_DAY);
        return toRest < fromRest ? months - 1 : months;
    }

    private static RowFunction scale(int intervalAt, int factorAt, SqlType factorType, boolean divide) {
        return (args, row, out) -> {
            long interval = args[intervalAt].longAt(row);
            Vector factor = args[factorAt];
            BigDecimal number = factorType.kind().isApproximateNumeric()
                    ? finite(factor.doubleAt(row))
                    : new BigDecimal(Int128Math.big(factor.highAt(row), factor.lowAt(row)), factorType.scale());
            if (divide && number.signum() == 0) {
                throw IntegerArithmetic.divisionByZero();
            }
            BigDecimal exact = divide
                    ? BigDecimal.valueOf(interval).divide(number, 0, RoundingMode.HALF_EVEN)
                    : BigDecimal.valueOf(interval).multiply(number).setScale(0, RoundingMode.HALF_EVEN);
            if (exact.precision() > 18) {
                throw DateTimes.overflow("interval");
            }
            out.setLong(row, exact.longValue());
        };
    }

    private static BigDecimal finite(double factor) {
        if (!Double.isFinite(factor)) {
            throw DateTimes.overflow("interval");
        }
        return BigDecimal.valueOf(factor);
    }
}
