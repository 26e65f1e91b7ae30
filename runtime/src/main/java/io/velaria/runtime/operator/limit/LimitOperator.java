package io.velaria.runtime.operator.limit;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;

/** Passes on some rows in the order in which they come, in a pipeline that has one task; then it wants no more. */
public final class LimitOperator implements Operator {
    private final RowLimit limit;
    private long seen;
    private Batch pending;
    private boolean finished;

    private LimitOperator(RowLimit limit) {
        this.limit = limit;
        this.finished = limit.end() <= limit.offset();
    }

    public static OperatorFactory factory(RowLimit limit) {
        return context -> new LimitOperator(limit);
    }

    @Override
    public boolean needsInput() {
        return pending == null && !finished;
    }

    @Override
    public void add(Batch batch) {
        long first = seen;
        seen += batch.size();
        pending = slice(batch, limit.offset() - first, limit.end() - first);
        finished = seen >= limit.end();
    }

    /** The rows of a batch from one place to another, or null if there are none. */
    static Batch slice(Batch batch, long from, long to) {
        int start = (int) Math.max(0, Math.min(batch.size(), from));
        int end = (int) Math.min(batch.size(), to);
        if (start >= end) {
            return null;
        }
        if (start == 0) {
            return batch.head(end);
        }
        int[] selection = new int[end - start];
        for (int i = start; i < end; i++) {
            selection[i - start] = batch.row(i);
        }
        return batch.select(selection, selection.length);
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
