package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.row.KeyHasher;
import io.velaria.runtime.row.RowAppender;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.row.RowMatcher;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import java.util.Arrays;

/**
 * Keys of any number and types in row pages, found by linear probing over slots that hold 32 bits of the hash and the
 * group. A batch goes through together: all hashes, then all slots, then the new keys, then all comparisons; rows that
 * met another key of the same 32 bits go on from the next slot.
 */
final class RowGroupKeys implements GroupKeys {
    private static final long TAG = 0xFFFFFFFF00000000L;

    private final RowPages pages;
    private final RowAppender appender;
    private final KeyHasher hasher = new KeyHasher();
    private final RowMatcher matcher = new RowMatcher();
    private long[] slots = new long[64]; // tag in the high half, group + 1 in the low one; 0 is free
    private long[] hashes = new long[32]; // of each group
    private int size;

    private long[] rowHashes = {};
    private int[] slotOf = {};
    private int[] pending = {};
    private int[] candidates = {};
    private int[] positions = {};
    private int[] newRows = {};
    private int[] newIds = {};
    private boolean[] equal = {};

    RowGroupKeys(RowLayout layout, MemoryReservation reservation) {
        this.pages = new RowPages(layout);
        this.appender = pages.appender(reservation);
    }

    @Override
    public void find(Vector[] keys, int[] rows, int count, int[] groups) {
        room(count);
        hasher.hash(keys, rows, count, rowHashes);
        int mask = slots.length - 1;
        for (int i = 0; i < count; i++) {
            pending[i] = i;
            slotOf[i] = (int) rowHashes[i] & mask;
        }
        int left = count;
        while (left > 0) {
            left = pass(keys, rows, left, groups);
        }
    }

    /** Looks for the pending rows from their slots on; those that met an unequal key stay pending. */
    private int pass(Vector[] keys, int[] rows, int left, int[] groups) {
        int mask = slots.length - 1;
        int first = size;
        int compared = 0;
        for (int p = 0; p < left; p++) {
            int i = pending[p];
            long hash = rowHashes[i];
            int slot = slotOf[i];
            while (true) {
                long entry = slots[slot];
                if (entry == 0) {
                    newRows[size - first] = rows == null ? i : rows[i];
                    hashes[size] = hash;
                    groups[i] = size++;
                    slots[slot] = (hash & TAG) | size;
                    break;
                }
                if (((entry ^ hash) & TAG) == 0) {
                    groups[i] = (int) entry - 1;
                    slotOf[i] = slot;
                    pending[compared++] = i;
                    break;
                }
                slot = (slot + 1) & mask;
            }
        }
        if (size > first) {
            appender.append(keys, newRows, size - first, newIds);
        }
        for (int p = 0; p < compared; p++) {
            int i = pending[p];
            candidates[p] = groups[i];
            positions[p] = rows == null ? i : rows[i];
        }
        Arrays.fill(equal, 0, compared, true);
        for (int k = 0; k < keys.length; k++) {
            matcher.compare(pages, k, candidates, keys[k], positions, compared, true, equal);
        }
        int unequal = 0;
        for (int p = 0; p < compared; p++) {
            if (!equal[p]) {
                int i = pending[p];
                slotOf[i] = (slotOf[i] + 1) & mask;
                pending[unequal++] = i;
            }
        }
        return unequal;
    }

    private void room(int count) {
        if (rowHashes.length < count) {
            int length = Math.max(count, Batch.MAX_ROWS);
            rowHashes = new long[length];
            slotOf = new int[length];
            pending = new int[length];
            candidates = new int[length];
            positions = new int[length];
            newRows = new int[length];
            newIds = new int[length];
            equal = new boolean[length];
        }
        int most = size + count;
        if (most > hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(most, hashes.length * 2));
        }
        if (most * 2L > slots.length) {
            long[] larger = new long[Integer.highestOneBit(most * 2 - 1) << 1];
            int mask = larger.length - 1;
            for (int group = 0; group < size; group++) {
                int slot = (int) hashes[group] & mask;
                while (larger[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                larger[slot] = (hashes[group] & TAG) | (group + 1);
            }
            slots = larger;
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int columnCount() {
        return pages.layout().columnCount();
    }

    @Override
    public Vector column(int key, int from, int count) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = from + i;
        }
        return column(key, ids, count);
    }

    @Override
    public Vector column(int key, int[] groups, int count) {
        return RowReader.gather(pages, key, groups, count); // one appender: ids count up with the groups
    }

    @Override
    public long hash(int group) {
        return hashes[group];
    }

    @Override
    public long bytes() {
        return 8L * (slots.length + hashes.length);
    }

    @Override
    public void close() {
        pages.close();
        slots = null;
        hashes = null;
    }
}
