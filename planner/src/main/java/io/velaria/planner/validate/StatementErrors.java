package io.velaria.planner.validate;

import io.velaria.planner.catalog.PlannerTable;
import io.velaria.planner.catalog.VelariaCatalogReader;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;

/** What Calcite's validator and converter throw, as SQLSTATEs in words of SQL, with position and suggestion. */
public final class StatementErrors {
    private final VelariaCatalogReader catalog;
    private final OperatorTable operators;

    private record Rule(Pattern pattern, BiFunction<Matcher, String, VelariaException> error) {}

    public StatementErrors(VelariaCatalogReader catalog, OperatorTable operators) {
        this.catalog = catalog;
        this.operators = operators;
    }

    /** Made for a failure only: most statements have none, and patterns take longer to compile than a small plan. */
    private List<Rule> rules() {
        return List.of(
                rule("Object '(.*?)' not found(?: within '(.*?)')?(?:; did you mean.*)?", this::undefinedTable),
                rule("Table '(.*?)' not found", this::undefinedRelation),
                rule("Column '(.*?)' not found in any table.*", this::undefinedColumn),
                rule("Column '(.*?)' not found in table '(.*?)'.*", this::undefinedColumn),
                rule("Unknown identifier '(.*?)'", this::undefinedColumn),
                rule("Unknown target column '(.*?)'", this::undefinedColumn),
                rule("Unknown field '(.*?)'", this::undefinedColumn),
                rule(
                        "Column '(.*?)' is ambiguous",
                        (m, text) -> VelariaException.of(
                                SqlState.AMBIGUOUS_COLUMN, "column reference \"" + m.group(1) + "\" is ambiguous")),
                rule(
                        "Expression '(.*?)' is not being grouped",
                        (m, text) -> VelariaException.of(
                                SqlState.GROUPING_ERROR,
                                "column \"" + m.group(1)
                                        + "\" must appear in GROUP BY or be used in an aggregate function")),
                rule("No match found for function signature (.*?)\\((.*)\\)", this::undefinedFunction),
                rule(
                        "Invalid number of arguments to function '(.*?)'.*",
                        (m, text) -> VelariaException.of(
                                SqlState.UNDEFINED_FUNCTION, "wrong number of arguments to function " + m.group(1))),
                rule("Function '(.*?)' not defined", this::undefinedFunction),
                rule(
                        "Unknown datatype name '(.*?)'",
                        (m, text) -> VelariaException.of(
                                SqlState.UNDEFINED_OBJECT, "type \"" + m.group(1) + "\" does not exist")),
                rule(
                        "(?:Aggregate expression|Windowed aggregate expression|Aggregate expressions|Set-aggregation|Aggregation).*",
                        (m, text) -> VelariaException.of(SqlState.GROUPING_ERROR, decapitalised(text))),
                rule(
                        ".*(?:cannot be nested|requires ORDER BY clause|OVER clause is necessary|ORDER BY clause).*",
                        (m, text) -> VelariaException.of(SqlState.GROUPING_ERROR, decapitalised(text))),
                rule(
                        "Cannot apply '(.*?)' to arguments of type '(.*?)'.*",
                        (m, text) -> VelariaException.of(
                                SqlState.UNDEFINED_FUNCTION,
                                "operator or function " + m.group(1) + " does not take " + plainTypes(m.group(2)))),
                rule(
                        "Cast function cannot convert value of type (.*) to type (.*)",
                        (m, text) -> VelariaException.of(
                                SqlState.CANNOT_COERCE,
                                "cannot cast type " + plainTypes(m.group(1)) + " to " + plainTypes(m.group(2)))),
                rule(
                        "(?:Type mismatch|.*clause must be a condition|Cannot infer return type|Illegal mixing of types|Values passed to|Parameters must be of the same type|.*must have compatible types|.*type mismatch).*",
                        (m, text) -> VelariaException.of(SqlState.DATATYPE_MISMATCH, plainTypes(decapitalised(text)))),
                rule(
                        "Column count mismatch.*",
                        (m, text) -> VelariaException.of(
                                SqlState.SYNTAX_ERROR,
                                "the sides of " + setOperation(text) + " have different numbers of columns")),
                rule(
                        "Duplicate relation name '(.*?)' in FROM clause",
                        (m, text) -> VelariaException.of(
                                SqlState.DUPLICATE_OBJECT,
                                "table name \"" + m.group(1) + "\" specified more than once")),
                rule(
                        "Numeric literal '(.*?)' out of range",
                        (m, text) -> VelariaException.of(
                                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "number " + m.group(1) + " is out of range")),
                rule(
                        "(?:Illegal|Invalid) (DATE|TIME|TIMESTAMP).*literal '(.*?)'.*",
                        (m, text) -> VelariaException.of(
                                SqlState.INVALID_DATETIME_FORMAT,
                                "invalid " + m.group(1) + " literal '" + m.group(2) + "'")));
    }

    private static Rule rule(String pattern, BiFunction<Matcher, String, VelariaException> error) {
        return new Rule(Pattern.compile(pattern, Pattern.DOTALL), error);
    }

    /** The exception to throw in the place of one that Calcite threw. */
    public VelariaException translate(Throwable failure) {
        int line = 0;
        int column = 0;
        Throwable cause = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof VelariaException ours) {
                return ours.line() > 0 || line == 0 ? ours : ours.at(line, column);
            }
            if (t instanceof CalciteContextException context && line == 0) {
                line = context.getPosLine();
                column = context.getPosColumn();
            }
            cause = t;
        }
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        VelariaException error = byMessage(text);
        if (error == null) {
            boolean known = failure instanceof CalciteContextException || cause instanceof CalciteException;
            if (failure instanceof UnsupportedOperationException) {
                error = VelariaException.of(SqlState.FEATURE_NOT_SUPPORTED, "not supported: " + text, failure);
            } else if (known) {
                error = VelariaException.of(SqlState.SYNTAX_ERROR, plainTypes(decapitalised(text)));
            } else {
                return VelariaException.internal("planning failed: " + text, failure);
            }
        }
        error = error.causedBy(failure);
        return line > 0 ? error.at(line, column) : error;
    }

    private VelariaException byMessage(String text) {
        for (Rule rule : rules()) {
            Matcher matcher = rule.pattern().matcher(text);
            if (matcher.matches()) {
                return rule.error().apply(matcher, text);
            }
        }
        return null;
    }

    private VelariaException undefinedTable(Matcher matcher, String text) {
        String within = matcher.group(2);
        return undefined(within == null ? matcher.group(1) : within + "." + matcher.group(1));
    }

    /** A qualifier such as the t of t.a. */
    private VelariaException undefinedRelation(Matcher matcher, String text) {
        return undefined(matcher.group(1));
    }

    private VelariaException undefined(String name) {
        return hint(
                VelariaException.of(SqlState.UNDEFINED_TABLE, "table \"" + name + "\" does not exist"),
                catalog.suggestTable(Arrays.asList(name.split("\\."))));
    }

    private VelariaException undefinedColumn(Matcher matcher, String text) {
        String name = matcher.group(1);
        Set<String> known = new TreeSet<>();
        for (PlannerTable table : catalog.usedTables()) {
            for (Field field : table.fields()) {
                known.add(field.name());
            }
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        return hint(
                VelariaException.of(SqlState.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist"),
                Suggestion.didYouMean(last, known));
    }

    private VelariaException undefinedFunction(Matcher matcher, String text) {
        String name = matcher.group(1);
        String arguments = matcher.groupCount() > 1 ? matcher.group(2).replaceAll("[<>]", "") : "";
        boolean known = operators.function(name) != null;
        VelariaException error = VelariaException.of(
                SqlState.UNDEFINED_FUNCTION, "function " + name + "(" + plainTypes(arguments) + ") does not exist");
        return known ? error : hint(error, operators.suggestFunction(name));
    }

    private static VelariaException hint(VelariaException error, String hint) {
        return hint == null ? error : error.hint(hint);
    }

    private static String setOperation(String text) {
        Matcher matcher = Pattern.compile("in (\\w+)").matcher(text);
        return matcher.find() ? matcher.group(1) : "the set operation";
    }

    private static String decapitalised(String text) {
        return text.isEmpty() || text.length() > 1 && Character.isUpperCase(text.charAt(1))
                ? text
                : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    /** Type names without Calcite's character sets and collations. */
    private static String plainTypes(String text) {
        return text.replaceAll(" CHARACTER SET \"[^\"]*\"( COLLATE \"[^\"]*\")?", "")
                .replaceAll("\\(-1\\)", "");
    }
}
