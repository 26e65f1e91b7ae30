package io.velaria.runtime.execution;

import java.util.concurrent.atomic.LongAdder;

/** How far an execution is, for the shell's progress line. Thread-safe. */
public final class Progress {
    private final LongAdder done = new LongAdder();
    private final LongAdder total = new LongAdder();

    /** Adds to what sources will read, in whatever unit they count (rows or bytes). */
    public void expect(long units) {
        total.add(units);
    }

    public void advance(long units) {
        done.add(units);
    }

    /** Between 0 and 1, or -1 while nothing is known. */
    public double fraction() {
        long all = total.sum();
        return all == 0 ? -1 : Math.min(1.0, (double) done.sum() / all);
    }
}
