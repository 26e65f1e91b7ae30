package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Bytes;

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

    /** The first position from {@code from} below {@code to} that holds the byte, or -1. */
    static int indexOf(byte[] bytes, int from, int to, byte value) {
        int i = from;
        long pattern = lanes(value);
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

    /** Whether the range holds neither byte. */
    static boolean holdsNone(byte[] bytes, int from, int to, byte a, byte b) {
        int i = from;
        long patternA = lanes(a);
        long patternB = lanes(b);
        for (; i + 32 <= to; i += 32) {
            long w0 = (long) Bytes.LONG.get(bytes, i);
            long w1 = (long) Bytes.LONG.get(bytes, i + 8);
            long w2 = (long) Bytes.LONG.get(bytes, i + 16);
            long w3 = (long) Bytes.LONG.get(bytes, i + 24);
            long found = matches(w0, patternA)
                    | matches(w1, patternA)
                    | matches(w2, patternA)
                    | matches(w3, patternA)
                    | matches(w0, patternB)
                    | matches(w1, patternB)
                    | matches(w2, patternB)
                    | matches(w3, patternB);
            if (found != 0) {
                return false;
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == a || bytes[i] == b) {
                return false;
            }
        }
        return true;
    }

    /** Whether some CR is not followed by LF. */
    static boolean hasLoneReturn(byte[] bytes, int from, int to) {
        int at = indexOf(bytes, from, to, (byte) '\r');
        while (at >= 0) {
            if (at + 1 >= to || bytes[at + 1] != '\n') {
                return true;
            }
            at = indexOf(bytes, at + 2, to, (byte) '\r');
        }
        return false;
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
        int last = 0;
        int position = from;
        while (true) {
            int found = indexOf(bytes, position, to, quoteByte);
            int segmentEnd = found < 0 ? to : found;
            int end = lastLineEnd(bytes, position, segmentEnd, to, atEnd);
            last = end > 0 ? end : last;
            if (found < 0) {
                return last;
            }
            byte before = found == from ? (byte) '\n' : bytes[found - 1];
            position = found + 1;
            if (before != delimiter && before != '\n' && before != '\r') {
                continue; // a quote inside an unquoted field is text
            }
            int close = found;
            do {
                close = indexOf(bytes, close + 1, to, quoteByte);
                if (close < 0 || (close + 1 == to && !atEnd)) {
                    return last; // inside quotes, or it may be the first of two
                }
            } while (close + 1 < to && bytes[close + 1] == quoteByte && ++close > 0);
            position = close + 1;
        }
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
