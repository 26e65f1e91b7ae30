package io.velaria.runtime.function;

import static io.velaria.runtime.expression.ArgumentKind.BIGINT;
import static io.velaria.runtime.expression.ArgumentKind.DATE;
import static io.velaria.runtime.expression.ArgumentKind.DATETIME;
import static io.velaria.runtime.expression.ArgumentKind.DOUBLE;
import static io.velaria.runtime.expression.ArgumentKind.INTERVAL;
import static io.velaria.runtime.expression.ArgumentKind.TIMESTAMP;
import static io.velaria.runtime.expression.ArgumentKind.VARCHAR;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.DateTimeArithmetic;
import io.velaria.runtime.expression.DateTimeField;
import io.velaria.runtime.expression.DateTimes;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.ExtractEvaluator;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.RowEvaluator;
import io.velaria.runtime.expression.RowFunction;
import io.velaria.runtime.expression.RowWriter;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import io.velaria.runtime.type.CivilDate;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Functions of dates and times. What is local is so in the session's zone. */
final class DateFunctions {
    private static final String[][] FIELDS = {
        {"YEAR", "YEAR"},
        {"QUARTER", "QUARTER"},
        {"MONTH", "MONTH"},
        {"DAY DAYOFMONTH", "DAY"},
        {"HOUR", "HOUR"},
        {"MINUTE", "MINUTE"},
        {"SECOND", "SECOND"},
        {"MILLISECOND", "MILLISECOND"},
        {"MICROSECOND", "MICROSECOND"},
        {"WEEK WEEKOFYEAR ISO_WEEK", "WEEK"},
        {"ISO_YEAR ISOYEAR", "ISOYEAR"},
        {"DAYOFWEEK DOW WEEKDAY", "DOW"},
        {"ISODOW", "ISODOW"},
        {"DAYOFYEAR DOY", "DOY"},
        {"DECADE", "DECADE"},
        {"CENTURY", "CENTURY"}
    };

    private DateFunctions() {}

    /** A strict function of a row that reads and writes moments. */
    @FunctionalInterface
    private interface MomentFunction {
        void apply(Moments moments, Vector[] arguments, int row, RowWriter out);
    }

    private static BuiltInFunction moments(
            String names, String description, MomentFunction function, Signature... signatures) {
        return BuiltInFunction.bound(
                names,
                description,
                true,
                (call, arguments, context) -> {
                    Moments moments = new Moments(context.zone());
                    return new RowEvaluator(
                            call.type(), arguments, true, true, (a, row, out) -> function.apply(moments, a, row, out));
                },
                signatures);
    }

    static List<ScalarFunction> all() {
        List<ScalarFunction> all = new ArrayList<>();
        for (String[] field : FIELDS) {
            DateTimeField unit = DateTimeField.of(field[1]);
            all.add(BuiltInFunction.bound(
                    field[0],
                    "The field " + unit + " of a date or time, as EXTRACT gives it.",
                    true,
                    (call, arguments, context) -> extract(unit, call, 0, arguments, context),
                    Signature.of(SqlType.BIGINT, DATETIME),
                    Signature.of(SqlType.BIGINT, INTERVAL)));
        }
        addParts(all);
        addMaking(all);
        addText(all);
        return all;
    }

    static List<ScalarFunction> withSyntax() {
        return List.of(
                now("CURRENT_DATE", ""),
                now("CURRENT_TIMESTAMP NOW", ""),
                now("LOCALTIMESTAMP", ""),
                now("CURRENT_TIME LOCALTIME", ""),
                BuiltInFunction.bound(
                        "DATE_CEIL", "", true, (call, arguments, context) -> unitRows(call, arguments, context, true)));
    }

    private static Evaluator extract(
            DateTimeField unit, Call call, int operand, List<Evaluator> arguments, EvaluationContext context) {
        return new ExtractEvaluator(
                unit, call.type(), call.operand(operand).type(), arguments.get(operand), context.zone());
    }

    private static BuiltInFunction now(String names, String description, Signature... signatures) {
        return BuiltInFunction.bound(
                names,
                description,
                true,
                (call, arguments, context) -> {
                    Moments moments = new Moments(context.zone());
                    long local = DateTimes.toLocal(context.statementMicros(), 1_000_000L, context.zone());
                    SqlType type = call.type();
                    // an instant is kept as it was read: its local time may be ambiguous
                    long instant = type.isNanos() ? context.statementMicros() * 1000 : context.statementMicros();
                    return new RowEvaluator(type, List.of(), true, true, (a, row, out) -> {
                        if (type.kind() == TypeKind.TIMESTAMP_TZ) {
                            out.setLong(row, DateTimes.round(instant, type));
                        } else {
                            moments.write(out, row, local);
                        }
                    });
                },
                signatures);
    }

    private static DateTimeField unit(Vector[] a, int row) {
        return DateTimeField.of(a[0].textAt(row));
    }

    /** DATE_TRUNC and DATE_CEIL. */
    private static Evaluator unitRows(
            Call call, List<Evaluator> arguments, EvaluationContext context, boolean ceiling) {
        Moments moments = new Moments(context.zone());
        SqlType type = call.operand(1).type();
        DateTimeField fixed = call.operand(0) instanceof Literal literal && !literal.isNull()
                ? DateTimeField.of((String) literal.value())
                : null;
        return new RowEvaluator(call.type(), arguments, true, true, (a, row, out) -> {
            DateTimeField unit = fixed == null ? unit(a, row) : fixed;
            long local = moments.local(a[1], row, type);
            moments.write(out, row, ceiling ? Moments.ceiling(unit, local) : Moments.truncate(unit, local));
        });
    }

    private static void addParts(List<ScalarFunction> all) {
        all.add(BuiltInFunction.bound(
                "DATE_TRUNC",
                "The start of the unit that holds the moment.",
                true,
                (call, arguments, context) -> unitRows(call, arguments, context, false),
                Signature.of(types -> types.get(1), VARCHAR, TIMESTAMP)));
        all.add(BuiltInFunction.bound(
                "DATE_PART DATEPART",
                "A field of a date, time or interval, as a DOUBLE.",
                true,
                (call, arguments, context) -> {
                    if (!(call.operand(0) instanceof Literal literal) || literal.isNull()) {
                        throw VelariaException.unsupported("a field of DATE_PART that is not a constant");
                    }
                    return extract(DateTimeField.of((String) literal.value()), call, 1, arguments, context);
                },
                Signature.of(SqlType.DOUBLE, VARCHAR, DATETIME),
                Signature.of(SqlType.DOUBLE, VARCHAR, INTERVAL)));
        all.add(BuiltInFunction.bound(
                "DATE_DIFF DATEDIFF",
                "How many boundaries of the unit lie between two moments.",
                true,
                (call, arguments, context) -> {
                    Moments moments = new Moments(context.zone());
                    SqlType from = call.operand(1).type();
                    SqlType to = call.operand(2).type();
                    return new RowEvaluator(
                            call.type(),
                            arguments,
                            true,
                            true,
                            (a, row, out) -> out.setLong(
                                    row,
                                    Moments.boundaries(
                                            unit(a, row),
                                            moments.local(a[1], row, from),
                                            moments.local(a[2], row, to))));
                },
                Signature.of(SqlType.BIGINT, VARCHAR, TIMESTAMP, TIMESTAMP)));
        all.add(moments(
                "TIMESTAMPDIFF",
                "How many whole units the second moment is later than the first.",
                (moments, a, row, out) -> out.setLong(
                        row,
                        Moments.wholeUnits(
                                unit(a, row),
                                moments.local(a[1], row, a[1].type()),
                                moments.local(a[2], row, a[2].type()))),
                Signature.of(SqlType.BIGINT, VARCHAR, TIMESTAMP, TIMESTAMP)));
        all.add(moments(
                "TIMESTAMPADD",
                "The moment later by a number of units.",
                (moments, a, row, out) -> moments.write(
                        out,
                        row,
                        Moments.plus(unit(a, row), a[1].longAt(row), moments.local(a[2], row, a[2].type())),
                        Moments.nanos(a[2], row, a[2].type())),
                Signature.of(types -> types.get(2), VARCHAR, BIGINT, TIMESTAMP)));
        all.add(BuiltInFunction.typed(
                "TIMEZONE",
                "x AT TIME ZONE zone: the instant of a local time of the zone, or the local time of an instant.",
                DateFunctions::atTimeZone,
                Signature.of(DateFunctions::otherTimestamp, VARCHAR, TIMESTAMP)));
        all.add(shift("DATE_ADD", "The moment later by an interval.", Operators.PLUS));
        all.add(shift("DATE_SUB", "The moment earlier by an interval.", Operators.MINUS));
        all.add(BuiltInFunction.bound(
                "AGE",
                "The time between two moments, the earlier last, in days and below.",
                true,
                (call, arguments, context) -> {
                    Moments moments = new Moments(context.zone());
                    SqlType from = call.operand(0).type();
                    SqlType to = call.operand(1).type();
                    return new RowEvaluator(
                            call.type(),
                            arguments,
                            true,
                            true,
                            (a, row, out) -> out.setLong(
                                    row, DateTimes.add(moments.local(a[0], row, from), -moments.local(a[1], row, to))));
                },
                Signature.of(SqlType.INTERVAL_MICROS, TIMESTAMP, TIMESTAMP)));
        all.add(local("YEARWEEK", "ISO year and week as one number, such as 202453.", SqlType.INTEGER, micros -> {
            long day = Math.floorDiv(micros, CivilDate.MICROS_PER_DAY);
            return CivilDate.isoYear(day) * 100L + CivilDate.isoWeek(day);
        }));
        all.add(local("LAST_DAY", "The last day of the month.", SqlType.DATE, micros -> {
            long day = Math.floorDiv(micros, CivilDate.MICROS_PER_DAY);
            long date = CivilDate.of(day);
            return day - CivilDate.day(date) + CivilDate.daysInMonth(CivilDate.year(date), CivilDate.month(date));
        }));
    }

    /** A local time becomes an instant, and an instant a local time. */
    private static SqlType otherTimestamp(List<SqlType> types) {
        SqlType type = types.get(1);
        return type.kind() == TypeKind.TIMESTAMP_TZ
                ? SqlType.timestamp(type.precision())
                : SqlType.timestampTz(type.precision());
    }

    private static RowFunction atTimeZone(Call call) {
        ZoneNames zones = new ZoneNames();
        long perSecond = DateTimes.perSecond(call.type());
        if (call.type().kind() == TypeKind.TIMESTAMP) {
            return (a, row, out) ->
                    out.setLong(row, DateTimes.toLocal(a[1].longAt(row), perSecond, zones.zone(a[0].textAt(row))));
        }
        return (a, row, out) ->
                out.setLong(row, DateTimes.toInstant(a[1].longAt(row), perSecond, zones.zone(a[0].textAt(row))));
    }

    private static ScalarFunction local(
            String names, String description, SqlType result, java.util.function.LongUnaryOperator function) {
        return BuiltInFunction.bound(
                names,
                description,
                true,
                (call, arguments, context) -> {
                    Moments moments = new Moments(context.zone());
                    SqlType type = call.operand(0).type();
                    return new RowEvaluator(
                            call.type(),
                            arguments,
                            true,
                            true,
                            (a, row, out) -> out.setLong(row, function.applyAsLong(moments.local(a[0], row, type))));
                },
                Signature.of(result, TIMESTAMP));
    }

    private static ScalarFunction shift(String name, String description, String operator) {
        return BuiltInFunction.bound(
                name,
                description,
                true,
                (call, arguments, context) -> new RowEvaluator(
                        call.type(),
                        arguments,
                        true,
                        true,
                        DateTimeArithmetic.of(
                                operator,
                                call.operand(0).type(),
                                call.operand(1).type(),
                                call.type(),
                                context.zone())),
                Signature.of(types -> types.get(0), TIMESTAMP, INTERVAL));
    }

    private static void addMaking(List<ScalarFunction> all) {
        all.add(now("TODAY", "The day when the statement started.", Signature.of(SqlType.DATE)));
        all.add(BuiltInFunction.of(
                "MAKE_DATE",
                "The date of a year, month and day.",
                (a, row, out) -> out.setLong(row, day(a, row)),
                Signature.of(SqlType.DATE, BIGINT, BIGINT, BIGINT)));
        all.add(BuiltInFunction.of(
                "MAKE_TIMESTAMP",
                "The timestamp of a year, month, day, hour, minute and second.",
                (a, row, out) -> {
                    long hour = a[3].longAt(row);
                    long minute = a[4].longAt(row);
                    double second = a[5].doubleAt(row);
                    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || !(second >= 0 && second < 60)) {
                        throw DateTimes.overflow("time of day");
                    }
                    out.setLong(
                            row,
                            day(a, row) * CivilDate.MICROS_PER_DAY
                                    + (hour * 3600 + minute * 60) * 1_000_000L
                                    + Math.round(second * 1e6));
                },
                Signature.of(SqlType.TIMESTAMP, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT, DOUBLE)));
        all.add(BuiltInFunction.of(
                "TO_TIMESTAMP",
                "The instant so many seconds after 1970-01-01 00:00:00 UTC.",
                (a, row, out) -> {
                    double micros = Math.rint(a[0].doubleAt(row) * 1e6);
                    if (!(Math.abs(micros) < 9.2e18)) {
                        throw DateTimes.overflow("timestamp");
                    }
                    out.setLong(row, (long) micros);
                },
                Signature.of(SqlType.TIMESTAMP_TZ, DOUBLE)));
        all.add(BuiltInFunction.bound(
                "EPOCH",
                "Seconds since 1970-01-01 00:00:00 UTC, or of an interval, with their fraction.",
                true,
                (call, arguments, context) -> extract(DateTimeField.EPOCH, call, 0, arguments, context),
                Signature.of(SqlType.DOUBLE, DATETIME),
                Signature.of(SqlType.DOUBLE, INTERVAL)));
        all.add(epoch("EPOCH_MS", "Milliseconds since 1970-01-01 00:00:00 UTC.", 1000));
        all.add(epoch("EPOCH_US", "Microseconds since 1970-01-01 00:00:00 UTC.", 1));
        all.add(epoch("UNIX_TIMESTAMP", "Whole seconds since 1970-01-01 00:00:00 UTC.", 1_000_000));
    }

    private static ScalarFunction epoch(String name, String description, long micros) {
        return BuiltInFunction.bound(
                name,
                description,
                true,
                (call, arguments, context) -> {
                    Moments moments = new Moments(context.zone());
                    SqlType type = call.operand(0).type();
                    return new RowEvaluator(
                            call.type(),
                            arguments,
                            true,
                            true,
                            (a, row, out) -> out.setLong(row, Math.floorDiv(moments.instant(a[0], row, type), micros)));
                },
                Signature.of(SqlType.BIGINT, TIMESTAMP));
    }

    private static long day(Vector[] a, int row) {
        long year = a[0].longAt(row);
        long month = a[1].longAt(row);
        long day = a[2].longAt(row);
        boolean valid = year >= CivilDate.MIN_YEAR
                && year <= CivilDate.MAX_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= CivilDate.daysInMonth(year, (int) month);
        if (!valid) {
            throw VelariaException.of(
                    SqlState.DATETIME_FIELD_OVERFLOW, "there is no date " + year + "-" + month + "-" + day);
        }
        return CivilDate.epochDay(year, (int) month, (int) day);
    }

    private static void addText(List<ScalarFunction> all) {
        all.add(name("DAYNAME", "The English name of the day of the week.", "%A"));
        all.add(name("MONTHNAME", "The English name of the month.", "%B"));
        all.add(format("STRFTIME", "The moment as text, by a format such as %Y-%m-%d.", false));
        all.add(format("TO_CHAR", "The moment as text, by a pattern such as YYYY-MM-DD HH24:MI:SS.", true));
        all.add(moments(
                "STRPTIME",
                "The timestamp read from text by a format such as %Y-%m-%d.",
                (moments, a, row, out) -> moments.write(out, row, DateFormat.read(a[0].textAt(row), a[1].textAt(row))),
                Signature.of(SqlType.TIMESTAMP, VARCHAR, VARCHAR)));
        all.add(moments(
                "TO_DATE",
                "The date read from text by a pattern such as YYYY-MM-DD.",
                (moments, a, row, out) -> moments.write(
                        out, row, DateFormat.read(a[0].textAt(row), DateFormat.fromPattern(a[1].textAt(row)))),
                Signature.of(SqlType.DATE, VARCHAR, VARCHAR)));
    }

    private static ScalarFunction name(String name, String description, String format) {
        return BuiltInFunction.bound(
                name,
                description,
                true,
                (call, arguments, context) -> {
                    Moments moments = new Moments(context.zone());
                    SqlType type = call.operand(0).type();
                    return new RowEvaluator(call.type(), arguments, true, true, (a, row, out) -> {
                        DateFormat.write(out.text(), format, moments.local(a[0], row, type));
                        out.endText(row);
                    });
                },
                Signature.of(SqlType.VARCHAR, DATE),
                Signature.of(SqlType.VARCHAR, TIMESTAMP));
    }

    private static ScalarFunction format(String name, String description, boolean pattern) {
        return BuiltInFunction.bound(
                name,
                description,
                true,
                (call, arguments, context) -> {
                    Moments moments = new Moments(context.zone());
                    SqlType type = call.operand(0).type();
                    return new RowEvaluator(call.type(), arguments, true, true, (a, row, out) -> {
                        String format = a[1].textAt(row);
                        DateFormat.write(
                                out.text(),
                                pattern ? DateFormat.fromPattern(format) : format,
                                moments.local(a[0], row, type));
                        out.endText(row);
                    });
                },
                Signature.of(SqlType.VARCHAR, TIMESTAMP, VARCHAR));
    }
}
