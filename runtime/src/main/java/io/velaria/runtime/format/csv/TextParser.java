package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * VARCHAR, checked to be UTF-8 and no longer than declared. While the texts are few they come as codes into a dictionary
 * of this task, and each is checked once; from the first batch on that has too many they come flat.
 */
final class TextParser extends ColumnParser {
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final int capacity;
    private final int maxLength;
    private final byte[] nullText;

    // Coded. The code of a NULL is 0.
    private TextCodes known; // null once the texts are too many
    private final short[] codes;
    private byte[] narrowCodes;
    private long rowsBefore;

    // Flat.
    private int[] offsets;
    private byte[] bytes;
    private int used;
    private long seen; // all words copied so far, or-ed: no high bit means that all is ASCII

    TextParser(Field column, int capacity, byte[] nullText) {
        super(column, capacity);
        this.capacity = capacity;
        this.maxLength = column.type().precision();
        this.nullText = nullText;
        this.known = new TextCodes(column.type());
        this.codes = new short[capacity];
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
        int row = from;
        if (known != null) {
            row = parseCoded(b, starts, ends, width, field, from, count);
            if (row == count || isOdd(ends[row * width + field] - starts[row * width + field])) {
                return row;
            }
            decode(row);
        }
        return parseFlat(b, starts, ends, width, field, row, count);
    }

    /** Whether a field of this length may be NULL, or was quoted not to be. */
    private boolean isOdd(int length) {
        return length <= 0 || length == nullText.length;
    }

    /** Stops also at a text that makes them too many, or that is not valid. */
    private int parseCoded(byte[] b, int[] starts, int[] ends, int width, int field, int from, int count) {
        TextCodes texts = known;
        short[] target = codes;
        int nullLength = nullText.length;
        int i = from * width + field;
        for (int row = from; row < count; row++, i += width) {
            int start = starts[i];
            int length = ends[i] - start;
            if (length <= 0 || length == nullLength) {
                return row;
            }
            int code = texts.find(b, start, length);
            if (code < 0) {
                code = add(b, start, length);
                if (code < 0) {
                    return row;
                }
            }
            target[row] = (short) code;
        }
        return count;
    }

    private int add(byte[] b, int start, int length) {
        boolean tooMany = 2L * known.size() > rowsBefore + capacity;
        return tooMany || !isValid(b, start, start + length) ? -1 : known.add(b, start, length);
    }

    private boolean isValid(byte[] b, int start, int end) {
        if (!ValueText.isUtf8(b, start, end)) {
            return false;
        }
        if (maxLength == 0 || end - start <= maxLength) {
            return true;
        }
        String text = new String(b, start, end - start, StandardCharsets.UTF_8);
        return text.codePointCount(0, text.length()) <= maxLength;
    }

    /** Goes on with flat texts from a row on. */
    private void decode(int rows) {
        if (bytes == null) {
            bytes = new byte[capacity * 16 + Records.SLACK];
            offsets = new int[capacity + 1];
        }
        StringVector values = known.dictionary().values();
        known = null;
        for (int row = 0; row < rows; row++) {
            if (isNull(row)) {
                offsets[row + 1] = used;
            } else {
                int code = codes[row] & 0xffff;
                append(row, values.bytes(), values.stringOffset(code), values.stringLength(code));
            }
        }
    }

    private int parseFlat(byte[] b, int[] starts, int[] ends, int width, int field, int from, int count) {
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
            // Whole words: what is too much is overwritten by the next value.
            for (int done = 0; done < length; done += 16) {
                long first = (long) Bytes.LONG.get(b, start + done);
                long second = (long) Bytes.LONG.get(b, start + done + 8);
                Bytes.LONG.set(target, at + done, first);
                Bytes.LONG.set(target, at + done + 8, second);
                words |= first | second;
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
        if (known != null) {
            int code = known.find(b, start, end - start);
            code = code >= 0 ? code : add(b, start, end - start);
            if (code >= 0) {
                codes[row] = (short) code;
                return true;
            }
            decode(row);
        }
        append(row, b, start, end - start);
        seen |= HIGH_BITS;
        return true;
    }

    private void append(int row, byte[] b, int start, int length) {
        if (used + length + Records.SLACK > bytes.length) {
            bytes = grow(bytes, used, length);
        }
        System.arraycopy(b, start, bytes, used, length);
        used += length;
        offsets[row + 1] = used;
    }

    @Override
    void appendNull(int row) {
        if (known != null) {
            codes[row] = 0;
        } else {
            offsets[row + 1] = used;
        }
        setNull(row);
    }

    @Override
    int check(int from, int count) {
        if (known != null || ((seen & HIGH_BITS) == 0 && maxLength == 0)) {
            return count;
        }
        for (int row = from; row < count; row++) {
            if (!isValid(bytes, offsets[row], offsets[row + 1])) {
                return row;
            }
        }
        return count;
    }

    @Override
    Vector build(int count) {
        rowsBefore += count;
        if (known != null && 2L * known.size() > rowsBefore) {
            decode(count);
        }
        if (known == null) {
            return new StringVector(column.type(), bytes, offsets, validity(), count);
        }
        if (known.size() == 0) { // only NULLs
            return new StringVector(column.type(), Bytes.EMPTY, new int[count + 1], validity(), count);
        }
        return new DictionaryVector(codes(count), known.dictionary().values(), known.dictionary());
    }

    private Vector codes(int count) {
        if (known.size() > 256) {
            return new ShortVector(column.type(), codes, validity(), count);
        }
        if (narrowCodes == null) {
            narrowCodes = new byte[capacity];
        }
        for (int row = 0; row < count; row++) {
            narrowCodes[row] = (byte) codes[row];
        }
        return new ByteVector(column.type(), narrowCodes, validity(), count);
    }

    @Override
    long sizeInBytes() {
        return 3L * capacity
                + (bytes == null ? 0 : bytes.length + 4L * offsets.length)
                + (known == null ? 0 : known.sizeInBytes());
    }
}
