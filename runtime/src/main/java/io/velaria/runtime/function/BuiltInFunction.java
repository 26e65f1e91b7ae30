package io.velaria.runtime.function;

import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.RowEvaluator;
import io.velaria.runtime.expression.RowFunction;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A function given by its names, its signatures and what it does. */
record BuiltInFunction(
        String name,
        List<String> aliases,
        List<Signature> signatures,
        String description,
        boolean isStrict,
        boolean isDeterministic,
        Binder binder)
        implements ScalarFunction {
    /** Makes a call ready to run. */
    @FunctionalInterface
    interface Binder {
        Evaluator bind(Call call, List<Evaluator> arguments, EvaluationContext context);
    }

    /**
     * A strict function that does the same for each row.
     *
     * @param names the name and its aliases, separated by blanks
     */
    static BuiltInFunction of(String names, String description, RowFunction function, Signature... signatures) {
        return typed(names, description, call -> function, signatures);
    }

    /** A strict function whose work depends on the call's types, or that has scratch memory. */
    static BuiltInFunction typed(
            String names, String description, Function<Call, RowFunction> function, Signature... signatures) {
        return bound(
                names,
                description,
                true,
                (call, arguments, context) ->
                        new RowEvaluator(call.type(), arguments, true, true, function.apply(call)),
                signatures);
    }

    /** A function that sees NULLs. */
    static BuiltInFunction lenient(String names, String description, RowFunction function, Signature... signatures) {
        return bound(
                names,
                description,
                false,
                (call, arguments, context) -> new RowEvaluator(call.type(), arguments, false, true, function),
                signatures);
    }

    static BuiltInFunction bound(
            String names, String description, boolean strict, Binder binder, Signature... signatures) {
        String[] all = names.split(" ");
        return new BuiltInFunction(
                all[0],
                Arrays.asList(all).subList(1, all.length),
                List.of(signatures),
                description,
                strict,
                true,
                binder);
    }

    /** A function that may answer differently for each row. */
    static BuiltInFunction random(String names, String description, RowFunction function, Signature... signatures) {
        String[] all = names.split(" ");
        return new BuiltInFunction(
                all[0],
                Arrays.asList(all).subList(1, all.length),
                List.of(signatures),
                description,
                true,
                false,
                (call, arguments, context) -> new RowEvaluator(call.type(), arguments, true, false, function));
    }

    /** The same under a name that holds a blank. */
    BuiltInFunction named(String other) {
        return new BuiltInFunction(other, aliases, signatures, description, isStrict, isDeterministic, binder);
    }

    @Override
    public Evaluator bind(Call call, List<Evaluator> arguments, EvaluationContext context) {
        return binder.bind(call, arguments, context);
    }
}
