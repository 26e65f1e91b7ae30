package io.velaria.planner.parse;

import static java.util.Map.entry;

import io.velaria.planner.parse.SqlTokenizer.Kind;
import io.velaria.runtime.error.VelariaException;
import java.util.Locale;
import java.util.Map;

/** JDBC's escape clauses in braces, as SQL. Loads nothing of Calcite. */
public final class JdbcEscapes {
    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            entry("UCASE", "UPPER"),
            entry("LCASE", "LOWER"),
            entry("IFNULL", "COALESCE"),
            entry("LOG", "LN"),
            entry("RAND", "RANDOM"),
            entry("TRUNCATE", "TRUNC"),
            entry("CURDATE()", "CURRENT_DATE"),
            entry("CURTIME()", "LOCALTIME"),
            entry("NOW()", "LOCALTIMESTAMP"),
            entry("CURRENT_DATE()", "CURRENT_DATE"),
            entry("CURRENT_TIME()", "LOCALTIME"),
            entry("CURRENT_TIMESTAMP()", "LOCALTIMESTAMP"),
            entry("DATABASE()", "CURRENT_CATALOG"),
            entry("USER()", "CURRENT_USER"));

    private JdbcEscapes() {}

    /**
     * Translates {@code {d ..} {t ..} {ts ..} {fn ..} {oj ..} {call ..} {escape ..} {limit ..}}, nested ones too. Text
     * without braces is given back as it is.
     *
     * @throws VelariaException 42601 for a clause that does not end, 0A000 for {@code {? = call ..}}
     */
    public static String translate(String sql) {
        return sql.indexOf('{') < 0 ? sql : new Translation(sql).run();
    }

    private static final class Translation {
        private final String sql;
        private final SqlTokenizer tokens;
        private final StringBuilder result = new StringBuilder();
        /** Offset up to which the text has been copied. */
        private int copied;

        Translation(String sql) {
            this.sql = sql;
            this.tokens = new SqlTokenizer(sql);
        }

        String run() {
            while (tokens.next() != Kind.END) {
                if (tokens.isSymbol('{')) {
                    clause();
                }
            }
            copyTo(sql.length());
            return result.toString();
        }

        private void copyTo(int offset) {
            result.append(sql, copied, offset);
            copied = offset;
        }

        private void clause() {
            int opening = tokens.start();
            copyTo(opening);
            if (tokens.next() == Kind.PARAMETER) {
                throw VelariaException.unsupported("{? = call ..}");
            }
            String keyword = tokens.kind() == Kind.WORD ? tokens.text().toUpperCase(Locale.ROOT) : "";
            String replacement =
                    switch (keyword) {
                        case "D" -> "DATE";
                        case "T" -> "TIME";
                        case "TS" -> "TIMESTAMP";
                        case "CALL" -> "CALL";
                        case "ESCAPE" -> "ESCAPE";
                        case "LIMIT" -> "LIMIT";
                        case "FN", "OJ" -> "";
                        default ->
                            throw SqlTokenizer.errorAt(
                                    sql, opening, "syntax error at or near \"{\", no JDBC escape clause");
                    };
            result.append(replacement);
            copied = tokens.end();
            if (keyword.equals("FN")) {
                copied = skipBlanks(copied);
                function();
            }
            if (replacement.isEmpty()) {
                copied = skipBlanks(copied);
            }
            body(opening);
        }

        /** Copies up to the closing brace, which is left out. */
        private void body(int opening) {
            while (tokens.next() != Kind.END) {
                if (tokens.isSymbol('{')) {
                    clause();
                } else if (tokens.isSymbol('}')) {
                    copyTo(tokens.start());
                    copied = tokens.end();
                    return;
                }
            }
            throw SqlTokenizer.errorAt(sql, opening, "JDBC escape clause without closing brace");
        }

        /** The function's name, which follows; CONVERT and the timestamp functions also change their arguments. */
        private void function() {
            if (tokens.next() != Kind.WORD) {
                return;
            }
            String name = tokens.text().toUpperCase(Locale.ROOT);
            int afterName = tokens.end();
            switch (name) {
                case "CONVERT" -> convert();
                case "TIMESTAMPADD", "TIMESTAMPDIFF" -> {
                    tokens.next();
                    tokens.next();
                    copyTo(tokens.start());
                    if (tokens.kind() == Kind.WORD
                            && tokens.text().toUpperCase(Locale.ROOT).startsWith("SQL_TSI_")) {
                        result.append(tokens.text().substring("SQL_TSI_".length()));
                        copied = tokens.end();
                    }
                }
                default -> {
                    int closing = sql.startsWith("()", afterName) ? afterName + 2 : afterName;
                    String withoutArguments = closing > afterName ? FUNCTIONS.get(name + "()") : null;
                    if (withoutArguments != null) {
                        tokens.next();
                        tokens.next();
                        result.append(withoutArguments);
                        copied = closing;
                    } else {
                        result.append(FUNCTIONS.getOrDefault(name, tokens.text()));
                        copied = afterName;
                    }
                }
            }
        }

        /** {@code CONVERT(value, SQL_TYPE)} becomes a CAST. */
        private void convert() {
            result.append("CAST");
            copied = tokens.end();
            int depth = 0;
            while (tokens.next() != Kind.END) {
                if (tokens.isSymbol('(')) {
                    depth++;
                } else if (tokens.isSymbol(')')) {
                    depth--;
                    if (depth == 0) {
                        return;
                    }
                } else if (tokens.isSymbol('{')) {
                    clause();
                } else if (tokens.isSymbol(',') && depth == 1) {
                    copyTo(tokens.start());
                    result.append(" AS");
                    copied = tokens.end();
                    tokens.next();
                    copyTo(tokens.start());
                    String type = tokens.text().toUpperCase(Locale.ROOT);
                    result.append(type.startsWith("SQL_") ? type.substring("SQL_".length()) : tokens.text());
                    copied = tokens.end();
                }
            }
        }

        private int skipBlanks(int offset) {
            int i = offset;
            while (i < sql.length() && Character.isWhitespace(sql.charAt(i))) {
                i++;
            }
            return i;
        }
    }
}
