package io.velaria.runtime.function;

import static io.velaria.runtime.expression.ArgumentKind.BIGINT;
import static io.velaria.runtime.expression.ArgumentKind.TEXT_OR_BINARY;
import static io.velaria.runtime.expression.ArgumentKind.TO_VARCHAR;
import static io.velaria.runtime.expression.ArgumentKind.VARCHAR;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.RowFunction;
import io.velaria.runtime.expression.RowWriter;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import io.velaria.runtime.kernel.TextSearch;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.ValueFormat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;

/** Functions that make new text out of texts. */
final class TextBuilding {
    private static final int MAX_LENGTH = 1 << 30;

    private TextBuilding() {}

    static List<ScalarFunction> all() {
        Signature text = Signature.of(SqlType.VARCHAR, VARCHAR);
        Signature three = Signature.of(SqlType.VARCHAR, VARCHAR, VARCHAR, VARCHAR);
        Signature pad = Signature.of(SqlType.VARCHAR, VARCHAR, BIGINT, VARCHAR).optional(1);
        Signature digest = Signature.of(SqlType.VARCHAR, TEXT_OR_BINARY);
        return List.of(
                BuiltInFunction.of(
                        "REVERSE",
                        "The characters in reverse order.",
                        TextFunctions.strings(
                                value -> new StringBuilder(value).reverse().toString()),
                        text),
                BuiltInFunction.lenient(
                        "CONCAT",
                        "The texts one after the other, NULLs left out.",
                        (a, row, out) -> {
                            for (Vector part : a) {
                                if (!part.isNull(row)) {
                                    append(out, part, row);
                                }
                            }
                            out.endText(row);
                        },
                        Signature.variadic(SqlType.VARCHAR, TO_VARCHAR)),
                BuiltInFunction.lenient(
                        "CONCAT_WS",
                        "The texts after the first one, separated by it, NULLs left out.",
                        TextBuilding::concatWith,
                        Signature.variadic(SqlType.VARCHAR, VARCHAR, TO_VARCHAR)),
                BuiltInFunction.of(
                        "REPLACE",
                        "The text with every occurrence of the second replaced by the third.",
                        TextBuilding::replace,
                        three),
                BuiltInFunction.of(
                        "TRANSLATE",
                        "The text with each character of the second replaced by that of the third, or removed.",
                        (a, row, out) ->
                                out.setText(row, translate(a[0].textAt(row), a[1].textAt(row), a[2].textAt(row))),
                        three),
                BuiltInFunction.of(
                        "LPAD",
                        "The text filled from the left, or cut, to a length.",
                        (a, row, out) -> pad(a, row, out, true),
                        pad),
                BuiltInFunction.of(
                        "RPAD",
                        "The text filled from the right, or cut, to a length.",
                        (a, row, out) -> pad(a, row, out, false),
                        pad),
                BuiltInFunction.of(
                        "REPEAT",
                        "The text n times.",
                        (a, row, out) -> {
                            long times = Math.max(0, a[1].longAt(row));
                            checkLength(Math.min(times, MAX_LENGTH + 1L) * a[0].stringLength(row));
                            for (long i = 0; i < times && a[0].stringLength(row) > 0; i++) {
                                append(out, a[0], row);
                            }
                            out.endText(row);
                        },
                        Signature.of(SqlType.VARCHAR, VARCHAR, BIGINT)),
                BuiltInFunction.of(
                        "SPACE",
                        "So many blanks.",
                        (a, row, out) -> {
                            long count = Math.max(0, a[0].longAt(row));
                            checkLength(count);
                            out.setText(row, " ".repeat((int) count));
                        },
                        Signature.of(SqlType.VARCHAR, BIGINT)),
                BuiltInFunction.of(
                        "SPLIT_PART",
                        "The n-th part between separators, from 1, or from the end if n is negative.",
                        (a, row, out) ->
                                out.setText(row, splitPart(a[0].textAt(row), a[1].textAt(row), a[2].longAt(row))),
                        Signature.of(SqlType.VARCHAR, VARCHAR, VARCHAR, BIGINT)),
                BuiltInFunction.of(
                        "INITCAP",
                        "The text with each word's first letter in upper case.",
                        TextFunctions.strings(TextBuilding::initcap),
                        text),
                BuiltInFunction.of(
                        "CHR",
                        "The character of a code point.",
                        (a, row, out) -> {
                            long code = a[0].longAt(row);
                            if (code < 1 || code > Character.MAX_CODE_POINT || (code >= 0xd800 && code <= 0xdfff)) {
                                throw VelariaException.of(
                                        SqlState.INVALID_PARAMETER_VALUE, code + " is no character's code point");
                            }
                            out.setText(row, Character.toString((int) code));
                        },
                        Signature.of(SqlType.VARCHAR, BIGINT)),
                BuiltInFunction.typed("MD5", "The MD5 digest in hexadecimal.", call -> digest("MD5"), digest),
                BuiltInFunction.typed(
                        "SHA256", "The SHA-256 digest in hexadecimal.", call -> digest("SHA-256"), digest),
                BuiltInFunction.of(
                        "TO_HEX",
                        "The number in hexadecimal, negative ones in two's complement.",
                        (a, row, out) -> out.setText(row, Long.toHexString(a[0].longAt(row))),
                        Signature.of(SqlType.VARCHAR, BIGINT)),
                BuiltInFunction.of(
                        "HEX",
                        "The bytes in upper-case hexadecimal.",
                        (a, row, out) -> out.setText(
                                row, java.util.HexFormat.of().withUpperCase().formatHex(a[0].bytesAt(row))),
                        digest));
    }

    static void append(RowWriter out, Vector text, int row) {
        out.text().write(text.stringBase(row), text.stringOffset(row), text.stringLength(row));
    }

    private static void checkLength(long length) {
        if (length > MAX_LENGTH || length < 0) {
            throw VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "the text would be longer than 1 GB");
        }
    }

    private static void concatWith(Vector[] a, int row, RowWriter out) {
        if (a[0].isNull(row)) {
            out.setNull(row);
            return;
        }
        boolean first = true;
        for (int i = 1; i < a.length; i++) {
            if (!a[i].isNull(row)) {
                if (!first) {
                    append(out, a[0], row);
                }
                append(out, a[i], row);
                first = false;
            }
        }
        out.endText(row);
    }

    private static void replace(Vector[] a, int row, RowWriter out) {
        byte[] wanted = a[1].bytesAt(row);
        byte[] base = a[0].stringBase(row);
        int from = a[0].stringOffset(row);
        int to = from + a[0].stringLength(row);
        while (wanted.length > 0) {
            int at = TextSearch.indexOf(base, from, to, wanted);
            if (at < 0) {
                break;
            }
            out.text().write(base, from, at - from);
            append(out, a[2], row);
            from = at + wanted.length;
        }
        out.setText(row, base, from, to - from);
    }

    private static String translate(String text, String from, String to) {
        int[] source = from.codePoints().toArray();
        int[] target = to.codePoints().toArray();
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int at = 0;
            while (at < source.length && source[at] != c) {
                at++;
            }
            if (at == source.length) {
                result.appendCodePoint(c);
            } else if (at < target.length) {
                result.appendCodePoint(target[at]);
            }
        });
        return result.toString();
    }

    private static void pad(Vector[] a, int row, RowWriter out, boolean left) {
        long wanted = Math.max(0, a[1].longAt(row));
        checkLength(wanted);
        byte[] base = a[0].stringBase(row);
        int from = a[0].stringOffset(row);
        int to = from + a[0].stringLength(row);
        int length = TextSearch.countCodePoints(base, from, to);
        if (length >= wanted) {
            out.setText(row, base, from, TextSearch.skip(base, from, to, wanted) - from);
            return;
        }
        if (!left) {
            out.text().write(base, from, to - from);
        }
        byte[] fill = a.length > 2 ? a[2].bytesAt(row) : new byte[] {' '};
        int at = 0;
        for (long missing = wanted - length; missing > 0 && fill.length > 0; missing--) {
            int next = TextSearch.skip(fill, at, fill.length, 1);
            out.text().write(fill, at, next - at);
            at = next == fill.length ? 0 : next;
        }
        if (left) {
            out.text().write(base, from, to - from);
        }
        out.endText(row);
    }

    private static String splitPart(String text, String separator, long n) {
        if (n == 0) {
            throw VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "the part's number must not be 0");
        }
        if (separator.isEmpty()) {
            return n == 1 || n == -1 ? text : "";
        }
        String[] parts = text.split(java.util.regex.Pattern.quote(separator), -1);
        long index = n > 0 ? n - 1 : parts.length + n;
        return index >= 0 && index < parts.length ? parts[(int) index] : "";
    }

    private static String initcap(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean inside = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            result.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isLetterOrDigit(c);
            i += Character.charCount(c);
        }
        return result.toString();
    }

    private static RowFunction digest(String algorithm) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw VelariaException.internal(algorithm.toLowerCase(Locale.ROOT) + " is missing", e);
        }
        return (a, row, out) -> {
            digest.update(a[0].stringBase(row), a[0].stringOffset(row), a[0].stringLength(row));
            byte[] hash = digest.digest();
            ValueFormat.appendHex(out.text(), hash, 0, hash.length);
            out.endText(row);
        };
    }
}
