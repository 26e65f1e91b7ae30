package io.velaria.planner.parse;

import io.velaria.planner.parse.generated.ParseException;
import io.velaria.planner.parse.generated.Token;
import io.velaria.planner.parse.generated.TokenMgrError;
import io.velaria.planner.parse.generated.VelariaSqlParserImplConstants;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
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

    private static final Pattern LEXICAL =
            Pattern.compile("(?s)Lexical error at line (\\d+), column (\\d+)\\.\\s+Encountered: (.*?) after : .*");

    private SyntaxErrors() {}

    static VelariaException of(ParseException e) {
        if (e.currentToken == null) {
            return VelariaException.of(SqlState.SYNTAX_ERROR, e.getMessage());
        }
        Token token = e.currentToken.next;
        boolean end = token.kind == VelariaSqlParserImplConstants.EOF;
        StringBuilder message = new StringBuilder(
                end ? "syntax error at end of input" : "syntax error at or near \"" + token.image + "\"");
        Set<String> expected = expected(e);
        if (!expected.isEmpty() && expected.size() <= FEW) {
            message.append(", expected ").append(String.join(" or ", expected));
        }
        VelariaException error =
                VelariaException.of(SqlState.SYNTAX_ERROR, message.toString()).at(token.beginLine, token.beginColumn);
        String hint = hint(e, token, expected);
        return hint == null ? error : error.hint(hint);
    }

    /** The error is mostly seen at a misspelt word, or behind it where the word was taken for a name. */
    private static String hint(ParseException e, Token token, Set<String> expected) {
        if (token.kind == VelariaSqlParserImplConstants.IDENTIFIER) {
            return Suggestion.didYouMean(token.image, expected);
        }
        return null;
    }

    static VelariaException of(TokenMgrError e) {
        Matcher matcher = LEXICAL.matcher(e.getMessage());
        if (!matcher.matches()) {
            return VelariaException.of(SqlState.SYNTAX_ERROR, e.getMessage());
        }
        String found = matcher.group(3);
        String message = found.startsWith("<EOF>")
                ? "unterminated quoted text or comment"
                : "syntax error at or near " + found.replaceAll(" \\(\\d+\\),?$", "");
        return VelariaException.of(SqlState.SYNTAX_ERROR, message)
                .at(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    static VelariaException of(CalciteContextException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        VelariaException error = VelariaException.of(SqlState.SYNTAX_ERROR, cause.getMessage());
        return e.getPosLine() > 0 ? error.at(e.getPosLine(), e.getPosColumn()) : error;
    }

    static VelariaException of(CalciteException e) {
        return VelariaException.of(SqlState.SYNTAX_ERROR, e.getMessage());
    }

    /** The tokens that could have stood where the error is; keywords without quotes, other symbols as in SQL. */
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
            case "<IDENTIFIER>", "<QUOTED_IDENTIFIER>" -> "a name";
            case "<QUOTED_STRING>" -> "a string";
            default -> image;
        };
    }
}
