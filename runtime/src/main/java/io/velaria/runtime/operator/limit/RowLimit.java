package io.velaria.runtime.operator.limit;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Parameter;

/**
 * The values of OFFSET and FETCH in one execution.
 *
 * @param offset rows to leave out first
 * @param end rows up to which they are given out, those left out included; {@code Long.MAX_VALUE} for all
 */
public record RowLimit(long offset, long end) {
    /**
     * Reads the two, literals or parameters, null for none; a NULL value is none, too.
     *
     * @throws VelariaException 2201X or 2201W if one is negative
     */
    public static RowLimit of(Expression offset, Expression fetch, QueryContext context) {
        long skip = value(offset, "OFFSET", SqlState.INVALID_ROW_COUNT_IN_OFFSET, 0, context);
        long most = value(fetch, "LIMIT", SqlState.INVALID_ROW_COUNT_IN_LIMIT, Long.MAX_VALUE, context);
        return new RowLimit(skip, most > Long.MAX_VALUE - skip ? Long.MAX_VALUE : skip + most);
    }

    private static long value(
            Expression expression, String clause, SqlState state, long defaultValue, QueryContext context) {
        Object value;
        if (expression == null) {
            return defaultValue;
        } else if (expression instanceof Literal literal) {
            value = literal.value();
        } else if (expression instanceof Parameter parameter) {
            value = context.evaluation().parameters()[parameter.index()];
        } else {
            throw VelariaException.unsupported(clause + " " + expression);
        }
        if (value == null) {
            return defaultValue;
        }
        long rows = ((Number) value).longValue();
        if (rows < 0) {
            throw VelariaException.of(state, clause + " must not be negative: " + rows);
        }
        return rows;
    }
}
