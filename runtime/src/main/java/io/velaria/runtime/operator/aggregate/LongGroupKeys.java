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

    private int[] slots = new int[64]; // group + 1
    private boolean direct = true;
    private long base; // the value of slot 0 while direct
    private boolean based;
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
        room(count);
        findBuffered(count, Decoder.nulls(key, rows, count, nulls) > 0, groups);
    }

    @Override
    public void findOf(GroupKeys other, int[] from, int count, int[] groups) {
        LongGroupKeys theirs = (LongGroupKeys) other;
        prepare(count);
        boolean someNull = false;
        for (int i = 0; i < count; i++) {
            nulls[i] = from[i] == theirs.nullGroup;
            buffer[i] = nulls[i] ? base : theirs.values[from[i]];
            someNull |= nulls[i];
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

    private void prepare(int count) {
        if (buffer.length < count) {
            buffer = new long[Math.max(count, Batch.MAX_ROWS)];
            nulls = new boolean[buffer.length];
        }
    }

    private void findAll(int count, int[] groups) {
        if (direct) {
            int[] table = slots;
            long least = base;
            for (int i = 0; i < count; i++) {
                int at = (int) (buffer[i] - least);
                int known = table[at];
                if (known == 0) {
                    values[size] = buffer[i];
                    table[at] = known = ++size;
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
        if (direct) {
            int at = (int) (value - base);
            int known = slots[at];
            if (known == 0) {
                values[size] = value;
                slots[at] = known = ++size;
            }
            return known - 1;
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
        if (direct && !roomDirect(count, most)) {
            direct = false;
            rehash(most);
        } else if (!direct && most * 2L > slots.length && !becomeDirect(count, most)) {
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
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            min = Math.min(min, buffer[i]);
            max = Math.max(max, buffer[i]);
        }
        for (int group = 0; group < size; group++) {
            if (group != nullGroup) {
                min = Math.min(min, values[group]);
                max = Math.max(max, values[group]);
            }
        }
        long range = max - min;
        if (min > max || range < 0 || range >= limit(most)) {
            return false;
        }
        slots = new int[(int) range + 1];
        for (int group = 0; group < size; group++) {
            if (group != nullGroup) {
                slots[(int) (values[group] - min)] = group + 1;
            }
        }
        base = min;
        based = true;
        direct = true;
        return true;
    }

    /** Makes slots for the buffer's values by their distance from the least, or returns false if they are too many. */
    private boolean roomDirect(int count, int most) {
        if (count == 0) {
            return true;
        }
        long min = based ? base : buffer[0];
        long max = based ? base + slots.length - 1 : buffer[0];
        for (int i = 0; i < count; i++) {
            min = Math.min(min, buffer[i]);
            max = Math.max(max, buffer[i]);
        }
        if (based && min == base && max == base + slots.length - 1) {
            return true;
        }
        long range = max - min;
        long limit = limit(most);
        if (range < 0 || range >= limit) {
            return false;
        }
        // Room to grow, upwards as values mostly do; never past the largest long.
        long wanted = Math.min(limit, Math.max(range + 1, 2L * slots.length));
        int length = (int) (max > Long.MAX_VALUE - limit ? range + 1 : wanted);
        int[] larger = new int[length];
        if (based) {
            System.arraycopy(slots, 0, larger, (int) (base - min), Math.min(slots.length, length - (int) (base - min)));
        }
        slots = larger;
        base = min;
        based = true;
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
        if (!direct) {
            becomeDirect(0, size);
        }
    }

    /** Whether values are found by their distance from {@link #least}. */
    boolean isDirect() {
        return direct && based;
    }

    /** While direct, a value that none is below. */
    long least() {
        return base;
    }

    /** While direct, a value that none is above. */
    long greatest() {
        int last = slots.length - 1;
        while (last > 0 && slots[last] == 0) {
            last--;
        }
        return base + last;
    }

    /**
     * The groups of the values from one to another; in the order of the values while direct, and then at least one of
     * the two must be between the least and the greatest.
     */
    int[] groupsBetween(long from, long to) {
        return direct ? directBetween(from, to) : hashedBetween(from, to);
    }

    private int[] directBetween(long from, long to) {
        int first = (int) (Math.max(from, base) - base);
        int end = (int) (Math.min(to, base + slots.length - 1) - base) + 1;
        int count = 0;
        for (int slot = first; slot < end; slot++) {
            count += slots[slot] == 0 ? 0 : 1;
        }
        int[] groups = new int[count];
        int at = 0;
        for (int slot = first; slot < end; slot++) {
            if (slots[slot] != 0) {
                groups[at++] = slots[slot] - 1;
            }
        }
        return groups;
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
        return 4L * slots.length + 8L * values.length;
    }

    @Override
    public void close() {
        slots = null;
        values = null;
    }
}
