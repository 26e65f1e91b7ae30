package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;

/**
 * Counts the rows that a plan node gives out, and the time from one of its batches to the next, which is the node's own
 * and its inputs' in the same pipeline.
 */
final class RowCounter implements Operator {
    private final PlanStatistics.Node node;
    private Batch pending;
    private boolean finished;
    private long rows;
    private final long opened = System.nanoTime();

    private RowCounter(PlanStatistics.Node node) {
        this.node = node;
    }

    static OperatorFactory factory(PlanStatistics.Node node) {
        return context -> new RowCounter(node);
    }

    @Override
    public boolean needsInput() {
        return pending == null && !finished;
    }

    @Override
    public void add(Batch batch) {
        rows += batch.size();
        pending = batch;
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

    @Override
    public void close() {
        node.add(rows, System.nanoTime() - opened);
    }
}
