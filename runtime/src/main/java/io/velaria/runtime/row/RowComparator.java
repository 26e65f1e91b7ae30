package io.velaria.runtime.row;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.StringVector;

/** Compares single values of kept rows: the slow way, for what normalised keys leave open. */
public final class RowComparator {
    private RowComparator() {}

    /** Orders two VARCHAR or VARBINARY values that are not NULL, by unsigned bytes. */
    public static int compareStrings(RowPages rows, int column, int a, int b) {
        int shift = rows.shift();
        int mask = (1 << shift) - 1;
        int step = rows.layout().rowBytes();
        int slot = rows.layout().offset(column);
        byte[] pageA = rows.pages()[a >>> shift];
        byte[] pageB = rows.pages()[b >>> shift];
        int atA = (a & mask) * step + slot;
        int atB = (b & mask) * step + slot;
        int lengthA = (int) Bytes.INT.get(pageA, atA);
        int lengthB = (int) Bytes.INT.get(pageB, atB);
        int placeA = (int) Bytes.INT.get(pageA, atA + 4);
        int placeB = (int) Bytes.INT.get(pageB, atB + 4);
        byte[] baseA;
        byte[] baseB;
        int offsetA;
        int offsetB;
        if (lengthA >= 0) {
            baseA = rows.heapPage(placeA);
            offsetA = (int) Bytes.INT.get(pageA, atA + 8);
        } else {
            StringVector values = rows.dictionaryValues(-1 - lengthA);
            baseA = values.bytes();
            offsetA = values.stringOffset(placeA);
            lengthA = values.stringLength(placeA);
        }
        if (lengthB >= 0) {
            baseB = rows.heapPage(placeB);
            offsetB = (int) Bytes.INT.get(pageB, atB + 8);
        } else {
            StringVector values = rows.dictionaryValues(-1 - lengthB);
            baseB = values.bytes();
            offsetB = values.stringOffset(placeB);
            lengthB = values.stringLength(placeB);
        }
        return Bytes.compare(baseA, offsetA, lengthA, baseB, offsetB, lengthB);
    }

    /** A value as {@link io.velaria.runtime.column.Vector#valueAt} gives it. */
    public static Object value(RowPages rows, int column, int id) {
        return RowReader.gather(rows, column, new int[] {id}, 1).valueAt(0);
    }
}
