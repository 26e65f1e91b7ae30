package io.velaria.runtime.operator.setop;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** Adds one BOOLEAN column for each input of a set operation, TRUE for the one that the rows come from. */
final class InputMarker implements Operator {
    private static final Vector TRUE = VectorBuilder.single(SqlType.BOOLEAN, 1L);
    private static final Vector FALSE = VectorBuilder.single(SqlType.BOOLEAN, 0L);

    private final int number;
    private final int inputs;
    private Batch pending;
    private boolean finished;

    InputMarker(int number, int inputs) {
        this.number = number;
        this.inputs = inputs;
    }

    @Override
    public boolean needsInput() {
        return pending == null && !finished;
    }

    @Override
    public void add(Batch batch) {
        Vector[] columns = Arrays.copyOf(batch.columns(), batch.columnCount() + inputs);
        for (int i = 0; i < inputs; i++) {
            columns[batch.columnCount() + i] = new ConstantVector(i == number ? TRUE : FALSE, batch.length());
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
