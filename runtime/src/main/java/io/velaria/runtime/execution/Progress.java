package io.velaria.runtime.execution;

import java.util.concurrent.atomic.LongAdder;

/** How far an execution is, for the shell's progress line. Thread-safe. */
public final class Progress {
    private final LongAdder done = new LongAdder();
    private final LongAdder total = new LongAdder();
    private volatile StreamProgress stream;

    /** Adds to what sources will read, in whatever unit they count (rows or bytes). */
    public void expect(long units) {
        total.add(units);
    }

    public void advance(long units) {
        done.add(units);
    }

    /** Makes what a continuous query tells about itself reachable from its cursor. */
    public void report(StreamProgress progress) {
        stream = progress;
    }

    /** Null for a query that is not continuous. */
    public StreamProgress stream() {
        return stream;
    }

    /** Between 0 and 1, or -1 while nothing is known. */
    public double fraction() {
        long all = total.sum();
        return all == 0 ? -1 : Math.min(1.0, (double) done.sum() / all);
    }
}
