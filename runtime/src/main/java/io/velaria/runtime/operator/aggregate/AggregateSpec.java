package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** An {@link Aggregate} in the form that its tasks work with. */
final class AggregateSpec {
    private final int[] keys;
    private final SqlType[] keyTypes;
    private final boolean[] determined;
    private final boolean hasDetermined;
    private final boolean[][] sets;
    private final boolean hasSets;
    private final List<AggregateCall> calls;
    private final List<Field> input;
    private final Vector[] setNumbers;

    AggregateSpec(Aggregate plan) {
        this(plan, new boolean[plan.keys().size()]);
    }

    /** @param determined which keys the others determine; with several grouping sets none */
    AggregateSpec(Aggregate plan, boolean[] determined) {
        this.input = plan.input().schema();
        this.calls = plan.calls();
        this.keys = plan.keys().stream().mapToInt(Integer::intValue).toArray();
        this.hasSets = plan.hasGroupingSets();
        this.determined = determined;
        boolean some = false;
        for (boolean key : determined) {
            some |= key;
        }
        this.hasDetermined = some;
        this.keyTypes = new SqlType[keys.length + (hasSets ? 1 : 0)];
        for (int i = 0; i < keys.length; i++) {
            keyTypes[i] = input.get(keys[i]).type();
        }
        this.sets = new boolean[plan.groupingSets().size()][keys.length];
        this.setNumbers = new Vector[sets.length];
        for (int set = 0; set < sets.length; set++) {
            for (int position : plan.groupingSets().get(set)) {
                sets[set][position] = true;
            }
            setNumbers[set] = VectorBuilder.single(SqlType.INTEGER, (long) set);
        }
        if (hasSets) {
            keyTypes[keys.length] = SqlType.INTEGER; // the number of the set
        }
    }

    List<AggregateCall> calls() {
        return calls;
    }

    List<Field> input() {
        return input;
    }

    boolean hasDistinct() {
        return calls.stream().anyMatch(AggregateCall::distinct);
    }

    int keyCount() {
        return keys.length;
    }

    int key(int index) {
        return keys[index];
    }

    /** The types of the keys, and last of the set's number where there are several sets. */
    SqlType[] keyTypes() {
        return keyTypes;
    }

    boolean hasSets() {
        return hasSets;
    }

    int setCount() {
        return sets.length;
    }

    boolean inSet(int set, int key) {
        return sets[set][key];
    }

    boolean isEmptySet(int set) {
        for (boolean in : sets[set]) {
            if (in) {
                return false;
            }
        }
        return true;
    }

    /** The keys of a batch's rows in a set: those that it leaves out are NULL, and last is the set's number. */
    Vector[] keyColumns(Batch batch, int set) {
        Vector[] columns = new Vector[keyTypes.length];
        for (int k = 0; k < keys.length; k++) {
            columns[k] = sets[set][k]
                    ? batch.column(keys[k])
                    : new ConstantVector(VectorBuilder.single(keyTypes[k], null), batch.length());
        }
        if (hasSets) {
            columns[keys.length] = new ConstantVector(setNumbers[set], batch.length());
        }
        return columns;
    }

    /** No groups yet. */
    GroupKeys newKeys(Supplier<MemoryReservation> reservations) {
        return hasDetermined
                ? new CarryingKeys(keyTypes, determined, reservations)
                : GroupKeys.of(keyTypes, reservations);
    }

    /** Those of the key columns that {@link GroupKeys#hash} is the hash of. */
    Vector[] hashed(Vector[] keyColumns) {
        if (!hasDetermined) {
            return keyColumns;
        }
        return IntStream.range(0, keyColumns.length)
                .filter(k -> !determined[k])
                .mapToObj(k -> keyColumns[k])
                .toArray(Vector[]::new);
    }

    /** The number of a set as a vector of length 1. */
    Vector setNumber(int set) {
        return setNumbers[set];
    }

    /** Whether all rows are one group. */
    boolean isUngrouped() {
        return keyTypes.length == 0;
    }
}
