package io.velaria.runtime.format;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * GENERATE_SERIES(start, stop[, step]), which includes stop, and RANGE([start,] stop[, step]), which does not: numbers,
 * dates (step in days, months or an interval) or timestamps (step an interval). A step away from stop gives no rows.
 */
final class SeriesFunction implements TableFunction {
    private static final long DAY_MICROS = 86_400_000_000L;

    private final String name;
    private final boolean inclusive;

    SeriesFunction(String name, boolean inclusive) {
        this.name = name;
        this.inclusive = inclusive;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("start", null, true),
                new Parameter("stop", null, !inclusive ? false : true),
                new Parameter("step", null, false));
    }

    @Override
    public String description() {
        return inclusive ? "Values from start to stop" : "Values from start (or 0) up to, but not including, stop";
    }

    @Override
    public ScanSource bind(Map<String, Object> arguments, FileAccess files) {
        for (String given : arguments.keySet()) {
            if (!List.of("start", "stop", "step").contains(given)) {
                throw invalid("has no parameter \"" + given + "\"");
            }
        }
        Literal start = literal(arguments.get("start"));
        Literal stop = literal(arguments.get("stop"));
        Literal step = literal(arguments.get("step"));
        if (stop == null) {
            stop = start;
            start = new Literal(0L, SqlType.BIGINT);
        }
        String column = name.toLowerCase(Locale.ROOT);
        if (start == null || start.isNull() || stop.isNull() || (step != null && step.isNull())) {
            SqlType type = start == null || start.isNull() ? SqlType.BIGINT : start.type();
            return new SeriesSource(
                    name, column, type.kind() == TypeKind.NULL ? SqlType.BIGINT : type, 1, 0, 1, false, true);
        }
        if (start.type().kind().isInteger() && stop.type().kind().isInteger()) {
            long by = step == null ? 1 : number(step);
            return series(column, SqlType.BIGINT, number(start), number(stop), by, false);
        }
        if (start.type().kind() == TypeKind.DATE && stop.type().kind() == TypeKind.DATE) {
            return dates(column, number(start), number(stop), step);
        }
        if (start.type().kind().isDateTime() && stop.type().kind().isDateTime()) {
            return timestamps(column, start, stop, step);
        }
        throw invalid("takes whole numbers, dates or timestamps, not " + start.type() + " and " + stop.type());
    }

    private ScanSource dates(String column, long start, long stop, Literal step) {
        if (step == null || step.type().kind().isInteger()) {
            return series(column, SqlType.DATE, start, stop, step == null ? 1 : number(step), false);
        }
        if (step.type().kind() == TypeKind.INTERVAL_MONTHS) {
            return series(column, SqlType.DATE, start, stop, number(step), true);
        }
        if (step.type().kind() == TypeKind.INTERVAL_MICROS) {
            if (number(step) % DAY_MICROS == 0) {
                return series(column, SqlType.DATE, start, stop, number(step) / DAY_MICROS, false);
            }
            return series(column, SqlType.TIMESTAMP, start * DAY_MICROS, stop * DAY_MICROS, number(step), false);
        }
        throw invalid("takes a number of days or an interval as step of dates, not " + step.type());
    }

    private ScanSource timestamps(String column, Literal start, Literal stop, Literal step) {
        if (step == null || !step.type().kind().isInterval()) {
            throw invalid("needs an interval as step of timestamps");
        }
        SqlType type = start.type().kind() == TypeKind.TIMESTAMP_TZ ? SqlType.TIMESTAMP_TZ : SqlType.TIMESTAMP;
        boolean months = step.type().kind() == TypeKind.INTERVAL_MONTHS;
        return series(column, type, micros(start), micros(stop), number(step), months);
    }

    private long micros(Literal value) {
        if (value.type().kind() == TypeKind.DATE) {
            return number(value) * DAY_MICROS;
        }
        if (value.type().kind() == TypeKind.TIME) {
            throw invalid("takes dates and timestamps, not TIME");
        }
        return value.type().isNanos() ? Math.floorDiv(number(value), 1000) : number(value);
    }

    private ScanSource series(String column, SqlType type, long start, long stop, long step, boolean months) {
        if (step == 0) {
            throw invalid("needs a step other than 0");
        }
        return new SeriesSource(name, column, type, start, stop, step, months, inclusive);
    }

    private static Literal literal(Object argument) {
        if (argument == null || argument instanceof Literal) {
            return (Literal) argument;
        }
        if (argument instanceof Long) {
            return new Literal(argument, SqlType.BIGINT);
        }
        return new Literal(argument, argument instanceof Double ? SqlType.DOUBLE : SqlType.VARCHAR);
    }

    private long number(Literal value) {
        if (value.value() instanceof Long number) {
            return number;
        }
        throw invalid("takes whole numbers, not " + value);
    }

    private VelariaException invalid(String what) {
        return VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, name + " " + what);
    }
}
