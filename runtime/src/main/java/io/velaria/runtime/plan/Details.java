package io.velaria.runtime.plan;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.type.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Collects a node's details for EXPLAIN, with column names in the place of positions. */
final class Details {
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\d+)");

    private final Map<String, String> entries = new LinkedHashMap<>();

    Details with(String key, Object value) {
        if (value != null && !value.toString().isEmpty()) {
            entries.put(key, value.toString());
        }
        return this;
    }

    Map<String, String> toMap() {
        return entries;
    }

    static String text(Expression expression, List<Field> schema) {
        if (expression == null) {
            return null;
        }
        Matcher matcher = REFERENCE.matcher(expression.toString());
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            int index = Integer.parseInt(matcher.group(1));
            String name = index < schema.size() ? schema.get(index).name() : matcher.group();
            matcher.appendReplacement(text, Matcher.quoteReplacement(name));
        }
        return matcher.appendTail(text).toString();
    }

    static String names(List<Integer> columns, List<Field> schema) {
        return columns.stream().map(index -> schema.get(index).name()).collect(Collectors.joining(", "));
    }

    static String fields(List<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.joining(", "));
    }
}
