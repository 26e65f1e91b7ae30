package io.velaria.runtime.function;

import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.expression.ScalarFunction;
import java.util.ArrayList;
import java.util.List;

/** The scalar functions that every database has. */
public final class BuiltInFunctions {
    private static final List<ScalarFunction> ALL = collect();
    private static final FunctionRegistry SYNTAX = FunctionRegistry.of(syntax());

    private BuiltInFunctions() {}

    /** All functions that are called like any other. */
    public static List<ScalarFunction> all() {
        return ALL;
    }

    /**
     * Functions that SQL writes with a syntax of their own, such as {@code TRIM(LEADING 'x' FROM y)} or
     * {@code CURRENT_DATE}: the parser knows them, so they are not looked up by signature.
     */
    public static FunctionRegistry withSyntax() {
        return SYNTAX;
    }

    private static List<ScalarFunction> collect() {
        List<ScalarFunction> all = new ArrayList<>();
        all.addAll(TextFunctions.all());
        all.addAll(TextBuilding.all());
        all.addAll(RegexFunctions.all());
        all.addAll(NumericFunctions.all());
        all.addAll(DateFunctions.all());
        all.addAll(GeneralFunctions.all());
        return List.copyOf(all);
    }

    private static List<ScalarFunction> syntax() {
        List<ScalarFunction> all = new ArrayList<>();
        all.addAll(TextFunctions.withSyntax());
        all.addAll(RegexFunctions.withSyntax());
        all.addAll(NumericFunctions.withSyntax());
        all.addAll(DateFunctions.withSyntax());
        all.addAll(GeneralFunctions.withSyntax());
        return all;
    }
}
