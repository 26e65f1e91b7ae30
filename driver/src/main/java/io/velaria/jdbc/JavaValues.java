package io.velaria.jdbc;

import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** Values as the engine holds them, turned into the Java objects of JDBC. */
final class JavaValues {
    private JavaValues() {}

    static BigDecimal decimal(Object unscaled, int scale) {
        BigInteger integer = unscaled instanceof Int128 wide
                ? wide.toBigInteger()
                : BigInteger.valueOf(((Number) unscaled).longValue());
        return new BigDecimal(integer, scale);
    }

    /** The object of the class that {@link JdbcTypes#className} names; null for null. */
    static Object of(Object value, SqlType type, ZoneId zone) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> ((Number) value).longValue() != 0;
            case TINYINT, SMALLINT, INTEGER -> ((Number) value).intValue();
            case DECIMAL -> decimal(value, type.scale());
            case DATE -> Date.valueOf(LocalDate.ofEpochDay((Long) value));
            case TIME ->
                new Time(LocalDate.EPOCH
                        .atTime(LocalTime.ofNanoOfDay((Long) value * 1000))
                        .atZone(ZoneId.systemDefault())
                        .toInstant()
                        .toEpochMilli());
            case TIMESTAMP -> Timestamp.valueOf(ValueReader.dateTime((Long) value, type));
            case TIMESTAMP_TZ ->
                ValueReader.instant((Long) value, type).atZone(zone).toOffsetDateTime();
            case INTERVAL_MONTHS -> ValueReader.period((Long) value);
            case INTERVAL_MICROS -> ValueReader.duration((Long) value);
            case VECTOR -> VelariaArray.ofFloats((float[]) value, zone);
            case ARRAY -> VelariaArray.of(type.element(), (List<?>) value, zone);
            default -> value;
        };
    }
}
