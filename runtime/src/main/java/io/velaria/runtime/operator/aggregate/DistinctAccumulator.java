package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/**
 * Hands each distinct combination of arguments on once for each group. It keeps a set of groups with arguments; a merge
 * adds the other's entries as if they were rows.
 */
final class DistinctAccumulator extends Accumulator {
    private static final Vector GROUP_ZERO = VectorBuilder.single(SqlType.INTEGER, 0L);

    private final Accumulator target;
    private final int[] arguments;
    private final int inputColumns;
    private final GroupKeys entries;
    private int groupCount;
    private int[] byGroup; // entries, those of a group together, once they are listed
    private int[] starts; // of each group in them
    private int[] numbers = {};
    private int[] places = {};

    DistinctAccumulator(Accumulator target, int[] arguments, List<Field> input, QueryContext context) {
        this.target = target;
        this.arguments = arguments;
        this.inputColumns = input.size();
        SqlType[] types = new SqlType[arguments.length + 1];
        types[0] = SqlType.INTEGER;
        for (int i = 0; i < arguments.length; i++) {
            types[i + 1] = input.get(arguments[i]).type();
        }
        this.entries = PackedGroupKeys.of(types, () -> context.memory().reserve("Aggregate"));
    }

    @Override
    void ensure(int groups) {
        groupCount = Math.max(groupCount, groups);
        target.ensure(groups);
    }

    @Override
    boolean readsOrdinals() {
        return target.readsOrdinals();
    }

    @Override
    void add(Batch batch, Selected rows) {
        int count = rows.count();
        if (count == 0) {
            return;
        }
        if (numbers.length < count) {
            numbers = new int[Math.max(count, Batch.MAX_ROWS)];
            places = new int[numbers.length];
        }
        Vector[] keys = new Vector[arguments.length + 1];
        if (rows.groups() == null) {
            keys[0] = new ConstantVector(GROUP_ZERO, batch.length());
        } else {
            int[] groups = new int[batch.length()];
            for (int i = 0; i < count; i++) {
                groups[rows.row(i)] = rows.group(i);
            }
            keys[0] = new IntVector(SqlType.INTEGER, groups, null, batch.length());
        }
        for (int a = 0; a < arguments.length; a++) {
            keys[a + 1] = batch.column(arguments[a]);
        }
        int before = entries.size();
        entries.find(keys, rows.rows(), count, numbers);
        boolean[] taken = new boolean[entries.size() - before];
        int fresh = 0;
        for (int i = 0; i < count; i++) {
            int number = numbers[i] - before;
            if (number >= 0 && !taken[number]) {
                taken[number] = true;
                places[fresh++] = i;
            }
        }
        if (fresh > 0) {
            rows.keepPlaces(places, fresh);
            target.add(batch, rows);
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        DistinctAccumulator theirs = (DistinctAccumulator) other;
        theirs.listEntries();
        int[] chosen = new int[Batch.MAX_ROWS];
        int[] groups = new int[Batch.MAX_ROWS];
        int wanted = 0;
        for (int i = 0; i < count; i++) {
            int end = theirs.starts[from[i] + 1];
            for (int at = theirs.starts[from[i]]; at < end; at++) {
                chosen[wanted] = theirs.byGroup[at];
                groups[wanted++] = to[i];
                if (wanted == chosen.length) {
                    take(theirs, chosen, groups, wanted);
                    wanted = 0;
                }
            }
        }
        if (wanted > 0) {
            take(theirs, chosen, groups, wanted);
        }
    }

    /** Adds entries of another accumulator to groups of this one, as rows. */
    private void take(DistinctAccumulator theirs, int[] chosen, int[] groups, int count) {
        Vector[] columns = new Vector[inputColumns];
        for (int a = 0; a < arguments.length; a++) {
            columns[arguments[a]] = theirs.entries.column(a + 1, chosen, count);
        }
        Selected selected = new Selected();
        selected.set(null, groups, count);
        add(Batch.of(columns, count, 0), selected);
    }

    /** Lists the entries by group, once, for the merges of all tasks; nothing may be added afterwards. */
    private synchronized void listEntries() {
        if (byGroup != null) {
            return;
        }
        int size = entries.size();
        long[] owners = new long[size];
        int[] ends = new int[groupCount + 1];
        for (int at = 0; at < size; at += Batch.MAX_ROWS) {
            int count = Math.min(Batch.MAX_ROWS, size - at);
            long[] part = new long[count];
            Decoder.longs(entries.column(0, at, count), null, count, part);
            System.arraycopy(part, 0, owners, at, count);
            for (int i = 0; i < count; i++) {
                ends[(int) part[i] + 1]++;
            }
        }
        for (int group = 0; group < groupCount; group++) {
            ends[group + 1] += ends[group];
        }
        starts = ends.clone();
        int[] sorted = new int[size];
        for (int entry = 0; entry < size; entry++) {
            sorted[ends[(int) owners[entry]]++] = entry;
        }
        byGroup = sorted;
    }

    @Override
    void prepare() {
        target.prepare();
    }

    @Override
    Vector result(int from, int count) {
        return target.result(from, count);
    }

    @Override
    long bytes() {
        return entries.bytes() + target.bytes();
    }

    @Override
    public void close() {
        entries.close();
        target.close();
    }
}
