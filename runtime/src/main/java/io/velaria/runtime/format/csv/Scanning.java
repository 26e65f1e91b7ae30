package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Bytes;
import java.util.Arrays;

/** Finds bytes eight at a time (SIMD within a register; Hacker's Delight, 6-1, in its form without false hits). */
final class Scanning {
    private static final long LOW = 0x7F7F7F7F7F7F7F7FL;
    private static final long ONES = 0x0101010101010101L;

    private Scanning() {}

    /** The byte in every lane. */
    static long lanes(byte value) {
        return (value & 0xFFL) * ONES;
    }

    /** The high bit of each lane where the word and the pattern are equal. */
    static long matches(long word, long pattern) {
        long x = word ^ pattern;
        return ~(((x & LOW) + LOW) | x | LOW);
    }

    /** The high bit of each lane where the word and the pattern differ; the other bits mean nothing. */
    static long misses(long word, long pattern) {
        long x = word ^ pattern;
        return ((x & LOW) + LOW) | x;
    }

    /** The first position from {@code from} below {@code to} that holds the byte, or -1. */
    static int indexOf(byte[] bytes, int from, int to, byte value) {
        int i = from;
        long pattern = lanes(value);
        while (i + 32 <= to
                && (~(misses((long) Bytes.LONG.get(bytes, i), pattern)
                                        & misses((long) Bytes.LONG.get(bytes, i + 8), pattern)
                                        & misses((long) Bytes.LONG.get(bytes, i + 16), pattern)
                                        & misses((long) Bytes.LONG.get(bytes, i + 24), pattern))
                                & ~LOW)
                        == 0) {
            i += 32;
        }
        for (; i + 8 <= to; i += 8) {
            long found = matches((long) Bytes.LONG.get(bytes, i), pattern);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == value) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The position behind the last record that is complete, or 0. The range starts at a record.
     *
     * @param atEnd whether nothing follows, so that a CR at the end needs no LF to be awaited
     */
    static int lastRecordEnd(byte[] bytes, int from, int to, byte delimiter, int quote, boolean atEnd) {
        if (quote < 0) {
            return Math.max(0, lastLineEnd(bytes, from, to, to, atEnd));
        }
        byte quoteByte = (byte) quote;
        int[] unquoted = new int[64]; // where stretches outside of quotes start and end
        int stretches = 0;
        int position = from;
        boolean open = true;
        while (open) {
            if (2 * stretches == unquoted.length) {
                unquoted = Arrays.copyOf(unquoted, 4 * stretches);
            }
            int found = indexOf(bytes, position, to, quoteByte);
            unquoted[2 * stretches] = position;
            unquoted[2 * stretches++ + 1] = found < 0 ? to : found;
            if (found < 0) {
                break;
            }
            byte before = found == from ? (byte) '\n' : bytes[found - 1];
            position = found + 1;
            if (before != delimiter && before != '\n' && before != '\r') {
                continue; // a quote inside an unquoted field is text
            }
            int close = found;
            do {
                close = indexOf(bytes, close + 1, to, quoteByte);
                open = close >= 0 && (close + 1 < to || atEnd); // else inside quotes, or it may be the first of two
            } while (open && close + 1 < to && bytes[close + 1] == quoteByte && ++close > 0);
            position = close + 1;
        }
        for (int i = stretches - 1; i >= 0; i--) {
            int end = lastLineEnd(bytes, unquoted[2 * i], unquoted[2 * i + 1], to, atEnd);
            if (end > 0) {
                return end;
            }
        }
        return 0;
    }

    /** The position behind the last line end of the range, or -1. */
    private static int lastLineEnd(byte[] bytes, int from, int to, int limit, boolean atEnd) {
        for (int i = to - 1; i >= from; i--) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
            if (bytes[i] == '\r' && (i + 1 < limit || atEnd)) {
                return i + 1;
            }
        }
        return -1;
    }
}
