package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
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
 * Encodes text as codes into the column's dictionary where values repeat within the chunk, else flat. Values are first
 * told apart within the chunk, so that the shared dictionary is asked once for each of them and never grows by values
 * that hardly repeat.
 */
final class TextEncoder extends ColumnEncoder {
    private static final int TABLE_SIZE = Batch.MAX_ROWS * 2;

    private final Dictionary dictionary;
    private byte[] bytes = new byte[Batch.MAX_ROWS * 8];
    private int used;
    private final int[] starts = new int[Batch.MAX_ROWS + 1];
    private final int[] local = new int[Batch.MAX_ROWS]; // per row, the number of its value within the chunk
    private final int[] firstRow = new int[Batch.MAX_ROWS]; // per value, a row that holds it
    private final long[] hashes = new long[Batch.MAX_ROWS]; // per value
    private final int[] table = new int[TABLE_SIZE]; // value + 1, open addressing

    TextEncoder(SqlType type, Dictionary dictionary) {
        super(type);
        this.dictionary = dictionary;
    }

    @Override
    void gather(Vector source, int[] selection, int from, int count) {
        for (int i = 0; i < count; i++) {
            int row = selection == null ? from + i : selection[from + i];
            if (!source.isNull(row)) {
                int length = source.stringLength(row);
                if (used + (long) length > bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int)
                            Math.min(Integer.MAX_VALUE - 16L, Math.max(used + (long) length, bytes.length * 2L)));
                }
                System.arraycopy(source.stringBase(row), source.stringOffset(row), bytes, used, length);
                used += length;
            }
            starts[rows + i + 1] = used;
        }
    }

    @Override
    Vector encode(DistinctSketch sketch) {
        int distinct = tellApart();
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int value = 0; value < distinct; value++) {
            int row = firstRow[value];
            long prefix = ZoneMap.prefix(bytes, starts[row], starts[row + 1] - starts[row]);
            least = Math.min(least, prefix);
            greatest = Math.max(greatest, prefix);
            sketch.add(hashes[value]);
        }
        min = least;
        max = greatest;
        Vector codes = distinct <= Math.max(1, rows / 2) ? codes(distinct) : null;
        Vector encoded = codes != null
                ? new DictionaryVector(codes, dictionary.values(), dictionary)
                : new StringVector(
                        type, Arrays.copyOf(bytes, used), Arrays.copyOf(starts, rows + 1), copyValidity(), rows);
        used = 0;
        return encoded;
    }

    /** Numbers the different values of the chunk in order of appearance, and returns how many they are. */
    private int tellApart() {
        Arrays.fill(table, 0);
        int distinct = 0;
        for (int row = 0; row < rows; row++) {
            if (isNull(row)) {
                local[row] = 0;
                continue;
            }
            int length = starts[row + 1] - starts[row];
            long hash = Bytes.hash64(bytes, starts[row], length);
            int slot = (int) hash & (TABLE_SIZE - 1);
            while (true) {
                int value = table[slot] - 1;
                if (value < 0) {
                    table[slot] = distinct + 1;
                    firstRow[distinct] = row;
                    hashes[distinct] = hash;
                    local[row] = distinct++;
                    break;
                }
                int other = firstRow[value];
                if (hashes[value] == hash
                        && Bytes.equal(
                                bytes, starts[row], length, bytes, starts[other], starts[other + 1] - starts[other])) {
                    local[row] = value;
                    break;
                }
                slot = (slot + 1) & (TABLE_SIZE - 1);
            }
        }
        return distinct;
    }

    /** Codes into the dictionary, or null where it is full. */
    private Vector codes(int distinct) {
        int[] code = new int[Math.max(1, distinct)];
        int greatest = 0;
        for (int value = 0; value < distinct; value++) {
            int row = firstRow[value];
            code[value] = dictionary.code(bytes, starts[row], starts[row + 1] - starts[row], true);
            if (code[value] < 0) {
                return null;
            }
            greatest = Math.max(greatest, code[value]);
        }
        if (dictionary.size() == 0) {
            return null; // all rows are NULL: a code would point nowhere
        }
        if (greatest < 256) {
            byte[] narrow = new byte[rows];
            for (int row = 0; row < rows; row++) {
                narrow[row] = (byte) code[local[row]];
            }
            return new ByteVector(type, narrow, copyValidity(), rows);
        }
        short[] narrow = new short[rows];
        for (int row = 0; row < rows; row++) {
            narrow[row] = (short) code[local[row]];
        }
        return new ShortVector(type, narrow, copyValidity(), rows);
    }
}
