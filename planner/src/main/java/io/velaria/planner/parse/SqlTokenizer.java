package io.velaria.planner.parse;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;

/**
 * Steps through the tokens of SQL text without understanding them, for what must be known before or without parsing:
 * where statements end, where parameters stand, what is quoted. Skips white space and comments ({@code --} to the end
 * of the line, and nested {@code /* .. *}{@code /}); optimizer hints are comments here.
 */
public final class SqlTokenizer {
    /** What a token is. */
    public enum Kind {
        /** A keyword or a name without quotes. */
        WORD,
        /** A name in double quotes. */
        QUOTED_NAME,
        /** A quoted string with its prefix if any: {@code '..', E'..', X'..', N'..', U&'..', $tag$..$tag$}. */
        STRING,
        NUMBER,
        /** {@code ?}. */
        PARAMETER,
        /** Any other character, one at a time. */
        SYMBOL,
        END
    }

    private final String sql;
    private int position;
    private int start;
    private Kind kind;

    public SqlTokenizer(String sql) {
        this.sql = sql;
    }

    /**
     * Steps to the next token.
     *
     * @throws VelariaException 42601 at the opening quote of a quoted text or comment that does not end
     */
    public Kind next() {
        skipBlanks();
        start = position;
        kind = position == sql.length() ? Kind.END : token(sql.charAt(position));
        return kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Offset of the token's first character. */
    public int start() {
        return start;
    }

    /** Offset behind the token's last character. */
    public int end() {
        return position;
    }

    public String text() {
        return sql.substring(start, position);
    }

    /** Whether the token is this word in any case. */
    public boolean isWord(String word) {
        return kind == Kind.WORD
                && position - start == word.length()
                && sql.regionMatches(true, start, word, 0, word.length());
    }

    public boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && sql.charAt(start) == symbol;
    }

    /** The value of a plain string {@code '..'}. */
    public String stringValue() {
        return sql.substring(start + 1, position - 1).replace("''", "'");
    }

    /** The name that a word or a quoted name stands for. */
    public String nameValue() {
        return kind == Kind.QUOTED_NAME ? sql.substring(start + 1, position - 1).replace("\"\"", "\"") : text();
    }

    private void skipBlanks() {
        while (position < sql.length()) {
            char c = sql.charAt(position);
            if (Character.isWhitespace(c)) {
                position++;
            } else if (c == '-' && startsWith("--")) {
                skipLine();
            } else if (c == '/' && startsWith("/*")) {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (position < sql.length() && sql.charAt(position) != '\n' && sql.charAt(position) != '\r') {
            position++;
        }
    }

    private void skipComment() {
        int opening = position;
        int depth = 0;
        do {
            if (startsWith("/*")) {
                depth++;
                position += 2;
            } else if (startsWith("*/")) {
                depth--;
                position += 2;
            } else if (position < sql.length()) {
                position++;
            } else {
                throw unterminated("comment", opening);
            }
        } while (depth > 0);
    }

    private Kind token(char c) {
        switch (c) {
            case '\'':
                quoted('\'', "quoted string");
                return Kind.STRING;
            case '"':
                quoted('"', "quoted name");
                return Kind.QUOTED_NAME;
            case '?':
                position++;
                return Kind.PARAMETER;
            case '$':
                if (dollarQuoted()) {
                    return Kind.STRING;
                }
                break;
            default:
                break;
        }
        if (isDigit(c) || (c == '.' && position + 1 < sql.length() && isDigit(sql.charAt(position + 1)))) {
            number();
            return Kind.NUMBER;
        }
        if (isNameStart(c)) {
            return word(c);
        }
        position++;
        return Kind.SYMBOL;
    }

    private Kind word(char c) {
        if (position + 1 < sql.length() && sql.charAt(position + 1) == '\'' && "eExXnN".indexOf(c) >= 0) {
            position++;
            if (c == 'e' || c == 'E') {
                escaped();
            } else {
                quoted('\'', "quoted string");
            }
            return Kind.STRING;
        }
        if ((c == 'u' || c == 'U') && (startsWith("&'", 1) || startsWith("&\"", 1))) {
            position += 2;
            boolean string = sql.charAt(position) == '\'';
            quoted(sql.charAt(position), string ? "quoted string" : "quoted name");
            return string ? Kind.STRING : Kind.QUOTED_NAME;
        }
        while (position < sql.length() && isNamePart(sql.charAt(position))) {
            position++;
        }
        return Kind.WORD;
    }

    /** Digits, a point, digits, an exponent; but not the first point of {@code 1..2}. */
    private void number() {
        digits();
        if (position < sql.length() && sql.charAt(position) == '.' && !startsWith("..")) {
            position++;
            digits();
        }
        if (position < sql.length() && (sql.charAt(position) | 0x20) == 'e') {
            int sign = position + 1 < sql.length() && "+-".indexOf(sql.charAt(position + 1)) >= 0 ? 1 : 0;
            if (position + sign + 1 < sql.length() && isDigit(sql.charAt(position + sign + 1))) {
                position += sign + 1;
                digits();
            }
        }
    }

    private void digits() {
        while (position < sql.length() && isDigit(sql.charAt(position))) {
            position++;
        }
    }

    private void quoted(char quote, String what) {
        int opening = position;
        position++;
        while (true) {
            int closing = sql.indexOf(quote, position);
            if (closing < 0) {
                throw unterminated(what, opening);
            }
            position = closing + 1;
            if (position == sql.length() || sql.charAt(position) != quote) {
                return;
            }
            position++;
        }
    }

    private void escaped() {
        int opening = position;
        position++;
        while (position < sql.length()) {
            char c = sql.charAt(position);
            if (c == '\\') {
                position += 2;
            } else if (c == '\'' && !startsWith("''")) {
                position++;
                return;
            } else {
                position += c == '\'' ? 2 : 1;
            }
        }
        position = sql.length();
        throw unterminated("quoted string", opening);
    }

    private boolean dollarQuoted() {
        int tagEnd = position + 1;
        while (tagEnd < sql.length() && sql.charAt(tagEnd) != '$' && isNamePart(sql.charAt(tagEnd))) {
            tagEnd++;
        }
        boolean tag = tagEnd < sql.length()
                && sql.charAt(tagEnd) == '$'
                && (tagEnd == position + 1 || !isDigit(sql.charAt(position + 1)));
        if (!tag) {
            return false;
        }
        String delimiter = sql.substring(position, tagEnd + 1);
        int closing = sql.indexOf(delimiter, tagEnd + 1);
        if (closing < 0) {
            throw unterminated("quoted string", position);
        }
        position = closing + delimiter.length();
        return true;
    }

    /** The value of a dollar-quoted or escaped string, or null for any other token. */
    String specialStringValue() {
        if (kind == Kind.STRING && (sql.charAt(start) | 0x20) == 'e') {
            return unescaped();
        }
        if (kind != Kind.STRING || sql.charAt(start) != '$') {
            return null;
        }
        int delimiter = sql.indexOf('$', start + 1) + 1 - start;
        return sql.substring(start + delimiter, position - delimiter);
    }

    private String unescaped() {
        StringBuilder value = new StringBuilder();
        for (int i = start + 2; i < position - 1; i++) {
            char c = sql.charAt(i);
            if (c == '\'') {
                i++;
            } else if (c == '\\') {
                i++;
                c = sql.charAt(i);
                int digits = c == 'x' ? 2 : c == 'u' ? 4 : 0;
                if (digits > 0) {
                    value.append(codeUnit(i, digits));
                    i += digits;
                    continue;
                }
                c = switch (c) {
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> c;
                };
            }
            value.append(c);
        }
        return value.toString();
    }

    private char codeUnit(int escape, int digits) {
        int end = escape + 1 + digits;
        if (end < position && sql.substring(escape + 1, end).matches("[0-9a-fA-F]+")) {
            return (char) Integer.parseInt(sql, escape + 1, end, 16);
        }
        throw errorAt(sql, escape - 1, "escape sequence in string takes " + digits + " hexadecimal digits");
    }

    private boolean startsWith(String text) {
        return sql.startsWith(text, position);
    }

    private boolean startsWith(String text, int offset) {
        return sql.startsWith(text, position + offset);
    }

    private VelariaException unterminated(String what, int opening) {
        return errorAt(sql, opening, "unterminated " + what);
    }

    /** A syntax error at an offset. */
    static VelariaException errorAt(String sql, int offset, String message) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            char c = sql.charAt(i);
            if (c == '\n' || (c == '\r' && !sql.startsWith("\r\n", i))) {
                line++;
                lineStart = i + 1;
            }
        }
        return VelariaException.of(SqlState.SYNTAX_ERROR, message).at(line, offset - lineStart + 1);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c == '_' || c == '$' || Character.isLetter(c) || Character.isSurrogate(c);
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || Character.isDigit(c);
    }
}
