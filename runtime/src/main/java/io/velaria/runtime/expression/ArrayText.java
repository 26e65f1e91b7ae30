package io.velaria.runtime.expression;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import io.velaria.runtime.type.ValueParser;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** An ARRAY read from text such as {@code {1,2,NULL}} or {@code [1, 2]}; elements with blanks or commas in quotes. */
final class ArrayText {
    private final String text;
    private final SqlType type;
    private final ZoneId zone;
    private final ValueParser parser = new ValueParser();
    private int at;

    ArrayText(String text, SqlType type, ZoneId zone) {
        this.text = text;
        this.type = type;
        this.zone = zone;
    }

    List<Object> read() {
        List<Object> values = list(type.element());
        skipBlanks();
        if (at < text.length()) {
            throw malformed();
        }
        return values;
    }

    private VelariaException malformed() {
        return VelariaException.of(
                SqlState.INVALID_TEXT_REPRESENTATION, "invalid input for " + type + ": \"" + text + "\"");
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        skipBlanks();
        if (at == text.length()) {
            throw malformed();
        }
        return text.charAt(at);
    }

    private List<Object> list(SqlType element) {
        char open = peek();
        if (open != '{' && open != '[') {
            throw malformed();
        }
        char close = open == '{' ? '}' : ']';
        at++;
        List<Object> values = new ArrayList<>();
        if (peek() == close) {
            at++;
            return values;
        }
        while (true) {
            values.add(element.kind() == TypeKind.ARRAY ? list(element.element()) : element(element, close));
            char next = peek();
            at++;
            if (next == close) {
                return values;
            }
            if (next != ',') {
                throw malformed();
            }
        }
    }

    private Object element(SqlType element, char close) {
        char first = peek();
        StringBuilder value = new StringBuilder();
        if (first == '"' || (first == '\'' && close == ']')) {
            at++;
            while (at < text.length() && text.charAt(at) != first) {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                if (at < text.length()) {
                    value.append(text.charAt(at++));
                }
            }
            if (at == text.length()) {
                throw malformed();
            }
            at++;
            return parse(element, value.toString());
        }
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != close) {
            value.append(text.charAt(at++));
        }
        String plain = value.toString().trim();
        if (plain.isEmpty()) {
            throw malformed();
        }
        return plain.equalsIgnoreCase("null") ? null : parse(element, plain);
    }

    private Object parse(SqlType element, String value) {
        if (element.kind() == TypeKind.VARCHAR) {
            return value;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (!parser.parse(element, bytes, 0, bytes.length, zone)) {
            throw parser.error(bytes, 0, bytes.length, element);
        }
        if (element.kind() == TypeKind.REAL) {
            return (float) parser.doubleValue();
        }
        if (element.kind() == TypeKind.DOUBLE) {
            return parser.doubleValue();
        }
        return element.carrier() == PhysicalKind.INT128
                ? (Object) new Int128(parser.highValue(), parser.longValue())
                : (Object) parser.longValue();
    }
}
