package io.velaria.runtime.kernel;

import io.velaria.runtime.column.Bytes;

/** Finding bytes in bytes, and walking UTF-8. */
public final class TextSearch {
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private TextSearch() {}

    /**
     * The first position in [from, to - needle.length] where the needle is, or -1. Looks for its first and its last byte
     * at once in eight places at a time: a byte of x that is 0 marks a place that may have it (Mycroft 1987), which the
     * two together seldom do for nothing.
     */
    public static int indexOf(byte[] text, int from, int to, byte[] needle) {
        int length = needle.length;
        if (length == 0) {
            return from <= to ? from : -1;
        }
        int span = length - 1;
        int last = to - length;
        long firstBytes = (needle[0] & 0xffL) * LOW_BITS;
        long lastBytes = (needle[span] & 0xffL) * LOW_BITS;
        int eightMore = Math.min(last, text.length - span - 8);
        int at = from;
        for (; at <= eightMore; at += 8) {
            long x = (long) Bytes.LONG.get(text, at) ^ firstBytes;
            long y = (long) Bytes.LONG.get(text, at + span) ^ lastBytes;
            long places = (x - LOW_BITS) & ~x & (y - LOW_BITS) & ~y & HIGH_BITS;
            for (; places != 0; places &= places - 1) {
                int place = at + (Long.numberOfTrailingZeros(places) >>> 3);
                if (place > last) {
                    return -1;
                }
                if (matches(text, place, needle)) {
                    return place;
                }
            }
        }
        for (; at <= last; at++) {
            if (matches(text, at, needle)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether the needle is at a position; there is room for it. */
    public static boolean matches(byte[] text, int at, byte[] needle) {
        for (int i = 0; i < needle.length; i++) {
            if (text[at + i] != needle[i]) {
                return false;
            }
        }
        return true;
    }

    public static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    /** Code points in a range. */
    public static int countCodePoints(byte[] text, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += (text[i] & 0xc0) != 0x80 ? 1 : 0;
        }
        return count;
    }

    /** The position some code points further, or {@code to} where the text ends before. */
    public static int skip(byte[] text, int from, int to, long codePoints) {
        int at = from;
        for (long i = 0; i < codePoints && at < to; i++) {
            at++;
            while (at < to && isContinuation(text[at])) {
                at++;
            }
        }
        return at;
    }

    public static boolean isAscii(byte[] text, int from, int to) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            if (((long) Bytes.LONG.get(text, at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < to; at++) {
            if (text[at] < 0) {
                return false;
            }
        }
        return true;
    }
}
