package io.velaria.runtime.operator.project;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;
import java.util.List;

/** Computes a new set of columns, one expression each, for the selected rows. */
public final class ProjectOperator implements Operator {
    private final Evaluator[] evaluators;
    private Batch pending;
    private boolean finished;

    private ProjectOperator(Evaluator[] evaluators) {
        this.evaluators = evaluators;
    }

    public static OperatorFactory factory(List<Expression> expressions) {
        return context -> {
            var compiler = context.expressions();
            return new ProjectOperator(
                    expressions.stream().map(compiler::compile).toArray(Evaluator[]::new));
        };
    }

    @Override
    public boolean needsInput() {
        return pending == null && !finished;
    }

    @Override
    public void add(Batch batch) {
        Vector[] columns = new Vector[evaluators.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = evaluators[i].evaluate(batch, batch.selection(), batch.size());
        }
        pending = batch.withColumns(columns);
    }

    @Override
    public Batch next() {
        Batch batch = pending;
        pending = null;
        return batch;
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public boolean isFinished() {
        return finished && pending == null;
    }
}
