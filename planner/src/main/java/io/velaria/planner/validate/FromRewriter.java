package io.velaria.planner.validate;

import io.velaria.planner.parse.VectorTypeName;
import io.velaria.planner.translate.QueryPlanner;
import io.velaria.planner.type.VectorCast;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.plan.ScanSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Replaces, before validation, what the validator need not know: table functions with constant arguments by the sources
 * that they give, CHAR by VARCHAR, FLOOR(x TO unit) by the function that does it, and CAST to VECTOR by an operator that
 * knows the type.
 */
public final class FromRewriter extends SqlShuttle {
    private final QueryPlanner planner;

    public FromRewriter(QueryPlanner planner) {
        this.planner = planner;
    }

    @Override
    public SqlNode visit(SqlCall call) {
        if (call.getKind() == SqlKind.COLLECTION_TABLE && call.operand(0) instanceof SqlCall function) {
            SqlNode source = source(function);
            if (source != null) {
                return source;
            }
            if (planner.function(function.getOperator().getName()) instanceof SqlTableFunction known
                    && !(known instanceof SqlWindowTableFunction)) {
                return super.visit(inOrder(call, function, (SqlOperator) known));
            }
        }
        if (call.getOperator() == SqlStdOperatorTable.PERCENTILE_CONT
                || call.getOperator() == SqlStdOperatorTable.PERCENTILE_DISC) {
            // The parser knows only the standard's, which take literals, and give an INTEGER between integers.
            return planner.function(call.getOperator().getName())
                    .createCall(call.getParserPosition(), call.operand(0).accept(this));
        }
        boolean ofTime = call.getKind() == SqlKind.FLOOR || call.getKind() == SqlKind.CEIL;
        if (ofTime && call.operandCount() == 2 && call.operand(1) instanceof SqlIntervalQualifier unit) {
            String name = call.getKind() == SqlKind.FLOOR ? "DATE_TRUNC" : "DATE_CEIL";
            return function(
                    name,
                    call.getParserPosition(),
                    SqlLiteral.createCharString(unit.timeUnitRange.name(), unit.getParserPosition()),
                    call.operand(0).accept(this));
        }
        boolean cast = call.getKind() == SqlKind.CAST || call.getKind() == SqlKind.SAFE_CAST;
        if (cast
                && call.operand(1) instanceof SqlDataTypeSpec type
                && type.getTypeNameSpec() instanceof VectorTypeName vector) {
            return new VectorCast(vector.dimension(), call.getKind() == SqlKind.SAFE_CAST)
                    .createCall(call.getParserPosition(), call.operand(0).accept(this));
        }
        return super.visit(call);
    }

    /**
     * The call with its named arguments in the order of the parameters, since the validator goes by their positions, and
     * with DESCRIPTOR(c) as the text 'c': it would look for the column among those outside of the call.
     */
    private static SqlCall inOrder(SqlCall table, SqlCall function, SqlOperator known) {
        List<SqlNode> operands = new ArrayList<>();
        for (SqlNode operand : function.getOperandList()) {
            boolean named = operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
            SqlNode value = named ? ((SqlCall) operand).operand(0) : operand;
            if (value instanceof SqlCall descriptor
                    && isDescriptor(descriptor)
                    && descriptor.operandCount() == 1
                    && descriptor.operand(0) instanceof SqlIdentifier column) {
                value = SqlLiteral.createCharString(
                        column.names.get(column.names.size() - 1), descriptor.getParserPosition());
            }
            operands.add(
                    named
                            ? SqlStdOperatorTable.ARGUMENT_ASSIGNMENT.createCall(
                                    operand.getParserPosition(), value, ((SqlCall) operand).operand(1))
                            : value);
        }
        if (known.getOperandTypeChecker() instanceof SqlOperandMetadata parameters) {
            operands.sort(Comparator.comparingInt(operand -> position(operand, parameters.paramNames())));
        }
        SqlCall replaced = function.getOperator().createCall(function.getParserPosition(), operands);
        return table.getOperator().createCall(table.getParserPosition(), replaced);
    }

    /** Of a named argument among the parameters; -1 for others, which come first. */
    private static int position(SqlNode operand, List<String> parameters) {
        if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
            String name = ((SqlIdentifier) ((SqlCall) operand).operand(1)).getSimple();
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i).equalsIgnoreCase(name)) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static boolean isDescriptor(SqlCall call) {
        return call.getKind() == SqlKind.DESCRIPTOR
                || call.getOperator().getName().equalsIgnoreCase("DESCRIPTOR");
    }

    private static SqlCall function(String name, SqlParserPos pos, SqlNode... operands) {
        return new SqlUnresolvedFunction(
                        new SqlIdentifier(name, pos), null, null, null, null, SqlFunctionCategory.USER_DEFINED_FUNCTION)
                .createCall(pos, operands);
    }

    /** CHAR(n) is VARCHAR(n): nothing is padded. */
    @Override
    public SqlNode visit(SqlDataTypeSpec type) {
        if (type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic
                && basic.getTypeName().getSimple().equals(SqlTypeName.CHAR.name())) {
            SqlParserPos pos = type.getParserPosition();
            int length = Math.max(1, basic.getPrecision());
            return new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, length, pos), pos);
        }
        return type;
    }

    /** A reference to the source that the call gives, or null where it is no registered table function. */
    private SqlNode source(SqlCall call) {
        if (!(call.getOperator() instanceof SqlFunction function)) {
            return null;
        }
        TableFunction found = planner.context().tableFunction(function.getName());
        if (found == null) {
            return null;
        }
        SqlParserPos pos = call.getParserPosition();
        try {
            ScanSource source =
                    found.bind(arguments(found, call), planner.context().files());
            return new SqlIdentifier(planner.catalog().addSource(source), pos);
        } catch (VelariaException e) {
            throw e.line() > 0 ? e : e.at(pos.getLineNum(), pos.getColumnNum());
        }
    }

    private Map<String, Object> arguments(TableFunction function, SqlCall call) {
        List<TableFunction.Parameter> parameters = function.parameters();
        Map<String, Object> arguments = new LinkedHashMap<>();
        int position = 0;
        for (SqlNode operand : call.getOperandList()) {
            if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                SqlCall assignment = (SqlCall) operand;
                String name =
                        ((SqlIdentifier) assignment.operand(1)).getSimple().toLowerCase(Locale.ROOT);
                TableFunction.Parameter declared = parameters.stream()
                        .filter(p -> p.name().equalsIgnoreCase(name))
                        .findFirst()
                        .orElse(null);
                if (declared != null) {
                    arguments.put(name, value(declared, assignment.operand(0)));
                } else {
                    Object value = value(assignment.operand(0));
                    arguments.put(name, value == null ? null : optionText(assignment.operand(0), value));
                }
            } else if (position < parameters.size()) {
                TableFunction.Parameter parameter = parameters.get(position++);
                arguments.put(parameter.name().toLowerCase(Locale.ROOT), value(parameter, operand));
            } else {
                throw VelariaException.of(SqlState.UNDEFINED_FUNCTION, "too many arguments to " + function.name());
            }
        }
        for (TableFunction.Parameter parameter : parameters) {
            if (parameter.required() && !arguments.containsKey(parameter.name().toLowerCase(Locale.ROOT))) {
                throw VelariaException.of(
                        SqlState.UNDEFINED_FUNCTION,
                        function.name() + " needs the argument " + parameter.name() + hint(parameters, arguments));
            }
        }
        return arguments;
    }

    private static String hint(List<TableFunction.Parameter> parameters, Map<String, Object> arguments) {
        List<String> names = new ArrayList<>();
        parameters.forEach(parameter -> names.add(parameter.name()));
        for (String given : arguments.keySet()) {
            String hint = Suggestion.didYouMean(given, names);
            if (hint != null && !names.contains(given)) {
                return " (" + hint + ")";
            }
        }
        return "";
    }

    /** A parameter that takes any type gets the type too. */
    private Object value(TableFunction.Parameter parameter, SqlNode node) {
        return parameter.type() == null && !(node instanceof SqlDynamicParam) ? planner.literal(node) : value(node);
    }

    private Object value(SqlNode node) {
        if (node instanceof SqlDynamicParam) {
            throw VelariaException.unsupported("a parameter as argument of a table function");
        }
        return planner.constant(node);
    }

    /** Options are text, TRUE and FALSE too. */
    private static String optionText(SqlNode node, Object value) {
        if (node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.BOOLEAN) {
            return literal.booleanValue() ? "true" : "false";
        }
        return node instanceof SqlLiteral literal && literal.getTypeName() != SqlTypeName.CHAR
                ? literal.toValue()
                : value.toString();
    }
}
