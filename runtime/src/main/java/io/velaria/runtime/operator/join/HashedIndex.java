package io.velaria.runtime.operator.join;

import io.velaria.runtime.row.KeyHasher;

/**
 * Slots that hold 32 bits of a hash and the first row of the chain of rows with those. A search that comes to the end of
 * a part goes on at its beginning.
 */
final class HashedIndex extends RowIndex {
    private static final long TAG = 0xFFFFFFFF00000000L;
    private static final int FEWEST_SLOTS_OF_PART = 1 << 10;

    private final long[] slots;
    private final int partMask; // the bits of a slot's number within its part
    private final int[] used; // slots, by part
    private final boolean ofValues;
    private volatile boolean overfull;

    /**
     * An index of no rows yet.
     *
     * @param size number of rows
     * @param ofValues whether values of the only key, an integer, are added instead of hashes
     * @param parts a power of two
     */
    HashedIndex(Chains chains, int size, boolean ofValues, int parts) {
        super(HASHED, chains, parts);
        this.slots = new long[capacity(size)];
        this.used = new int[parts];
        this.partMask = slots.length / parts - 1;
        this.ofValues = ofValues;
    }

    private static int capacity(int size) {
        return Math.max(2, Integer.highestOneBit(Math.max(1, size) * 2 - 1) << 1);
    }

    static long bytes(int size) {
        return 8L * capacity(size);
    }

    /** Whether an index of so many rows may have so many parts. */
    static boolean suits(int size, int parts) {
        return capacity(size) / parts >= FEWEST_SLOTS_OF_PART;
    }

    @Override
    boolean isOverfull() {
        return overfull;
    }

    @Override
    void add(int part, long[] values, boolean[] left, int firstId, int count) {
        long[] table = slots;
        int mask = table.length - 1;
        int wrap = partMask;
        int base = part * (wrap + 1);
        int taken = used[part];
        for (int i = count - 1; i >= 0; i--) {
            long hash = ofValues ? KeyHasher.hash(values[i]) : values[i];
            int slot = (int) hash & mask;
            if (slot - base < 0 || slot - base > wrap || left != null && left[i]) {
                continue;
            }
            long entry = table[slot];
            while (entry != 0 && ((entry ^ hash) & TAG) != 0) {
                slot = base | (slot + 1 & wrap);
                entry = table[slot];
            }
            int id = firstId + i;
            if (entry != 0) {
                chains().link(id, (int) entry);
            } else if (taken++ == wrap) { // one slot stays free, where searches end
                overfull = true;
                break;
            }
            table[slot] = (hash & TAG) | (id + 1);
        }
        used[part] = Math.min(taken, wrap);
    }

    @Override
    void heads(long[] hashes, int count, int[] ids) {
        long[] table = slots;
        int mask = table.length - 1;
        int wrap = partMask;
        for (int i = 0; i < count; i++) {
            long hash = hashes[i];
            int slot = (int) hash & mask;
            long entry = table[slot];
            while (entry != 0 && ((entry ^ hash) & TAG) != 0) {
                slot = slot & ~wrap | slot + 1 & wrap;
                entry = table[slot];
            }
            ids[i] = (int) entry - 1;
        }
    }
}
