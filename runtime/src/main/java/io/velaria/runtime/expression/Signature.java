package io.velaria.runtime.expression;

import io.velaria.runtime.type.SqlType;
import java.util.List;
import java.util.function.Function;

/**
 * One way to call a function.
 *
 * @param parameters what each argument must be
 * @param required how many of them must be given
 * @param variadic whether the last parameter may repeat
 * @param result the result's type, given the types of the arguments after coercion
 */
public record Signature(
        List<ArgumentKind> parameters, int required, boolean variadic, Function<List<SqlType>, SqlType> result) {
    public static Signature of(SqlType result, ArgumentKind... parameters) {
        return new Signature(List.of(parameters), parameters.length, false, types -> result);
    }

    public static Signature of(Function<List<SqlType>, SqlType> result, ArgumentKind... parameters) {
        return new Signature(List.of(parameters), parameters.length, false, result);
    }

    public static Signature variadic(SqlType result, ArgumentKind... parameters) {
        return new Signature(List.of(parameters), parameters.length, true, types -> result);
    }

    /** The same with the last {@code count} parameters optional. */
    public Signature optional(int count) {
        return new Signature(parameters, parameters.size() - count, variadic, result);
    }

    public ArgumentKind parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    public boolean accepts(int argumentCount) {
        return argumentCount >= required && (variadic || argumentCount <= parameters.size());
    }

    /** The types to cast the arguments to, or null where they do not fit. */
    public List<SqlType> coerce(List<SqlType> arguments) {
        if (!accepts(arguments.size())) {
            return null;
        }
        SqlType[] coerced = new SqlType[arguments.size()];
        for (int i = 0; i < coerced.length; i++) {
            coerced[i] = parameter(i).coerce(arguments.get(i));
            if (coerced[i] == null) {
                return null;
            }
        }
        return List.of(coerced);
    }
}
