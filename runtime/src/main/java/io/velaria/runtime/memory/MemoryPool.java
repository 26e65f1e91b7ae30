package io.velaria.runtime.memory;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A budget of bytes. A database has one, and each query has one below it; operators take {@link MemoryReservation}s.
 * Thread-safe.
 */
public final class MemoryPool {
    private final String name;
    private final MemoryPool parent;
    private final long limit;
    private final AtomicLong reserved = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    private MemoryPool(String name, MemoryPool parent, long limit) {
        this.name = name;
        this.parent = parent;
        this.limit = limit;
    }

    public static MemoryPool root(String name, long limit) {
        return new MemoryPool(name, null, limit);
    }

    public MemoryPool child(String childName) {
        return new MemoryPool(childName, this, limit);
    }

    /** A child with a budget of its own below this one's. */
    public MemoryPool child(String childName, long childLimit) {
        return new MemoryPool(childName, this, Math.min(childLimit, limit));
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
