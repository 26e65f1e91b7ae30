package io.velaria.jdbc;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.type.ByteOutput;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import io.velaria.runtime.type.ValueFormat;
import io.velaria.runtime.type.ValueParser;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Turns one non-null value of a vector into what a getter asks for: numbers with a check of their range (22003), text by
 * parsing (22P02), dates and times as java.sql and java.time have them. What has no sensible conversion is 42846.
 *
 * @param zone the session's, in which instants are shown and zoneless values meant
 */
record ValueReader(ZoneId zone) {
    private static final double[] EXACT_POWERS = new double[23];

    static {
        double power = 1;
        for (int i = 0; i < EXACT_POWERS.length; i++) {
            EXACT_POWERS[i] = power;
            power *= 10;
        }
    }

    private static final long EXACT_DOUBLE = 1L << 53;
    private static final SqlType TIME_MICROS = SqlType.time(6);

    // ---- numbers

    long toLong(Vector vector, int row, Field column) throws SQLException {
        SqlType type = column.type();
        switch (type.kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> {
                return vector.longAt(row);
            }
            case REAL, DOUBLE -> {
                double value = vector.doubleAt(row);
                if (!(value >= -0x1p63 && value < 0x1p63)) {
                    throw outOfRange(value, "long", column);
                }
                return (long) value;
            }
            case DECIMAL, VARCHAR -> {
                BigInteger whole = toDecimal(vector, row, column).toBigInteger();
                if (whole.bitLength() > 63) {
                    throw outOfRange(whole, "long", column);
                }
                return whole.longValue();
            }
            default -> throw cannot(column, "a number");
        }
    }

    double toDouble(Vector vector, int row, Field column) throws SQLException {
        SqlType type = column.type();
        switch (type.kind()) {
            case REAL, DOUBLE -> {
                return vector.doubleAt(row);
            }
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> {
                return vector.longAt(row);
            }
            case DECIMAL -> {
                if (type.scale() < EXACT_POWERS.length && vector.highAt(row) == vector.lowAt(row) >> 63) {
                    long unscaled = vector.lowAt(row);
                    if (unscaled > -EXACT_DOUBLE && unscaled < EXACT_DOUBLE) {
                        return unscaled / EXACT_POWERS[type.scale()]; // both exact, so the quotient is rounded once
                    }
                }
                return decimal(vector, row, type.scale()).doubleValue();
            }
            case VARCHAR -> {
                return parse(vector, row, column, SqlType.DOUBLE).doubleValue();
            }
            default -> throw cannot(column, "a number");
        }
    }

    BigDecimal toDecimal(Vector vector, int row, Field column) throws SQLException {
        switch (column.type().kind()) {
            case DECIMAL -> {
                return decimal(vector, row, column.type().scale());
            }
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> {
                return BigDecimal.valueOf(vector.longAt(row));
            }
            case REAL, DOUBLE -> {
                double value = vector.doubleAt(row);
                if (Double.isNaN(value) || Double.isInfinite(value)) {
                    throw outOfRange(value, "BigDecimal", column);
                }
                return column.type().kind() == TypeKind.REAL
                        ? new BigDecimal(Float.toString((float) value))
                        : BigDecimal.valueOf(value);
            }
            case VARCHAR -> {
                String text = vector.textAt(row).trim();
                try {
                    return new BigDecimal(text);
                } catch (NumberFormatException e) {
                    throw malformed(text, "a number", column, e);
                }
            }
            default -> throw cannot(column, "a number");
        }
    }

    static BigDecimal decimal(Vector vector, int row, int scale) {
        long high = vector.highAt(row);
        long low = vector.lowAt(row);
        return high == low >> 63
                ? BigDecimal.valueOf(low, scale)
                : new BigDecimal(new io.velaria.runtime.type.Int128(high, low).toBigInteger(), scale);
    }

    boolean toBoolean(Vector vector, int row, Field column) throws SQLException {
        switch (column.type().kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> {
                return vector.longAt(row) != 0;
            }
            case DECIMAL -> {
                return decimal(vector, row, 0).signum() != 0;
            }
            case REAL, DOUBLE -> {
                return vector.doubleAt(row) != 0;
            }
            case VARCHAR -> {
                return parse(vector, row, column, SqlType.BOOLEAN).longValue() != 0;
            }
            default -> throw cannot(column, "a boolean");
        }
    }

    // ---- text and bytes

    String toText(Vector vector, int row, SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> vector.longAt(row) == 0 ? "false" : "true";
            case TINYINT, SMALLINT, INTEGER, BIGINT -> Long.toString(vector.longAt(row));
            case DECIMAL -> decimal(vector, row, type.scale()).toPlainString();
            default -> {
                ByteOutput out = new ByteOutput();
                ValueFormat.append(out, vector, row, type, zone);
                yield out.toString();
            }
        };
    }

    byte[] toBytes(Vector vector, int row, Field column) throws SQLException {
        return switch (column.type().kind()) {
            case VARBINARY, VARCHAR -> vector.bytesAt(row);
            default -> throw cannot(column, "bytes");
        };
    }

    // ---- dates and times

    LocalDate toLocalDate(Vector vector, int row, Field column) throws SQLException {
        return switch (column.type().kind()) {
            case DATE -> LocalDate.ofEpochDay(vector.longAt(row));
            case TIMESTAMP, TIMESTAMP_TZ, VARCHAR ->
                toLocalDateTime(vector, row, column).toLocalDate();
            default -> throw cannot(column, "a date");
        };
    }

    LocalTime toLocalTime(Vector vector, int row, Field column) throws SQLException {
        switch (column.type().kind()) {
            case TIME -> {
                return LocalTime.ofNanoOfDay(vector.longAt(row) * 1000);
            }
            case TIMESTAMP, TIMESTAMP_TZ -> {
                return toLocalDateTime(vector, row, column).toLocalTime();
            }
            case VARCHAR -> {
                ValueParser parser = new ValueParser();
                byte[] text = vector.bytesAt(row);
                return parser.parse(TIME_MICROS, text, 0, text.length, zone)
                        ? LocalTime.ofNanoOfDay(parser.longValue() * 1000)
                        : toLocalDateTime(vector, row, column).toLocalTime();
            }
            default -> throw cannot(column, "a time");
        }
    }

    LocalDateTime toLocalDateTime(Vector vector, int row, Field column) throws SQLException {
        SqlType type = column.type();
        return switch (type.kind()) {
            case TIMESTAMP -> dateTime(vector.longAt(row), type);
            case TIMESTAMP_TZ -> LocalDateTime.ofInstant(instant(vector.longAt(row), type), zone);
            case DATE -> LocalDate.ofEpochDay(vector.longAt(row)).atStartOfDay();
            case TIME -> LocalDate.EPOCH.atTime(toLocalTime(vector, row, column));
            case VARCHAR ->
                dateTime(parse(vector, row, column, SqlType.TIMESTAMP).longValue(), SqlType.TIMESTAMP);
            default -> throw cannot(column, "a timestamp");
        };
    }

    /** The text of a row read as another type. */
    private ValueParser parse(Vector vector, int row, Field column, SqlType wanted) throws SQLException {
        ValueParser parser = new ValueParser();
        byte[] base = vector.stringBase(row);
        int offset = vector.stringOffset(row);
        int length = vector.stringLength(row);
        if (parser.parse(wanted, base, offset, length, zone)) {
            return parser;
        }
        throw SqlErrors.of(
                parser.failure(),
                "column \"" + column.name() + "\": "
                        + parser.error(base, offset, length, wanted).reason());
    }

    Instant toInstant(Vector vector, int row, Field column) throws SQLException {
        SqlType type = column.type();
        return switch (type.kind()) {
            case TIMESTAMP_TZ -> instant(vector.longAt(row), type);
            case VARCHAR ->
                instant(parse(vector, row, column, SqlType.TIMESTAMP_TZ).longValue(), SqlType.TIMESTAMP_TZ);
            default -> toLocalDateTime(vector, row, column).atZone(zone).toInstant();
        };
    }

    OffsetDateTime toOffsetDateTime(Vector vector, int row, Field column) throws SQLException {
        return toZonedDateTime(vector, row, column).toOffsetDateTime();
    }

    ZonedDateTime toZonedDateTime(Vector vector, int row, Field column) throws SQLException {
        return toInstant(vector, row, column).atZone(zone);
    }

    OffsetTime toOffsetTime(Vector vector, int row, Field column) throws SQLException {
        if (column.type().kind() == TypeKind.TIME) {
            LocalTime time = toLocalTime(vector, row, column);
            return time.atOffset(zone.getRules().getOffset(Instant.EPOCH));
        }
        return toOffsetDateTime(vector, row, column).toOffsetTime();
    }

    /** @param calendarZone of the caller's Calendar, or the JVM's default zone */
    Date toDate(Vector vector, int row, Field column, ZoneId calendarZone) throws SQLException {
        LocalDate date = toLocalDate(vector, row, column);
        return calendarZone == null
                ? Date.valueOf(date)
                : new Date(date.atStartOfDay(calendarZone).toInstant().toEpochMilli());
    }

    Time toTime(Vector vector, int row, Field column, ZoneId calendarZone) throws SQLException {
        LocalTime time = toLocalTime(vector, row, column);
        ZoneId in = calendarZone == null ? ZoneId.systemDefault() : calendarZone;
        return new Time(LocalDate.EPOCH.atTime(time).atZone(in).toInstant().toEpochMilli());
    }

    Timestamp toTimestamp(Vector vector, int row, Field column, ZoneId calendarZone) throws SQLException {
        if (column.type().kind() == TypeKind.TIMESTAMP_TZ) {
            return timestamp(instant(vector.longAt(row), column.type()));
        }
        LocalDateTime local = toLocalDateTime(vector, row, column);
        return calendarZone == null
                ? Timestamp.valueOf(local)
                : timestamp(local.atZone(calendarZone).toInstant());
    }

    private static Timestamp timestamp(Instant instant) {
        Timestamp timestamp = new Timestamp(instant.getEpochSecond() * 1000);
        timestamp.setNanos(instant.getNano());
        return timestamp;
    }

    static LocalDateTime dateTime(long value, SqlType type) {
        long perSecond = type.isNanos() ? 1_000_000_000L : 1_000_000L;
        long seconds = Math.floorDiv(value, perSecond);
        int nanos = (int) (Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond));
        return LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
    }

    static Instant instant(long value, SqlType type) {
        return dateTime(value, type).toInstant(ZoneOffset.UTC);
    }

    static Duration duration(long micros) {
        return Duration.ofSeconds(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    static Period period(long months) {
        return Period.of(Math.toIntExact(months / 12), (int) (months % 12), 0);
    }

    // ---- objects

    /** The value in the class that {@link JdbcTypes#className} names. */
    Object toObject(Vector vector, int row, Field column) throws SQLException {
        SqlType type = column.type();
        return switch (type.kind()) {
            case NULL -> null;
            case BOOLEAN -> vector.longAt(row) != 0;
            case TINYINT, SMALLINT, INTEGER -> (int) vector.longAt(row);
            case BIGINT -> vector.longAt(row);
            case DECIMAL -> decimal(vector, row, type.scale());
            case REAL -> (float) vector.doubleAt(row);
            case DOUBLE -> vector.doubleAt(row);
            case VARCHAR -> vector.textAt(row);
            case VARBINARY -> vector.bytesAt(row);
            case DATE -> toDate(vector, row, column, null);
            case TIME -> toTime(vector, row, column, null);
            case TIMESTAMP -> toTimestamp(vector, row, column, null);
            case TIMESTAMP_TZ -> toOffsetDateTime(vector, row, column);
            case INTERVAL_MONTHS -> period(vector.longAt(row));
            case INTERVAL_MICROS -> duration(vector.longAt(row));
            case VECTOR, ARRAY -> toArray(vector, row, column);
        };
    }

    Array toArray(Vector vector, int row, Field column) throws SQLException {
        SqlType type = column.type();
        return switch (type.kind()) {
            case VECTOR -> VelariaArray.ofFloats((float[]) vector.valueAt(row), zone);
            case ARRAY -> VelariaArray.of(type.element(), (List<?>) vector.valueAt(row), zone);
            default -> throw cannot(column, "an array");
        };
    }

    float[] toFloats(Vector vector, int row, Field column) throws SQLException {
        if (vector.kind() == PhysicalKind.FLOAT_LIST) {
            return (float[]) vector.valueAt(row);
        }
        Object elements = toArray(vector, row, column).getArray();
        float[] floats = new float[java.lang.reflect.Array.getLength(elements)];
        for (int i = 0; i < floats.length; i++) {
            if (!(java.lang.reflect.Array.get(elements, i) instanceof Number number)) {
                throw cannot(column, "a float[]");
            }
            floats[i] = number.floatValue();
        }
        return floats;
    }

    // ---- errors

    SQLException outOfRange(Object value, String javaType, Field column) {
        return SqlErrors.of(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                "the value " + value + " of column \"" + column.name() + "\" does not fit a Java " + javaType);
    }

    SQLException cannot(Field column, String wanted) {
        return SqlErrors.of(
                SqlState.CANNOT_COERCE,
                "column \"" + column.name() + "\" of type " + column.type() + " cannot be read as " + wanted);
    }

    private static SQLException malformed(String text, String wanted, Field column, Throwable cause) {
        return SqlErrors.of(
                SqlState.INVALID_TEXT_REPRESENTATION,
                "column \"" + column.name() + "\" holds \"" + text + "\", which is not " + wanted,
                cause);
    }
}
