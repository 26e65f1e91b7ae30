package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.type.SqlType;
import java.util.function.Supplier;

/**
 * Keys of which some determine the others: groups are found by those alone, and the others' values are kept of a row of
 * each group.
 */
final class CarryingKeys implements GroupKeys {
    private final GroupKeys finding;
    private final int[] deciding;
    private final int[] carried;
    private final int[] positions; // of each key, among the deciding or the carried ones
    private final boolean[] determined;
    private final CarriedRows values;
    private int[] newRows = {};

    CarryingKeys(SqlType[] types, boolean[] determined, Supplier<MemoryReservation> reservations) {
        this.determined = determined;
        this.positions = new int[types.length];
        this.deciding = places(determined, false, positions);
        this.carried = places(determined, true, positions);
        this.finding = GroupKeys.of(pick(types, deciding, new SqlType[deciding.length]), reservations);
        this.values = new CarriedRows(pick(types, carried, new SqlType[carried.length]), reservations);
    }

    private static int[] places(boolean[] flags, boolean wanted, int[] positions) {
        int[] places = new int[flags.length];
        int count = 0;
        for (int k = 0; k < flags.length; k++) {
            if (flags[k] == wanted) {
                positions[k] = count;
                places[count++] = k;
            }
        }
        return java.util.Arrays.copyOf(places, count);
    }

    private static <T> T[] pick(T[] all, int[] places, T[] target) {
        for (int i = 0; i < places.length; i++) {
            target[i] = all[places[i]];
        }
        return target;
    }

    @Override
    public void find(Vector[] keys, int[] rows, int count, int[] groups) {
        int known = finding.size();
        finding.find(pick(keys, deciding, new Vector[deciding.length]), rows, count, groups);
        int added = chooseNew(known, rows, count, groups);
        if (added > 0) {
            values.append(pick(keys, carried, new Vector[carried.length]), newRows, added);
        }
    }

    @Override
    public void findOf(GroupKeys other, int[] from, int count, int[] groups) {
        CarryingKeys that = (CarryingKeys) other;
        int known = finding.size();
        finding.findOf(that.finding, from, count, groups);
        int added = chooseNew(known, null, count, groups);
        if (added > 0) {
            Vector[] columns = new Vector[carried.length];
            for (int c = 0; c < columns.length; c++) {
                columns[c] = that.values.column(c, from, count);
            }
            values.append(columns, newRows, added);
        }
    }

    /** Chooses a row of each group from {@code known} on, and returns how many they are. */
    private int chooseNew(int known, int[] rows, int count, int[] groups) {
        int added = finding.size() - known;
        if (newRows.length < added) {
            newRows = new int[Math.max(added, Batch.MAX_ROWS)];
        }
        for (int i = 0; added > 0 && i < count; i++) {
            if (groups[i] >= known) {
                newRows[groups[i] - known] = rows == null ? i : rows[i];
            }
        }
        return added;
    }

    @Override
    public int columnCount() {
        return positions.length;
    }

    @Override
    public int size() {
        return finding.size();
    }

    @Override
    public Vector column(int key, int from, int count) {
        return determined[key]
                ? values.column(positions[key], from, count)
                : finding.column(positions[key], from, count);
    }

    @Override
    public Vector column(int key, int[] groups, int count) {
        return determined[key]
                ? values.column(positions[key], groups, count)
                : finding.column(positions[key], groups, count);
    }

    /** Of the deciding keys. */
    @Override
    public long hash(int group) {
        return finding.hash(group);
    }

    @Override
    public long bytes() {
        return finding.bytes() + values.bytes();
    }

    @Override
    public void close() {
        finding.close();
        values.close();
    }
}
