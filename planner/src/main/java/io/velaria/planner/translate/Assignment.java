package io.velaria.planner.translate;

import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;

/** Conversion of a value to the type of the column that stores it. */
final class Assignment {
    private Assignment() {}

    /**
     * The value as the column stores it.
     *
     * @throws VelariaException 42804 where the types are too far apart to convert without a cast
     */
    static Expression to(ColumnDefinition column, Expression value) {
        SqlType from = value.type();
        SqlType to = column.type();
        if (value instanceof Literal literal && literal.isNull()) {
            return Literal.nullOf(to);
        }
        if (!converts(from, to)) {
            throw VelariaException.of(
                            SqlState.DATATYPE_MISMATCH,
                            "column \"" + column.name() + "\" is of type " + to + ", the value of type " + from)
                    .hint("convert it with CAST");
        }
        if (to.kind() != TypeKind.VARCHAR) {
            Literal exact = exact(value, to);
            return exact != null ? exact : ExpressionConverter.cast(Operators.CAST, value, to);
        }
        Expression text = ExpressionConverter.cast(Operators.CAST, value, SqlType.VARCHAR);
        return to.precision() == 0 || isShort(text, to.precision())
                ? text
                : new Call(Operators.CHECK_LENGTH, java.util.List.of(text), to);
    }

    /** A whole number in the column's own form, or null where that needs a computation. */
    private static Literal exact(Expression value, SqlType to) {
        if (!(value instanceof Literal literal)
                || !(literal.value() instanceof Long number)
                || !literal.type().kind().isInteger()) {
            return null;
        }
        return switch (to.kind()) {
            case INTEGER -> number == number.intValue() ? new Literal(number, to) : null;
            case SMALLINT -> number == number.shortValue() ? new Literal(number, to) : null;
            case TINYINT -> number == number.byteValue() ? new Literal(number, to) : null;
            case BIGINT -> new Literal(number, to);
            case DOUBLE -> new Literal((double) number, to);
            default -> null;
        };
    }

    private static boolean isShort(Expression text, int length) {
        return text instanceof Literal literal
                && literal.value() instanceof String value
                && value.codePointCount(0, value.length()) <= length;
    }

    private static boolean converts(SqlType from, SqlType to) {
        TypeKind a = from.kind();
        TypeKind b = to.kind();
        if (a == TypeKind.NULL || from.equals(to) || a.isNumeric() && b.isNumeric()) {
            return true;
        }
        if (a == TypeKind.VECTOR || b == TypeKind.VECTOR) {
            return b == TypeKind.VARCHAR || a == TypeKind.VARCHAR || a == TypeKind.ARRAY;
        }
        if (a == TypeKind.VARCHAR || b == TypeKind.VARCHAR) {
            return a != TypeKind.VARBINARY && b != TypeKind.VARBINARY || a == b;
        }
        boolean dates = (a == TypeKind.DATE || a.isTimestamp()) && (b == TypeKind.DATE || b.isTimestamp());
        return dates || a == b || a.isTimestamp() && b == TypeKind.TIME;
    }

    /** A parameter that goes straight into a column has its type, without a declared length. */
    static Parameter parameter(int index, ColumnDefinition column) {
        SqlType type = column.type().kind() == TypeKind.VARCHAR ? SqlType.VARCHAR : column.type();
        return new Parameter(index, type);
    }
}
