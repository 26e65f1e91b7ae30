package io.velaria.runtime.operator.join;

/** Slots that hold 32 bits of a hash and the first row of the chain of rows with those. */
final class HashedIndex extends RowIndex {
    private static final long TAG = 0xFFFFFFFF00000000L;

    private final long[] slots;

    private HashedIndex(Chains chains, long[] slots) {
        super(HASHED, chains);
        this.slots = slots;
    }

    private static int capacity(int size) {
        return Math.max(2, Integer.highestOneBit(Math.max(1, size) * 2 - 1) << 1);
    }

    static long bytes(int size) {
        return 8L * capacity(size);
    }

    /**
     * @param hashes one for each of the rows in their order
     * @param ids of the rows, or null for the first
     */
    static HashedIndex of(long[] hashes, int[] ids, Chains chains) {
        long[] slots = new long[capacity(hashes.length)];
        int mask = slots.length - 1;
        for (int i = hashes.length - 1; i >= 0; i--) { // backwards, as each row goes to the front of its chain
            chains.checkCancelled(i);
            int id = ids == null ? i : ids[i];
            long hash = hashes[i];
            int slot = (int) hash & mask;
            while (slots[slot] != 0 && ((slots[slot] ^ hash) & TAG) != 0) {
                slot = (slot + 1) & mask;
            }
            if (slots[slot] != 0) {
                chains.link(id, (int) slots[slot]);
            }
            slots[slot] = (hash & TAG) | (id + 1);
        }
        return new HashedIndex(chains, slots);
    }

    @Override
    void heads(long[] hashes, int count, int[] ids) {
        long[] table = slots;
        int mask = table.length - 1;
        for (int i = 0; i < count; i++) {
            long hash = hashes[i];
            int slot = (int) hash & mask;
            long entry = table[slot];
            while (entry != 0 && ((entry ^ hash) & TAG) != 0) {
                slot = (slot + 1) & mask;
                entry = table[slot];
            }
            ids[i] = (int) entry - 1;
        }
    }
}
