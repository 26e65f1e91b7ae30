package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/** The rarer types, value by value: BOOLEAN, TIME, VARBINARY ({@code \x} and hex digits, or plain text), VECTOR. */
final class BuiltParser extends ColumnParser {
    private static final Set<TypeKind> KINDS =
            Set.of(TypeKind.BOOLEAN, TypeKind.TIME, TypeKind.VARBINARY, TypeKind.VECTOR);

    private final int capacity;
    private final boolean[] error = new boolean[1];
    private VectorBuilder builder;

    BuiltParser(Field column, int capacity) {
        super(column, capacity);
        this.capacity = capacity;
        if (!KINDS.contains(column.type().kind())) {
            throw VelariaException.unsupported(
                    "reading " + column.type() + " from csv (column \"" + column.name() + "\")");
        }
    }

    @Override
    void start() {
        super.start();
        builder = VectorBuilder.create(column.type(), capacity);
    }

    @Override
    int parse(byte[] b, int[] starts, int[] ends, int width, int field, int from, int count) {
        return from;
    }

    @Override
    boolean parseOne(int row, byte[] b, int start, int end) {
        switch (column.type().kind()) {
            case BOOLEAN -> {
                long value = ValueText.bool(b, start, end);
                return value != ValueText.INVALID && builder.appendLong(value) != null;
            }
            case TIME -> {
                long nanos = ValueText.time(b, start, end);
                return nanos != ValueText.INVALID
                        && builder.appendLong(Math.min((nanos + 500) / 1000, 86_399_999_999L)) != null;
            }
            case VARBINARY -> {
                return appendBinary(b, start, end);
            }
            default -> {
                float[] elements = vector(b, start, end);
                return elements != null && builder.append(elements) != null;
            }
        }
    }

    private boolean appendBinary(byte[] b, int start, int end) {
        if (end - start < 2 || b[start] != '\\' || b[start + 1] != 'x') {
            builder.appendBytes(b, start, end - start);
            return true;
        }
        try {
            byte[] bytes =
                    HexFormat.of().parseHex(new String(b, start + 2, end - start - 2, StandardCharsets.ISO_8859_1));
            builder.appendBytes(bytes, 0, bytes.length);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Numbers in brackets, separated by commas or blanks; null if they are not, or not as many as declared. */
    private float[] vector(byte[] b, int start, int end) {
        int p = start;
        int stop = end;
        if (p < stop && b[p] == '[' && b[stop - 1] == ']') {
            p++;
            stop--;
        }
        float[] elements = new float[column.type().precision()];
        int count = 0;
        while (true) {
            while (p < stop && (b[p] == ' ' || b[p] == '\t')) {
                p++;
            }
            if (p == stop) {
                return count == elements.length ? elements : null;
            }
            int from = p;
            while (p < stop && b[p] != ',' && b[p] != ' ' && b[p] != '\t') {
                p++;
            }
            ValueText.decimalNumber(b, from, p, error);
            if (error[0] || count == elements.length) {
                error[0] = false;
                return null;
            }
            float value;
            try {
                value = Float.parseFloat(new String(b, from, p - from, StandardCharsets.ISO_8859_1));
            } catch (NumberFormatException e) {
                return null; // infinities and NaN have no place in a vector
            }
            if (!Float.isFinite(value)) {
                return null;
            }
            elements[count++] = value;
            while (p < stop && (b[p] == ' ' || b[p] == '\t')) {
                p++;
            }
            if (p < stop && b[p] == ',') {
                p++;
            }
        }
    }

    @Override
    void appendNull(int row) {
        builder.appendNull();
        setNull(row);
    }

    @Override
    Vector build(int count) {
        return builder.build();
    }

    @Override
    long sizeInBytes() {
        return 16L * capacity;
    }
}
