package io.velaria.jdbc;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.type.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
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
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.rowset.serial.SerialBlob;

/** {@code getObject(column, class)}: one reader per class that a value may be asked for as. */
final class TypedValue {
    @FunctionalInterface
    private interface Read {
        Object of(ResultColumn column, int row, ValueReader reader) throws SQLException;
    }

    private static final Map<Class<?>, Read> READS = Map.ofEntries(
            Map.entry(String.class, (c, row, r) -> c.textAt(row, r)),
            Map.entry(Boolean.class, (c, row, r) -> r.toBoolean(c.vector(), row, c.field)),
            Map.entry(Byte.class, (c, row, r) -> (byte) inRange(c, row, r, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte")),
            Map.entry(
                    Short.class, (c, row, r) -> (short) inRange(c, row, r, Short.MIN_VALUE, Short.MAX_VALUE, "short")),
            Map.entry(Integer.class, (c, row, r) -> c.intAt(row, r)),
            Map.entry(Long.class, (c, row, r) -> c.longAt(row, r)),
            Map.entry(Float.class, (c, row, r) -> c.floatAt(row, r)),
            Map.entry(Double.class, (c, row, r) -> c.doubleAt(row, r)),
            Map.entry(BigDecimal.class, (c, row, r) -> r.toDecimal(c.vector(), row, c.field)),
            Map.entry(BigInteger.class, (c, row, r) -> r.toDecimal(c.vector(), row, c.field)
                    .toBigInteger()),
            Map.entry(byte[].class, (c, row, r) -> r.toBytes(c.vector(), row, c.field)),
            Map.entry(Date.class, (c, row, r) -> r.toDate(c.vector(), row, c.field, null)),
            Map.entry(Time.class, (c, row, r) -> r.toTime(c.vector(), row, c.field, null)),
            Map.entry(Timestamp.class, (c, row, r) -> r.toTimestamp(c.vector(), row, c.field, null)),
            Map.entry(java.util.Date.class, (c, row, r) -> r.toTimestamp(c.vector(), row, c.field, null)),
            Map.entry(Calendar.class, (c, row, r) -> calendar(r.toTimestamp(c.vector(), row, c.field, null))),
            Map.entry(LocalDate.class, (c, row, r) -> r.toLocalDate(c.vector(), row, c.field)),
            Map.entry(LocalTime.class, (c, row, r) -> r.toLocalTime(c.vector(), row, c.field)),
            Map.entry(LocalDateTime.class, (c, row, r) -> r.toLocalDateTime(c.vector(), row, c.field)),
            Map.entry(OffsetDateTime.class, (c, row, r) -> r.toOffsetDateTime(c.vector(), row, c.field)),
            Map.entry(ZonedDateTime.class, (c, row, r) -> r.toZonedDateTime(c.vector(), row, c.field)),
            Map.entry(OffsetTime.class, (c, row, r) -> r.toOffsetTime(c.vector(), row, c.field)),
            Map.entry(Instant.class, (c, row, r) -> r.toInstant(c.vector(), row, c.field)),
            Map.entry(Period.class, TypedValue::object),
            Map.entry(Duration.class, TypedValue::object),
            Map.entry(Array.class, (c, row, r) -> r.toArray(c.vector(), row, c.field)),
            Map.entry(float[].class, (c, row, r) -> r.toFloats(c.vector(), row, c.field)),
            Map.entry(
                    List.class,
                    (c, row, r) -> list(r.toArray(c.vector(), row, c.field).getArray())),
            Map.entry(Blob.class, (c, row, r) -> new SerialBlob(r.toBytes(c.vector(), row, c.field))),
            Map.entry(Clob.class, (c, row, r) -> new TextClob(c.textAt(row, r))),
            Map.entry(NClob.class, (c, row, r) -> new TextClob(c.textAt(row, r))),
            Map.entry(UUID.class, TypedValue::uuid),
            Map.entry(Number.class, TypedValue::object),
            Map.entry(Object.class, TypedValue::object));

    private TypedValue() {}

    /** The non-null value as that class. */
    static Object read(ResultColumn column, int row, ValueReader reader, Class<?> type) throws SQLException {
        Read read = READS.get(type);
        Object value = null;
        if (read != null) {
            value = read.of(column, row, reader);
        } else if (type.isArray() && !type.getComponentType().isPrimitive()) {
            value = reader.toArray(column.vector(), row, column.field).getArray();
        }
        if (!type.isInstance(value)) {
            throw SqlErrors.of(
                    SqlState.CANNOT_COERCE,
                    "column \"" + column.field.name() + "\" of type " + column.type + " cannot be read as "
                            + type.getTypeName());
        }
        return value;
    }

    private static Object object(ResultColumn column, int row, ValueReader reader) throws SQLException {
        return reader.toObject(column.vector(), row, column.field);
    }

    private static long inRange(ResultColumn column, int row, ValueReader reader, long min, long max, String name)
            throws SQLException {
        long value = column.longAt(row, reader);
        if (value < min || value > max) {
            throw reader.outOfRange(value, name, column.field);
        }
        return value;
    }

    private static Calendar calendar(Timestamp timestamp) {
        Calendar calendar = new GregorianCalendar();
        calendar.setTimeInMillis(timestamp.getTime());
        return calendar;
    }

    private static List<Object> list(Object array) {
        Object[] elements = new Object[java.lang.reflect.Array.getLength(array)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = java.lang.reflect.Array.get(array, i);
        }
        return java.util.Collections.unmodifiableList(java.util.Arrays.asList(elements));
    }

    private static UUID uuid(ResultColumn column, int row, ValueReader reader) throws SQLException {
        Vector vector = column.vector();
        Field field = column.field;
        if (field.type().kind().isText()) {
            String text = vector.textAt(row);
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw SqlErrors.of(SqlState.INVALID_TEXT_REPRESENTATION, "\"" + text + "\" is not a UUID", e);
            }
        }
        throw reader.cannot(field, "a UUID");
    }
}
