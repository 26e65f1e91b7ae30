package io.velaria.jdbc;

import java.util.regex.Pattern;

/**
 * A pattern of DatabaseMetaData: {@code %} stands for any characters, {@code _} for one, a backslash before either for
 * itself. Names match in any case, as they do in SQL. A null pattern matches every name.
 */
final class NamePattern {
    private final Pattern pattern;

    NamePattern(String text) {
        this.pattern = text == null || text.equals("%") ? null : compile(text);
    }

    private static Pattern compile(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                regex.append(Pattern.quote(text.substring(i, i + 1)));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    boolean matches(String name) {
        return pattern == null || pattern.matcher(name).matches();
    }
}
