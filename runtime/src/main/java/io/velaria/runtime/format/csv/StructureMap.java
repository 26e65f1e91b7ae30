package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the structural bytes of a stretch of text are: one bitmap of its delimiters and one of its line ends and quotes,
 * a bit for each byte. Made without branches, eight bytes at a time (see {@link Scanning}); the text is copied into an
 * array of longs before, for over such the compiler makes use of the processor's vectors.
 */
final class StructureMap {
    /** All that is made of a stretch stays in the processor's first-level cache. */
    private static final int STRETCH = 1 << 13;

    private static final long HIGH = 0x8080808080808080L;

    /** Multiplying by it gathers the high bits of all bytes of a word in its highest byte. */
    private static final long GATHER = 0x0002040810204081L;

    private static final long NEWLINES = Scanning.lanes((byte) '\n');
    private static final long RETURNS = Scanning.lanes((byte) '\r');

    private final long delimiterLanes;
    private final long quoteLanes;
    private final long[] words = new long[STRETCH / 8];
    private final long[] noDelimiters = new long[STRETCH / 8];
    private final long[] noSpecials = new long[STRETCH / 8];
    private final byte[] delimiters = new byte[STRETCH / 8];
    private final byte[] specials = new byte[STRETCH / 8];
    private int start;
    private int end;

    /** @param quote negative for none */
    StructureMap(byte delimiter, int quote) {
        delimiterLanes = Scanning.lanes(delimiter);
        quoteLanes = quote < 0 ? NEWLINES : Scanning.lanes((byte) quote);
    }

    void clear() {
        start = 0;
        end = 0;
    }

    /** The position of the block of 64 bytes that holds the position; maps it if it is not. */
    int blockOf(byte[] text, int position, int limit) {
        if (position < start || position >= end) {
            map(text, position, Math.min(limit, position + STRETCH));
        }
        return start + ((position - start) & -64);
    }

    /** Delimiters of a mapped block. */
    long delimiters(int block) {
        return (long) Bytes.LONG.get(delimiters, (block - start) >>> 3);
    }

    /** Line feeds, carriage returns and quotes of a mapped block. */
    long specials(int block) {
        return (long) Bytes.LONG.get(specials, (block - start) >>> 3);
    }

    private void map(byte[] text, int from, int to) {
        start = from;
        end = to;
        int count = ((to - from + 63) >>> 6) << 3;
        ByteBuffer.wrap(text, from, 8 * count)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(words, 0, count);
        compare(words, count, noDelimiters, noSpecials, delimiterLanes, quoteLanes);
        gather(noDelimiters, count, delimiters);
        gather(noSpecials, count, specials);
        int last = (to - from) & 63;
        if (last > 0) { // what lies behind the text is none of it
            int block = count - 8;
            long mask = (1L << last) - 1;
            Bytes.LONG.set(delimiters, block, (long) Bytes.LONG.get(delimiters, block) & mask);
            Bytes.LONG.set(specials, block, (long) Bytes.LONG.get(specials, block) & mask);
        }
    }

    private static void compare(
            long[] words, int count, long[] noDelimiters, long[] noSpecials, long delimiter, long quote) {
        for (int i = 0; i < count; i++) {
            long word = words[i];
            noDelimiters[i] = Scanning.misses(word, delimiter);
            noSpecials[i] =
                    Scanning.misses(word, NEWLINES) & Scanning.misses(word, RETURNS) & Scanning.misses(word, quote);
        }
    }

    /** A bit for each byte whose high bit is not set. */
    private static void gather(long[] misses, int count, byte[] bits) {
        for (int i = 0; i < count; i++) {
            bits[i] = (byte) (((~misses[i] & HIGH) * GATHER) >>> 56);
        }
    }
}
