package io.velaria.planner.validate;

import io.velaria.planner.catalog.PlanningContext;
import io.velaria.planner.type.TypeMapping;
import io.velaria.planner.type.VectorCast;
import io.velaria.planner.type.VelariaTypeFactory;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeMappingRules;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/**
 * How calls become row expressions: most as they are, so that the runtime's own operators see them, where Calcite would
 * rewrite them into others; comparisons leave numbers of different width alone.
 */
final class Convertlets implements SqlRexConvertletTable {
    static final Convertlets INSTANCE = new Convertlets();

    private Convertlets() {}

    @Override
    public SqlRexConvertlet get(SqlCall call) {
        SqlOperator operator = call.getOperator();
        if (operator instanceof ScalarOperator) {
            return Convertlets::scalar;
        }
        if (operator instanceof VectorCast cast) {
            return cast::convert;
        }
        if (operator instanceof SqlAggFunction) {
            return (context, aggregate) -> StandardConvertletTable.INSTANCE.convertAggregateFunction(
                    context, (SqlAggFunction) aggregate.getOperator(), aggregate);
        }
        return switch (call.getKind()) {
            case PLUS, MINUS, TIMES, DIVIDE, MOD, MINUS_PREFIX ->
                isSubtractionWithUnit(call) ? StandardConvertletTable.INSTANCE.get(call) : Convertlets::plain;
            case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                isRow(call) ? StandardConvertletTable.INSTANCE.get(call) : Convertlets::comparison;
            case BETWEEN -> isRow(call) ? StandardConvertletTable.INSTANCE.get(call) : Convertlets::between;
            case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> Convertlets::comparison;
            case COALESCE -> Convertlets::coalesce;
            case NULLIF -> Convertlets::nullIf;
            default -> other(call, operator);
        };
    }

    private static SqlRexConvertlet other(SqlCall call, SqlOperator operator) {
        if (operator == ArithmeticOperators.CONCAT) {
            return Convertlets::concat;
        }
        if (operator == SqlStdOperatorTable.INTERVAL) {
            return Convertlets::interval;
        }
        if (operator == SqlStdOperatorTable.CURRENT_SCHEMA || operator == SqlStdOperatorTable.CURRENT_CATALOG) {
            return Convertlets::nameInUse;
        }
        if (operator == SqlStdOperatorTable.ITEM) {
            return Convertlets::plain;
        }
        return StandardConvertletTable.INSTANCE.get(call);
    }

    /** {@code (a - b) DAY}. */
    private static boolean isSubtractionWithUnit(SqlCall call) {
        return call.getOperator() == SqlStdOperatorTable.MINUS_DATE;
    }

    private static boolean isRow(SqlCall call) {
        return call.getOperandList().stream()
                .anyMatch(operand -> operand.getKind() == org.apache.calcite.sql.SqlKind.ROW);
    }

    private static List<RexNode> operands(SqlRexContext context, SqlCall call) {
        List<RexNode> operands = new ArrayList<>(call.operandCount());
        for (SqlNode operand : call.getOperandList()) {
            operands.add(context.convertExpression(operand));
        }
        return operands;
    }

    private static RelDataType type(SqlRexContext context, SqlCall call, SqlOperator operator, List<RexNode> operands) {
        RelDataType type = context.getValidator().getValidatedNodeTypeIfKnown(call);
        return type != null ? type : context.getRexBuilder().deriveReturnType(operator, operands);
    }

    private static RexNode plain(SqlRexContext context, SqlCall call) {
        List<RexNode> operands = operands(context, call);
        RelDataType type = type(context, call, call.getOperator(), operands);
        return context.getRexBuilder().makeCall(call.getParserPosition(), type, call.getOperator(), operands);
    }

    private static RexNode scalar(SqlRexContext context, SqlCall call) {
        ScalarOperator operator = (ScalarOperator) call.getOperator();
        List<RexNode> operands = operands(context, call);
        List<SqlType> types = new ArrayList<>();
        for (RexNode operand : operands) {
            types.add(TypeMapping.toSqlType(operand.getType()));
        }
        List<SqlType> wanted = operator.coerce(types);
        for (int i = 0; wanted != null && i < wanted.size(); i++) {
            operands.set(i, cast(context, operands.get(i), types.get(i), wanted.get(i)));
        }
        RelDataType type = type(context, call, operator, operands);
        return context.getRexBuilder().makeCall(call.getParserPosition(), type, operator, operands);
    }

    private static RexNode cast(SqlRexContext context, RexNode operand, SqlType from, SqlType to) {
        boolean flag = operand.getType().getSqlTypeName() == SqlTypeName.SYMBOL;
        if (flag || from.equals(to)) {
            return operand;
        }
        RelDataType type = TypeMapping.toRelType(
                to, operand.getType().isNullable(), (VelariaTypeFactory) context.getTypeFactory());
        return context.getRexBuilder().makeCast(type, operand);
    }

    private static RexNode comparison(SqlRexContext context, SqlCall call) {
        List<RexNode> operands = alike(context, operands(context, call));
        return context.getRexBuilder().makeCall(call.getParserPosition(), call.getOperator(), operands);
    }

    private static RexNode between(SqlRexContext context, SqlCall call) {
        SqlBetweenOperator operator = (SqlBetweenOperator) call.getOperator();
        List<RexNode> operands = operands(context, call);
        RexNode value = operands.get(SqlBetweenOperator.VALUE_OPERAND);
        RexNode first = operands.get(SqlBetweenOperator.LOWER_OPERAND);
        RexNode second = operands.get(SqlBetweenOperator.UPPER_OPERAND);
        RexBuilder builder = context.getRexBuilder();
        RexNode within = within(context, value, first, second);
        if (operator.flag == SqlBetweenOperator.Flag.SYMMETRIC) {
            within = builder.makeCall(SqlStdOperatorTable.OR, within, within(context, value, second, first));
        }
        return operator.isNegated() ? builder.makeCall(SqlStdOperatorTable.NOT, within) : within;
    }

    private static RexNode within(SqlRexContext context, RexNode value, RexNode lower, RexNode upper) {
        RexBuilder builder = context.getRexBuilder();
        return builder.makeCall(
                SqlStdOperatorTable.AND,
                builder.makeCall(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, alike(context, List.of(value, lower))),
                builder.makeCall(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, alike(context, List.of(value, upper))));
    }

    /** The two operands made comparable. */
    private static List<RexNode> alike(SqlRexContext context, List<RexNode> operands) {
        RexNode left = operands.get(0);
        RexNode right = operands.get(1);
        RelDataType a = left.getType();
        RelDataType b = right.getType();
        if (a.getSqlTypeName() == b.getSqlTypeName() && a.getSqlTypeName() != SqlTypeName.DECIMAL
                || SqlTypeUtil.isInterval(a) && SqlTypeUtil.isInterval(b)) {
            return operands;
        }
        boolean exact = SqlTypeUtil.isExactNumeric(a) && SqlTypeUtil.isExactNumeric(b);
        if (exact && !(left instanceof RexLiteral) && !(right instanceof RexLiteral)) {
            return operands;
        }
        RexBuilder builder = context.getRexBuilder();
        RelDataType common = common(context.getTypeFactory(), left, right);
        if (common == null) {
            return operands;
        }
        return List.of(ensure(builder, common, left), ensure(builder, common, right));
    }

    private static RelDataType common(RelDataTypeFactory factory, RexNode left, RexNode right) {
        if (right instanceof RexLiteral literal && holds(left.getType(), literal)) {
            return left.getType();
        }
        if (left instanceof RexLiteral literal && holds(right.getType(), literal)) {
            return right.getType();
        }
        return factory.leastRestrictive(List.of(left.getType(), right.getType()), SqlTypeMappingRules.instance(true));
    }

    /** Whether the exact type holds the number without loss, so that the column beside it needs no cast. */
    private static boolean holds(RelDataType type, RexLiteral literal) {
        if (!SqlTypeUtil.isExactNumeric(type) || !SqlTypeUtil.isExactNumeric(literal.getType()) || literal.isNull()) {
            return false;
        }
        var value = RexLiteral.bigDecimalValue(literal).stripTrailingZeros();
        int scale = type.getSqlTypeName() == SqlTypeName.DECIMAL ? type.getScale() : 0;
        return value.scale() <= scale && value.precision() - value.scale() < type.getPrecision() - scale;
    }

    private static RexNode ensure(RexBuilder builder, RelDataType common, RexNode node) {
        RelDataType type = builder.getTypeFactory()
                .createTypeWithNullability(common, node.getType().isNullable());
        return node.getType().equals(type) ? node : builder.makeCast(type, node);
    }

    private static RexNode coalesce(SqlRexContext context, SqlCall call) {
        List<RexNode> operands = operands(context, call);
        RelDataType type = type(context, call, SqlStdOperatorTable.COALESCE, operands);
        RexBuilder builder = context.getRexBuilder();
        List<RexNode> cast =
                operands.stream().map(operand -> ensure(builder, type, operand)).toList();
        return builder.makeCall(call.getParserPosition(), type, SqlStdOperatorTable.COALESCE, cast);
    }

    private static RexNode nullIf(SqlRexContext context, SqlCall call) {
        List<RexNode> operands = operands(context, call);
        RexBuilder builder = context.getRexBuilder();
        RelDataType type = builder.getTypeFactory()
                .createTypeWithNullability(operands.get(0).getType(), true);
        RexNode equal = builder.makeCall(SqlStdOperatorTable.EQUALS, alike(context, operands));
        return builder.makeCall(
                call.getParserPosition(),
                type,
                SqlStdOperatorTable.CASE,
                List.of(equal, builder.makeNullLiteral(type), builder.makeCast(type, operands.get(0))));
    }

    private static RexNode concat(SqlRexContext context, SqlCall call) {
        RexBuilder builder = context.getRexBuilder();
        RelDataType text = builder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR);
        List<RexNode> operands = operands(context, call).stream()
                .map(operand -> SqlTypeUtil.inCharFamily(operand.getType()) ? operand : ensure(builder, text, operand))
                .toList();
        return builder.makeCall(
                call.getParserPosition(),
                type(context, call, call.getOperator(), operands),
                call.getOperator(),
                operands);
    }

    /** Known when planning, like the schema that names without one mean. */
    private static RexNode nameInUse(SqlRexContext context, SqlCall call) {
        PlanningContext session = ((VelariaValidator) context.getValidator()).context();
        String name = call.getOperator() == SqlStdOperatorTable.CURRENT_SCHEMA
                ? session.settings().get("schema", ObjectName.DEFAULT_SCHEMA)
                : session.databaseName();
        RelDataType type = context.getValidator().getValidatedNodeType(call);
        return context.getRexBuilder().makeLiteral(name, type, true);
    }

    /** {@code INTERVAL n DAY} is n times a day. */
    private static RexNode interval(SqlRexContext context, SqlCall call) {
        RexNode count = context.convertExpression(call.operand(0));
        SqlIntervalQualifier unit = call.operand(1);
        RexNode one = context.convertLiteral(SqlLiteral.createInterval(1, "1", unit, call.getParserPosition()));
        RexBuilder builder = context.getRexBuilder();
        RelDataType type = builder.getTypeFactory()
                .createTypeWithNullability(one.getType(), count.getType().isNullable());
        return builder.makeCall(call.getParserPosition(), type, SqlStdOperatorTable.MULTIPLY, List.of(one, count));
    }
}
