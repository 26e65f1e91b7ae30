package io.velaria.runtime.table;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.PhysicalKind;
import java.util.Arrays;
import java.util.Objects;

/** Hashes and compares the key columns of single rows, alike for every encoding of a value. */
final class Keys {
    private Keys() {}

    /** Whether a key column is NULL: such rows are in no index, and NULL equals nothing. */
    static boolean hasNull(Vector[] columns, int[] keys, int row) {
        for (int key : keys) {
            if (columns[key].isNull(row)) {
                return true;
            }
        }
        return false;
    }

    static long hash(Vector[] columns, int[] keys, int row) {
        long hash = 0;
        for (int key : keys) {
            hash = Bytes.mix(hash * 31 + hash(columns[key], row));
        }
        return hash;
    }

    private static long hash(Vector column, int row) {
        return switch (column.kind()) {
            case INT8, INT16, INT32, INT64 -> Bytes.mix(column.longAt(row));
            case INT128 -> {
                long low = column.lowAt(row);
                long high = column.highAt(row);
                yield high == low >> 63 ? Bytes.mix(low) : Bytes.mix(low ^ Bytes.mix(high));
            }
            case FLOAT32, FLOAT64 -> Bytes.mix(ZoneMap.sortable(column.doubleAt(row)));
            case BYTES -> Bytes.hash64(column.stringBase(row), column.stringOffset(row), column.stringLength(row));
            case FLOAT_LIST -> Arrays.hashCode((float[]) column.valueAt(row));
            case LIST -> column.valueAt(row).hashCode();
        };
    }

    static boolean equal(Vector[] a, int aRow, Vector[] b, int bRow, int[] keys) {
        for (int key : keys) {
            if (!equal(a[key], aRow, b[key], bRow)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Vector a, int aRow, Vector b, int bRow) {
        PhysicalKind kind = a.kind();
        if (kind.isLongLike() && b.kind().isLongLike()) {
            return a.longAt(aRow) == b.longAt(bRow);
        }
        return switch (kind) {
            case INT8, INT16, INT32, INT64, INT128 ->
                a.lowAt(aRow) == b.lowAt(bRow) && a.highAt(aRow) == b.highAt(bRow);
            case FLOAT32, FLOAT64 -> ZoneMap.sortable(a.doubleAt(aRow)) == ZoneMap.sortable(b.doubleAt(bRow));
            case BYTES ->
                Bytes.equal(
                        a.stringBase(aRow),
                        a.stringOffset(aRow),
                        a.stringLength(aRow),
                        b.stringBase(bRow),
                        b.stringOffset(bRow),
                        b.stringLength(bRow));
            case FLOAT_LIST, LIST -> Objects.deepEquals(a.valueAt(aRow), b.valueAt(bRow));
        };
    }
}
