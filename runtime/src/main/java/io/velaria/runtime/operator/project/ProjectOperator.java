package io.velaria.runtime.operator.project;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.expression.CommonSubexpressions;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;
import java.util.Arrays;
import java.util.List;

/** Computes a new set of columns, one expression each, for the selected rows. */
public final class ProjectOperator implements Operator {
    private final Evaluator[] shared;
    private final Evaluator[] evaluators;
    private Batch pending;
    private boolean finished;

    private ProjectOperator(Evaluator[] shared, Evaluator[] evaluators) {
        this.shared = shared;
        this.evaluators = evaluators;
    }

    /** @param inputColumns how many columns the batches have that come in */
    public static OperatorFactory factory(List<Expression> expressions, int inputColumns) {
        return context -> {
            var compiler = context.expressions();
            var common = CommonSubexpressions.of(
                    expressions, inputColumns, compiler.context().functions());
            return new ProjectOperator(
                    common.shared().stream().map(compiler::compile).toArray(Evaluator[]::new),
                    common.expressions().stream().map(compiler::compile).toArray(Evaluator[]::new));
        };
    }

    @Override
    public boolean needsInput() {
        return pending == null && !finished;
    }

    @Override
    public void add(Batch batch) {
        Batch input = shared.length == 0 ? batch : withShared(batch);
        Vector[] columns = new Vector[evaluators.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = evaluators[i].evaluate(input, batch.selection(), batch.size());
        }
        pending = batch.withColumns(columns);
    }

    private Batch withShared(Batch batch) {
        int columnCount = batch.columnCount();
        Vector[] columns = Arrays.copyOf(batch.columns(), columnCount + shared.length);
        Batch extended = batch.withColumns(columns); // a shared expression reads those before it
        for (int i = 0; i < shared.length; i++) {
            columns[columnCount + i] = shared[i].evaluate(extended, batch.selection(), batch.size());
        }
        return extended;
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
