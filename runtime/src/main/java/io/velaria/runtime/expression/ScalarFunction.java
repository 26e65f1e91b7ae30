package io.velaria.runtime.expression;

import java.util.List;

/**
 * A scalar function called by name. The planner asks {@link #signatures} to check a call and to cast its arguments, so a
 * function that is registered is known to SQL without the planner's help.
 */
public interface ScalarFunction {
    /** The name in upper case. */
    String name();

    /** Other names of the same function, in upper case. */
    default List<String> aliases() {
        return List.of();
    }

    /** The ways to call it, tried in order. */
    List<Signature> signatures();

    /** Whether equal arguments always give equal results, so that calls on constants may be folded. */
    default boolean isDeterministic() {
        return true;
    }

    /** Whether any NULL argument makes the result NULL. */
    default boolean isStrict() {
        return true;
    }

    /** A sentence for {@code velaria.functions}. */
    default String description() {
        return "";
    }

    /** Makes a call ready to run; {@code call.operands()} have the types that the signature asked for. */
    Evaluator bind(Call call, List<Evaluator> arguments, EvaluationContext context);
}
