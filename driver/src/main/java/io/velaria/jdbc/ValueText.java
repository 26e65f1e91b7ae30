package io.velaria.jdbc;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;

/** Values as text, the same that {@code CAST(.. AS VARCHAR)} gives. */
final class ValueText {
    private ValueText() {}

    static String format(Vector vector, int row, SqlType type, ZoneId zone) {
        return format(vector.valueAt(row), type, zone);
    }

    /** @param value as {@link Vector#valueAt} gives it */
    static String format(Object value, SqlType type, ZoneId zone) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> ((Long) value) == 0 ? "false" : "true";
            case DECIMAL -> JavaValues.decimal(value, type.scale()).toPlainString();
            case REAL -> number(value.toString());
            case DOUBLE -> number(value.toString());
            case VARBINARY -> HexFormat.of().withUpperCase().formatHex((byte[]) value);
            case DATE -> LocalDate.ofEpochDay((Long) value).toString();
            case TIME -> time(LocalTime.ofNanoOfDay((Long) value * 1000));
            case TIMESTAMP -> timestamp(ValueReader.dateTime((Long) value, type));
            case TIMESTAMP_TZ -> {
                OffsetDateTime shown =
                        ValueReader.instant((Long) value, type).atZone(zone).toOffsetDateTime();
                yield timestamp(shown.toLocalDateTime()) + offset(shown.getOffset());
            }
            case INTERVAL_MONTHS -> ValueReader.period((Long) value).toString();
            case INTERVAL_MICROS -> ValueReader.duration((Long) value).toString();
            case VECTOR -> {
                StringBuilder text = new StringBuilder("[");
                for (float element : (float[]) value) {
                    text.append(text.length() == 1 ? "" : ", ").append(number(Float.toString(element)));
                }
                yield text.append(']').toString();
            }
            case ARRAY -> {
                StringBuilder text = new StringBuilder("[");
                for (Object element : (List<?>) value) {
                    text.append(text.length() == 1 ? "" : ", ")
                            .append(element == null ? "NULL" : format(element, type.element(), zone));
                }
                yield text.append(']').toString();
            }
            default -> value.toString();
        };
    }

    /** Java's shortest digits, without the {@code .0} of whole numbers. */
    private static String number(String text) {
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String timestamp(LocalDateTime value) {
        return value.toLocalDate() + " " + time(value.toLocalTime());
    }

    private static String time(LocalTime value) {
        String text = value.toString();
        if (value.getNano() == 0) {
            return text.length() == 5 ? text + ":00" : text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end);
    }

    private static String offset(ZoneOffset offset) {
        String id = offset.getId();
        if (id.equals("Z")) {
            return "+00";
        }
        return id.endsWith(":00") ? id.substring(0, id.length() - 3) : id;
    }
}
