package io.velaria.runtime.memory;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A budget of bytes. A database has one, and each query has one below it; operators take {@link MemoryReservation}s.
 * Operators that can do with less ask {@link #shouldSpill} before they take more, and write what they hold to the pool's
 * {@link TemporaryFiles}: well before the budget is used up, so that arrays that double, buffers and what cannot be
 * written have room. Thread-safe.
 */
public final class MemoryPool {
    /** The part of the budget above which operators spill; the rest is for what they need to do so. */
    private static final double SPILL_ABOVE = 0.6;
    /** What each operator may hold whatever the others do, as a part of the budget. */
    private static final int LEAST_SHARE = 32;

    private final String name;
    private final MemoryPool parent;
    private final long limit;
    private final TemporaryFiles temporaryFiles;
    private final AtomicLong reserved = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    private MemoryPool(String name, MemoryPool parent, long limit, TemporaryFiles temporaryFiles) {
        this.name = name;
        this.parent = parent;
        this.limit = limit;
        this.temporaryFiles = temporaryFiles;
    }

    /** A budget whose users have no temporary files. */
    public static MemoryPool root(String name, long limit) {
        return root(name, limit, TemporaryFiles.none());
    }

    public static MemoryPool root(String name, long limit, TemporaryFiles temporaryFiles) {
        return new MemoryPool(name, null, limit, temporaryFiles);
    }

    public MemoryPool child(String childName) {
        return new MemoryPool(childName, this, limit, temporaryFiles);
    }

    /** A part of this pool under the same name, to tell what one user holds. */
    public MemoryPool part() {
        return child(name);
    }

    /** A child with a budget of its own below this one's. */
    public MemoryPool child(String childName, long childLimit) {
        return new MemoryPool(childName, this, Math.min(childLimit, limit), temporaryFiles);
    }

    public MemoryReservation reserve(String operator) {
        return new MemoryReservation(this, operator);
    }

    public long reserved() {
        return reserved.get();
    }

    public long peak() {
        return peak.get();
    }

    public long limit() {
        return limit;
    }

    /** Where what this pool has no room for may go. */
    public TemporaryFiles temporaryFiles() {
        return temporaryFiles;
    }

    /**
     * Whether an operator that can write what it holds to temporary files should do so now instead of taking more. False
     * without temporary files.
     *
     * @param held bytes that the operator, or its task, holds
     * @param growth bytes that it may take before it asks again: as many as it holds where arrays double
     */
    public boolean shouldSpill(long held, long growth) {
        return held >= limit / LEAST_SHARE && temporaryFiles.isAvailable() && isScarce(growth);
    }

    private boolean isScarce(long growth) {
        return reserved.get() + growth > limit * SPILL_ABOVE || parent != null && parent.isScarce(growth);
    }

    /** @throws VelariaException 53200 if the budget, or a parent's, would be exceeded; nothing is reserved then */
    void grow(long bytes, String operator) {
        long now = reserved.addAndGet(bytes);
        if (now > limit) {
            reserved.addAndGet(-bytes);
            throw VelariaException.of(
                            SqlState.OUT_OF_MEMORY,
                            operator + " needs " + bytes + " more bytes, but " + (now - bytes) + " of the " + limit
                                    + " bytes of " + name + " are in use")
                    .hint("raise memory_limit");
        }
        if (parent != null) {
            try {
                parent.grow(bytes, operator);
            } catch (VelariaException e) {
                reserved.addAndGet(-bytes);
                throw e;
            }
        }
        peak.accumulateAndGet(now, Math::max);
    }

    void shrink(long bytes) {
        reserved.addAndGet(-bytes);
        if (parent != null) {
            parent.shrink(bytes);
        }
    }
}
