package io.velaria.planner.parse;

import io.velaria.planner.parse.SqlTokenizer.Kind;
import io.velaria.planner.parse.generated.ParseException;
import io.velaria.planner.parse.generated.Token;
import io.velaria.planner.parse.generated.TokenMgrError;
import io.velaria.planner.parse.generated.VelariaSqlParserImplConstants;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;

/** What the generated parser throws, as 42601 in words of SQL. */
final class SyntaxErrors {
    /** More alternatives than this help nobody. */
    private static final int FEW = 4;

    /** Words that start a statement. */
    private static final List<String> STATEMENTS = List.of(
            "SELECT",
            "WITH",
            "VALUES",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "CREATE",
            "DROP",
            "ALTER",
            "TRUNCATE",
            "EXPLAIN",
            "DESCRIBE",
            "SUMMARIZE",
            "SHOW",
            "COPY",
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "PRAGMA",
            "RESET");

    /** Words that start a clause. One of these misspelt is read as an alias, and the error seen behind it. */
    private static final List<String> CLAUSES = List.of(
            "FROM",
            "WHERE",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "JOIN",
            "INNER",
            "LEFT",
            "RIGHT",
            "FULL",
            "CROSS",
            "NATURAL",
            "QUALIFY",
            "WINDOW",
            "VALUES",
            "SELECT",
            "USING",
            "OPTIONS",
            "EMIT");

    private static final Pattern LEXICAL =
            Pattern.compile("(?s)Lexical error at line (\\d+), column (\\d+)\\.\\s+Encountered: (.*?) after : .*");

    private SyntaxErrors() {}

    static VelariaException of(ParseException e, String sql) {
        if (e.currentToken == null) {
            return VelariaException.of(SqlState.SYNTAX_ERROR, e.getMessage());
        }
        Token last = e.currentToken;
        Token token = last.next;
        VelariaException unterminated = token.image.equals("'") || token.image.equals("\"") ? unterminated(sql) : null;
        if (unterminated != null) {
            return unterminated;
        }
        if (last.kind == VelariaSqlParserImplConstants.IDENTIFIER) {
            String hint = Suggestion.didYouMean(last.image, CLAUSES);
            if (hint != null) {
                return at(last, "").hint(hint);
            }
        }
        if (token.kind == VelariaSqlParserImplConstants.EOF) {
            return VelariaException.of(SqlState.SYNTAX_ERROR, "syntax error at end of input")
                    .at(Math.max(1, last.endLine), last.endColumn + 1);
        }
        Set<String> expected = expected(e);
        boolean few = !expected.isEmpty() && expected.size() <= FEW && !expected.contains("'*'");
        VelariaException error = at(token, few ? ", expected " + String.join(" or ", expected) : "");
        if (token.kind != VelariaSqlParserImplConstants.IDENTIFIER) {
            return error;
        }
        boolean first = last.next == token && last.image == null;
        String hint = Suggestion.didYouMean(token.image, first ? STATEMENTS : expected);
        return hint == null ? error : error.hint(hint);
    }

    private static VelariaException at(Token token, String more) {
        return VelariaException.of(SqlState.SYNTAX_ERROR, "syntax error at or near \"" + token.image + "\"" + more)
                .at(token.beginLine, token.beginColumn);
    }

    static VelariaException of(TokenMgrError e, String sql) {
        VelariaException unterminated = unterminated(sql);
        if (unterminated != null) {
            return unterminated;
        }
        Matcher matcher = LEXICAL.matcher(e.getMessage());
        if (!matcher.matches()) {
            return VelariaException.of(SqlState.SYNTAX_ERROR, e.getMessage());
        }
        String found = matcher.group(3).replaceAll(" \\(\\d+\\),?$", "");
        return VelariaException.of(SqlState.SYNTAX_ERROR, "syntax error at or near " + found)
                .at(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** The error of a quoted text or comment that does not end, or null where each ends. */
    private static VelariaException unterminated(String sql) {
        SqlTokenizer tokens = new SqlTokenizer(sql);
        try {
            Kind kind = tokens.next();
            while (kind != Kind.END) {
                kind = tokens.next();
            }
            return null;
        } catch (VelariaException e) {
            return e;
        }
    }

    static VelariaException of(CalciteContextException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        VelariaException error = VelariaException.of(SqlState.SYNTAX_ERROR, cause.getMessage());
        return e.getPosLine() > 0 ? error.at(e.getPosLine(), e.getPosColumn()) : error;
    }

    static VelariaException of(CalciteException e) {
        return VelariaException.of(SqlState.SYNTAX_ERROR, e.getMessage());
    }

    /**
     * The tokens that could have stood where the error is, as far as the parser tells: it forgets those that it would
     * have looked further ahead for. Keywords without quotes, symbols with.
     */
    private static Set<String> expected(ParseException e) {
        Set<String> expected = new TreeSet<>();
        for (int[] sequence : e.expectedTokenSequences) {
            // a longer sequence failed after its first token; that token itself was right
            if (sequence.length == 1) {
                expected.add(name(e.tokenImage[sequence[0]]));
            }
        }
        return expected;
    }

    private static String name(String image) {
        if (image.startsWith("\"")) {
            String text = image.substring(1, image.length() - 1);
            return Character.isLetter(text.charAt(0)) ? text : "'" + text + "'";
        }
        return switch (image) {
            case "<EOF>" -> "end of input";
            case "<QUOTED_STRING>" -> "a string";
            default -> image;
        };
    }
}
