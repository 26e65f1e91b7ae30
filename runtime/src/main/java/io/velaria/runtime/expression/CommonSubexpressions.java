package io.velaria.runtime.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Expressions over the same rows with what several of them compute made a column of its own. Only what is computed for
 * every row anyway is shared: nothing comes out of the branches of CASE, COALESCE and their like, so that no row raises
 * an error that it would not have raised, and no function that answers differently each time.
 *
 * @param shared what is computed first, one further column each; it may refer to the shared ones before it
 * @param expressions the given expressions over the input's columns and the shared ones
 */
public record CommonSubexpressions(List<Expression> shared, List<Expression> expressions) {
    /** @param columns of the input, after which the shared ones follow */
    public static CommonSubexpressions of(List<Expression> expressions, int columns, FunctionRegistry functions) {
        Map<Expression, Integer> uses = new HashMap<>();
        for (Expression expression : expressions) {
            count(expression, functions, uses);
        }
        uses.values().removeIf(count -> count < 2);
        if (uses.isEmpty()) {
            return new CommonSubexpressions(List.of(), expressions);
        }
        Map<Expression, InputRef> places = new LinkedHashMap<>();
        List<Expression> shared = new ArrayList<>();
        for (Expression expression : expressions) {
            share(expression, columns, uses, places, shared);
        }
        List<Expression> rewritten = expressions.stream()
                .map(expression -> replace(expression, places))
                .toList();
        return new CommonSubexpressions(List.copyOf(shared), rewritten);
    }

    /** Counts how often calls are asked for; the operands of one that is met again are not, since it is computed once. */
    private static void count(Expression expression, FunctionRegistry functions, Map<Expression, Integer> uses) {
        if (expression instanceof Call call
                && !Analysis.isConstant(call, functions)
                && !Analysis.isVolatile(call, functions)
                && uses.merge(call, 1, Integer::sum) == 1) {
            for (Expression operand : operandsOfEveryRow(call)) {
                count(operand, functions, uses);
            }
        }
    }

    /** The operands of operators that evaluate them for each of their rows. */
    private static List<Expression> operandsOfEveryRow(Call call) {
        return switch (call.function()) {
            case Operators.PLUS,
                    Operators.MINUS,
                    Operators.TIMES,
                    Operators.DIVIDE,
                    Operators.MODULO,
                    Operators.NEGATE,
                    Operators.CAST -> call.operands();
            default -> List.of();
        };
    }

    private static void share(
            Expression expression,
            int columns,
            Map<Expression, Integer> uses,
            Map<Expression, InputRef> places,
            List<Expression> shared) {
        if (!(expression instanceof Call call) || places.containsKey(call)) {
            return;
        }
        for (Expression operand : operandsOfEveryRow(call)) {
            share(operand, columns, uses, places, shared);
        }
        if (uses.containsKey(call)) {
            shared.add(replaceOperands(call, places));
            places.put(call, new InputRef(columns + places.size(), call.type()));
        }
    }

    private static Expression replace(Expression expression, Map<Expression, InputRef> places) {
        InputRef place = places.get(expression);
        return place != null ? place : expression instanceof Call call ? replaceOperands(call, places) : expression;
    }

    private static Expression replaceOperands(Call call, Map<Expression, InputRef> places) {
        List<Expression> operands = call.operands().stream()
                .map(operand -> replace(operand, places))
                .toList();
        return operands.equals(call.operands()) ? call : new Call(call.function(), operands, call.type());
    }
}
