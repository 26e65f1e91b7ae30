package io.velaria.runtime.operator.filter;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;
import io.velaria.runtime.row.Decoder;
import java.util.function.Supplier;

/**
 * Leaves out rows whose key a join further on will find no match for. It only saves work: where most rows pass it looks
 * at no more than one window of batches in eight.
 */
public final class KeyFilterOperator implements Operator {
    private static final int WINDOW = 8;
    private static final int WINDOWS_SKIPPED = 7;

    private final int column;
    private final KeySet keys; // null where the join made none
    private long[] values = new long[Batch.MAX_ROWS];
    private boolean[] nulls = new boolean[Batch.MAX_ROWS];
    private int[] kept = new int[Batch.MAX_ROWS];
    private Batch pending;
    private boolean finished;
    private int batches; // of this window
    private long rowsIn;
    private long rowsOut;
    private int toSkip;

    private KeyFilterOperator(int column, KeySet keys) {
        this.column = column;
        this.keys = keys;
        this.finished = keys != null && keys.isEmpty();
    }

    /** @param keys asked when a task starts; null lets all rows pass */
    public static OperatorFactory factory(int column, Supplier<KeySet> keys) {
        return context -> new KeyFilterOperator(column, keys.get());
    }

    @Override
    public boolean needsInput() {
        return pending == null && !finished;
    }

    @Override
    public void add(Batch batch) {
        if (keys == null) {
            pending = batch;
        } else if (toSkip > 0) {
            toSkip--;
            pending = batch;
        } else {
            pending = filter(batch);
        }
    }

    private Batch filter(Batch batch) {
        int count = batch.size();
        if (values.length < count) {
            values = new long[count];
            nulls = new boolean[count];
            kept = new int[count];
        }
        Vector vector = batch.column(column);
        int[] rows = batch.selection();
        Decoder.longs(vector, rows, count, values);
        boolean someNull = Decoder.nulls(vector, rows, count, nulls) > 0;
        int found = keys.select(values, rows, count, someNull ? nulls : null, kept);
        rowsIn += count;
        rowsOut += found;
        if (++batches == WINDOW) {
            toSkip = rowsOut > rowsIn / 4 * 3 ? WINDOW * WINDOWS_SKIPPED : 0;
            batches = 0;
            rowsIn = 0;
            rowsOut = 0;
        }
        return found == count ? batch : found == 0 ? null : batch.select(kept, found);
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
