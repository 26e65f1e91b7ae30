package io.velaria.runtime.function;

import static io.velaria.runtime.expression.ArgumentKind.BIGINT;
import static io.velaria.runtime.expression.ArgumentKind.VARCHAR;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.RowFunction;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Functions on regular expressions, in the syntax of {@link Pattern}. A wrong expression is 2201B. */
final class RegexFunctions {
    private RegexFunctions() {}

    static List<ScalarFunction> all() {
        return List.of(
                BuiltInFunction.typed(
                        "REGEXP_MATCHES REGEXP_LIKE",
                        "Whether the regular expression matches a part of the text.",
                        call -> {
                            Compiled compiled = new Compiled();
                            return (a, row, out) -> {
                                String flags = a.length > 2 ? a[2].textAt(row) : "";
                                out.setBoolean(
                                        row,
                                        compiled.of(a[1].textAt(row), flags)
                                                .matcher(a[0].textAt(row))
                                                .find());
                            };
                        },
                        Signature.of(SqlType.BOOLEAN, VARCHAR, VARCHAR, VARCHAR).optional(1)),
                BuiltInFunction.typed(
                        "REGEXP_FULL_MATCH",
                        "Whether the regular expression matches the whole text.",
                        call -> {
                            Compiled compiled = new Compiled();
                            return (a, row, out) -> out.setBoolean(
                                    row,
                                    compiled.of(a[1].textAt(row), "")
                                            .matcher(a[0].textAt(row))
                                            .matches());
                        },
                        Signature.of(SqlType.BOOLEAN, VARCHAR, VARCHAR)),
                BuiltInFunction.typed(
                        "REGEXP_REPLACE",
                        "The text with the first match replaced (every match with flag g); \\1 is the first group.",
                        call -> replace(),
                        Signature.of(SqlType.VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR)
                                .optional(1)),
                BuiltInFunction.typed(
                        "REGEXP_EXTRACT",
                        "The first match, or a group of it; an empty text where nothing matches.",
                        call -> {
                            Compiled compiled = new Compiled();
                            return (a, row, out) -> {
                                Matcher matcher =
                                        compiled.of(a[1].textAt(row), "").matcher(a[0].textAt(row));
                                long group = a.length > 2 ? a[2].longAt(row) : 0;
                                if (group < 0 || group > matcher.groupCount()) {
                                    throw VelariaException.of(
                                            SqlState.INVALID_PARAMETER_VALUE,
                                            "the regular expression has no group " + group);
                                }
                                String found = matcher.find() ? matcher.group((int) group) : null;
                                out.setText(row, found == null ? "" : found);
                            };
                        },
                        Signature.of(SqlType.VARCHAR, VARCHAR, VARCHAR, BIGINT).optional(1)));
    }

    static List<ScalarFunction> withSyntax() {
        return List.of(BuiltInFunction.typed("SIMILAR", "", call -> similar()).named("SIMILAR TO"));
    }

    /** The last expression compiled: the next row's is usually the same. */
    private static final class Compiled {
        private String source;
        private String flags;
        private Pattern pattern;

        Pattern of(String regex, String options) {
            if (!regex.equals(source) || !options.equals(flags)) {
                pattern = compile(regex, options);
                source = regex;
                flags = options;
            }
            return pattern;
        }
    }

    private static Pattern compile(String regex, String options) {
        int flags = 0;
        for (char option : options.toCharArray()) {
            flags |= switch (option) {
                case 'i' -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
                case 's' -> Pattern.DOTALL;
                case 'm', 'n' -> Pattern.MULTILINE;
                case 'x' -> Pattern.COMMENTS;
                case 'g', 'c' -> 0;
                default ->
                    throw VelariaException.of(
                            SqlState.INVALID_PARAMETER_VALUE, "\"" + option + "\" is no option of regular expressions");
            };
        }
        try {
            return Pattern.compile(regex, flags);
        } catch (PatternSyntaxException e) {
            throw VelariaException.of(
                    SqlState.INVALID_REGULAR_EXPRESSION,
                    "invalid regular expression \"" + regex + "\": " + e.getDescription());
        }
    }

    private static RowFunction replace() {
        Compiled compiled = new Compiled();
        return (a, row, out) -> {
            String options = a.length > 3 ? a[3].textAt(row) : "";
            Matcher matcher = compiled.of(a[1].textAt(row), options).matcher(a[0].textAt(row));
            StringBuilder result = new StringBuilder();
            String replacement = a[2].textAt(row);
            while (matcher.find()) {
                matcher.appendReplacement(result, "");
                appendReplacement(result, replacement, matcher);
                if (options.indexOf('g') < 0) {
                    break;
                }
            }
            matcher.appendTail(result);
            out.setText(row, result.toString());
        };
    }

    /** A backslash and a digit stand for a group, and and-sign for the whole match. */
    private static void appendReplacement(StringBuilder result, String replacement, Matcher matcher) {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            char next = i + 1 < replacement.length() ? replacement.charAt(i + 1) : 0;
            if (c != '\\' || next == 0) {
                result.append(c);
                continue;
            }
            i++;
            if (next == '&') {
                result.append(matcher.group());
            } else if (next >= '0' && next <= '9') {
                if (next - '0' <= matcher.groupCount() && matcher.group(next - '0') != null) {
                    result.append(matcher.group(next - '0'));
                }
            } else {
                result.append(next);
            }
        }
    }

    private static RowFunction similar() {
        Compiled compiled = new Compiled();
        return (a, row, out) -> {
            String escape = a.length > 2 ? a[2].textAt(row) : "\\";
            String regex = similarToRegex(a[1].textAt(row), escape);
            out.setBoolean(
                    row, compiled.of(regex, "s").matcher(a[0].textAt(row)).matches());
        };
    }

    /** The pattern of SIMILAR TO as a regular expression: percent and underscore as in LIKE, | * + ? ( ) [ ] { } kept. */
    static String similarToRegex(String pattern, String escape) {
        StringBuilder regex = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (!escape.isEmpty() && c == escape.charAt(0)) {
                if (++i == pattern.length()) {
                    throw VelariaException.of(
                            SqlState.INVALID_ESCAPE_SEQUENCE, "a pattern must not end with its escape character");
                }
                regex.append(Pattern.quote(pattern.substring(i, i + 1)));
            } else if (inside) {
                inside = c != ']';
                regex.append(c == '\\' || c == '[' ? "\\" + c : String.valueOf(c));
            } else {
                inside = c == '[';
                switch (c) {
                    case '%' -> regex.append(".*");
                    case '_' -> regex.append('.');
                    case '.', '^', '$', '\\' -> regex.append('\\').append(c);
                    case '(' -> regex.append("(?:");
                    default -> regex.append(c);
                }
            }
        }
        return regex.toString();
    }
}
