package io.velaria.runtime.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Evaluates an expression over columns in every encoding, with and without selection, and compares with what is due. */
final class Check {
    private Check() {}

    /** An error that a row is due to raise. */
    record Fails(String state) {}

    static Fails fails(String state) {
        return new Fails(state);
    }

    static EvaluationContext context(Object... parameters) {
        return new EvaluationContext(
                parameters,
                1_700_000_000_123_456L,
                ZoneId.of("Europe/Berlin"),
                FunctionRegistry.of(io.velaria.runtime.function.BuiltInFunctions.all()));
    }

    static InputRef input(int index, SqlType type) {
        return new InputRef(index, type);
    }

    /** @param expected per row a value in the form of {@link Vector#valueAt}, or {@link Fails} */
    static void rows(Expression expression, List<List<?>> columns, List<?> expected, SqlType... types) {
        combine(expression, columns, types, new ArrayList<>(), expected);
    }

    private static void combine(
            Expression expression, List<List<?>> columns, SqlType[] types, List<Vector> chosen, List<?> expected) {
        if (chosen.size() == types.length) {
            compare(expression, Encodings.batch(chosen.toArray(Vector[]::new)), expected);
            return;
        }
        int next = chosen.size();
        for (Vector encoding : Encodings.of(types[next], columns.get(next))) {
            List<Vector> longer = new ArrayList<>(chosen);
            longer.add(encoding);
            combine(expression, columns, types, longer, expected);
        }
    }

    private static void compare(Expression expression, Batch batch, List<?> expected) {
        Evaluator evaluator = new ExpressionCompiler(context()).compile(expression);
        Predicate predicate = expression.type().kind() == TypeKind.BOOLEAN
                ? new ExpressionCompiler(context()).predicate(expression)
                : null;
        List<Integer> good = new ArrayList<>();
        for (int row = 0; row < expected.size(); row++) {
            if (expected.get(row) instanceof Fails fails) {
                int[] selection = {row};
                String what = expression + " at row " + row;
                assertEquals(fails.state(), state(() -> evaluator.evaluate(batch, selection, 1)), what);
            } else {
                good.add(row);
            }
        }
        check(evaluator, predicate, batch, good, expected, expression);
        List<Integer> odd = good.stream().filter(row -> row % 2 == 1).toList();
        check(evaluator, predicate, batch, odd, expected, expression);
        check(evaluator, predicate, batch, List.of(), expected, expression);
        if (good.size() == expected.size()) {
            checkRows(evaluator, predicate, batch, null, good, expected, expression);
        }
    }

    private static void check(
            Evaluator evaluator, Predicate predicate, Batch batch, List<Integer> rows, List<?> expected, Object what) {
        int[] selection = rows.stream().mapToInt(Integer::intValue).toArray();
        checkRows(evaluator, predicate, batch, selection, rows, expected, what);
    }

    private static void checkRows(
            Evaluator evaluator,
            Predicate predicate,
            Batch batch,
            int[] selection,
            List<Integer> rows,
            List<?> expected,
            Object what) {
        Vector result = evaluator.evaluate(batch, selection, rows.size());
        assertEquals(batch.length(), result.length());
        for (int row : rows) {
            Object actual = result.valueAt(row);
            if (!Objects.deepEquals(expected.get(row), actual)) {
                assertEquals(
                        expected.get(row),
                        actual,
                        what + " at row " + row + " over "
                                + batch.column(0).getClass().getSimpleName());
            }
        }
        if (predicate != null) {
            int[] target = new int[rows.size()];
            int n = predicate.select(batch, selection, rows.size(), target);
            int[] due = rows.stream()
                    .filter(row -> Objects.equals(expected.get(row), 1L))
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertArrayEquals(due, java.util.Arrays.copyOf(target, n), () -> what + " as predicate");
        }
    }

    static String state(Runnable action) {
        try {
            action.run();
            return "none";
        } catch (VelariaException e) {
            return e.state().code();
        }
    }
}
