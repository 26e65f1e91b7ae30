package io.velaria.runtime.column;

import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/**
 * The distinct values of a low-cardinality text column, numbered from 0 in order of first appearance. It only grows,
 * and equal values always have the same code, so codes compare across the segments of a column. Appending is for one
 * thread at a time; reading a {@link #values()} taken earlier is safe from any.
 */
public final class Dictionary {
    /** Codes stay below this, so that they fit an unsigned short. */
    public static final int MAX_SIZE = 65_536;

    private final SqlType type;
    private byte[] bytes = new byte[256];
    private int[] offsets = new int[17];
    private int size;
    private int[] table = new int[32]; // code + 1, open addressing
    private volatile StringVector values;

    public Dictionary(SqlType type) {
        this.type = type;
        this.values = new StringVector(type, bytes, offsets, null, 0);
    }

    /** The entries so far; a later append leaves it as it is. */
    public StringVector values() {
        return values;
    }

    public int size() {
        return values.length();
    }

    /** The code of a value, or -1 if it is not there and -2 if it was wanted added and the dictionary is full. */
    public synchronized int code(byte[] base, int offset, int length, boolean add) {
        int mask = table.length - 1;
        int slot = Bytes.hash(base, offset, length) & mask;
        while (table[slot] != 0) {
            int code = table[slot] - 1;
            if (Arrays.equals(bytes, offsets[code], offsets[code + 1], base, offset, offset + length)) {
                return code;
            }
            slot = (slot + 1) & mask;
        }
        if (!add) {
            return -1;
        }
        if (size == MAX_SIZE || offsets[size] + (long) length > Integer.MAX_VALUE - 16) {
            return -2;
        }
        append(base, offset, length);
        table[slot] = size;
        if (size * 2 > table.length) {
            rehash();
        }
        return size - 1;
    }

    private void append(byte[] base, int offset, int length) {
        int start = offsets[size];
        if (start + length > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(start + length, bytes.length * 2L)));
        }
        if (size + 2 > offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        System.arraycopy(base, offset, bytes, start, length);
        offsets[size + 1] = start + length;
        size++;
        // Readers of an older view see the same bytes below its length: only places past it are ever written.
        values = new StringVector(type, bytes, offsets, null, size);
    }

    private void rehash() {
        int[] larger = new int[table.length * 2];
        int mask = larger.length - 1;
        for (int code = 0; code < size; code++) {
            int slot = Bytes.hash(bytes, offsets[code], offsets[code + 1] - offsets[code]) & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = code + 1;
        }
        table = larger;
    }
}
