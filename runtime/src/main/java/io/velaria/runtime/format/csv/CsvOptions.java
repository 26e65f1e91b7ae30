package io.velaria.runtime.format.csv;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.format.ByteInput;
import io.velaria.runtime.format.TypeText;
import io.velaria.runtime.type.SqlType;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The options of READ_CSV, USING csv and COPY, checked. What is null is to be detected.
 *
 * @param columns all columns with their types, in the file's order; empty to detect them
 * @param types types of single columns by name
 * @param filename name of a further column that holds the file's path, or null
 */
record CsvOptions(
        String path,
        String delimiter,
        Boolean header,
        Integer quote,
        Integer escape,
        Integer comment,
        String nullText,
        boolean quotedNulls,
        int skip,
        Map<String, SqlType> columns,
        Map<String, SqlType> types,
        boolean allText,
        int sampleRows,
        int maxRowBytes,
        ByteInput.Compression compression,
        OnError onError,
        boolean unionByName,
        String filename) {

    /** What happens to a row or value that does not fit. */
    enum OnError implements Serializable {
        /** The statement ends with an error. */
        FAIL,
        /** The value is NULL, and counted. */
        NULL,
        /** The row is left out, and counted. */
        SKIP
    }

    static final int DEFAULT_SAMPLE_ROWS = 20_480;
    private static final int DEFAULT_MAX_ROW_BYTES = 64 << 20;

    private static final List<String> NAMES = List.of(
            "path",
            "delimiter",
            "header",
            "quote",
            "escape",
            "comment",
            "nullstr",
            "allow_quoted_nulls",
            "skip",
            "columns",
            "types",
            "all_varchar",
            "sample_size",
            "max_line_size",
            "compression",
            "encoding",
            "on_error",
            "ignore_errors",
            "union_by_name",
            "filename",
            "format");

    /** @throws VelariaException 22023 for an option that is unknown, or a value that does not fit it */
    static CsvOptions parse(Map<String, ?> given) {
        Map<String, String> values = canonical(given);
        String path = values.get("path");
        if (path == null || path.isBlank()) {
            throw VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "option path is missing");
        }
        String delimiter = values.get("delimiter");
        if (delimiter != null) {
            delimiter = delimiter.equals("\\t") || delimiter.equalsIgnoreCase("tab") ? "\t" : delimiter;
            if (delimiter.isEmpty() || delimiter.indexOf('\n') >= 0 || delimiter.indexOf('\r') >= 0) {
                throw invalid("delimiter", delimiter, "one or more characters of a line");
            }
        }
        Integer quote = character(values, "quote");
        Integer escape = character(values, "escape");
        String header = values.get("header");
        String encoding = values.getOrDefault("encoding", "utf-8").toLowerCase(Locale.ROOT);
        if (!encoding.equals("utf-8") && !encoding.equals("utf8") && !encoding.equals("auto")) {
            throw VelariaException.unsupported("encoding " + encoding);
        }
        String format = values.getOrDefault("format", "csv");
        if (!format.equalsIgnoreCase("csv")) {
            throw invalid("format", format, "csv");
        }
        int sample = number(values, "sample_size", DEFAULT_SAMPLE_ROWS, -1);
        OnError onError = onError(values);
        String filename = values.get("filename");
        if (filename != null && isBoolean(filename)) {
            filename = bool("filename", filename) ? "filename" : null;
        }
        return new CsvOptions(
                path,
                delimiter,
                header == null || header.equalsIgnoreCase("auto") ? null : (Boolean) bool("header", header),
                quote,
                escape,
                character(values, "comment"),
                values.getOrDefault("nullstr", ""),
                bool("allow_quoted_nulls", values.getOrDefault("allow_quoted_nulls", "false")),
                number(values, "skip", 0, 0),
                values.containsKey("columns") ? TypeText.columns(values.get("columns")) : Map.of(),
                values.containsKey("types") ? TypeText.columns(values.get("types")) : Map.of(),
                bool("all_varchar", values.getOrDefault("all_varchar", "false")),
                sample == -1 ? Integer.MAX_VALUE : Math.max(1, sample),
                number(values, "max_line_size", DEFAULT_MAX_ROW_BYTES, 1),
                compression(values),
                onError,
                bool("union_by_name", values.getOrDefault("union_by_name", "false")),
                filename);
    }

    private static Map<String, String> canonical(Map<String, ?> given) {
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            String known = canonical(name);
            if (!NAMES.contains(known)) {
                VelariaException error = VelariaException.of(
                        SqlState.INVALID_PARAMETER_VALUE, "unknown option \"" + name + "\" for csv");
                String hint = Suggestion.didYouMean(name, NAMES);
                throw hint == null ? error : error.hint(hint);
            }
            if (value != null && values.put(known, String.valueOf(value)) != null) {
                throw VelariaException.of(
                        SqlState.INVALID_PARAMETER_VALUE, "option " + known + " is given more than once");
            }
        });
        return values;
    }

    static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "file", "files", "location" -> "path";
            case "delim", "sep", "separator" -> "delimiter";
            case "null", "null_str", "nullstring" -> "nullstr";
            case "dtypes", "column_types" -> "types";
            case "max_row_size" -> "max_line_size";
            default -> lower;
        };
    }

    private static OnError onError(Map<String, String> values) {
        String text = values.get("on_error");
        if (text == null) {
            return bool("ignore_errors", values.getOrDefault("ignore_errors", "false")) ? OnError.SKIP : OnError.FAIL;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "fail" -> OnError.FAIL;
            case "null" -> OnError.NULL;
            case "skip" -> OnError.SKIP;
            default -> throw invalid("on_error", text, "fail, null or skip");
        };
    }

    private static ByteInput.Compression compression(Map<String, String> values) {
        String text = values.getOrDefault("compression", "auto");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> ByteInput.Compression.AUTO;
            case "gzip", "gz" -> ByteInput.Compression.GZIP;
            case "none" -> ByteInput.Compression.NONE;
            default -> throw invalid("compression", text, "auto, gzip or none");
        };
    }

    /** The character, {@link CsvDialect#NONE} for empty text, or null where the option is not given. */
    private static Integer character(Map<String, String> values, String name) {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        if (text.isEmpty()) {
            return CsvDialect.NONE;
        }
        if (text.length() > 1 || text.charAt(0) == '\n' || text.charAt(0) == '\r') {
            throw invalid(name, text, "a single character, or empty for none");
        }
        return (int) text.charAt(0);
    }

    private static int number(Map<String, String> values, String name, int defaultValue, int least) {
        String text = values.get(name);
        if (text == null) {
            return defaultValue;
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw invalid(name, text, "a whole number from " + least);
    }

    private static boolean isBoolean(String text) {
        return List.of("true", "false", "on", "off", "1", "0", "yes", "no", "")
                .contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /** An option that stands alone, as HEADER in COPY, is on. */
    private static boolean bool(String name, String text) {
        if (!isBoolean(text)) {
            throw invalid(name, text, "true or false");
        }
        return List.of("true", "on", "1", "yes", "").contains(text.strip().toLowerCase(Locale.ROOT));
    }

    private static VelariaException invalid(String name, String value, String expected) {
        return VelariaException.of(
                SqlState.INVALID_PARAMETER_VALUE, "option " + name + " must be " + expected + ", not '" + value + "'");
    }
}
