package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.FloatListVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;

/** Values as text that {@link ColumnParser}s read back as the same values. */
final class FieldText {
    private byte[] bytes = new byte[64];
    private int length;

    /** @throws VelariaException 0A000 for a type that has no text */
    static void check(Field field) {
        TypeKind kind = field.type().kind();
        if (kind == TypeKind.ARRAY || kind.isInterval()) {
            throw VelariaException.unsupported("writing " + field.type() + " to csv (column \"" + field.name() + "\")");
        }
    }

    boolean isBytes(Vector vector) {
        return vector.type().kind() == TypeKind.VARCHAR;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void format(Vector vector, int row) {
        length = 0;
        SqlType type = vector.type();
        switch (type.kind()) {
            case BOOLEAN -> append(vector.longAt(row) != 0 ? "true" : "false");
            case TINYINT, SMALLINT, INTEGER, BIGINT -> appendLong(vector.longAt(row), 1);
            case DECIMAL -> appendDecimal(vector, row, type.scale());
            case REAL -> append(Float.toString((float) vector.doubleAt(row)));
            case DOUBLE -> append(Double.toString(vector.doubleAt(row)));
            case DATE -> appendDate(vector.longAt(row));
            case TIME -> appendTime(vector.longAt(row) * 1000);
            case TIMESTAMP, TIMESTAMP_TZ -> appendTimestamp(vector.longAt(row), type);
            case VARBINARY -> append("\\x" + HexFormat.of().formatHex(vector.bytesAt(row)));
            case VECTOR -> append(vector(vector, row));
            default -> append(String.valueOf(vector.valueAt(row)));
        }
    }

    private void append(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            append(b);
        }
    }

    private void append(byte b) {
        if (length == bytes.length) {
            bytes = java.util.Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = b;
    }

    /** The number with at least so many digits. */
    private void appendLong(long value, int digits) {
        if (value == Long.MIN_VALUE) {
            append(Long.toString(value));
            return;
        }
        if (value < 0) {
            append((byte) '-');
        }
        long rest = Math.abs(value);
        int count = digits;
        while (count < 19 && ValueText.power(count) <= rest) {
            count++;
        }
        for (int i = count - 1; i >= 0; i--) {
            append((byte) ('0' + rest / ValueText.power(i) % 10));
        }
    }

    private void appendDecimal(Vector vector, int row, int scale) {
        long high = vector.highAt(row);
        long low = vector.lowAt(row);
        if (high != low >> 63 || low == Long.MIN_VALUE || scale > 17) {
            BigInteger unscaled = new Int128(high, low).toBigInteger();
            append(new BigDecimal(unscaled, scale).toPlainString());
            return;
        }
        if (scale == 0) {
            appendLong(low, 1);
            return;
        }
        if (low < 0) {
            append((byte) '-');
        }
        long rest = Math.abs(low);
        appendLong(rest / ValueText.power(scale), 1);
        append((byte) '.');
        appendLong(rest % ValueText.power(scale), scale);
    }

    private void appendDate(long days) {
        LocalDate date = LocalDate.ofEpochDay(days);
        appendLong(date.getYear(), 4);
        append((byte) '-');
        appendLong(date.getMonthValue(), 2);
        append((byte) '-');
        appendLong(date.getDayOfMonth(), 2);
    }

    private void appendTime(long nanos) {
        long seconds = nanos / 1_000_000_000;
        appendLong(seconds / 3600, 2);
        append((byte) ':');
        appendLong(seconds / 60 % 60, 2);
        append((byte) ':');
        appendLong(seconds % 60, 2);
        long fraction = nanos % 1_000_000_000;
        if (fraction != 0) {
            append((byte) '.');
            int digits = 9;
            while (fraction % 10 == 0) {
                fraction /= 10;
                digits--;
            }
            appendLong(fraction, digits);
        }
    }

    private void appendTimestamp(long value, SqlType type) {
        long perDay = type.isNanos() ? 86_400_000_000_000L : 86_400_000_000L;
        appendDate(Math.floorDiv(value, perDay));
        append((byte) ' ');
        appendTime(Math.floorMod(value, perDay) * (type.isNanos() ? 1 : 1000));
        if (type.kind() == TypeKind.TIMESTAMP_TZ) {
            append("+00");
        }
    }

    private static String vector(Vector vector, int row) {
        StringBuilder text = new StringBuilder("[");
        float[] elements = vector instanceof FloatListVector flat
                ? java.util.Arrays.copyOfRange(flat.elements(), row * flat.dimension(), (row + 1) * flat.dimension())
                : (float[]) vector.valueAt(row);
        for (int i = 0; i < elements.length; i++) {
            text.append(i == 0 ? "" : ", ").append(elements[i]);
        }
        return text.append(']').toString();
    }
}
