package io.velaria.planner.translate;

import io.velaria.planner.type.TypeMapping;
import io.velaria.planner.type.VectorCast;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.util.Sarg;

/**
 * Turns the planner's row expressions into the runtime's. What is emitted is what {@link Operators} lists; every other
 * operator becomes a call by its upper-case name:
 *
 * <table>
 * <caption>Calls beyond Operators</caption>
 * <tr><th>SQL</th><th>call</th></tr>
 * <tr><td>any registered scalar function f(a, ..)</td><td>F(a, ..), arguments cast as its signature says</td></tr>
 * <tr><td>SUBSTRING(x FROM s FOR n)</td><td>SUBSTRING(x, s, n)</td></tr>
 * <tr><td>TRIM(BOTH c FROM x), also LEADING, TRAILING</td><td>TRIM('BOTH', c, x)</td></tr>
 * <tr><td>POSITION(a IN b)</td><td>POSITION(a, b)</td></tr>
 * <tr><td>OVERLAY(x PLACING y FROM s FOR n)</td><td>OVERLAY(x, y, s, n)</td></tr>
 * <tr><td>EXTRACT(unit FROM x)</td><td>EXTRACT('UNIT', x), see Operators</td></tr>
 * <tr><td>FLOOR(x TO unit), CEIL(x TO unit)</td><td>DATE_TRUNC('UNIT', x), DATE_CEIL('UNIT', x)</td></tr>
 * <tr><td>x SIMILAR TO p [ESCAPE e]</td><td>SIMILAR TO(x, p[, e])</td></tr>
 * <tr><td>CURRENT_DATE, CURRENT_TIMESTAMP, LOCALTIMESTAMP, ..</td><td>the same name, no arguments</td></tr>
 * <tr><td>NULLIF, GREATEST, LEAST</td><td>the same name, operands of the result's type</td></tr>
 * <tr><td>ARRAY[a, ..]</td><td>ARRAY(a, ..), operands of the element type</td></tr>
 * <tr><td>x[i]</td><td>ITEM(x, i), i BIGINT from 1</td></tr>
 * <tr><td>x IN (subquery) left as a value</td><td>none: a MARK join gives a column</td></tr>
 * </table>
 */
final class ExpressionConverter {
    private static final long MICROS_PER_MILLI = 1000;

    private ExpressionConverter() {}

    static List<Expression> convert(List<? extends RexNode> nodes) {
        List<Expression> converted = new ArrayList<>(nodes.size());
        for (RexNode node : nodes) {
            converted.add(convert(node));
        }
        return converted;
    }

    static Expression convert(RexNode node) {
        if (node instanceof RexInputRef input) {
            return new InputRef(input.getIndex(), TypeMapping.toSqlType(input.getType()));
        }
        if (node instanceof RexLiteral literal) {
            return LiteralConverter.convert(literal);
        }
        if (node instanceof RexDynamicParam parameter) {
            return new Parameter(parameter.getIndex(), TypeMapping.toSqlType(parameter.getType()));
        }
        if (node instanceof RexOver || node instanceof RexSubQuery) {
            throw VelariaException.unsupported("this place for " + node.getKind());
        }
        if (node instanceof RexCall call) {
            return convertCall(call);
        }
        throw VelariaException.unsupported(node.getKind() + " " + node);
    }

    private static Expression convertCall(RexCall call) {
        List<RexNode> operands = call.getOperands();
        SqlType type = TypeMapping.toSqlType(call.getType());
        if (call.getOperator() instanceof VectorCast vector) {
            String name = vector.isSafe() ? Operators.TRY_CAST : Operators.CAST;
            return cast(name, convert(operands.get(0)), type);
        }
        return switch (call.getKind()) {
            case PLUS, CHECKED_PLUS -> arithmetic(Operators.PLUS, call, type);
            case MINUS, CHECKED_MINUS -> arithmetic(Operators.MINUS, call, type);
            case TIMES, CHECKED_TIMES -> arithmetic(Operators.TIMES, call, type);
            case DIVIDE, CHECKED_DIVIDE -> arithmetic(Operators.DIVIDE, call, type);
            case MOD -> arithmetic(Operators.MODULO, call, type);
            case MINUS_PREFIX, CHECKED_MINUS_PREFIX -> new Call(Operators.NEGATE, convert(operands), type);
            case PLUS_PREFIX -> convert(operands.get(0));
            case EQUALS -> comparison(Operators.EQUAL, operands);
            case NOT_EQUALS -> comparison(Operators.NOT_EQUAL, operands);
            case LESS_THAN -> comparison(Operators.LESS, operands);
            case LESS_THAN_OR_EQUAL -> comparison(Operators.LESS_OR_EQUAL, operands);
            case GREATER_THAN -> comparison(Operators.GREATER, operands);
            case GREATER_THAN_OR_EQUAL -> comparison(Operators.GREATER_OR_EQUAL, operands);
            case IS_DISTINCT_FROM -> comparison(Operators.IS_DISTINCT_FROM, operands);
            case IS_NOT_DISTINCT_FROM -> comparison(Operators.IS_NOT_DISTINCT_FROM, operands);
            case AND -> logical(Operators.AND, operands);
            case OR -> disjunction(operands);
            case NOT -> bool(Operators.NOT, operands);
            case IS_NULL -> bool(Operators.IS_NULL, operands);
            case IS_NOT_NULL -> bool(Operators.IS_NOT_NULL, operands);
            case IS_TRUE -> bool(Operators.IS_TRUE, operands);
            case IS_NOT_TRUE -> bool(Operators.IS_NOT_TRUE, operands);
            case IS_FALSE -> bool(Operators.IS_FALSE, operands);
            case IS_NOT_FALSE -> bool(Operators.IS_NOT_FALSE, operands);
            case IS_UNKNOWN -> bool(Operators.IS_NULL, operands);
            case CASE -> conditional(operands, type);
            case COALESCE -> new Call(Operators.COALESCE, castAll(operands, type), type);
            case NULLIF, GREATEST, LEAST -> new Call(call.getKind().name(), castAll(operands, type), type);
            case CAST -> cast(Operators.CAST, convert(operands.get(0)), type);
            case SAFE_CAST -> cast(Operators.TRY_CAST, convert(operands.get(0)), type);
            case REINTERPRET -> cast(Operators.CAST, convert(operands.get(0)), type);
            case LIKE -> new Call(isIlike(call) ? Operators.ILIKE : Operators.LIKE, convert(operands), type);
            case SIMILAR -> new Call("SIMILAR TO", convert(operands), type);
            case SEARCH -> search(operands.get(0), (RexLiteral) operands.get(1));
            case EXTRACT -> new Call(Operators.EXTRACT, convert(operands), type);
            case ARRAY_VALUE_CONSTRUCTOR -> new Call("ARRAY", castAll(operands, type.element()), type);
            case ITEM ->
                new Call(
                        "ITEM",
                        List.of(
                                convert(operands.get(0)),
                                cast(Operators.CAST, convert(operands.get(1)), SqlType.BIGINT)),
                        type);
            case ROW, MAP_VALUE_CONSTRUCTOR, MULTISET_VALUE_CONSTRUCTOR, DOT, FIELD_ACCESS ->
                throw VelariaException.unsupported(call.getKind() + " as a value");
            default -> byName(call, type);
        };
    }

    private static boolean isIlike(RexCall call) {
        return call.getOperator().getName().equals("ILIKE");
    }

    private static Expression byName(RexCall call, SqlType type) {
        SqlOperator operator = call.getOperator();
        String name = operator.getName().toUpperCase(java.util.Locale.ROOT);
        List<Expression> operands = convert(call.getOperands());
        if (name.equals("SUBSTRING") || name.equals("OVERLAY") || name.equals("POSITION")) {
            operands = operands.stream()
                    .map(operand ->
                            operand.type().kind().isNumeric() ? cast(Operators.CAST, operand, SqlType.BIGINT) : operand)
                    .toList();
        }
        return new Call(name, operands, type);
    }

    private static Call bool(String name, List<RexNode> operands) {
        return new Call(name, convert(operands), SqlType.BOOLEAN);
    }

    /** AND and OR with nested ones of the same kind drawn up. */
    private static Expression logical(String name, List<RexNode> operands) {
        return logicalOf(name, convert(operands));
    }

    private static Expression disjunction(List<RexNode> operands) {
        Expression any = logical(Operators.OR, operands);
        boolean isOr = any instanceof Call call && call.function().equals(Operators.OR);
        return isOr && operands.stream().allMatch(RexUtil::isDeterministic)
                ? logicalOf(Operators.OR, Membership.join(((Call) any).operands()))
                : any;
    }

    static Expression logicalOf(String name, List<Expression> operands) {
        List<Expression> flat = new ArrayList<>();
        for (Expression operand : operands) {
            if (operand instanceof Call call && call.function().equals(name)) {
                flat.addAll(call.operands());
            } else {
                flat.add(operand);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new Call(name, flat, SqlType.BOOLEAN);
    }

    /**
     * With an approximate result, both operands are cast to it; exact ones keep width and scale. With a constant NULL
     * the result is NULL, whatever the other operand would give or whether it fails.
     */
    private static Expression arithmetic(String name, RexCall call, SqlType type) {
        List<Expression> operands = convert(call.getOperands());
        if (operands.stream().anyMatch(operand -> operand instanceof Literal literal && literal.isNull())) {
            return Literal.nullOf(type);
        }
        if (type.kind().isApproximateNumeric()) {
            operands = operands.stream()
                    .map(operand -> cast(Operators.CAST, operand, type))
                    .toList();
        } else if (type.kind().isTimestamp() && operands.get(0).type().kind() == TypeKind.DATE) {
            operands = List.of(cast(Operators.CAST, operands.get(0), type), operands.get(1));
        } else if (type.kind().isDateTime() && !operands.get(0).type().kind().isDateTime()) {
            operands = List.of(operands.get(1), operands.get(0));
        }
        return new Call(name, operands, type);
    }

    static Expression comparison(String name, List<RexNode> operands) {
        return compare(name, convert(operands.get(0)), convert(operands.get(1)));
    }

    static Expression compare(String name, Expression left, Expression right) {
        SqlType common = commonType(left.type(), right.type());
        return new Call(
                name,
                List.of(
                        cast(Operators.CAST, left, commonOf(common, left)),
                        cast(Operators.CAST, right, commonOf(common, right))),
                SqlType.BOOLEAN);
    }

    private static SqlType commonOf(SqlType common, Expression operand) {
        return common == null ? operand.type() : common;
    }

    /** The type to compare in, or null where the two meet as they are. */
    private static SqlType commonType(SqlType left, SqlType right) {
        TypeKind a = left.kind();
        TypeKind b = right.kind();
        if (a == TypeKind.NULL || b == TypeKind.NULL) {
            return a == TypeKind.NULL ? right : left;
        }
        if (a.isExactNumeric() && b.isExactNumeric()
                || a.isApproximateNumeric() && b.isApproximateNumeric()
                || a == b) {
            return null;
        }
        if (a.isNumeric() && b.isNumeric()) {
            return SqlType.DOUBLE;
        }
        if (a == TypeKind.TIMESTAMP_TZ || b == TypeKind.TIMESTAMP_TZ) {
            return a == TypeKind.TIMESTAMP_TZ ? left : right;
        }
        if (a == TypeKind.TIMESTAMP || b == TypeKind.TIMESTAMP) {
            return a == TypeKind.TIMESTAMP ? left : right;
        }
        return null;
    }

    private static Expression conditional(List<RexNode> operands, SqlType type) {
        List<Expression> converted = new ArrayList<>(operands.size());
        for (int i = 0; i < operands.size(); i++) {
            boolean condition = i % 2 == 0 && i < operands.size() - 1;
            Expression operand = convert(operands.get(i));
            converted.add(condition ? operand : cast(Operators.CAST, operand, type));
        }
        if (operands.size() % 2 == 0) {
            converted.add(Literal.nullOf(type));
        }
        return new Call(Operators.CASE, converted, type);
    }

    private static List<Expression> castAll(List<RexNode> operands, SqlType type) {
        return operands.stream()
                .map(operand -> cast(Operators.CAST, convert(operand), type))
                .toList();
    }

    /** The operand as that type; itself where it already is, or where only a longer text is asked for. */
    static Expression cast(String name, Expression operand, SqlType type) {
        SqlType from = operand.type();
        if (from.equals(type)
                || from.kind() == TypeKind.VARCHAR
                        && type.kind() == TypeKind.VARCHAR
                        && (type.precision() == 0 || from.precision() > 0 && from.precision() <= type.precision())) {
            return operand;
        }
        if (operand instanceof Literal literal && literal.isNull()) {
            return Literal.nullOf(type);
        }
        return new Call(name, List.of(operand), type);
    }

    /** SEARCH(x, sarg) as equalities, IN and ranges. */
    private static Expression search(RexNode operand, RexLiteral literal) {
        Sarg<?> sarg = literal.getValueAs(Sarg.class);
        return SearchExpansion.expand(convert(operand), sarg, searchType(operand, literal));
    }

    private static RelDataType searchType(RexNode operand, RexLiteral literal) {
        return literal.getType().getSqlTypeName().getFamily()
                        == operand.getType().getSqlTypeName().getFamily()
                ? literal.getType()
                : operand.getType();
    }

    /** Calcite holds day-time intervals in milliseconds. */
    static long intervalMicros(long millis) {
        return Math.multiplyExact(millis, MICROS_PER_MILLI);
    }

    static boolean isTrue(RexNode node) {
        return node == null || node.isAlwaysTrue() || node.getKind() == SqlKind.LITERAL && node.isAlwaysTrue();
    }
}
