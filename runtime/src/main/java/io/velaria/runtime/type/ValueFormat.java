package io.velaria.runtime.type;

import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.ListVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Values as text, as PostgreSQL prints them: what casts to VARCHAR, CSV files and getString give. */
public final class ValueFormat {
    private static final byte[] HEX = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private ValueFormat() {}

    /** A value in the form of {@link Vector#valueAt}; null for null. */
    public static String toString(Object value, SqlType type, ZoneId zone) {
        if (value == null) {
            return null;
        }
        ByteOutput out = new ByteOutput();
        append(out, VectorBuilder.single(type, value), 0, type, zone);
        return out.toString();
    }

    /** A row that is not NULL of a vector in any encoding, to be read as of the given type. */
    public static void append(ByteOutput out, Vector vector, int row, SqlType type, ZoneId zone) {
        switch (type.kind()) {
            case NULL -> {}
            case BOOLEAN -> out.write(vector.longAt(row) == 0 ? "false" : "true");
            case TINYINT, SMALLINT, INTEGER, BIGINT -> NumberFormat.append(out, vector.longAt(row));
            case DECIMAL -> NumberFormat.appendDecimal(out, vector.highAt(row), vector.lowAt(row), type.scale());
            case REAL -> NumberFormat.append(out, (float) vector.doubleAt(row));
            case DOUBLE -> NumberFormat.append(out, vector.doubleAt(row));
            case VARCHAR -> out.write(vector.stringBase(row), vector.stringOffset(row), vector.stringLength(row));
            case VARBINARY -> {
                out.write("\\x");
                appendHex(out, vector.stringBase(row), vector.stringOffset(row), vector.stringLength(row));
            }
            case DATE -> appendDate(out, vector.longAt(row));
            case TIME -> appendTime(out, vector.longAt(row) * 1000);
            case TIMESTAMP -> appendTimestamp(out, vector.longAt(row), type.isNanos());
            case TIMESTAMP_TZ -> appendInstant(out, vector.longAt(row), type.isNanos(), zone);
            case INTERVAL_MONTHS -> appendMonths(out, vector.longAt(row));
            case INTERVAL_MICROS -> appendDayTime(out, vector.longAt(row));
            case VECTOR -> appendFloats(out, vector, row);
            case ARRAY -> appendArray(out, vector, row, type, zone);
        }
    }

    public static void appendHex(ByteOutput out, byte[] base, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            out.write(HEX[(base[i] >> 4) & 15]).write(HEX[base[i] & 15]);
        }
    }

    /** yyyy-mm-dd, with BC after years before 1. */
    public static void appendDate(ByteOutput out, long epochDay) {
        if (appendDay(out, epochDay)) {
            out.write(" BC");
        }
    }

    private static boolean appendDay(ByteOutput out, long epochDay) {
        long date = CivilDate.of(epochDay);
        int year = CivilDate.year(date);
        NumberFormat.appendPadded(out, year > 0 ? year : 1 - year, 4);
        out.write('-');
        NumberFormat.appendPadded(out, CivilDate.month(date), 2);
        out.write('-');
        NumberFormat.appendPadded(out, CivilDate.day(date), 2);
        return year <= 0;
    }

    /** hh:mm:ss with as many digits of the fraction as are not zero. */
    public static void appendTime(ByteOutput out, long nanosOfDay) {
        long seconds = nanosOfDay / 1_000_000_000L;
        appendClock(out, seconds, nanosOfDay - seconds * 1_000_000_000L);
    }

    private static void appendClock(ByteOutput out, long seconds, long nanos) {
        NumberFormat.appendPadded(out, seconds / 3600, 2);
        out.write(':');
        NumberFormat.appendPadded(out, seconds / 60 % 60, 2);
        out.write(':');
        NumberFormat.appendPadded(out, seconds % 60, 2);
        if (nanos != 0) {
            out.write('.');
            NumberFormat.appendPadded(out, nanos, 9);
            while (out.bytes()[out.length() - 1] == '0') {
                out.truncate(out.length() - 1);
            }
        }
    }

    /** yyyy-mm-dd hh:mm:ss with its fraction, of microseconds or nanoseconds since the epoch. */
    public static void appendTimestamp(ByteOutput out, long value, boolean nanos) {
        if (appendLocal(out, value, nanos)) {
            out.write(" BC");
        }
    }

    private static boolean appendLocal(ByteOutput out, long value, boolean nanos) {
        long perDay = nanos ? CivilDate.MICROS_PER_DAY * 1000 : CivilDate.MICROS_PER_DAY;
        long day = Math.floorDiv(value, perDay);
        long rest = value - day * perDay;
        boolean before = appendDay(out, day);
        out.write(' ');
        appendTime(out, nanos ? rest : rest * 1000);
        return before;
    }

    /** As a timestamp in the zone, followed by the offset: +02 or +05:30. */
    public static void appendInstant(ByteOutput out, long value, boolean nanos, ZoneId zone) {
        long perSecond = nanos ? 1_000_000_000L : 1_000_000L;
        int offset = zone instanceof ZoneOffset fixed
                ? fixed.getTotalSeconds()
                : zone.getRules()
                        .getOffset(Instant.ofEpochSecond(Math.floorDiv(value, perSecond)))
                        .getTotalSeconds();
        boolean before = appendLocal(out, value + offset * perSecond, nanos);
        out.write(offset < 0 ? '-' : '+');
        int seconds = Math.abs(offset);
        NumberFormat.appendPadded(out, seconds / 3600, 2);
        if (seconds % 3600 != 0) {
            out.write(':');
            NumberFormat.appendPadded(out, seconds / 60 % 60, 2);
        }
        if (seconds % 60 != 0) {
            out.write(':');
            NumberFormat.appendPadded(out, seconds % 60, 2);
        }
        if (before) {
            out.write(" BC");
        }
    }

    private static void appendMonths(ByteOutput out, long months) {
        int start = out.length();
        appendUnit(out, start, months / 12, "year");
        appendUnit(out, start, months % 12, "mon");
        if (out.length() == start) {
            out.write("00:00:00");
        }
    }

    private static void appendUnit(ByteOutput out, int start, long count, String unit) {
        if (count != 0) {
            if (out.length() > start) {
                out.write(' ');
            }
            NumberFormat.append(out, count);
            out.write(' ').write(unit);
            if (count != 1) {
                out.write('s');
            }
        }
    }

    private static void appendDayTime(ByteOutput out, long micros) {
        int start = out.length();
        long days = micros / CivilDate.MICROS_PER_DAY;
        long rest = micros - days * CivilDate.MICROS_PER_DAY;
        appendUnit(out, start, days, "day");
        if (rest != 0 || days == 0) {
            if (out.length() > start) {
                out.write(' ');
            }
            if (rest < 0) {
                out.write('-');
            }
            long seconds = Math.abs(rest / 1_000_000L);
            appendClock(out, seconds, Math.abs(rest % 1_000_000L) * 1000);
        }
    }

    private static void appendFloats(ByteOutput out, Vector vector, int row) {
        float[] values = (float[]) vector.valueAt(row);
        out.write('[');
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            NumberFormat.append(out, values[i]);
        }
        out.write(']');
    }

    private static void appendArray(ByteOutput out, Vector vector, int row, SqlType type, ZoneId zone) {
        Vector source = vector;
        int at = row;
        if (source instanceof DictionaryVector dictionary) {
            at = dictionary.codeAt(row);
            source = dictionary.values();
        } else if (source instanceof ConstantVector constant) {
            at = 0;
            source = constant.value();
        }
        ListVector list = (ListVector) source;
        out.write('{');
        for (int i = list.offsets()[at]; i < list.offsets()[at + 1]; i++) {
            if (i > list.offsets()[at]) {
                out.write(',');
            }
            if (list.elements().isNull(i)) {
                out.write("NULL");
            } else {
                int start = out.length();
                append(out, list.elements(), i, type.element(), zone);
                if (type.element().kind() != TypeKind.ARRAY) {
                    quoteElement(out, start);
                }
            }
        }
        out.write('}');
    }

    /** Puts quotes around an array element that holds anything but plain characters. */
    private static void quoteElement(ByteOutput out, int start) {
        String text = new String(out.bytes(), start, out.length() - start, java.nio.charset.StandardCharsets.UTF_8);
        boolean plain = !text.isEmpty() && !text.equalsIgnoreCase("null");
        for (int i = 0; plain && i < text.length(); i++) {
            plain = "{},\"\\ \t\n\r\f".indexOf(text.charAt(i)) < 0;
        }
        if (!plain) {
            out.truncate(start);
            out.write('"')
                    .write(text.replace("\\", "\\\\").replace("\"", "\\\""))
                    .write('"');
        }
    }
}
