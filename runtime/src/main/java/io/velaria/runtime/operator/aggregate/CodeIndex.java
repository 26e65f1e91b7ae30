package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.row.Decoder;
import java.util.Arrays;

/**
 * Finds groups by position where every key is a dictionary code, a byte or a short: a table over all combinations of
 * codes remembers the group of each combination that was met. It stands before a {@link GroupKeys} and is filled from
 * it, so it may be thrown away at any time.
 */
final class CodeIndex {
    private static final int MAX_COMBINATIONS = 1 << 17;
    private static final int ALWAYS = 1 << 12;

    private Dictionary[] dictionaries = {};
    private int[] domains = {};
    private int[] groupOf; // group + 1
    private long rowsSeen;

    private int[] combined = {};
    private int[] codes = {};
    private long[] longs = {};
    private boolean[] nulls = {};
    private int[] missed = {};
    private int[] missedRows = {};
    private int[] missedGroups = {};

    /** Does as {@link GroupKeys#find}, or returns false if the keys are not such. */
    boolean find(GroupKeys table, Vector[] keys, int[] rows, int count, int[] groups) {
        rowsSeen += count;
        if (!prepare(keys)) {
            return false;
        }
        if (combined.length < count) {
            int length = Math.max(count, Batch.MAX_ROWS);
            combined = new int[length];
            codes = new int[length];
            longs = new long[length];
            nulls = new boolean[length];
            missed = new int[length];
            missedRows = new int[length];
            missedGroups = new int[length];
        }
        combine(keys, rows, count);
        int misses = 0;
        for (int i = 0; i < count; i++) {
            int group = groupOf[combined[i]] - 1;
            groups[i] = group;
            if (group < 0) {
                missed[misses++] = i;
            }
        }
        if (misses > 0) {
            for (int m = 0; m < misses; m++) {
                missedRows[m] = rows == null ? missed[m] : rows[missed[m]];
            }
            table.find(keys, missedRows, misses, missedGroups);
            for (int m = 0; m < misses; m++) {
                groups[missed[m]] = missedGroups[m];
                groupOf[combined[missed[m]]] = missedGroups[m] + 1;
            }
        }
        return true;
    }

    private boolean prepare(Vector[] keys) {
        boolean same = groupOf != null;
        long combinations = 1;
        for (int k = 0; k < keys.length; k++) {
            Vector key = keys[k];
            int domain;
            Dictionary dictionary = null;
            if (key instanceof DictionaryVector coded && coded.dictionary() != null) {
                domain = coded.values().length() + 1;
                dictionary = coded.dictionary();
            } else if (key instanceof ByteVector) {
                domain = 257;
            } else if (key instanceof ShortVector) {
                domain = 65_537;
            } else if (key instanceof ConstantVector constant && constant.isNull()) {
                domain = 1;
            } else {
                return false;
            }
            combinations *= domain;
            if (combinations > MAX_COMBINATIONS || (combinations > ALWAYS && combinations > rowsSeen)) {
                return false;
            }
            same = same && domain <= domains[k] && dictionary == dictionaries[k];
        }
        if (!same) {
            reset(keys);
        }
        return true;
    }

    private void reset(Vector[] keys) {
        dictionaries = new Dictionary[keys.length];
        domains = new int[keys.length];
        int combinations = 1;
        for (int k = 0; k < keys.length; k++) {
            if (keys[k] instanceof DictionaryVector coded) {
                dictionaries[k] = coded.dictionary();
                domains[k] = coded.values().length() + 1;
            } else {
                domains[k] = keys[k] instanceof ByteVector ? 257 : keys[k] instanceof ShortVector ? 65_537 : 1;
            }
            combinations *= domains[k];
        }
        groupOf = new int[combinations];
    }

    /** One number for each row: code 0 of a key stands for NULL. */
    private void combine(Vector[] keys, int[] rows, int count) {
        Arrays.fill(combined, 0, count, 0);
        for (int k = 0; k < keys.length; k++) {
            Vector key = keys[k];
            if (key instanceof ConstantVector) {
                continue; // its domain is 1
            }
            boolean someNull = Decoder.nulls(key, rows, count, nulls) > 0;
            if (!someNull && key instanceof DictionaryVector coded && coded.codes() instanceof ByteVector flat) {
                append(flat.values(), rows, count, domains[k], combined);
                continue;
            }
            if (key instanceof DictionaryVector coded) {
                Decoder.codes(coded, rows, count, codes);
                for (int i = 0; i < count; i++) {
                    codes[i]++;
                }
            } else {
                long before = (key instanceof ByteVector ? Byte.MIN_VALUE : Short.MIN_VALUE) - 1L;
                Decoder.longs(key, rows, count, longs);
                for (int i = 0; i < count; i++) {
                    codes[i] = (int) (longs[i] - before);
                }
            }
            if (someNull) {
                for (int i = 0; i < count; i++) {
                    codes[i] = nulls[i] ? 0 : codes[i];
                }
            }
            for (int i = 0; i < count; i++) {
                combined[i] = combined[i] * domains[k] + codes[i];
            }
        }
    }

    /** The same in one step for codes of a byte. */
    private static void append(byte[] codes, int[] rows, int count, int domain, int[] combined) {
        if (rows == null) {
            for (int i = 0; i < count; i++) {
                combined[i] = combined[i] * domain + (codes[i] & 0xff) + 1;
            }
        } else {
            for (int i = 0; i < count; i++) {
                combined[i] = combined[i] * domain + (codes[rows[i]] & 0xff) + 1;
            }
        }
    }

    long bytes() {
        return groupOf == null ? 0 : 4L * groupOf.length;
    }
}
