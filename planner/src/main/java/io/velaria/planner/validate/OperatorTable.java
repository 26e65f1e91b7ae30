package io.velaria.planner.validate;

import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.expression.ScalarFunction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/**
 * The functions of a database by name, registered and built in, and the operators that have a syntax of their own. A
 * registered function stands before a built-in one of its name.
 */
public final class OperatorTable implements SqlOperatorTable {
    /** Functions with a syntax of their own, which the parser hands over ready-made. */
    private static final List<SqlOperator> SPECIAL = List.of(
            SqlStdOperatorTable.CAST,
            SqlLibraryOperators.TRY_CAST,
            SqlLibraryOperators.SAFE_CAST,
            SqlLibraryOperators.INFIX_CAST,
            ExtractOperator.INSTANCE,
            SqlStdOperatorTable.FLOOR,
            SqlStdOperatorTable.CEIL,
            SqlStdOperatorTable.TRIM,
            SqlStdOperatorTable.SUBSTRING,
            SqlStdOperatorTable.OVERLAY,
            SqlStdOperatorTable.POSITION,
            SqlStdOperatorTable.COALESCE,
            SqlStdOperatorTable.NULLIF);

    private static final List<SqlOperator> BUILT_IN = List.of(
            SqlStdOperatorTable.MOD,
            SqlStdOperatorTable.CURRENT_DATE,
            SqlStdOperatorTable.CURRENT_TIME,
            TimeOperators.CURRENT_TIMESTAMP,
            SqlStdOperatorTable.LOCALTIME,
            TimeOperators.LOCALTIMESTAMP,
            TimeOperators.NOW,
            SqlStdOperatorTable.CURRENT_USER,
            SqlStdOperatorTable.SESSION_USER,
            SqlStdOperatorTable.USER,
            SqlStdOperatorTable.CURRENT_CATALOG,
            SqlStdOperatorTable.CURRENT_SCHEMA,
            SqlStdOperatorTable.CARDINALITY,
            SqlStdOperatorTable.TUMBLE,
            SqlStdOperatorTable.HOP,
            SqlStdOperatorTable.SESSION);

    private final Map<String, SqlOperator> functions = new HashMap<>();
    private final Map<String, SqlOperator> infix = new HashMap<>();

    public OperatorTable(FunctionRegistry registry, Collection<? extends SqlOperator> added) {
        SPECIAL.forEach(this::add);
        BUILT_IN.forEach(this::add);
        AggregateOperators.all().forEach(this::add);
        for (ScalarFunction function : registry.functions()) {
            ScalarOperator operator = new ScalarOperator(function);
            functions.put(function.name(), operator);
            for (String alias : function.aliases()) {
                functions.put(alias.toUpperCase(Locale.ROOT), operator);
            }
        }
        added.forEach(this::add);
        for (SqlOperator like : List.of(SqlLibraryOperators.ILIKE, SqlLibraryOperators.NOT_ILIKE)) {
            infix.put(like.getName(), like);
        }
        ArithmeticOperators.all().forEach(operator -> infix.put(operator.getName(), operator));
    }

    private void add(SqlOperator operator) {
        functions.put(operator.getName().toUpperCase(Locale.ROOT), operator);
    }

    /** The function of that name in any case, or null. */
    public SqlOperator function(String name) {
        return functions.get(name.toUpperCase(Locale.ROOT));
    }

    public boolean isAggregate(String name) {
        return function(name) instanceof SqlAggFunction;
    }

    /** A hint for a function's name that is not known, or null. */
    public String suggestFunction(String name) {
        List<String> known = new ArrayList<>();
        functions.keySet().forEach(key -> known.add(key.toLowerCase(Locale.ROOT)));
        return Suggestion.didYouMean(name, known);
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher matcher) {
        if (!name.isSimple()) {
            return;
        }
        SqlOperator function = functions.get(name.getSimple().toUpperCase(Locale.ROOT));
        if (function != null && family(function.getSyntax()) == family(syntax)) {
            found.add(function);
        }
        if (family(syntax) == SqlSyntax.FUNCTION) {
            return;
        }
        SqlOperator ours =
                syntax == SqlSyntax.BINARY || syntax == SqlSyntax.SPECIAL ? infix.get(name.getSimple()) : null;
        if (ours != null) {
            found.add(ours);
        } else {
            SqlStdOperatorTable.instance().lookupOperatorOverloads(name, category, syntax, found, matcher);
        }
    }

    /** COUNT(*) is called like any other function. */
    private static SqlSyntax family(SqlSyntax syntax) {
        return syntax == SqlSyntax.FUNCTION_STAR ? SqlSyntax.FUNCTION : syntax.family;
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return SPECIAL;
    }
}
