package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/**
 * The different texts of a column that one task met, while they are few. It stands before a {@link Dictionary} because
 * most texts are shorter than a pointer chase: up to 16 bytes are found by comparing two words.
 */
final class TextCodes {
    static final int MAX_SIZE = 1 << 12;

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final Dictionary dictionary;
    private int shift = 64 - 6;
    private long[] firsts = new long[1 << 6]; // by slot: the first eight bytes,
    private long[] lasts = new long[1 << 6]; // the last eight of a longer text,
    private int[] lengths = new int[1 << 6];
    private int[] codes = new int[1 << 6]; // and the code + 1

    TextCodes(SqlType type) {
        dictionary = new Dictionary(type);
    }

    Dictionary dictionary() {
        return dictionary;
    }

    int size() {
        return dictionary.size();
    }

    /** The code of a text, or -1; eight bytes from the start may be read. */
    int find(byte[] b, int start, int length) {
        long first = first(b, start, length);
        long last = last(b, start, length);
        int mask = codes.length - 1;
        int slot = slot(first, last, length);
        while (codes[slot] != 0) {
            if (firsts[slot] == first
                    && lasts[slot] == last
                    && lengths[slot] == length
                    && (length <= 16 || isEqual(codes[slot] - 1, b, start, length))) {
                return codes[slot] - 1;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    private static long first(byte[] b, int start, int length) {
        long word = (long) Bytes.LONG.get(b, start);
        return length >= 8 ? word : word & ((1L << (8 * length)) - 1);
    }

    private static long last(byte[] b, int start, int length) {
        return length > 8 ? (long) Bytes.LONG.get(b, start + length - 8) : 0;
    }

    private int slot(long first, long last, int length) {
        return (int) (((first ^ Long.rotateLeft(last * PRIME, 32) ^ length) * PRIME) >>> shift);
    }

    private boolean isEqual(int code, byte[] b, int start, int length) {
        StringVector values = dictionary.values();
        int offset = values.stringOffset(code);
        return Arrays.equals(values.bytes(), offset, offset + length, b, start, start + length);
    }

    /** Adds a text that is not there, and returns its code; -1 if they are too many. */
    int add(byte[] b, int start, int length) {
        int code = size() == MAX_SIZE ? -1 : dictionary.code(b, start, length, true);
        if (code < 0) {
            return -1;
        }
        if (2 * size() > codes.length) {
            grow();
        }
        put(first(b, start, length), last(b, start, length), length, code + 1);
        return code;
    }

    private void put(long first, long last, int length, int mark) {
        int slot = slot(first, last, length);
        while (codes[slot] != 0) {
            slot = (slot + 1) & (codes.length - 1);
        }
        firsts[slot] = first;
        lasts[slot] = last;
        lengths[slot] = length;
        codes[slot] = mark;
    }

    private void grow() {
        long[] oldFirsts = firsts;
        long[] oldLasts = lasts;
        int[] oldLengths = lengths;
        int[] oldCodes = codes;
        int capacity = oldCodes.length * 4;
        shift -= 2;
        firsts = new long[capacity];
        lasts = new long[capacity];
        lengths = new int[capacity];
        codes = new int[capacity];
        for (int i = 0; i < oldCodes.length; i++) {
            if (oldCodes[i] != 0) {
                put(oldFirsts[i], oldLasts[i], oldLengths[i], oldCodes[i]);
            }
        }
    }

    long sizeInBytes() {
        return 24L * codes.length + dictionary.values().sizeInBytes();
    }
}
