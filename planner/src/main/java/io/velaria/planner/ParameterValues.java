package io.velaria.planner;

import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/**
 * The values that a statement is about to be executed with: hints for its plan, which may be used again with others.
 *
 * @param values in the form that {@link EvaluationContext#parameters} has
 * @param types the type of each of them
 */
public record ParameterValues(Object[] values, List<SqlType> types) {
    /** Nothing is known. */
    public static final ParameterValues NONE = new ParameterValues(new Object[0], List.of());

    public ParameterValues {
        types = List.copyOf(types);
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /** Whether a parameter has a value here, NULL included, of just that type. */
    public boolean knows(int parameter, SqlType type) {
        return parameter < values.length && types.get(parameter).equals(type);
    }
}
