package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Vector;
import java.util.Arrays;

/**
 * Finds groups by position where every key is a dictionary code, a byte or a short: a table over all combinations of
 * codes remembers the group of each combination that was met. It stands before a {@link GroupKeys} and is filled from
 * it, so it may be thrown away at any time.
 */
final class CodeIndex {
    private static final int MAX_COMBINATIONS = 1 << 17;
    private static final int ALWAYS = 1 << 12;
    private static final int BYTES = (1 << Byte.SIZE) + 1; // each value, and NULL
    private static final int SHORTS = (1 << Short.SIZE) + 1;

    private Dictionary[] dictionaries = {};
    private int[] domains = {};
    private int[] groupOf; // -1 where the combination was not met yet
    private long rowsSeen;

    private int[] combined = {};
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
            combined = new int[Math.max(count, Batch.MAX_ROWS)];
        }
        boolean missing;
        if (keys.length == 1 && values(keys[0]) instanceof ByteVector flat && !keys[0].mayHaveNulls()) {
            missing = lookUp(flat.values(), keyMask(0), rows, count, groups);
        } else {
            Arrays.fill(combined, 0, count, 0);
            for (int k = 0; k < keys.length; k++) {
                combine(keys[k], k, rows, count);
            }
            missing = lookUp(count, groups);
        }
        if (missing) {
            findMissing(table, keys, rows, count, groups);
        }
        return true;
    }

    /** Whether the keys have codes in the table, which is made anew where it has none for these. */
    private boolean prepare(Vector[] keys) {
        boolean same = groupOf != null;
        long combinations = 1;
        for (int k = 0; k < keys.length; k++) {
            int domain = domain(keys[k]);
            combinations *= domain;
            if (domain == 0 || combinations > MAX_COMBINATIONS || (combinations > ALWAYS && combinations > rowsSeen)) {
                return false;
            }
            same = same && domain <= domains[k] && (domain == 1 || dictionary(keys[k]) == dictionaries[k]);
        }
        if (!same) {
            dictionaries = new Dictionary[keys.length];
            domains = new int[keys.length];
            for (int k = 0; k < keys.length; k++) {
                dictionaries[k] = dictionary(keys[k]);
                domains[k] = domain(keys[k]);
            }
            groupOf = new int[(int) combinations];
            Arrays.fill(groupOf, -1);
        }
        return true;
    }

    /** How many codes a key needs, with one for NULL; 0 if it has no codes. */
    private static int domain(Vector key) {
        if (key instanceof DictionaryVector coded && coded.dictionary() != null) {
            return coded.values().length() + 1;
        }
        if (key instanceof ConstantVector constant && constant.isNull()) {
            return 1;
        }
        Vector values = key instanceof ConstantVector constant ? constant.value() : key;
        return values instanceof ByteVector ? BYTES : values instanceof ShortVector ? SHORTS : 0;
    }

    private static Dictionary dictionary(Vector key) {
        return key instanceof DictionaryVector coded ? coded.dictionary() : null;
    }

    /** The bits that a value's code is made of: bytes are widened to shorts where the table is one of shorts. */
    private int keyMask(int key) {
        return dictionaries[key] == null && domains[key] == SHORTS ? 0xffff : 0xff;
    }

    /** What codes are made of. */
    private static Vector values(Vector key) {
        return key instanceof DictionaryVector coded ? coded.codes() : key;
    }

    /** Appends a key to the numbers that rows have so far: code 0 stands for NULL. */
    private void combine(Vector key, int index, int[] rows, int count) {
        int domain = domains[index];
        Vector values = values(key);
        boolean nulls = key.mayHaveNulls();
        if (!nulls && values instanceof ByteVector flat) {
            append(flat.values(), keyMask(index), rows, count, domain, combined);
            return;
        }
        if (!nulls && values instanceof ShortVector flat) {
            append(flat.values(), rows, count, domain, combined);
            return;
        }
        int mask = key instanceof DictionaryVector ? -1 : keyMask(index);
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            int code = nulls && key.isNull(row)
                    ? 0
                    : ((key instanceof DictionaryVector coded ? coded.codeAt(row) : (int) key.longAt(row)) & mask) + 1;
            combined[i] = combined[i] * domain + code;
        }
    }

    private static void append(byte[] codes, int mask, int[] rows, int count, int domain, int[] combined) {
        if (rows == null) {
            for (int i = 0; i < count; i++) {
                combined[i] = combined[i] * domain + (codes[i] & mask) + 1;
            }
        } else {
            for (int i = 0; i < count; i++) {
                combined[i] = combined[i] * domain + (codes[rows[i]] & mask) + 1;
            }
        }
    }

    private static void append(short[] codes, int[] rows, int count, int domain, int[] combined) {
        for (int i = 0; i < count; i++) {
            combined[i] = combined[i] * domain + (codes[rows == null ? i : rows[i]] & 0xffff) + 1;
        }
    }

    /** Finds the groups of rows with one key of bytes; returns whether some are not known. */
    private boolean lookUp(byte[] codes, int mask, int[] rows, int count, int[] groups) {
        int[] table = groupOf;
        int any = 0;
        if (rows == null) {
            for (int i = 0; i < count; i++) {
                int group = table[(codes[i] & mask) + 1];
                groups[i] = group;
                any |= group;
            }
        } else {
            for (int i = 0; i < count; i++) {
                int group = table[(codes[rows[i]] & mask) + 1];
                groups[i] = group;
                any |= group;
            }
        }
        return any < 0;
    }

    private boolean lookUp(int count, int[] groups) {
        int[] table = groupOf;
        int[] numbers = combined;
        int any = 0;
        for (int i = 0; i < count; i++) {
            int group = table[numbers[i]];
            groups[i] = group;
            any |= group;
        }
        return any < 0;
    }

    /** Finds or adds the groups that the table does not know, and tells it. */
    private void findMissing(GroupKeys table, Vector[] keys, int[] rows, int count, int[] groups) {
        if (missed.length < count) {
            missed = new int[Math.max(count, Batch.MAX_ROWS)];
            missedRows = new int[missed.length];
            missedGroups = new int[missed.length];
        }
        int misses = 0;
        for (int i = 0; i < count; i++) {
            if (groups[i] < 0) {
                missed[misses] = i;
                missedRows[misses++] = rows == null ? i : rows[i];
            }
        }
        table.find(keys, missedRows, misses, missedGroups);
        Arrays.fill(combined, 0, count, 0);
        for (int k = 0; k < keys.length; k++) {
            combine(keys[k], k, rows, count);
        }
        for (int m = 0; m < misses; m++) {
            groups[missed[m]] = missedGroups[m];
            groupOf[combined[missed[m]]] = missedGroups[m];
        }
    }

    long bytes() {
        return groupOf == null ? 0 : 4L * groupOf.length;
    }
}
