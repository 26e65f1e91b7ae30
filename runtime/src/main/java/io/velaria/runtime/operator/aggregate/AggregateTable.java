package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.row.Decoder;
import java.util.Arrays;

/** Groups and their aggregates: one for each task, and then one for each partition of the merge. */
final class AggregateTable implements AutoCloseable {
    private static final String NAME = "Aggregate";

    private final AggregateSpec spec;
    private final MemoryPool memory;
    private final MemoryReservation reservation;
    private final GroupKeys keys;
    private final CodeIndex[] indexes;
    private final Accumulator[] accumulators; // null for GROUPING, which the set's number answers
    private final GroupStates states;
    private final Selected selected = new Selected();
    private int[] groups = new int[0];
    private long reserved;

    AggregateTable(AggregateSpec spec, QueryContext query) {
        this.spec = spec;
        this.memory = query.memory().part();
        QueryContext context = query.with(memory);
        this.reservation = memory.reserve(NAME);
        this.keys =
                spec.isUngrouped() ? null : spec.newKeys(() -> context.memory().reserve(NAME));
        this.states = GroupStates.shared(!spec.isUngrouped() && !spec.hasSets());
        this.indexes = new CodeIndex[spec.setCount()];
        this.accumulators = new Accumulator[spec.calls().size()];
        for (int i = 0; i < accumulators.length; i++) {
            AggregateCall call = spec.calls().get(i);
            if (!call.function().equals("GROUPING")) {
                accumulators[i] = SharedSum.of(call, spec.calls().subList(0, i), accumulators);
                if (accumulators[i] == null) {
                    accumulators[i] = Accumulators.create(call, spec.input(), context, states);
                }
            }
        }
        if (spec.isUngrouped()) {
            ensure(1);
        }
    }

    int size() {
        return keys == null ? 1 : keys.size();
    }

    /** Its keys where they are one integer, else null. */
    LongGroupKeys longKeys() {
        return keys instanceof LongGroupKeys longs ? longs : null;
    }

    /** Its keys where they are integers found by their distance from the least, else null. */
    LongGroupKeys directKeys() {
        return keys instanceof LongGroupKeys longs && longs.isDirect() ? longs : null;
    }

    long hash(int group) {
        return keys == null ? 0 : keys.hash(group);
    }

    void add(Batch batch) {
        for (int set = 0; set < spec.setCount(); set++) {
            add(batch, set);
        }
    }

    /** Takes a batch into the groups of one grouping set. */
    void add(Batch batch, int set) {
        if (keys == null) {
            addAll(batch, null);
            return;
        }
        int count = batch.size();
        if (groups.length < count) {
            groups = new int[Math.max(count, Batch.MAX_ROWS)];
        }
        find(set, spec.keyColumns(batch, set), batch.selection(), count);
        addAll(batch, groups);
    }

    /** After {@link #add}: the group of each row of the batch. Null where all rows are one group. */
    int[] groupsOfRows() {
        return keys == null ? null : groups;
    }

    private void find(int set, Vector[] columns, int[] rows, int count) {
        if (!spec.hasSets()) {
            if (indexes[set] == null) {
                indexes[set] = new CodeIndex();
            }
            if (indexes[set].find(keys, columns, rows, count, groups)) {
                return;
            }
        }
        keys.find(columns, rows, count, groups);
    }

    private void addAll(Batch batch, int[] groupOf) {
        ensure(size());
        selected.set(batch.selection(), groupOf, batch.size(), size());
        for (int i = 0; i < accumulators.length; i++) {
            if (accumulators[i] != null) {
                selected.all();
                int filter = spec.calls().get(i).filter();
                if (filter >= 0) {
                    selected.keepTrue(batch.column(filter));
                }
                accumulators[i].add(batch, selected);
            }
        }
        selected.all();
        states.count(selected, size());
        account();
    }

    private void ensure(int groupCount) {
        states.ensure(groupCount);
        for (Accumulator accumulator : accumulators) {
            if (accumulator != null) {
                accumulator.ensure(groupCount);
            }
        }
    }

    private void account() {
        long bytes = states.bytes() + (keys == null ? 0 : keys.bytes());
        for (Accumulator accumulator : accumulators) {
            bytes += accumulator == null ? 0 : accumulator.bytes();
        }
        for (CodeIndex index : indexes) {
            bytes += index == null ? 0 : index.bytes();
        }
        if (bytes != reserved) {
            reservation.resize(bytes);
            reserved = bytes;
        }
    }

    long bytes() {
        return reserved;
    }

    /** Whether its owner should put further rows elsewhere, for want of memory. */
    boolean shouldSpill() {
        return shouldSpill(0, 1);
    }

    /**
     * The same of an owner that holds some bytes beside the table.
     *
     * @param growth how much the table may grow, as a multiple of what it holds
     */
    boolean shouldSpill(long beside, int growth) {
        long held = memory.reserved();
        return memory.shouldSpill(held + beside, growth * held);
    }

    /** Whether an aggregate looks at the ordinals of batches. */
    boolean readsOrdinals() {
        for (Accumulator accumulator : accumulators) {
            if (accumulator != null && accumulator.readsOrdinals()) {
                return true;
            }
        }
        return false;
    }

    /** Takes the given groups of another table. */
    void merge(AggregateTable other, int[] from, int count) {
        if (groups.length < count) {
            groups = new int[Math.max(count, Batch.MAX_ROWS)];
        }
        if (keys == null) {
            Arrays.fill(groups, 0, count, 0);
        } else {
            keys.findOf(other.keys, from, count, groups);
            ensure(size());
        }
        for (int i = 0; i < accumulators.length; i++) {
            if (accumulators[i] != null) {
                accumulators[i].merge(other.accumulators[i], from, groups, count);
            }
        }
        states.mergeCounts(other.states, from, groups, count, size());
        account();
    }

    /** Adds the one row that an empty grouping set has even for empty input. */
    void addEmptySets() {
        if (!spec.hasSets() || size() > 0) {
            return;
        }
        for (int set = 0; set < spec.setCount(); set++) {
            if (spec.isEmptySet(set)) {
                Vector[] columns = new Vector[spec.keyTypes().length];
                for (int k = 0; k < spec.keyCount(); k++) {
                    columns[k] = VectorBuilder.single(spec.keyTypes()[k], null);
                }
                columns[spec.keyCount()] = spec.setNumber(set);
                keys.find(columns, null, 1, new int[1]);
            }
        }
        ensure(size());
    }

    /** Ends the input: afterwards only {@link #rows} may be called, by any task. */
    void prepare() {
        for (Accumulator accumulator : accumulators) {
            if (accumulator != null) {
                accumulator.prepare();
            }
        }
    }

    /** The output columns of the groups from {@code from} on: keys, then aggregates. */
    Vector[] rows(int from, int count) {
        Vector[] columns = keys == null
                ? new Vector[accumulators.length]
                : Arrays.copyOf(keys.columns(spec.keyCount(), from, count), spec.keyCount() + accumulators.length);
        for (int i = 0; i < accumulators.length; i++) {
            columns[spec.keyCount() + i] = accumulators[i] == null
                    ? grouping(spec.calls().get(i), from, count)
                    : accumulators[i].result(from, count);
        }
        return columns;
    }

    /** GROUPING: one bit for each argument, the last the lowest, set where the row's set leaves that key out. */
    private Vector grouping(AggregateCall call, int from, int count) {
        long[] values = new long[count];
        if (spec.hasSets()) {
            Decoder.longs(keys.column(spec.keyCount(), from, count), null, count, values);
        }
        for (int i = 0; i < count; i++) {
            int set = (int) values[i];
            long bits = 0;
            for (int argument : call.arguments()) {
                bits <<= 1;
                for (int k = 0; k < spec.keyCount(); k++) {
                    if (spec.key(k) == argument && !spec.inSet(set, k)) {
                        bits |= 1;
                    }
                }
            }
            values[i] = bits;
        }
        return Results.longs(call.type(), values, null, count);
    }

    @Override
    public void close() {
        reservation.close();
        if (keys != null) {
            keys.close();
        }
        for (Accumulator accumulator : accumulators) {
            if (accumulator != null) {
                accumulator.close();
            }
        }
    }
}
