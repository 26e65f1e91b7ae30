package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.KeyHasher;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** One key of an integer-like type of up to 64 bits: the values themselves are compared while probing. */
final class LongGroupKeys implements GroupKeys {
    private final SqlType type;
    private int[] slots = new int[64]; // group + 1
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
        if (buffer.length < count) {
            buffer = new long[Math.max(count, Batch.MAX_ROWS)];
            nulls = new boolean[buffer.length];
        }
        room(count);
        Vector key = keys[0];
        Decoder.longs(key, rows, count, buffer);
        if (Decoder.nulls(key, rows, count, nulls) == 0) {
            findAll(count, groups);
        } else {
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
    }

    private void findAll(int count, int[] groups) {
        for (int i = 0; i < count; i++) {
            groups[i] = findOne(buffer[i]);
        }
    }

    private int findOne(long value) {
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
        if (most * 2L > slots.length) {
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
    }

    @Override
    public int size() {
        return size;
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
        return group == nullGroup ? 0 : KeyHasher.hash(values[group]);
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
