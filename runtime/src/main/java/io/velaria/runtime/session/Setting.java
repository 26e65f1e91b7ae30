package io.velaria.runtime.session;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.util.Locale;

/**
 * A setting that SET knows.
 *
 * @param name in lower case
 * @param defaultValue what holds until it is set; null where the database's options say
 */
public record Setting(String name, Type type, String defaultValue, String description) {
    /** What values look like. */
    public enum Type {
        BOOLEAN,
        /** A whole number, not negative. */
        INTEGER,
        /** Bytes, or a number with KB, MB or GB. */
        SIZE,
        /** Milliseconds, or a number with ms, s or min. */
        DURATION,
        /** A name of an IANA time zone, or an offset. */
        ZONE,
        /** A level of the standard that snapshot isolation satisfies. */
        ISOLATION,
        TEXT
    }

    /** @throws VelariaException 22023 if the value is none of the type */
    public void check(String value) {
        try {
            switch (type) {
                case BOOLEAN -> booleanValue(value);
                case INTEGER -> {
                    if (Long.parseLong(value.trim()) < 0) {
                        throw new IllegalArgumentException("negative");
                    }
                }
                case SIZE -> bytes(value);
                case DURATION -> millis(value);
                case ZONE -> java.time.ZoneId.of(value.trim());
                case ISOLATION -> isolation(value);
                case TEXT -> {}
            }
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw VelariaException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "\"" + value + "\" is no value for setting \"" + name + "\" of type "
                            + type.name().toLowerCase(Locale.ROOT),
                    e);
        }
    }

    private static void isolation(String value) {
        switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "read uncommitted", "read committed", "repeatable read" -> {}
            case "serializable" -> throw VelariaException.unsupported("isolation level SERIALIZABLE");
            default -> throw new IllegalArgumentException(value);
        }
    }

    static boolean booleanValue(String value) {
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> throw new IllegalArgumentException(value);
        };
    }

    /** @throws IllegalArgumentException if it is no size */
    public static long bytes(String value) {
        return scaled(value, "b", 1, "kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30);
    }

    /** @throws IllegalArgumentException if it is no duration */
    public static long millis(String value) {
        return scaled(value, "ms", 1, "s", 1000, "min", 60_000, "h", 3_600_000);
    }

    private static long scaled(String value, Object... units) {
        String text = value.trim().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        long number = Long.parseLong(text.substring(0, digits));
        String unit = text.substring(digits).trim();
        if (unit.isEmpty()) {
            return number;
        }
        for (int i = 0; i < units.length; i += 2) {
            if (units[i].equals(unit)) {
                return Math.multiplyExact(number, ((Number) units[i + 1]).longValue());
            }
        }
        throw new IllegalArgumentException(value);
    }
}
