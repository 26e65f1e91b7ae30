package io.velaria.runtime.expression;

import io.velaria.runtime.error.VelariaException;

/** Makes expressions ready to run for one task. */
public final class ExpressionCompiler {
    private final EvaluationContext context;

    public ExpressionCompiler(EvaluationContext context) {
        this.context = context;
    }

    public EvaluationContext context() {
        return context;
    }

    public Evaluator compile(Expression expression) {
        if (expression instanceof InputRef input) {
            return (batch, selection, count) -> batch.column(input.index());
        }
        throw VelariaException.unsupported(expression.toString());
    }

    public Predicate predicate(Expression condition) {
        throw VelariaException.unsupported(condition.toString());
    }
}
