package io.velaria.runtime.operator.filter;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Predicate;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;

/** Keeps the rows for which a condition is TRUE, by narrowing the selection; columns are not touched. */
public final class FilterOperator implements Operator {
    private final Predicate predicate;
    private int[] selection = new int[Batch.MAX_ROWS];
    private Batch pending;
    private boolean finished;

    private FilterOperator(Predicate predicate) {
        this.predicate = predicate;
    }

    public static OperatorFactory factory(Expression condition) {
        return context -> new FilterOperator(context.expressions().predicate(condition));
    }

    @Override
    public boolean needsInput() {
        return pending == null && !finished;
    }

    @Override
    public void add(Batch batch) {
        if (selection.length < batch.size()) {
            selection = new int[batch.size()];
        }
        int size = predicate.select(batch, batch.selection(), batch.size(), selection);
        if (size == batch.size()) {
            pending = batch; // nothing was filtered: skip the selection
        } else if (size > 0) {
            pending = batch.select(selection, size);
        }
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
