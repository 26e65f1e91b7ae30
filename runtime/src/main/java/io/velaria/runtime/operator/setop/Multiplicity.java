package io.velaria.runtime.operator.setop;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.plan.SetOperation;
import java.util.Arrays;

/** Gives each row out as often as its counts in the inputs, which follow its columns, say. */
final class Multiplicity implements Operator {
    private final SetOperation.Kind kind;
    private final boolean all;
    private final int columns;
    private Batch batch;
    private int at;
    private long left; // appearances still to give of the row at that place
    private boolean finished;

    Multiplicity(SetOperation.Kind kind, boolean all, int columns) {
        this.kind = kind;
        this.all = all;
        this.columns = columns;
    }

    @Override
    public boolean needsInput() {
        return batch == null && !finished;
    }

    @Override
    public void add(Batch input) {
        batch = input;
        at = 0;
        left = input.size() == 0 ? 0 : times(input.row(0));
    }

    private long times(int row) {
        long first = batch.column(columns).longAt(row);
        long result = first;
        for (int c = columns + 1; c < batch.columnCount(); c++) {
            long count = batch.column(c).longAt(row);
            if (kind == SetOperation.Kind.INTERSECT) {
                result = Math.min(result, count);
            } else if (all) {
                result = Math.max(0, result - count);
            } else if (count > 0) {
                result = 0;
            }
        }
        return all ? result : Math.min(1, result);
    }

    @Override
    public Batch next() {
        if (batch == null) {
            return null;
        }
        int[] rows = new int[Batch.MAX_ROWS];
        int count = 0;
        while (at < batch.size() && count < rows.length) {
            if (left == 0) {
                at++;
                left = at < batch.size() ? times(batch.row(at)) : 0;
            } else {
                rows[count++] = batch.row(at);
                left--;
            }
        }
        Batch source = batch;
        if (at == batch.size()) {
            batch = null;
        }
        if (count == 0) {
            return null;
        }
        Vector[] output = Arrays.copyOf(source.columns(), columns);
        if (!all) {
            return source.withColumns(output).select(rows, count);
        }
        for (int c = 0; c < columns; c++) {
            output[c] = VectorCopier.copy(output[c], rows, count);
        }
        return Batch.of(output, count, source.ordinal());
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public boolean isFinished() {
        return finished && batch == null;
    }
}
