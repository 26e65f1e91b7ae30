package io.velaria.runtime.operator.sort;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.Values;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.row.RowComparator;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.PhysicalKind;
import java.util.List;

/**
 * How rows are ordered: their keys normalised to a fixed number of words that compare as unsigned integers. A text key
 * puts its first bytes into the words and ends a word; where they are equal its whole values are compared before what
 * follows.
 */
public final class SortSpec {
    static final int TEXT_PREFIX = 8;

    private final SortKey[] keys;
    private final List<Field> fields;
    private final PhysicalKind[] kinds;
    private final boolean[] nullable;
    private final int[] offsets;
    private final int words;
    private final int[] tieWords; // for each key that needs a look at whole values: the words before that
    private final int[] tieKeys;

    /** @param fields of the rows that the keys' columns count in */
    public SortSpec(List<SortKey> keys, List<Field> fields) {
        int count = keys.size();
        this.fields = List.copyOf(fields);
        this.keys = keys.toArray(SortKey[]::new);
        this.kinds = new PhysicalKind[count];
        this.nullable = new boolean[count];
        this.offsets = new int[count];
        int[] ties = new int[count];
        int[] tieAt = new int[count];
        int tieCount = 0;
        int end = 0;
        for (int k = 0; k < count; k++) {
            Field field = fields.get(this.keys[k].column());
            kinds[k] = field.type().carrier();
            nullable[k] = field.nullable();
            offsets[k] = end;
            end += (nullable[k] ? 1 : 0) + width(kinds[k]);
            if (kinds[k].width() == 0) {
                end = (end + 7) & -8;
                ties[tieCount] = k;
                tieAt[tieCount++] = end / 8;
            }
        }
        this.words = Math.max(1, (end + 7) / 8);
        this.tieKeys = java.util.Arrays.copyOf(ties, tieCount);
        this.tieWords = java.util.Arrays.copyOf(tieAt, tieCount);
    }

    private static int width(PhysicalKind kind) {
        return kind == PhysicalKind.BYTES ? TEXT_PREFIX : kind.width();
    }

    /** The order by the first so many of the keys. */
    SortSpec leading(int count) {
        return new SortSpec(List.of(keys).subList(0, count), fields);
    }

    int keyCount() {
        return keys.length;
    }

    SortKey key(int index) {
        return keys[index];
    }

    PhysicalKind kind(int index) {
        return kinds[index];
    }

    boolean isNullable(int index) {
        return nullable[index];
    }

    int offset(int index) {
        return offsets[index];
    }

    public int words() {
        return words;
    }

    /** How many of a row's first words order rows by themselves: unequal ones prove the order of the keys. */
    public int leadingWords() {
        return isExact() ? words : tieWords[0];
    }

    /** Whether equal words prove equal keys. */
    public boolean isExact() {
        return tieKeys.length == 0;
    }

    /** Orders two rows by their words from {@code a[atA]} and {@code b[atB]}, and by their values in the pages. */
    int compare(long[] a, int atA, int idA, long[] b, int atB, int idB, RowPages pages) {
        int from = 0;
        for (int t = 0; t < tieKeys.length; t++) {
            int order = compareWords(a, atA, b, atB, from, tieWords[t]);
            if (order != 0) {
                return order;
            }
            order = compareWhole(tieKeys[t], idA, idB, pages);
            if (order != 0) {
                return order;
            }
            from = tieWords[t];
        }
        return compareWords(a, atA, b, atB, from, words);
    }

    /** Orders two rows of batches by their words, and by their values where those leave it open. */
    int compare(long[] a, int atA, Vector[] columnsA, int rowA, long[] b, int atB, Vector[] columnsB, int rowB) {
        int from = 0;
        for (int t = 0; t < tieKeys.length; t++) {
            int order = compareWords(a, atA, b, atB, from, tieWords[t]);
            if (order != 0) {
                return order;
            }
            int column = keys[tieKeys[t]].column();
            order = compareWhole(tieKeys[t], columnsA[column], rowA, columnsB[column], rowB);
            if (order != 0) {
                return order;
            }
            from = tieWords[t];
        }
        return compareWords(a, atA, b, atB, from, words);
    }

    private int compareWhole(int k, Vector a, int rowA, Vector b, int rowB) {
        if (a.isNull(rowA) || b.isNull(rowB)) {
            return 0; // their words are equal: both are NULL
        }
        int order = kinds[k] == PhysicalKind.BYTES
                ? Bytes.compare(
                        a.stringBase(rowA),
                        a.stringOffset(rowA),
                        a.stringLength(rowA),
                        b.stringBase(rowB),
                        b.stringOffset(rowB),
                        b.stringLength(rowB))
                : Values.compare(a.valueAt(rowA), b.valueAt(rowB));
        return keys[k].descending() ? -order : order;
    }

    private static int compareWords(long[] a, int atA, long[] b, int atB, int from, int to) {
        for (int w = from; w < to; w++) {
            int order = Long.compareUnsigned(a[atA + w], b[atB + w]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int compareWhole(int k, int idA, int idB, RowPages pages) {
        int column = keys[k].column();
        if (pages.isNull(column, idA) || pages.isNull(column, idB)) {
            return 0; // their words are equal: both are NULL
        }
        int order = kinds[k] == PhysicalKind.BYTES
                ? RowComparator.compareStrings(pages, column, idA, idB)
                : Values.compare(RowComparator.value(pages, column, idA), RowComparator.value(pages, column, idB));
        return keys[k].descending() ? -order : order;
    }
}
