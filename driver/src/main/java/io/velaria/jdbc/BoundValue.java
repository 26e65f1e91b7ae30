package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
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
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What a program bound to a {@code ?}, in the engine's form and with the SQL type that the Java class stands for.
 *
 * @param value as a {@code Literal} holds it; null for NULL
 * @param instant of a {@link Timestamp}, which is a point in time as well as a local date and time; null elsewhere
 */
record BoundValue(Object value, SqlType type, Instant instant) {
    static final BoundValue NULL = new BoundValue(null, SqlType.NULL, null);

    private static final BoundValue TRUE = of(1L, SqlType.BOOLEAN);
    private static final BoundValue FALSE = of(0L, SqlType.BOOLEAN);
    private static final SqlType TIMESTAMP_NANOS = SqlType.timestamp(9);
    private static final SqlType TIMESTAMP_TZ_NANOS = SqlType.timestampTz(9);

    static BoundValue of(Object value, SqlType type) {
        return new BoundValue(value, type, null);
    }

    static BoundValue of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static BoundValue of(String value) {
        return value == null ? NULL : of(value, SqlType.VARCHAR);
    }

    static BoundValue of(byte[] value) {
        return value == null ? NULL : of(value.clone(), SqlType.VARBINARY);
    }

    static BoundValue of(BigDecimal value) throws SQLException {
        if (value == null) {
            return NULL;
        }
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        if (plain.scale() > SqlType.MAX_DECIMAL_PRECISION || plain.precision() > SqlType.MAX_DECIMAL_PRECISION) {
            throw SqlErrors.of(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, value + " has more than 38 digits, the most of a DECIMAL");
        }
        SqlType type = SqlType.decimal(Math.max(plain.precision(), Math.max(1, plain.scale())), plain.scale());
        return of(unscaled(plain.unscaledValue()), type);
    }

    /** A Long where it fits, else an {@link Int128}. */
    static Object unscaled(BigInteger value) {
        return value.bitLength() <= 63 ? (Object) value.longValue() : Int128.of(value);
    }

    static BoundValue of(LocalDate value) {
        return of(value.toEpochDay(), SqlType.DATE);
    }

    static BoundValue of(LocalTime value) {
        return of(value.toNanoOfDay() / 1000, SqlType.TIME);
    }

    static BoundValue of(LocalDateTime value) throws SQLException {
        boolean nanos = value.getNano() % 1000 != 0;
        return of(
                count(value.toEpochSecond(ZoneOffset.UTC), value.getNano(), nanos),
                nanos ? TIMESTAMP_NANOS : SqlType.TIMESTAMP);
    }

    static BoundValue of(Instant value) throws SQLException {
        boolean nanos = value.getNano() % 1000 != 0;
        return of(
                count(value.getEpochSecond(), value.getNano(), nanos),
                nanos ? TIMESTAMP_TZ_NANOS : SqlType.TIMESTAMP_TZ);
    }

    private static long count(long seconds, int nano, boolean nanos) throws SQLException {
        try {
            return nanos
                    ? Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), nano)
                    : Math.addExact(Math.multiplyExact(seconds, 1_000_000L), nano / 1000);
        } catch (ArithmeticException e) {
            throw SqlErrors.of(
                    SqlState.DATETIME_FIELD_OVERFLOW, "a timestamp " + seconds + " s from 1970 is out of range", e);
        }
    }

    static BoundValue ofDate(Date value, Calendar calendar) {
        if (value == null) {
            return NULL;
        }
        return calendar == null
                ? of(value.toLocalDate())
                : of(local(value, calendar).toLocalDate());
    }

    static BoundValue ofTime(Time value, Calendar calendar) {
        if (value == null) {
            return NULL;
        }
        ZoneId zone = calendar == null
                ? ZoneId.systemDefault()
                : calendar.getTimeZone().toZoneId();
        return of(Instant.ofEpochMilli(value.getTime()).atZone(zone).toLocalTime());
    }

    static BoundValue ofTimestamp(Timestamp value, Calendar calendar) throws SQLException {
        if (value == null) {
            return NULL;
        }
        BoundValue local = calendar == null
                ? of(value.toLocalDateTime())
                : of(value.toInstant().atZone(calendar.getTimeZone().toZoneId()).toLocalDateTime());
        return new BoundValue(local.value, local.type, value.toInstant());
    }

    private static LocalDateTime local(Date value, Calendar calendar) {
        return Instant.ofEpochMilli(value.getTime())
                .atZone(calendar.getTimeZone().toZoneId())
                .toLocalDateTime();
    }

    /** @throws SQLException 42846 for an object of a class that stands for no SQL type */
    static BoundValue ofObject(Object value) throws SQLException {
        if (value == null) {
            return NULL;
        } else if (value instanceof String text) {
            return of(text);
        } else if (value instanceof Number number) {
            return ofNumber(number);
        } else if (value instanceof Boolean flag) {
            return of((boolean) flag);
        } else if (value instanceof byte[] bytes) {
            return of(bytes);
        } else if (value instanceof java.util.Date || value instanceof Calendar) {
            return ofLegacyDate(value);
        } else if (value instanceof java.time.temporal.Temporal || value instanceof java.time.temporal.TemporalAmount) {
            return ofTemporal(value);
        } else if (value instanceof Character || value instanceof UUID || value instanceof Enum<?>) {
            return of(value.toString());
        }
        return ofLarge(value);
    }

    private static BoundValue ofNumber(Number value) throws SQLException {
        if (value instanceof Integer) {
            return of(value.longValue(), SqlType.INTEGER);
        } else if (value instanceof Long) {
            return of(value, SqlType.BIGINT);
        } else if (value instanceof Double) {
            return of(value, SqlType.DOUBLE);
        } else if (value instanceof BigDecimal decimal) {
            return of(decimal);
        } else if (value instanceof Float) {
            return of(value, SqlType.REAL);
        } else if (value instanceof Short) {
            return of(value.longValue(), SqlType.SMALLINT);
        } else if (value instanceof Byte) {
            return of(value.longValue(), SqlType.TINYINT);
        } else if (value instanceof BigInteger integer) {
            return of(new BigDecimal(integer));
        } else if (value instanceof java.util.concurrent.atomic.AtomicLong
                || value instanceof java.util.concurrent.atomic.AtomicInteger) {
            return of(value.longValue(), SqlType.BIGINT);
        }
        throw unknown(value);
    }

    private static BoundValue ofLegacyDate(Object value) throws SQLException {
        if (value instanceof Timestamp timestamp) {
            return ofTimestamp(timestamp, null);
        } else if (value instanceof Date date) {
            return ofDate(date, null);
        } else if (value instanceof Time time) {
            return ofTime(time, null);
        } else if (value instanceof Calendar calendar) {
            return ofTimestamp(new Timestamp(calendar.getTimeInMillis()), calendar);
        }
        return ofTimestamp(new Timestamp(((java.util.Date) value).getTime()), null);
    }

    private static BoundValue ofTemporal(Object value) throws SQLException {
        if (value instanceof LocalDate date) {
            return of(date);
        } else if (value instanceof LocalDateTime dateTime) {
            return of(dateTime);
        } else if (value instanceof LocalTime time) {
            return of(time);
        } else if (value instanceof OffsetDateTime dateTime) {
            return of(dateTime.toInstant());
        } else if (value instanceof ZonedDateTime dateTime) {
            return of(dateTime.toInstant());
        } else if (value instanceof Instant instant) {
            return of(instant);
        } else if (value instanceof OffsetTime time) {
            return of(time.toLocalTime());
        } else if (value instanceof Period period && period.getDays() == 0) {
            return of(period.toTotalMonths(), SqlType.INTERVAL_MONTHS);
        } else if (value instanceof Period period && period.toTotalMonths() == 0) {
            return of(period.getDays() * 86_400_000_000L, SqlType.INTERVAL_MICROS);
        } else if (value instanceof Duration duration) {
            try {
                long micros =
                        Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000);
                return of(micros, SqlType.INTERVAL_MICROS);
            } catch (ArithmeticException e) {
                throw SqlErrors.of(SqlState.DATETIME_FIELD_OVERFLOW, duration + " is out of range", e);
            }
        }
        throw unknown(value);
    }

    private static BoundValue ofLarge(Object value) throws SQLException {
        if (value instanceof VelariaArray array) {
            return array.isVector() ? ofFloats((float[]) array.engineValue()) : ofList((List<?>) array.engineValue());
        } else if (value instanceof float[] floats) {
            return ofFloats(floats.clone());
        } else if (value instanceof Collection<?> collection) {
            return ofList(collection);
        } else if (value.getClass().isArray()) {
            return ofJavaArray(value);
        } else if (value instanceof Array array) {
            return ofLarge(array.getArray());
        } else if (value instanceof Clob clob) {
            return of(clob.getSubString(1, Math.toIntExact(clob.length())));
        } else if (value instanceof Blob blob) {
            return of(blob.getBytes(1, Math.toIntExact(blob.length())));
        } else if (value instanceof InputStream stream) {
            return ofStream(stream, Long.MAX_VALUE);
        } else if (value instanceof Reader reader) {
            return ofReader(reader, Long.MAX_VALUE);
        }
        throw unknown(value);
    }

    private static BoundValue ofFloats(float[] floats) {
        return floats.length == 0
                ? of(List.of(), SqlType.array(SqlType.REAL))
                : of(floats, new SqlType(TypeKind.VECTOR, floats.length, 0, null));
    }

    private static BoundValue ofJavaArray(Object array) throws SQLException {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < java.lang.reflect.Array.getLength(array); i++) {
            elements.add(java.lang.reflect.Array.get(array, i));
        }
        return ofList(elements);
    }

    /** An ARRAY of the narrowest type that all elements have. */
    private static BoundValue ofList(Collection<?> elements) throws SQLException {
        List<BoundValue> bound = new ArrayList<>();
        SqlType common = SqlType.NULL;
        for (Object element : elements) {
            BoundValue value = ofObject(element);
            bound.add(value);
            common = ParameterTypes.common(common, value.type);
        }
        List<Object> values = new ArrayList<>();
        for (BoundValue value : bound) {
            values.add(ParameterTypes.convert(value, common, ZoneOffset.UTC));
        }
        return of(values, SqlType.array(common));
    }

    static BoundValue ofStream(InputStream stream, long length) throws SQLException {
        if (stream == null) {
            return NULL;
        }
        try {
            return of(length > Integer.MAX_VALUE ? stream.readAllBytes() : stream.readNBytes((int) length));
        } catch (IOException e) {
            throw SqlErrors.of(SqlState.IO_ERROR, "reading a parameter: " + e.getMessage(), e);
        }
    }

    static BoundValue ofAscii(InputStream stream, long length) throws SQLException {
        BoundValue bytes = ofStream(stream, length);
        return bytes.value == null ? NULL : of(new String((byte[]) bytes.value, StandardCharsets.UTF_8));
    }

    static BoundValue ofReader(Reader reader, long length) throws SQLException {
        if (reader == null) {
            return NULL;
        }
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[4096];
        try {
            long left = length;
            int read = 0;
            while (left > 0 && read >= 0) {
                read = reader.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read > 0) {
                    text.append(buffer, 0, read);
                    left -= read;
                }
            }
        } catch (IOException e) {
            throw SqlErrors.of(SqlState.IO_ERROR, "reading a parameter: " + e.getMessage(), e);
        }
        return of(text.toString());
    }

    private static SQLException unknown(Object value) {
        return SqlErrors.of(
                SqlState.CANNOT_COERCE, "a value of class " + value.getClass().getName() + " has no SQL type");
    }
}
