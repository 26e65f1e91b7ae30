package io.velaria.runtime.expression;

import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** Literal values as text, as EXPLAIN shows them. */
final class Literals {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Literals() {}

    static String format(Object value, SqlType type) {
        if (value == null) {
            return "NULL";
        }
        return switch (type.kind()) {
            case BOOLEAN -> (Long) value == 0 ? "FALSE" : "TRUE";
            case DECIMAL -> decimal(value, type.scale()).toPlainString();
            case VARCHAR -> "'" + ((String) value).replace("'", "''") + "'";
            case VARBINARY -> "X'" + java.util.HexFormat.of().withUpperCase().formatHex((byte[]) value) + "'";
            case DATE -> "DATE '" + LocalDate.ofEpochDay((Long) value) + "'";
            case TIME -> "TIME '" + LocalTime.ofNanoOfDay((Long) value * 1000) + "'";
            case TIMESTAMP, TIMESTAMP_TZ -> timestamp((Long) value, type);
            case INTERVAL_MONTHS -> "INTERVAL '" + value + "' MONTH";
            case INTERVAL_MICROS ->
                "INTERVAL '"
                        + BigDecimal.valueOf((Long) value, 6)
                                .stripTrailingZeros()
                                .toPlainString() + "' SECOND";
            case VECTOR -> Arrays.toString((float[]) value);
            default -> value.toString();
        };
    }

    private static BigDecimal decimal(Object value, int scale) {
        BigInteger unscaled =
                value instanceof Int128 wide ? wide.toBigInteger() : BigInteger.valueOf(((Number) value).longValue());
        return new BigDecimal(unscaled, scale);
    }

    private static String timestamp(long value, SqlType type) {
        long perSecond = type.isNanos() ? 1_000_000_000L : 1_000_000L;
        long fraction = Math.floorMod(value, perSecond);
        Instant instant =
                Instant.ofEpochSecond(Math.floorDiv(value, perSecond), fraction * (1_000_000_000L / perSecond));
        String text = LocalDateTime.ofInstant(instant, ZoneOffset.UTC).format(TIMESTAMP);
        if (fraction != 0) {
            String digits = Long.toString(perSecond + fraction).substring(1);
            text += "." + digits.replaceAll("0+$", "");
        }
        return "TIMESTAMP '" + text + (type.kind() == TypeKind.TIMESTAMP_TZ ? "+00'" : "'");
    }
}
