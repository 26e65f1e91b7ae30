package io.velaria.runtime.memory;

/**
 * The bytes that one operator holds. It follows what the operator says it uses, in steps, so that the pool is touched
 * rarely. Not thread-safe; closing gives everything back and is idempotent.
 */
public final class MemoryReservation implements AutoCloseable {
    private static final long MOST_STEP = 1 << 16;
    private static final long LEAST_STEP = 1 << 12;

    private final MemoryPool pool;
    private final String operator;
    private final long step;
    private long reserved;

    MemoryReservation(MemoryPool pool, String operator) {
        this.pool = pool;
        this.operator = operator;
        this.step = Math.max(LEAST_STEP, Math.min(MOST_STEP, Long.highestOneBit(pool.limit() >> 10)));
    }

    /**
     * Says how many bytes are in use now; call it before allocating where the size is known.
     *
     * @throws io.velaria.runtime.error.VelariaException 53200 if the budget is exceeded; the reservation is as before
     */
    public void resize(long bytes) {
        long wanted = (bytes + step - 1) & -step;
        if (wanted > reserved) {
            pool.grow(wanted - reserved, operator);
            reserved = wanted;
        } else if (wanted < reserved) {
            pool.shrink(reserved - wanted);
            reserved = wanted;
        }
    }

    public long bytes() {
        return reserved;
    }

    @Override
    public void close() {
        resize(0);
    }
}
