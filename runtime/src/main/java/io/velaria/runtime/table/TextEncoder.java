package io.velaria.runtime.table;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/**
 * Encodes text as codes into the column's dictionary where values repeat within the chunk, else flat. Flat values are
 * first told apart within the chunk, so that the shared dictionary is asked once for each of them and never grows by
 * values that hardly repeat. Values that come as codes into another dictionary stay codes.
 */
final class TextEncoder extends ColumnEncoder {
    private static final int TABLE_SIZE = Integer.highestOneBit(CAPACITY) * 2;

    /** Chunks not told apart after some whose values were nearly all different. */
    private static final int MAX_PAUSE = 15;

    private final Dictionary dictionary;

    // The values so far, either codes or bytes. A code of a NULL row is 0.
    private boolean coded;
    private final int[] codes = new int[CAPACITY];
    private byte[] bytes = new byte[CAPACITY * 8];
    private int used;
    private final int[] starts = new int[CAPACITY + 1];

    // What codes of the dictionary that values came with are in the column's; -1 for not yet known.
    private Dictionary foreign;
    private int[] translation = {};

    // By code of the column's dictionary: the chunk that had it last, and its place in the order.
    private int[] lastChunk = {};
    private long[] prefixes = {};
    private int chunk;

    // Telling apart.
    private final int[] firstRow = new int[CAPACITY]; // per value, a row that holds it
    private final long[] hashes = new long[CAPACITY]; // per value
    private final int[] table = new int[TABLE_SIZE]; // value + 1, open addressing
    private int pause;
    private int pauseLeft;

    TextEncoder(SqlType type, Dictionary dictionary) {
        super(type);
        this.dictionary = dictionary;
    }

    @Override
    void gather(Vector source, int[] selection, int from, int count) {
        if (rows == 0) {
            coded = true;
        }
        if (coded
                && source instanceof DictionaryVector encoded
                && encoded.dictionary() != null
                && gatherCodes(encoded, selection, from, count)) {
            return;
        }
        if (coded) {
            decode();
        }
        if (selection == null && source instanceof StringVector flat && !flat.mayHaveNulls()) {
            gatherRange(flat, from, count);
        } else {
            gatherRows(source, selection, from, count);
        }
    }

    /** Returns false where the dictionary is full. */
    private boolean gatherCodes(DictionaryVector source, int[] selection, int from, int count) {
        if (source.dictionary() != foreign) {
            foreign = source.dictionary();
            translation = new int[0];
        }
        int known = translation.length;
        if (known < source.values().length()) {
            translation = Arrays.copyOf(translation, source.values().length());
            Arrays.fill(translation, known, translation.length, -1);
        }
        boolean someNull = source.mayHaveNulls();
        if (!someNull && selection == null && source.codes() instanceof ByteVector bytes) {
            if (translate(bytes.values(), from, count)) {
                return true;
            }
        }
        for (int i = 0; i < count; i++) {
            int row = selection == null ? from + i : selection[from + i];
            if (someNull && source.isNull(row)) {
                codes[rows + i] = 0;
                continue;
            }
            int code = source.codeAt(row);
            int translated = translation[code];
            if (translated < 0) {
                translated = dictionary.code(
                        source.values().stringBase(code),
                        source.values().stringOffset(code),
                        source.values().stringLength(code),
                        true);
                if (translated < 0) {
                    return false;
                }
                translation[code] = translated;
            }
            codes[rows + i] = translated;
        }
        return true;
    }

    /** Translates codes; returns false if some are not known yet. */
    private boolean translate(byte[] source, int from, int count) {
        int unknown = 0;
        for (int i = 0; i < count; i++) {
            int translated = translation[source[from + i] & 0xff];
            codes[rows + i] = translated;
            unknown |= translated;
        }
        return unknown >= 0;
    }

    /** Turns the codes so far into bytes. */
    private void decode() {
        coded = false;
        used = 0;
        StringVector values = dictionary.values();
        for (int row = 0; row < rows; row++) {
            if (!isNull(row)) {
                append(values.bytes(), values.stringOffset(codes[row]), values.stringLength(codes[row]));
            }
            starts[row + 1] = used;
        }
    }

    private void gatherRange(StringVector source, int from, int count) {
        int[] offsets = source.offsets();
        int shift = used - offsets[from];
        append(source.bytes(), offsets[from], offsets[from + count] - offsets[from]);
        for (int i = 1; i <= count; i++) {
            starts[rows + i] = offsets[from + i] + shift;
        }
    }

    private void gatherRows(Vector source, int[] selection, int from, int count) {
        boolean someNull = source.mayHaveNulls();
        for (int i = 0; i < count; i++) {
            int row = selection == null ? from + i : selection[from + i];
            if (!someNull || !source.isNull(row)) {
                append(source.stringBase(row), source.stringOffset(row), source.stringLength(row));
            }
            starts[rows + i + 1] = used;
        }
    }

    private void append(byte[] base, int offset, int length) {
        if (used + (long) length > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(used + (long) length, bytes.length * 2L)));
        }
        System.arraycopy(base, offset, bytes, used, length);
        used += length;
    }

    @Override
    Vector encode(DistinctSketch sketch) {
        if (nullCount == rows) {
            return new StringVector(type, Bytes.EMPTY, new int[rows + 1], copyValidity(), rows);
        }
        if (coded) {
            addCodes(sketch);
            return new DictionaryVector(narrow(codes), dictionary.values(), dictionary);
        }
        Vector repeated = pauseLeft > 0 ? null : encodeRepeated(sketch);
        if (repeated != null) {
            return repeated;
        }
        if (pauseLeft > 0) {
            pauseLeft--;
            addRows(sketch);
        }
        return new StringVector(
                type, Arrays.copyOf(bytes, starts[rows]), Arrays.copyOf(starts, rows + 1), copyValidity(), rows);
    }

    @Override
    void keep(int from, int to) {
        if (coded) {
            System.arraycopy(codes, from, codes, 0, to - from);
            return;
        }
        int first = starts[from];
        System.arraycopy(bytes, first, bytes, 0, used - first);
        for (int row = from; row <= to; row++) {
            starts[row - from] = starts[row] - first;
        }
        used -= first;
    }

    /** Finds the range of the codes' values, and adds to the sketch those that are new here. */
    private void addCodes(DistinctSketch sketch) {
        StringVector values = dictionary.values();
        int known = lastChunk.length;
        if (known < values.length()) {
            lastChunk = Arrays.copyOf(lastChunk, values.length());
            prefixes = Arrays.copyOf(prefixes, values.length());
        }
        chunk++;
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int row = 0; row < rows; row++) {
            int code = codes[row];
            int last = lastChunk[code];
            if (last == chunk || isNull(row)) {
                continue;
            }
            if (last == 0) {
                int offset = values.stringOffset(code);
                int length = values.stringLength(code);
                prefixes[code] = ZoneMap.prefix(values.bytes(), offset, length);
                sketch.add(Bytes.hash64(values.bytes(), offset, length));
            }
            lastChunk[code] = chunk;
            least = Math.min(least, prefixes[code]);
            greatest = Math.max(greatest, prefixes[code]);
        }
        min = least;
        max = greatest;
    }

    /** Finds the range of the rows' values and adds them to the sketch. */
    private void addRows(DistinctSketch sketch) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int row = 0; row < rows; row++) {
            if (nullCount > 0 && isNull(row)) {
                continue;
            }
            int start = starts[row];
            int length = starts[row + 1] - start;
            long prefix = ZoneMap.prefix(bytes, start, length);
            least = Math.min(least, prefix);
            greatest = Math.max(greatest, prefix);
            sketch.add(Bytes.hash64(bytes, start, length));
        }
        min = least;
        max = greatest;
    }

    /** Tells the values apart, and encodes them as codes if they repeat; null if they are better kept flat. */
    private Vector encodeRepeated(DistinctSketch sketch) {
        int[] value = codes; // per row, the number of its value within the chunk
        int distinct = tellApart(value);
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int i = 0; i < distinct; i++) {
            int row = firstRow[i];
            long prefix = ZoneMap.prefix(bytes, starts[row], starts[row + 1] - starts[row]);
            least = Math.min(least, prefix);
            greatest = Math.max(greatest, prefix);
            sketch.add(hashes[i]);
        }
        min = least;
        max = greatest;
        boolean repeats = distinct <= Math.max(1, rows / 2);
        pause = distinct > rows / 4 * 3 ? Math.min(MAX_PAUSE, pause * 2 + 1) : 0;
        if (!repeats) {
            pauseLeft = pause;
            return null;
        }
        int[] code = new int[distinct];
        for (int i = 0; i < distinct; i++) {
            int row = firstRow[i];
            code[i] = dictionary.code(bytes, starts[row], starts[row + 1] - starts[row], true);
            if (code[i] < 0) {
                return null; // it is full
            }
        }
        for (int row = 0; row < rows; row++) {
            value[row] = code[value[row]];
        }
        return new DictionaryVector(narrow(value), dictionary.values(), dictionary);
    }

    /** Numbers the different values of the chunk in order of appearance, and returns how many they are. */
    private int tellApart(int[] value) {
        Arrays.fill(table, 0);
        int distinct = 0;
        for (int row = 0; row < rows; row++) {
            if (nullCount > 0 && isNull(row)) {
                value[row] = 0;
                continue;
            }
            int length = starts[row + 1] - starts[row];
            long hash = Bytes.hash64(bytes, starts[row], length);
            int slot = (int) hash & (TABLE_SIZE - 1);
            while (true) {
                int found = table[slot] - 1;
                if (found < 0) {
                    table[slot] = distinct + 1;
                    firstRow[distinct] = row;
                    hashes[distinct] = hash;
                    value[row] = distinct++;
                    break;
                }
                int other = firstRow[found];
                if (hashes[found] == hash && isSame(row, other, length)) {
                    value[row] = found;
                    break;
                }
                slot = (slot + 1) & (TABLE_SIZE - 1);
            }
        }
        return distinct;
    }

    /** Whether two rows are equal, of which the first has the length. */
    private boolean isSame(int row, int other, int length) {
        int a = starts[row];
        int b = starts[other];
        if (starts[other + 1] - b != length) {
            return false;
        }
        if (length > 32) {
            return Arrays.equals(bytes, a, a + length, bytes, b, b + length);
        }
        int end = a + length;
        for (; a + 8 <= end; a += 8, b += 8) {
            if ((long) Bytes.LONG.get(bytes, a) != (long) Bytes.LONG.get(bytes, b)) {
                return false;
            }
        }
        for (; a < end; a++, b++) {
            if (bytes[a] != bytes[b]) {
                return false;
            }
        }
        return true;
    }

    /** Codes in the narrowest width. */
    private Vector narrow(int[] code) {
        int greatest = 0;
        for (int row = 0; row < rows; row++) {
            greatest = Math.max(greatest, code[row]);
        }
        if (greatest < 256) {
            byte[] narrow = new byte[rows];
            for (int row = 0; row < rows; row++) {
                narrow[row] = (byte) code[row];
            }
            return new ByteVector(type, narrow, copyValidity(), rows);
        }
        short[] narrow = new short[rows];
        for (int row = 0; row < rows; row++) {
            narrow[row] = (short) code[row];
        }
        return new ShortVector(type, narrow, copyValidity(), rows);
    }
}
