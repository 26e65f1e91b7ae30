package io.velaria.runtime.operator.filter;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.KeyFilter;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Predicate;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the rows for which a condition is TRUE and whose keys the joins further on may find a match for, by narrowing the
 * selection; columns are not touched.
 */
public final class FilterOperator implements Operator {
    private final Predicate predicate;
    private int[] selection = new int[Batch.MAX_ROWS];
    private Batch pending;
    private boolean finished;

    private FilterOperator(Predicate predicate, boolean finished) {
        this.predicate = predicate;
        this.finished = finished;
    }

    public static OperatorFactory factory(Expression condition) {
        return factory(condition, List.of());
    }

    /** @param filters whose keys are known when a task starts */
    public static OperatorFactory factory(List<KeyFilter> filters) {
        return factory(Literal.TRUE, filters);
    }

    /** @param filters whose keys are known when a task starts */
    public static OperatorFactory factory(Expression condition, List<KeyFilter> filters) {
        return context -> {
            List<Predicate> tests = new ArrayList<>();
            boolean none = false;
            for (KeyFilter filter : filters) {
                KeySet keys = filter.keys().get();
                if (keys != null) {
                    tests.add(new KeyTest(filter.column(), keys));
                    none |= keys.isEmpty();
                }
            }
            return new FilterOperator(context.expressions().conjunction(condition, tests), none);
        };
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
