package io.velaria.planner.parse;

import io.velaria.planner.parse.SqlTokenizer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What can be said about SQL text from its tokens alone. Loads nothing of Calcite. */
public final class SqlText {
    private SqlText() {}

    /** The statements of a script, in order, each without its semicolon and surrounding blanks; empty ones left out. */
    public static List<String> split(String script) {
        List<String> statements = new ArrayList<>();
        SqlTokenizer tokens = new SqlTokenizer(script);
        int start = 0;
        boolean empty = true;
        while (tokens.next() != Kind.END) {
            if (!tokens.isSymbol(';')) {
                empty = false;
                continue;
            }
            if (!empty) {
                statements.add(script.substring(start, tokens.start()).strip());
            }
            start = tokens.end();
            empty = true;
        }
        if (!empty) {
            statements.add(script.substring(start).strip());
        }
        return statements;
    }

    /** The number of {@code ?} in a statement. */
    public static int parameters(String sql) {
        int count = 0;
        SqlTokenizer tokens = new SqlTokenizer(sql);
        while (tokens.next() != Kind.END) {
            if (tokens.kind() == Kind.PARAMETER) {
                count++;
            }
        }
        return count;
    }

    /**
     * The same statement with one blank for each stretch of white space and comments, reserved words in upper case, and
     * no semicolon at its end: texts with the same result are statements that mean the same. Literals and names stay.
     */
    public static String normalise(String sql) {
        StringBuilder result = new StringBuilder(sql.length());
        SqlTokenizer tokens = new SqlTokenizer(sql);
        int end = 0;
        int semicolons = 0;
        while (tokens.next() != Kind.END) {
            if (tokens.isSymbol(';')) {
                semicolons++;
                continue;
            }
            for (; semicolons > 0; semicolons--) {
                result.append(';');
            }
            if (!result.isEmpty() && tokens.start() > end) {
                result.append(' ');
            }
            String text = tokens.text();
            if (tokens.kind() == Kind.WORD) {
                String upper = text.toUpperCase(Locale.ROOT);
                text = SqlKeywords.isReserved(upper) ? upper : text;
            }
            result.append(text);
            end = tokens.end();
        }
        return result.toString();
    }

    /**
     * The statement as the grammar reads it: comments become blanks, since the grammar's do not nest, and dollar-quoted
     * and escaped strings ({@code E'..'}) become plain ones. Lines and columns stay but behind such a string.
     */
    static String plain(String sql) {
        if (!sql.contains("/*") && sql.indexOf('$') < 0 && !sql.contains("e'") && !sql.contains("E'")) {
            return sql;
        }
        StringBuilder result = new StringBuilder(sql.length());
        SqlTokenizer tokens = new SqlTokenizer(sql);
        int end = 0;
        while (tokens.next() != Kind.END) {
            blanks(sql, end, tokens.start(), result);
            String quoted = tokens.specialStringValue();
            result.append(quoted == null ? tokens.text() : "'" + quoted.replace("'", "''") + "'");
            end = tokens.end();
        }
        blanks(sql, end, sql.length(), result);
        return result.toString();
    }

    private static void blanks(String sql, int from, int to, StringBuilder result) {
        for (int i = from; i < to; i++) {
            char c = sql.charAt(i);
            result.append(c == '\n' || c == '\r' ? c : ' ');
        }
    }
}
