package io.velaria.runtime.operator.filter;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.expression.Predicate;
import io.velaria.runtime.kernel.Selections;

/**
 * Selects rows whose key a join further on may find a match for. It only saves work: where most rows pass it looks at no
 * more than one window of batches in eight, and selects all rows of the others.
 */
final class KeyTest implements Predicate {
    private static final int WINDOW = 8;
    private static final int WINDOWS_SKIPPED = 7;

    private final int column;
    private final KeySet keys;
    private long[] room = {};
    private int batches; // of this window
    private long rowsIn;
    private long rowsOut;
    private int toSkip;

    KeyTest(int column, KeySet keys) {
        this.column = column;
        this.keys = keys;
    }

    @Override
    public int select(Batch batch, int[] selection, int count, int[] target) {
        if (toSkip > 0) {
            toSkip--;
            return Selections.all(selection, count, target);
        }
        room = room.length < count ? new long[count] : room;
        int found = keys.select(batch.column(column), selection, count, target, room);
        rowsIn += count;
        rowsOut += found;
        if (++batches == WINDOW) {
            toSkip = rowsOut > rowsIn / 4 * 3 ? WINDOW * WINDOWS_SKIPPED : 0;
            batches = 0;
            rowsIn = 0;
            rowsOut = 0;
        }
        return found;
    }
}
