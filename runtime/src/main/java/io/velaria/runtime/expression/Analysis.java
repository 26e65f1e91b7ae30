package io.velaria.runtime.expression;

import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What can be told from an expression without running it. */
public final class Analysis {
    private Analysis() {}

    /** Whether evaluating a row may raise an error. True where it is not known. */
    public static boolean canFail(Expression expression) {
        return canFail(expression, constant -> false);
    }

    /**
     * The same where more is known of what reads no column.
     *
     * @param computable whether an expression that reads no column can be computed
     */
    public static boolean canFail(Expression expression, Predicate<Expression> computable) {
        if (!(expression instanceof Call call)) {
            return false;
        }
        if (onlyColumn(call) == -1) {
            return canFailByItself(call, computable)
                    ? !computable.test(call)
                    : call.operands().stream().anyMatch(operand -> canFail(operand, computable));
        }
        return canFailByItself(call, computable)
                || call.operands().stream().anyMatch(operand -> canFail(operand, computable));
    }

    /** Whether computing the call may raise an error where computing its operands does not. */
    private static boolean canFailByItself(Call call, Predicate<Expression> computable) {
        return switch (call.function()) {
            case Operators.EQUAL,
                    Operators.NOT_EQUAL,
                    Operators.LESS,
                    Operators.LESS_OR_EQUAL,
                    Operators.GREATER,
                    Operators.GREATER_OR_EQUAL,
                    Operators.IS_DISTINCT_FROM,
                    Operators.IS_NOT_DISTINCT_FROM,
                    Operators.AND,
                    Operators.OR,
                    Operators.NOT,
                    Operators.IS_NULL,
                    Operators.IS_NOT_NULL,
                    Operators.IS_TRUE,
                    Operators.IS_NOT_TRUE,
                    Operators.IS_FALSE,
                    Operators.IS_NOT_FALSE,
                    Operators.CASE,
                    Operators.COALESCE,
                    Operators.IN,
                    Operators.CONCAT,
                    Operators.EXTRACT,
                    Operators.TRY_CAST -> false;
            case "UPPER", "LOWER", "LENGTH", "CHAR_LENGTH", "TRIM", "LTRIM", "RTRIM", "STARTS_WITH" -> false;
            case "SUBSTRING" -> !hasPlainLength(call);
            case Operators.LIKE, Operators.ILIKE -> !hasGoodPattern(call, computable);
            case Operators.CAST -> !alwaysCasts(call.operand(0).type(), call.type());
            default -> true;
        };
    }

    /** A pattern that ends with its escape is an error, whatever is compared with it. */
    private static boolean hasGoodPattern(Call like, Predicate<Expression> computable) {
        if (like.operand(1) instanceof Literal literal && like.operands().size() == 2) {
            return literal.isNull() || !endsWithEscape((String) literal.value());
        }
        List<Expression> operands = new ArrayList<>(like.operands());
        operands.set(0, new Literal("", SqlType.VARCHAR));
        Call probe = new Call(like.function(), operands, like.type());
        return onlyColumn(probe) == -1 && computable.test(probe);
    }

    private static boolean endsWithEscape(String pattern) {
        int escapes = 0;
        while (escapes < pattern.length() && pattern.charAt(pattern.length() - 1 - escapes) == '\\') {
            escapes++;
        }
        return escapes % 2 == 1;
    }

    /** A negative length is an error. */
    private static boolean hasPlainLength(Call call) {
        return call.operands().size() < 3
                || call.operand(2) instanceof Literal literal
                        && (literal.isNull() || literal.value() instanceof Long length && length >= 0);
    }

    private static boolean alwaysCasts(SqlType from, SqlType to) {
        if (to.kind() == TypeKind.DOUBLE) {
            return from.kind().isNumeric();
        }
        if (to.kind() == TypeKind.VARCHAR) {
            return from.kind() != TypeKind.VARBINARY;
        }
        return from.kind().isInteger()
                && to.kind().isInteger()
                && from.kind().ordinal() <= to.kind().ordinal();
    }

    /** Whether the same constants always give the same value, and no column is read. */
    public static boolean isConstant(Expression expression, FunctionRegistry functions) {
        if (expression instanceof Call call) {
            return isDeterministic(call, functions)
                    && call.operands().stream().allMatch(operand -> isConstant(operand, functions));
        }
        return !(expression instanceof InputRef);
    }

    private static boolean isDeterministic(Call call, FunctionRegistry functions) {
        ScalarFunction function = functions.find(call.function());
        return function == null || function.isDeterministic();
    }

    /** Whether a function that may answer differently each time is called anywhere. */
    public static boolean isVolatile(Expression expression, FunctionRegistry functions) {
        return expression instanceof Call call
                && (!isDeterministic(call, functions)
                        || call.operands().stream().anyMatch(operand -> isVolatile(operand, functions)));
    }

    /** The one column that an expression reads; -1 if it reads none, -2 if several. */
    static int onlyColumn(Expression expression) {
        if (expression instanceof InputRef input) {
            return input.index();
        }
        int column = -1;
        if (expression instanceof Call call) {
            for (Expression operand : call.operands()) {
                int other = onlyColumn(operand);
                if (other != -1 && column != -1 && other != column) {
                    return -2;
                }
                column = other == -1 ? column : other;
            }
        }
        return column;
    }

    /** Whether the columns that an expression reads are VARCHAR. */
    static boolean readsText(Expression expression) {
        if (expression instanceof InputRef input) {
            return input.type().kind() == TypeKind.VARCHAR;
        }
        return !(expression instanceof Call call) || call.operands().stream().allMatch(Analysis::readsText);
    }
}
