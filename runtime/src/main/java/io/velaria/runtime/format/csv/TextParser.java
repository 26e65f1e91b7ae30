package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** VARCHAR, checked to be UTF-8 and no longer than declared. */
final class TextParser extends ColumnParser {
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final int maxLength;
    private final byte[] nullText;
    private final int[] offsets;
    private byte[] bytes;
    private int used;
    private long seen; // all words copied so far, or-ed: no high bit means that all is ASCII

    TextParser(Field column, int capacity, byte[] nullText) {
        super(column, capacity);
        this.maxLength = column.type().precision();
        this.nullText = nullText;
        this.offsets = new int[capacity + 1];
        this.bytes = new byte[capacity * 16 + Records.SLACK];
    }

    @Override
    boolean isText() {
        return true;
    }

    @Override
    void start() {
        super.start();
        used = 0;
        seen = 0;
    }

    @Override
    int parse(byte[] b, int[] starts, int[] ends, int width, int field, int from, int count) {
        int i = from * width + field;
        byte[] target = bytes;
        int at = used;
        long words = seen;
        int nullLength = nullText.length;
        int row = from;
        for (; row < count; row++, i += width) {
            int start = starts[i];
            int length = ends[i] - start;
            if (length <= 0 || length == nullLength) {
                break;
            }
            if (at + length + Records.SLACK > target.length) {
                target = grow(target, at, length);
            }
            if (length <= 16) {
                // Two words, whatever the length: what is too much is overwritten by the next value.
                long first = (long) Bytes.LONG.get(b, start);
                long second = (long) Bytes.LONG.get(b, start + 8);
                Bytes.LONG.set(target, at, first);
                Bytes.LONG.set(target, at + 8, second);
                words |= first | second;
            } else {
                System.arraycopy(b, start, target, at, length);
                words |= HIGH_BITS;
            }
            at += length;
            offsets[row + 1] = at;
        }
        bytes = target;
        used = at;
        seen = words;
        return row;
    }

    private static byte[] grow(byte[] target, int at, int length) {
        long wanted = Math.max(at + (long) length + Records.SLACK, target.length * 2L);
        return Arrays.copyOf(target, (int) Math.min(wanted, Integer.MAX_VALUE - 64));
    }

    @Override
    boolean parseOne(int row, byte[] b, int start, int end) {
        int length = end - start;
        if (used + length + Records.SLACK > bytes.length) {
            bytes = grow(bytes, used, length);
        }
        System.arraycopy(b, start, bytes, used, length);
        used += length;
        offsets[row + 1] = used;
        seen |= HIGH_BITS;
        return true;
    }

    @Override
    void appendNull(int row) {
        offsets[row + 1] = used;
        setNull(row);
    }

    @Override
    int check(int from, int count) {
        if ((seen & HIGH_BITS) == 0 && maxLength == 0) {
            return count;
        }
        for (int row = from; row < count; row++) {
            if (!ValueText.isUtf8(bytes, offsets[row], offsets[row + 1])) {
                return row;
            }
            if (maxLength > 0 && offsets[row + 1] - offsets[row] > maxLength) {
                String text = new String(bytes, offsets[row], offsets[row + 1] - offsets[row], StandardCharsets.UTF_8);
                if (text.codePointCount(0, text.length()) > maxLength) {
                    return row;
                }
            }
        }
        return count;
    }

    @Override
    Vector build(int count) {
        return new StringVector(column.type(), bytes, offsets, validity(), count);
    }

    @Override
    long sizeInBytes() {
        return bytes.length + 4L * offsets.length;
    }
}
