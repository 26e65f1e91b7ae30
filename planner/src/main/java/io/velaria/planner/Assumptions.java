package io.velaria.planner;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.ExpressionCompiler;
import io.velaria.runtime.session.Session;

/**
 * Checks what a plan takes for granted of its parameters. A plan may move a condition such as {@code name LIKE ?} below a
 * join because its pattern is a good one; with a bad one that would raise the error for rows which do not join.
 */
final class Assumptions {
    private static final Batch ONE_ROW = Batch.of(new Vector[0], 1, 0);

    private Assumptions() {}

    /** Whether the session can execute the statement with the values. */
    static boolean hold(PlannedStatement planned, ParameterValues values, Session session) {
        if (planned.assumptions().isEmpty()) {
            return true;
        }
        for (int i = 0; i < planned.parameterTypes().size(); i++) {
            if (!values.knows(i, planned.parameterTypes().get(i))) {
                return false;
            }
        }
        EvaluationContext evaluation = new EvaluationContext(
                values.values(), 0, session.zone(), session.database().functions());
        return planned.assumptions().stream().allMatch(assumption -> isComputable(assumption, evaluation));
    }

    private static boolean isComputable(Expression expression, EvaluationContext context) {
        try {
            new ExpressionCompiler(context).compile(expression).evaluate(ONE_ROW, null, 1);
            return true;
        } catch (VelariaException | ArithmeticException failure) {
            return false;
        }
    }
}
