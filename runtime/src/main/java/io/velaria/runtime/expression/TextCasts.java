package io.velaria.runtime.expression;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.kernel.TextSearch;
import io.velaria.runtime.type.ByteOutput;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import io.velaria.runtime.type.ValueFormat;
import io.velaria.runtime.type.ValueParser;
import io.velaria.runtime.type.VectorText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Casts from and to text, and between lists and vectors. */
final class TextCasts {
    private TextCasts() {}

    /** To VARCHAR; a declared length truncates, as an explicit cast does. */
    static Evaluator toText(Evaluator source, SqlType from, SqlType to, ZoneId zone) {
        int limit = to.precision();
        if (from.kind() == TypeKind.VARCHAR) {
            if (limit == 0 || (from.precision() != 0 && from.precision() <= limit)) {
                return Retype.evaluator(source, to);
            }
            return RowEvaluator.strict(to, source, (args, row, out) -> {
                byte[] base = args[0].stringBase(row);
                int start = args[0].stringOffset(row);
                int end = TextSearch.skip(base, start, start + args[0].stringLength(row), limit);
                out.setText(row, base, start, end - start);
            });
        }
        return RowEvaluator.strict(to, source, (args, row, out) -> {
            int start = out.text().length();
            ValueFormat.append(out.text(), args[0], row, from, zone);
            if (limit > 0) {
                ByteOutput text = out.text();
                text.truncate(TextSearch.skip(text.bytes(), start, text.length(), limit));
            }
            out.endText(row);
        });
    }

    /** As a column of the declared length stores it: blanks beyond the length are cut off, anything else is an error. */
    static Evaluator checkLength(Evaluator source, SqlType to) {
        int limit = to.precision();
        return RowEvaluator.strict(to, source, (args, row, out) -> {
            byte[] base = args[0].stringBase(row);
            int start = args[0].stringOffset(row);
            int end = start + args[0].stringLength(row);
            int cut = TextSearch.skip(base, start, end, limit);
            for (int i = cut; i < end; i++) {
                if (base[i] != ' ') {
                    throw VelariaException.of(
                            SqlState.STRING_DATA_RIGHT_TRUNCATION,
                            "text is too long for " + to + ": '" + args[0].textAt(row) + "'");
                }
            }
            out.setText(row, base, start, cut - start);
        });
    }

    static Evaluator fromText(Evaluator source, SqlType to, boolean lenient, ZoneId zone) {
        RowFunction parse =
                switch (to.kind()) {
                    case VARBINARY ->
                        (args, row, out) -> {
                            byte[] bytes = binary(args[0], row);
                            out.setText(row, bytes, 0, bytes.length);
                        };
                    case VECTOR ->
                        (args, row, out) -> out.set(row, VectorText.parse(args[0].textAt(row), to.precision()));
                    case ARRAY -> (args, row, out) -> out.set(row, new ArrayText(args[0].textAt(row), to, zone).read());
                    default -> scalar(to, lenient, zone);
                };
        return RowEvaluator.strict(to, source, lenient ? orNull(parse) : parse);
    }

    static RowFunction orNull(RowFunction function) {
        return (args, row, out) -> {
            try {
                function.apply(args, row, out);
            } catch (VelariaException e) {
                out.setNull(row);
            }
        };
    }

    private static RowFunction scalar(SqlType to, boolean lenient, ZoneId zone) {
        ValueParser parser = new ValueParser();
        boolean floating = to.kind().isApproximateNumeric();
        boolean wide = to.carrier() == PhysicalKind.INT128;
        return (args, row, out) -> {
            byte[] base = args[0].stringBase(row);
            int offset = args[0].stringOffset(row);
            int length = args[0].stringLength(row);
            boolean read = parser.parse(to, base, offset, length, zone);
            if (!read && to.kind() == TypeKind.DATE && parser.failure() == SqlState.INVALID_DATETIME_FORMAT) {
                // a timestamp's text is a date's too, its time is dropped
                if (parser.parseTimestamp(base, offset, length, 6)) {
                    out.setLong(row, Math.floorDiv(parser.longValue(), 86_400_000_000L));
                    return;
                }
            }
            if (!read) {
                if (!lenient) {
                    throw parser.error(base, offset, length, to);
                }
                out.setNull(row);
            } else if (floating) {
                out.setDouble(row, parser.doubleValue());
            } else if (wide) {
                out.setInt128(row, parser.highValue(), parser.longValue());
            } else {
                out.setLong(row, parser.longValue());
            }
        };
    }

    /** {@code \x} and hexadecimal digits, else the text's own bytes. */
    private static byte[] binary(Vector source, int row) {
        byte[] bytes = source.bytesAt(row);
        if (bytes.length < 2 || bytes[0] != '\\' || bytes[1] != 'x') {
            return bytes;
        }
        try {
            return HexFormat.of().parseHex(new String(bytes, 2, bytes.length - 2, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw VelariaException.of(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid input for VARBINARY: \"" + source.textAt(row) + "\"");
        }
    }

    /** The elements of a list of numbers as a vector of exactly that dimension. */
    static Evaluator arrayToVector(Evaluator source, SqlType from, SqlType to, boolean lenient) {
        int dimension = to.precision();
        int scale = from.element().scale();
        RowFunction convert = (args, row, out) -> {
            List<?> elements = (List<?>) args[0].valueAt(row);
            if (elements.size() != dimension) {
                throw VelariaException.of(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "expected " + dimension + " dimensions, not " + elements.size());
            }
            float[] values = new float[dimension];
            for (int i = 0; i < dimension; i++) {
                if (elements.get(i) == null) {
                    throw VelariaException.of(
                            SqlState.INVALID_PARAMETER_VALUE, "element " + (i + 1) + " of a vector must not be NULL");
                }
                values[i] = toFloat(elements.get(i), scale);
                if (!Float.isFinite(values[i])) {
                    throw IntegerArithmetic.outOfRange("element " + (i + 1), to);
                }
            }
            out.set(row, values);
        };
        return RowEvaluator.strict(to, source, lenient ? orNull(convert) : convert);
    }

    private static float toFloat(Object element, int scale) {
        if (element instanceof io.velaria.runtime.type.Int128 wide) {
            return new java.math.BigDecimal(wide.toBigInteger(), scale).floatValue();
        }
        if (element instanceof Long number && scale > 0) {
            return java.math.BigDecimal.valueOf(number, scale).floatValue();
        }
        return ((Number) element).floatValue();
    }

    static Evaluator vectorToArray(Evaluator source, SqlType to) {
        return RowEvaluator.strict(to, source, (args, row, out) -> {
            float[] values = (float[]) args[0].valueAt(row);
            List<Object> elements = new ArrayList<>(values.length);
            for (float value : values) {
                elements.add(to.element().kind() == TypeKind.DOUBLE ? (Object) (double) value : (Object) value);
            }
            out.set(row, elements);
        });
    }
}
