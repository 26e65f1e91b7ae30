package io.velaria.runtime.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reading, comparing and hashing byte ranges. All multi-byte values are little-endian. */
public final class Bytes {
    public static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    public static final byte[] EMPTY = {};

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private Bytes() {}

    public static int hash(byte[] base, int offset, int length) {
        return (int) hash64(base, offset, length);
    }

    /** A well-mixed 64-bit hash of the range; not cryptographic. */
    public static long hash64(byte[] base, int offset, int length) {
        long hash = length * PRIME;
        int i = offset;
        int end = offset + length;
        for (; i + 8 <= end; i += 8) {
            hash = (hash ^ (long) LONG.get(base, i)) * PRIME;
            hash ^= hash >>> 32;
        }
        return mix(hash ^ tail(base, i, end - i, length));
    }

    /** Fewer than eight bytes at the end of a range as a word: read as one where eight bytes are there. */
    private static long tail(byte[] base, int offset, int count, int length) {
        if (count == 0) {
            return 0;
        }
        if (length >= 8) {
            return (long) LONG.get(base, offset + count - 8) >>> (64 - 8 * count);
        }
        if (offset + 8 <= base.length) {
            return (long) LONG.get(base, offset) & (-1L >>> (64 - 8 * count));
        }
        long tail = 0;
        for (int i = 0; i < count; i++) {
            tail |= (base[offset + i] & 0xffL) << (8 * i);
        }
        return tail;
    }

    /** Finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit. */
    public static long mix(long value) {
        long hash = value;
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return hash ^ (hash >>> 31);
    }

    public static boolean equal(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return aLength == bLength && Arrays.equals(a, aOffset, aOffset + aLength, b, bOffset, bOffset + bLength);
    }

    /** Whether two ranges of the same length are equal; short ones, as most texts are, without a call of a stub. */
    public static boolean equalRange(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
        if (length < 8) {
            for (int i = 0; i < length; i++) {
                if (a[aOffset + i] != b[bOffset + i]) {
                    return false;
                }
            }
            return true;
        }
        if (length > 32) {
            return Arrays.equals(a, aOffset, aOffset + length, b, bOffset, bOffset + length);
        }
        int last = length - 8;
        for (int i = 0; i < last; i += 8) {
            if ((long) LONG.get(a, aOffset + i) != (long) LONG.get(b, bOffset + i)) {
                return false;
            }
        }
        return (long) LONG.get(a, aOffset + last) == (long) LONG.get(b, bOffset + last);
    }

    /** Binary collation: unsigned bytes, which for UTF-8 is the order of code points. */
    public static int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Arrays.compareUnsigned(a, aOffset, aOffset + aLength, b, bOffset, bOffset + bLength);
    }
}
