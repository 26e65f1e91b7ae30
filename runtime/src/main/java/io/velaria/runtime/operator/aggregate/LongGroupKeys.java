package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.KeyHasher;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/**
 * One key of an integer-like type of up to 64 bits. While the values' range is small for their number, a value's distance
 * from the least is its slot, so that keys that come in order are found in order; else slots are chosen by hash and the
 * values themselves are compared while probing.
 */
final class LongGroupKeys implements GroupKeys {
    private final SqlType type;
    /** So many slots for each value, or {@link #SMALL_RANGE}, are taken before values are hashed. */
    private static final int SLOTS_PER_VALUE = 16;

    private static final int SMALL_RANGE = 1 << 12;

    /** Up to {@link #MEDIUM_RANGE} slots it may be more: the first of many random values don't tell how many there are. */
    private static final int MEDIUM_SLOTS_PER_VALUE = 256;

    private static final int MEDIUM_RANGE = 1 << 20;

    private DirectSlots direct = new DirectSlots(); // null while values are hashed
    private int[] slots = {}; // group + 1, by hash
    private long[] values = new long[32];
    private int size;
    private int nullGroup = -1;
    private long[] buffer = {};
    private boolean[] nulls = {};

    LongGroupKeys(SqlType type) {
        this.type = type;
    }

    @Override
    public void find(Vector[] keys, int[] rows, int count, int[] groups) {
        prepare(count);
        Vector key = keys[0];
        Decoder.longs(key, rows, count, buffer);
        boolean someNull = Decoder.nulls(key, rows, count, nulls) > 0;
        if (someNull) {
            hideNulls(count);
        }
        room(count);
        findBuffered(count, someNull, groups);
    }

    @Override
    public void findOf(GroupKeys other, int[] from, int count, int[] groups) {
        LongGroupKeys theirs = (LongGroupKeys) other;
        prepare(count);
        boolean someNull = false;
        for (int i = 0; i < count; i++) {
            nulls[i] = from[i] == theirs.nullGroup;
            buffer[i] = theirs.values[from[i]];
            someNull |= nulls[i];
        }
        if (someNull) {
            hideNulls(count);
        }
        room(count);
        findBuffered(count, someNull, groups);
    }

    /** Finds or adds the values in {@link #buffer}, for which there is room, and NULL where {@link #nulls} says so. */
    private void findBuffered(int count, boolean someNull, int[] groups) {
        if (!someNull) {
            findAll(count, groups);
            return;
        }
        for (int i = 0; i < count; i++) {
            if (nulls[i]) {
                if (nullGroup < 0) {
                    nullGroup = size;
                    values[size++] = 0;
                }
                groups[i] = nullGroup;
            } else {
                groups[i] = findOne(buffer[i]);
            }
        }
    }

    /** Puts values that are there anyway in the place of NULLs, so that room is made for no others. */
    private void hideNulls(int count) {
        int first = 0;
        while (first < count - 1 && nulls[first]) {
            first++;
        }
        long other = buffer[first];
        for (int i = 0; i < count; i++) {
            other = nulls[i] ? other : buffer[i];
            buffer[i] = other;
        }
    }

    private void prepare(int count) {
        if (buffer.length < count) {
            buffer = new long[Math.max(count, Batch.MAX_ROWS)];
            nulls = new boolean[buffer.length];
        }
    }

    private void findAll(int count, int[] groups) {
        if (direct != null) {
            DirectSlots table = direct;
            for (int i = 0; i < count; i++) {
                int[] page = table.page(buffer[i]);
                int slot = DirectSlots.slot(buffer[i]);
                int known = page[slot];
                if (known == 0) {
                    values[size] = buffer[i];
                    page[slot] = known = ++size;
                }
                groups[i] = known - 1;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            groups[i] = findOne(buffer[i]);
        }
    }

    private int findOne(long value) {
        if (direct != null) {
            int[] page = direct.page(value);
            int slot = DirectSlots.slot(value);
            if (page[slot] == 0) {
                values[size] = value;
                page[slot] = ++size;
            }
            return page[slot] - 1;
        }
        int mask = slots.length - 1;
        int slot = (int) KeyHasher.hash(value) & mask;
        while (true) {
            int group = slots[slot] - 1;
            if (group < 0) {
                values[size] = value;
                slots[slot] = ++size;
                return size - 1;
            }
            if (values[group] == value) {
                return group;
            }
            slot = (slot + 1) & mask;
        }
    }

    private void room(int count) {
        int most = size + count;
        if (most > values.length) {
            values = Arrays.copyOf(values, Math.max(most, values.length * 2));
        }
        if (direct != null && !direct.room(buffer, count, limit(most))) {
            direct = null;
            rehash(most);
        } else if (direct == null && most * 2L > slots.length && !becomeDirect(count, most)) {
            rehash(most);
        }
    }

    /** The most slots for so many values. */
    private static long limit(int most) {
        long medium = Math.min(MEDIUM_RANGE, (long) MEDIUM_SLOTS_PER_VALUE * most);
        return Math.min(1 << 30, Math.max(Math.max(SMALL_RANGE, medium), (long) SLOTS_PER_VALUE * most));
    }

    /** Gives up hashing where there were too few values for their range at first; false if there still are. */
    private boolean becomeDirect(int count, int most) {
        DirectSlots table = new DirectSlots();
        if (!table.room(values, size, limit(most)) || !table.room(buffer, count, limit(most))) {
            return false;
        }
        for (int group = 0; group < size; group++) {
            if (group != nullGroup) {
                table.page(values[group])[DirectSlots.slot(values[group])] = group + 1;
            }
        }
        direct = table;
        slots = new int[0];
        return true;
    }

    private void rehash(int most) {
        int[] larger = new int[Integer.highestOneBit(most * 2 - 1) << 1];
        int mask = larger.length - 1;
        for (int group = 0; group < size; group++) {
            if (group != nullGroup) {
                int slot = (int) KeyHasher.hash(values[group]) & mask;
                while (larger[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                larger[slot] = group + 1;
            }
        }
        slots = larger;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int columnCount() {
        return 1;
    }

    /** The group of NULL, or -1. */
    int nullGroup() {
        return nullGroup;
    }

    /** Ends the input: values that came in an order in which they seemed sparse may be dense together. */
    void finish() {
        if (direct == null) {
            becomeDirect(0, size);
        }
    }

    /** Whether values are found by their distance from {@link #least}. */
    boolean isDirect() {
        return direct != null && !direct.isEmpty();
    }

    /** While direct, a value that none is below. */
    long least() {
        return direct.least();
    }

    /** While direct, a value that none is above. */
    long greatest() {
        return direct.greatest();
    }

    /** The groups of the values from one to another; in the order of the values while direct. */
    int[] groupsBetween(long from, long to) {
        return direct != null ? direct.groupsBetween(from, to) : hashedBetween(from, to);
    }

    private int[] hashedBetween(long from, long to) {
        int[] groups = new int[16];
        int count = 0;
        for (int group = 0; group < size; group++) {
            if (values[group] >= from && values[group] <= to && group != nullGroup) {
                groups = count < groups.length ? groups : Arrays.copyOf(groups, 2 * count);
                groups[count++] = group;
            }
        }
        return Arrays.copyOf(groups, count);
    }

    @Override
    public Vector column(int key, int from, int count) {
        long[] copy = Arrays.copyOfRange(values, from, from + count);
        long[] validity = null;
        if (nullGroup >= from && nullGroup < from + count) {
            validity = Validity.allValid(count);
            Validity.setNull(validity, nullGroup - from);
        }
        return Results.longs(type, copy, validity, count);
    }

    @Override
    public Vector column(int key, int[] groups, int count) {
        long[] copy = new long[count];
        long[] validity = null;
        for (int i = 0; i < count; i++) {
            copy[i] = values[groups[i]];
            if (groups[i] == nullGroup) {
                validity = validity == null ? Validity.allValid(count) : validity;
                Validity.setNull(validity, i);
            }
        }
        return Results.longs(type, copy, validity, count);
    }

    @Override
    public long hash(int group) {
        return group == nullGroup ? KeyHasher.NULL_HASH : KeyHasher.hash(values[group]);
    }

    @Override
    public long bytes() {
        return 4L * slots.length + 8L * values.length + (direct == null ? 0 : direct.bytes());
    }

    @Override
    public void close() {
        direct = null;
        slots = null;
        values = null;
    }
}
