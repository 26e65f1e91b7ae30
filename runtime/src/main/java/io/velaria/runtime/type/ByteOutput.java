package io.velaria.runtime.type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes that values are written to as text. */
public final class ByteOutput {
    private byte[] bytes = new byte[64];
    private int length;

    /** The array behind; what was written is its first {@link #length} bytes. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public ByteOutput clear() {
        length = 0;
        return this;
    }

    /** Forgets what was written after the first {@code newLength} bytes. */
    public void truncate(int newLength) {
        length = newLength;
    }

    public ByteOutput write(int value) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = (byte) value;
        return this;
    }

    public ByteOutput write(byte[] source, int offset, int count) {
        if (count > bytes.length - length) {
            grow(count);
        }
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Text in UTF-8. */
    public ByteOutput write(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return write(encoded, 0, encoded.length);
    }

    private void grow(int more) {
        long needed = (long) length + more;
        if (needed > Integer.MAX_VALUE - 16) {
            throw new OutOfMemoryError("text beyond 2 GB");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(needed, bytes.length * 2L)));
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
