package io.velaria.runtime.function;

import static io.velaria.runtime.expression.ArgumentKind.BIGINT;
import static io.velaria.runtime.expression.ArgumentKind.TEXT_OR_BINARY;
import static io.velaria.runtime.expression.ArgumentKind.VARCHAR;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.RowFunction;
import io.velaria.runtime.expression.RowWriter;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import io.velaria.runtime.kernel.TextSearch;
import io.velaria.runtime.type.ByteOutput;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Functions that measure, search and cut text; on UTF-8 bytes, positions count code points from 1. */
final class TextFunctions {
    private static final byte[] BLANK = {' '};

    private TextFunctions() {}

    static List<ScalarFunction> all() {
        Signature text = Signature.of(SqlType.VARCHAR, VARCHAR);
        Signature measure = Signature.of(SqlType.INTEGER, TEXT_OR_BINARY);
        Signature test = Signature.of(SqlType.BOOLEAN, VARCHAR, VARCHAR);
        Signature trim = Signature.of(SqlType.VARCHAR, VARCHAR, VARCHAR).optional(1);
        Signature part = Signature.of(SqlType.VARCHAR, VARCHAR, BIGINT);
        return List.of(
                BuiltInFunction.of(
                        "LOWER LCASE", "The text in lower case.", (a, row, out) -> fold(a[0], row, out, false), text),
                BuiltInFunction.of(
                        "UPPER UCASE", "The text in upper case.", (a, row, out) -> fold(a[0], row, out, true), text),
                BuiltInFunction.of(
                        "LENGTH LEN CHAR_LENGTH CHARACTER_LENGTH",
                        "Number of characters of a text, or of bytes of a binary value.",
                        (a, row, out) -> out.setLong(row, length(a[0], row)),
                        measure),
                BuiltInFunction.of(
                        "OCTET_LENGTH STRLEN",
                        "Number of bytes.",
                        (a, row, out) -> out.setLong(row, a[0].stringLength(row)),
                        measure),
                BuiltInFunction.of(
                        "BIT_LENGTH",
                        "Number of bits.",
                        (a, row, out) -> out.setLong(row, 8L * a[0].stringLength(row)),
                        Signature.of(SqlType.BIGINT, TEXT_OR_BINARY)),
                BuiltInFunction.of(
                        "BTRIM",
                        "The text without blanks, or the given characters, at both ends.",
                        (a, row, out) -> trim(a, row, out, true, true),
                        trim),
                BuiltInFunction.of(
                        "LTRIM",
                        "The text without blanks, or the given characters, at its start.",
                        (a, row, out) -> trim(a, row, out, true, false),
                        trim),
                BuiltInFunction.of(
                        "RTRIM",
                        "The text without blanks, or the given characters, at its end.",
                        (a, row, out) -> trim(a, row, out, false, true),
                        trim),
                BuiltInFunction.of(
                        "SUBSTR",
                        "The part from a position, of a length if one is given.",
                        TextFunctions::substring,
                        Signature.of(SqlType.VARCHAR, VARCHAR, BIGINT, BIGINT).optional(1)),
                BuiltInFunction.of(
                        "LEFT",
                        "The first n characters, or all but the last -n.",
                        (a, row, out) -> {
                            long n = a[1].longAt(row);
                            slice(a[0], row, out, 0, n >= 0 ? n : Math.max(0, length(a[0], row) + n));
                        },
                        part),
                BuiltInFunction.of(
                        "RIGHT",
                        "The last n characters, or all but the first -n.",
                        (a, row, out) -> {
                            long n = a[1].longAt(row);
                            long skip = n >= 0 ? Math.max(0, length(a[0], row) - n) : -n;
                            slice(a[0], row, out, skip, Integer.MAX_VALUE);
                        },
                        part),
                BuiltInFunction.of(
                        "STRPOS INSTR",
                        "The position of the second text in the first, or 0.",
                        (a, row, out) -> out.setLong(row, position(a[0], a[1], row)),
                        Signature.of(SqlType.INTEGER, VARCHAR, VARCHAR)),
                BuiltInFunction.of(
                        "STARTS_WITH",
                        "Whether the first text starts with the second.",
                        (a, row, out) -> out.setBoolean(
                                row, a[1].stringLength(row) <= a[0].stringLength(row) && matches(a[0], row, 0, a[1])),
                        test),
                BuiltInFunction.of(
                        "ENDS_WITH SUFFIX",
                        "Whether the first text ends with the second.",
                        (a, row, out) -> {
                            int start = a[0].stringLength(row) - a[1].stringLength(row);
                            out.setBoolean(row, start >= 0 && matches(a[0], row, start, a[1]));
                        },
                        test),
                BuiltInFunction.of(
                        "CONTAINS",
                        "Whether the first text contains the second.",
                        (a, row, out) -> out.setBoolean(row, position(a[0], a[1], row) > 0),
                        test),
                BuiltInFunction.of(
                        "ASCII UNICODE ORD",
                        "The code point of the first character, 0 for an empty text.",
                        (a, row, out) -> {
                            String value = a[0].textAt(row);
                            out.setLong(row, value.isEmpty() ? 0 : value.codePointAt(0));
                        },
                        Signature.of(SqlType.INTEGER, VARCHAR)));
    }

    /** Calls as the parser makes them from SUBSTRING(x FROM s), TRIM(BOTH c FROM x), POSITION(a IN b) and OVERLAY. */
    static List<ScalarFunction> withSyntax() {
        return List.of(
                BuiltInFunction.of("SUBSTRING", "", TextFunctions::substring),
                BuiltInFunction.of("TRIM", "", (a, row, out) -> {
                    if (a.length < 3) {
                        trim(a, row, out, true, true);
                        return;
                    }
                    String side = a[0].textAt(row);
                    boolean start = !side.equals("TRAILING");
                    trim(new Vector[] {a[2], a[1]}, row, out, start, !side.equals("LEADING"));
                }),
                BuiltInFunction.of("POSITION", "", (a, row, out) -> {
                    long from = a.length > 2 ? a[2].longAt(row) : 1;
                    out.setLong(row, from == 1 ? position(a[1], a[0], row) : positionFrom(a, row, from));
                }),
                BuiltInFunction.of("OVERLAY", "", (a, row, out) -> {
                    long start = a[2].longAt(row);
                    if (start < 1) {
                        throw VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "OVERLAY must start at 1 or later");
                    }
                    long count = a.length > 3 ? a[3].longAt(row) : length(a[1], row);
                    byte[] base = a[0].stringBase(row);
                    int from = a[0].stringOffset(row);
                    int to = from + a[0].stringLength(row);
                    int cut = TextSearch.skip(base, from, to, start - 1);
                    int resume = count < 0
                            ? TextSearch.skip(base, from, to, Math.max(0, start - 1 + count))
                            : TextSearch.skip(base, cut, to, count);
                    out.text().write(base, from, cut - from);
                    out.text().write(a[1].stringBase(row), a[1].stringOffset(row), a[1].stringLength(row));
                    out.setText(row, base, resume, to - resume);
                }));
    }

    static long length(Vector text, int row) {
        int from = text.stringOffset(row);
        int bytes = text.stringLength(row);
        return text.type().kind() == TypeKind.VARBINARY
                ? bytes
                : TextSearch.countCodePoints(text.stringBase(row), from, from + bytes);
    }

    private static void fold(Vector text, int row, RowWriter out, boolean upper) {
        byte[] base = text.stringBase(row);
        int from = text.stringOffset(row);
        int to = from + text.stringLength(row);
        if (!TextSearch.isAscii(base, from, to)) {
            String value = new String(base, from, to - from, StandardCharsets.UTF_8);
            out.setText(row, upper ? value.toUpperCase(Locale.ROOT) : value.toLowerCase(Locale.ROOT));
            return;
        }
        ByteOutput target = out.text();
        int first = upper ? 'a' : 'A';
        for (int i = from; i < to; i++) {
            int c = base[i];
            target.write(c >= first && c < first + 26 ? c ^ 0x20 : c);
        }
        out.endText(row);
    }

    private static void slice(Vector text, int row, RowWriter out, long skip, long count) {
        byte[] base = text.stringBase(row);
        int from = text.stringOffset(row);
        int to = from + text.stringLength(row);
        if (text.type().kind() == TypeKind.VARBINARY) {
            int start = (int) Math.min(to, from + skip);
            out.setText(row, base, start, (int) Math.min(to - start, count));
            return;
        }
        int start = TextSearch.skip(base, from, to, skip);
        out.setText(row, base, start, TextSearch.skip(base, start, to, count) - start);
    }

    /** A start before 1 uses up the length, as in PostgreSQL; a negative length is 22011. */
    private static void substring(Vector[] a, int row, RowWriter out) {
        long start = a[1].longAt(row);
        if (a.length < 3) {
            slice(a[0], row, out, Math.max(0, start - 1), Integer.MAX_VALUE);
            return;
        }
        long count = a[2].longAt(row);
        if (count < 0) {
            throw VelariaException.of(SqlState.SUBSTRING_ERROR, "negative substring length " + count);
        }
        long end = start > Long.MAX_VALUE - count ? Long.MAX_VALUE : start + count;
        long first = Math.max(1, start);
        slice(a[0], row, out, first - 1, Math.max(0, end - first));
    }

    private static boolean matches(Vector text, int row, int at, Vector part) {
        return java.util.Arrays.equals(
                text.stringBase(row),
                text.stringOffset(row) + at,
                text.stringOffset(row) + at + part.stringLength(row),
                part.stringBase(row),
                part.stringOffset(row),
                part.stringOffset(row) + part.stringLength(row));
    }

    private static long position(Vector text, Vector part, int row) {
        byte[] base = text.stringBase(row);
        int from = text.stringOffset(row);
        int to = from + text.stringLength(row);
        int at = TextSearch.indexOf(base, from, to, part.bytesAt(row));
        return at < 0 ? 0 : TextSearch.countCodePoints(base, from, at) + 1;
    }

    private static long positionFrom(Vector[] a, int row, long start) {
        byte[] base = a[1].stringBase(row);
        int from = a[1].stringOffset(row);
        int to = from + a[1].stringLength(row);
        int at = TextSearch.indexOf(base, TextSearch.skip(base, from, to, start - 1), to, a[0].bytesAt(row));
        return at < 0 ? 0 : TextSearch.countCodePoints(base, from, at) + 1;
    }

    /** @param a the text and optionally the characters to remove */
    private static void trim(Vector[] a, int row, RowWriter out, boolean start, boolean end) {
        byte[] base = a[0].stringBase(row);
        int from = a[0].stringOffset(row);
        int to = from + a[0].stringLength(row);
        byte[] set = a.length > 1 ? a[1].bytesAt(row) : BLANK;
        while (start && from < to) {
            int next = TextSearch.skip(base, from, to, 1);
            if (!holds(set, base, from, next)) {
                break;
            }
            from = next;
        }
        while (end && from < to) {
            int last = to - 1;
            while (last > from && TextSearch.isContinuation(base[last])) {
                last--;
            }
            if (!holds(set, base, last, to)) {
                break;
            }
            to = last;
        }
        out.setText(row, base, from, to - from);
    }

    /** Whether one of the characters of a set is the character in a range. */
    private static boolean holds(byte[] set, byte[] base, int from, int to) {
        for (int at = 0; at < set.length; ) {
            int next = TextSearch.skip(set, at, set.length, 1);
            if (java.util.Arrays.equals(set, at, next, base, from, to)) {
                return true;
            }
            at = next;
        }
        return false;
    }

    /** A function from text to text by way of a String. */
    static RowFunction strings(java.util.function.UnaryOperator<String> function) {
        return (a, row, out) -> out.setText(row, function.apply(a[0].textAt(row)));
    }
}
