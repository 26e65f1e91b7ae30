package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.type.SqlType;
import java.util.function.Supplier;

/** The distinct keys seen so far, numbered from 0 in order of first appearance. For one task at a time. */
public interface GroupKeys extends AutoCloseable {
    /**
     * No keys yet, of the given types.
     *
     * @param reservations for what is not part of {@link #bytes}
     */
    static GroupKeys of(SqlType[] types, Supplier<MemoryReservation> reservations) {
        return types.length == 1 && types[0].carrier().isLongLike()
                ? new LongGroupKeys(types[0])
                : PackedGroupKeys.of(types, reservations);
    }

    /** Finds or adds the keys of the chosen rows and writes their numbers. */
    void find(Vector[] keys, int[] rows, int count, int[] groups);

    /** Finds or adds the given groups' keys of another table and writes their numbers here. */
    default void findOf(GroupKeys other, int[] from, int count, int[] groups) {
        Vector[] columns = new Vector[other.columnCount()];
        for (int k = 0; k < columns.length; k++) {
            columns[k] = other.column(k, from, count);
        }
        find(columns, null, count, groups);
    }

    int size();

    int columnCount();

    /** A key column of the groups from {@code from} on. */
    Vector column(int key, int from, int count);

    /** The first {@code columnCount} key columns of the groups from {@code from} on. */
    default Vector[] columns(int columnCount, int from, int count) {
        Vector[] columns = new Vector[columnCount];
        for (int k = 0; k < columnCount; k++) {
            columns[k] = column(k, from, count);
        }
        return columns;
    }

    /** A key column of the given groups. */
    Vector column(int key, int[] groups, int count);

    /** The hash of a group's key, as {@link io.velaria.runtime.row.KeyHasher} computes it of the key columns. */
    long hash(int group);

    /** Heap bytes held without what is reserved already. */
    long bytes();

    @Override
    void close();
}
