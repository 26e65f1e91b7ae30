package io.velaria.runtime.format;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads types and lists of typed columns in options, such as {@code id BIGINT, price DECIMAL(15, 2)}. */
public final class TypeText {
    private static final Pattern TYPE = Pattern.compile(
            "\\s*([A-Za-z0-9_]+(?:\\s+PRECISION)?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?"
                    + "\\s*((?:WITH|WITHOUT)\\s+TIME\\s+ZONE)?\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final List<String> NAMES = List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "DECIMAL",
            "REAL",
            "DOUBLE",
            "VARCHAR",
            "VARBINARY",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "VECTOR");

    private TypeText() {}

    /** @throws VelariaException 42704 if it names no type, with the nearest that exists */
    public static SqlType parse(String text) {
        Matcher matcher = TYPE.matcher(text);
        if (!matcher.matches()) {
            throw unknown(text);
        }
        String name = matcher.group(1).toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
        int first = matcher.group(2) == null ? -1 : number(text, matcher.group(2));
        int second = matcher.group(3) == null ? 0 : number(text, matcher.group(3));
        boolean zoned = matcher.group(4) != null
                && matcher.group(4).toUpperCase(Locale.ROOT).startsWith("WITH ");
        return switch (name) {
            case "BOOLEAN", "BOOL" -> SqlType.BOOLEAN;
            case "TINYINT", "INT1" -> SqlType.TINYINT;
            case "SMALLINT", "INT2" -> SqlType.SMALLINT;
            case "INTEGER", "INT", "INT4" -> SqlType.INTEGER;
            case "BIGINT", "INT8", "LONG" -> SqlType.BIGINT;
            case "DECIMAL", "NUMERIC", "DEC" -> first < 0 ? SqlType.decimal(18, 3) : SqlType.decimal(first, second);
            case "REAL", "FLOAT4" -> SqlType.REAL;
            case "DOUBLE", "DOUBLE PRECISION", "FLOAT", "FLOAT8" -> SqlType.DOUBLE;
            case "VARCHAR", "CHAR", "TEXT", "STRING" -> SqlType.varchar(Math.max(0, first));
            case "VARBINARY", "BLOB", "BYTEA" -> SqlType.VARBINARY;
            case "DATE" -> SqlType.DATE;
            case "TIME" -> SqlType.time(first < 0 ? 6 : first);
            case "TIMESTAMP", "DATETIME" ->
                zoned ? SqlType.timestampTz(first < 0 ? 6 : first) : SqlType.timestamp(first < 0 ? 6 : first);
            case "TIMESTAMPTZ" -> SqlType.timestampTz(first < 0 ? 6 : first);
            case "VECTOR" -> SqlType.vector(first);
            default -> throw unknown(text);
        };
    }

    private static int number(String text, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "number out of range in type " + text, e);
        }
    }

    private static VelariaException unknown(String text) {
        VelariaException error =
                VelariaException.of(SqlState.UNDEFINED_OBJECT, "there is no type \"" + text.strip() + "\"");
        String hint = Suggestion.didYouMean(text.strip().replaceAll("[ (].*", ""), NAMES);
        return hint == null ? error : error.hint(hint);
    }

    /**
     * Columns with their types, in order: {@code a BIGINT, "b c" DATE}, or as DuckDB writes them:
     * {@code {'a': 'BIGINT', 'b c': 'DATE'}}.
     */
    public static Map<String, SqlType> columns(String text) {
        String list = text.strip();
        if (list.startsWith("{") && list.endsWith("}")) {
            list = list.substring(1, list.length() - 1);
        }
        Map<String, SqlType> columns = new LinkedHashMap<>();
        for (String part : split(list)) {
            int end = nameEnd(part);
            String name = part.substring(0, end).strip();
            if (name.length() > 1 && (name.charAt(0) == '"' || name.charAt(0) == '\'')) {
                String quote = name.substring(0, 1);
                name = name.substring(1, name.length() - 1).replace(quote + quote, quote);
            }
            String type = part.substring(end).strip();
            if (type.startsWith(":") || type.startsWith("=")) {
                type = type.substring(1).strip();
            }
            if (type.length() > 1 && type.startsWith("'") && type.endsWith("'")) {
                type = type.substring(1, type.length() - 1);
            }
            if (name.isEmpty() || type.isEmpty()) {
                throw VelariaException.of(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "expected a column's name and type, such as 'id BIGINT', in: " + text);
            }
            columns.put(name, parse(type));
        }
        return columns;
    }

    private static int nameEnd(String part) {
        int i = 0;
        if (!part.isEmpty() && (part.charAt(0) == '"' || part.charAt(0) == '\'')) {
            int close = part.indexOf(part.charAt(0), 1);
            while (close >= 0 && close + 1 < part.length() && part.charAt(close + 1) == part.charAt(0)) {
                close = part.indexOf(part.charAt(0), close + 2);
            }
            return close < 0 ? part.length() : close + 1;
        }
        while (i < part.length() && !Character.isWhitespace(part.charAt(i)) && ":=".indexOf(part.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static List<String> split(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        char quote = 0;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(list.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(list.substring(start).strip());
        return parts;
    }
}
