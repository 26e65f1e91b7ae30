package io.velaria.planner.parse;

import io.velaria.planner.PlannedStatement;
import io.velaria.planner.PlannedStatement.ColumnOrigin;
import io.velaria.planner.parse.SqlTokenizer.Kind;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.CommandPlan;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Plans statements that need no catalog and no parser, so that they load nothing of Calcite: transactions, SET and SHOW
 * of a setting, and SELECT of literals. Whatever it does not understand completely it leaves to the grammar, which also
 * words the errors.
 */
public final class TrivialStatements {
    /** Longer statements are not trivial. */
    private static final int MAX_LENGTH = 1000;

    /** What SHOW lists that is no setting. */
    private static final Set<String> OBJECTS = Set.of("tables", "views", "schemas", "functions", "columns");

    private final SqlTokenizer tokens;

    private TrivialStatements(String sql) {
        this.tokens = new SqlTokenizer(sql);
    }

    /** The plan, or null where the statement is not trivial. */
    public static PlannedStatement plan(String sql) {
        return sql.length() > MAX_LENGTH ? null : new TrivialStatements(sql).statement();
    }

    private PlannedStatement statement() {
        if (tokens.next() != Kind.WORD) {
            return null;
        }
        String first = tokens.text().toUpperCase(Locale.ROOT);
        tokens.next();
        return switch (first) {
            case "SELECT" -> select();
            case "BEGIN", "COMMIT", "ROLLBACK" -> transaction(first);
            case "START" -> skip("TRANSACTION") ? control("BEGIN", null) : null;
            case "SAVEPOINT" -> savepoint("SAVEPOINT");
            case "RELEASE" -> {
                skip("SAVEPOINT");
                yield savepoint("RELEASE");
            }
            case "SET" -> set();
            case "RESET" -> reset();
            case "SHOW" -> show();
            default -> null;
        };
    }

    private PlannedStatement transaction(String kind) {
        if (!skip("TRANSACTION")) {
            skip("WORK");
        }
        if (kind.equals("ROLLBACK") && skip("TO")) {
            skip("SAVEPOINT");
            return savepoint("ROLLBACK TO");
        }
        return control(kind, null);
    }

    private PlannedStatement savepoint(String kind) {
        String name = name();
        return name == null ? null : control(kind, name);
    }

    private PlannedStatement control(String kind, String savepoint) {
        return atEnd() ? command(new Command.TransactionControl(kind, savepoint)) : null;
    }

    private PlannedStatement set() {
        if (!skip("SESSION")) {
            skip("LOCAL");
        }
        String name = settingName();
        if (name == null || !(skip('=') || skip("TO"))) {
            return null;
        }
        String value;
        if (tokens.kind() == Kind.STRING && tokens.text().startsWith("'")) {
            value = tokens.stringValue();
        } else if (tokens.kind() == Kind.NUMBER) {
            value = tokens.text();
        } else if (tokens.isWord("TRUE") || tokens.isWord("FALSE") || tokens.isWord("ON")) {
            value = tokens.text().toLowerCase(Locale.ROOT);
        } else if (tokens.kind() == Kind.WORD && !SqlKeywords.isReserved(upper())) {
            value = tokens.text();
        } else {
            return null;
        }
        tokens.next();
        return atEnd() ? command(new Command.SetOption(name, value)) : null;
    }

    private PlannedStatement reset() {
        String name = settingName();
        return name != null && atEnd() ? command(new Command.SetOption(name, null)) : null;
    }

    private PlannedStatement show() {
        boolean all = skip("ALL");
        String name = all ? null : settingName();
        boolean object = name != null && OBJECTS.contains(name);
        return (all || name != null) && !object && atEnd() ? command(new Command.ShowOption(name)) : null;
    }

    /** A name with or without points, in lower case; null where there is none. */
    private String settingName() {
        String name = name();
        while (name != null && skip('.')) {
            String part = name();
            name = part == null ? null : name + "." + part;
        }
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }

    private PlannedStatement select() {
        List<Expression> row = new ArrayList<>();
        List<Field> schema = new ArrayList<>();
        do {
            StringBuilder label = new StringBuilder();
            Literal literal = literal(label);
            if (literal == null) {
                return null;
            }
            String alias = null;
            boolean as = skip("AS");
            if (as || tokens.kind() == Kind.WORD || tokens.kind() == Kind.QUOTED_NAME) {
                alias = name();
                if (alias == null) {
                    return null;
                }
            }
            row.add(literal);
            schema.add(new Field(alias == null ? label.toString() : alias, literal.type(), literal.isNull()));
        } while (skip(','));
        if (!atEnd()) {
            return null;
        }
        return new PlannedStatement(
                PlannedStatement.Kind.QUERY,
                new Values(List.of(row), schema),
                schema,
                Arrays.asList(new ColumnOrigin[schema.size()]),
                List.of(),
                false);
    }

    private Literal literal(StringBuilder label) {
        boolean negative = false;
        if (tokens.isSymbol('-')) {
            negative = true;
            label.append('-');
            tokens.next();
            if (tokens.kind() != Kind.NUMBER) {
                return null;
            }
        }
        label.append(tokens.text());
        Literal literal =
                switch (tokens.kind()) {
                    case NUMBER -> number(tokens.text(), negative);
                    case STRING ->
                        tokens.text().startsWith("'") ? new Literal(tokens.stringValue(), SqlType.VARCHAR) : null;
                    case WORD ->
                        switch (upper()) {
                            case "TRUE" -> Literal.TRUE;
                            case "FALSE" -> Literal.FALSE;
                            case "NULL" -> Literal.nullOf(SqlType.NULL);
                            default -> null;
                        };
                    default -> null;
                };
        tokens.next();
        return literal;
    }

    /** Numbers of up to 18 digits, typed as the grammar types them. */
    private static Literal number(String text, boolean negative) {
        int point = text.indexOf('.');
        String digits = point < 0 ? text : text.substring(0, point) + text.substring(point + 1);
        if (point == 0
                || point == text.length() - 1
                || digits.length() > 18
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        long value = Long.parseLong(digits);
        long signed = negative ? -value : value;
        if (point >= 0) {
            return new Literal(signed, SqlType.decimal(digits.length(), text.length() - 1 - point));
        }
        return new Literal(signed, value <= Integer.MAX_VALUE ? SqlType.INTEGER : SqlType.BIGINT);
    }

    /** The name that stands here, or null where none can. */
    private String name() {
        boolean name = tokens.kind() == Kind.QUOTED_NAME
                ? tokens.text().startsWith("\"") && tokens.text().length() > 2
                : tokens.kind() == Kind.WORD && !SqlKeywords.isReserved(upper());
        if (!name) {
            return null;
        }
        String value = tokens.nameValue();
        tokens.next();
        return value;
    }

    private boolean skip(String word) {
        boolean found = tokens.isWord(word);
        if (found) {
            tokens.next();
        }
        return found;
    }

    private boolean skip(char symbol) {
        boolean found = tokens.isSymbol(symbol);
        if (found) {
            tokens.next();
        }
        return found;
    }

    private boolean atEnd() {
        while (tokens.isSymbol(';')) {
            tokens.next();
        }
        return tokens.kind() == Kind.END;
    }

    private String upper() {
        return tokens.text().toUpperCase(Locale.ROOT);
    }

    private static PlannedStatement command(Command command) {
        PhysicalPlan plan = new CommandPlan(command);
        List<Field> schema = command.schema();
        return new PlannedStatement(
                PlannedStatement.Kind.COMMAND,
                plan,
                schema,
                Arrays.asList(new ColumnOrigin[schema.size()]),
                List.of(),
                false);
    }
}
