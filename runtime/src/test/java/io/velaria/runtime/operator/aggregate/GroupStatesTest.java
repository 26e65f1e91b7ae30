package io.velaria.runtime.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Aggregates that keep their states side by side, and share a count of rows, give what each gives with its own. */
class GroupStatesTest {
    private static final List<Field> INPUT =
            List.of(new Field("whole", SqlType.BIGINT), new Field("real", SqlType.DOUBLE));
    private static final int ROWS = 500;

    private static AggregateCall call(String function, SqlType type, Integer... arguments) {
        return new AggregateCall(function, List.of(arguments), false, -1, List.of(), type);
    }

    private static final List<List<AggregateCall>> CALLS = List.of(
            List.of(call("SUM", SqlType.decimal(38, 0), 0), call("SUM", SqlType.DOUBLE, 1)),
            List.of(call("MIN", SqlType.BIGINT, 0), call("MAX", SqlType.DOUBLE, 1), call("MIN", SqlType.DOUBLE, 1)),
            List.of(call("MAX", SqlType.BIGINT, 0), call("COUNT", SqlType.BIGINT), call("COUNT", SqlType.BIGINT, 1)),
            List.of(
                    call("AVG", SqlType.decimal(38, 6), 0),
                    call("SUM", SqlType.DOUBLE, 1),
                    call("BIT_XOR", SqlType.BIGINT, 0),
                    call("AVG", SqlType.DOUBLE, 1)));

    /** As a table does. */
    private static final class Together {
        final GroupStates states;
        final List<Accumulator> accumulators = new ArrayList<>();
        int groups;

        Together(List<AggregateCall> calls, boolean neverEmpty) {
            states = GroupStates.shared(neverEmpty);
            calls.forEach(call -> accumulators.add(Accumulators.create(call, INPUT, null, states)));
        }

        void ensure(int wanted) {
            groups = wanted;
            states.ensure(wanted);
            accumulators.forEach(accumulator -> accumulator.ensure(wanted));
        }
    }

    static List<Integer> seeds() {
        return IntStream.range(0, 120).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sharedStatesAgreeWithOwn(int seed) {
        Random random = new Random(seed);
        List<AggregateCall> calls = CALLS.get(seed % CALLS.size());
        // With empty groups, as grouping sets may have, rows are counted for every aggregate.
        boolean neverEmpty = random.nextInt(3) > 0;
        int mostGroups = random.nextBoolean() ? 20 : 300;
        List<Together> tables = new ArrayList<>();
        List<List<Accumulator>> alone = new ArrayList<>();
        for (int table = 0; table < 2; table++) {
            tables.add(new Together(calls, neverEmpty));
            alone.add(calls.stream()
                    .map(call -> Accumulators.create(call, INPUT, null))
                    .toList());
            fill(tables.get(table), alone.get(table), mostGroups, random);
        }
        Together target = tables.get(0);
        Together source = tables.get(1);
        assertSame(target, alone.get(0), calls);
        assertSame(source, alone.get(1), calls);

        int count = source.groups;
        int[] from = new int[count];
        int[] to = new int[count];
        int groups = target.groups;
        for (int i = 0; i < count; i++) {
            from[i] = i;
            to[i] = i < target.groups && random.nextBoolean() ? i : groups++;
        }
        target.ensure(groups);
        for (int a = 0; a < calls.size(); a++) {
            alone.get(0).get(a).ensure(groups);
            target.accumulators.get(a).merge(source.accumulators.get(a), from, to, count);
            alone.get(0).get(a).merge(alone.get(1).get(a), from, to, count);
        }
        target.states.mergeCounts(source.states, from, to, count, groups);
        assertSame(target, alone.get(0), calls);
        fill(target, alone.get(0), groups + 10, random);
        assertSame(target, alone.get(0), calls);
    }

    /** Batches whose rows all have a value, until perhaps some have none or are filtered out; all groups get rows. */
    private static void fill(Together table, List<Accumulator> alone, int mostGroups, Random random) {
        int firstNulls = random.nextInt(8);
        int firstFilter = random.nextInt(8);
        for (int round = 0; round < 5; round++) {
            int before = table.groups;
            int groupCount = Math.max(before, Math.min(mostGroups, before + 1 + random.nextInt(mostGroups)));
            groupCount = Math.min(groupCount, before + ROWS);
            int[] groups = new int[ROWS];
            for (int i = 0; i < ROWS; i++) {
                groups[i] = i < groupCount - before ? before + i : random.nextInt(groupCount);
            }
            Batch batch = Batch.of(columns(random, round >= firstNulls), ROWS, 0);
            int[] kept = round >= firstFilter ? places(random) : null;
            table.ensure(groupCount);
            Selected selected = new Selected();
            selected.set(null, groups, ROWS, groupCount);
            for (int a = 0; a < alone.size(); a++) {
                alone.get(a).ensure(groupCount);
                boolean filtered = kept != null && a % 2 == 0;
                narrow(selected, filtered ? kept : null);
                table.accumulators.get(a).add(batch, selected);
                narrow(selected, filtered ? kept : null);
                alone.get(a).add(batch, selected);
            }
            selected.all();
            table.states.count(selected, groupCount);
        }
    }

    private static int[] places(Random random) {
        return random.ints(0, ROWS)
                .distinct()
                .limit(random.nextInt(ROWS))
                .sorted()
                .toArray();
    }

    private static void narrow(Selected selected, int[] kept) {
        selected.all();
        if (kept != null) {
            selected.keepPlaces(kept, kept.length);
        }
    }

    private static Vector[] columns(Random random, boolean nulls) {
        long[] longs = new long[ROWS];
        double[] doubles = new double[ROWS];
        long[] validity = nulls ? Validity.allValid(ROWS) : null;
        long[] otherValidity = nulls && random.nextBoolean() ? Validity.allValid(ROWS) : null;
        int part = 1 + random.nextInt(4);
        for (int i = 0; i < ROWS; i++) {
            longs[i] = random.nextInt(20) == 0 ? Long.MIN_VALUE + random.nextInt(2) : random.nextInt(2000) - 1000;
            doubles[i] = random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian() * 1e6;
            if (validity != null && random.nextInt(part) == 0) {
                Validity.setNull(validity, i);
            }
            if (otherValidity != null && random.nextInt(part) == 0) {
                Validity.setNull(otherValidity, i);
            }
        }
        return new Vector[] {
            new LongVector(SqlType.BIGINT, longs, validity, ROWS),
            new DoubleVector(SqlType.DOUBLE, doubles, otherValidity, ROWS)
        };
    }

    private static void assertSame(Together together, List<Accumulator> alone, List<AggregateCall> calls) {
        for (int a = 0; a < calls.size(); a++) {
            assertEquals(
                    SumsByGroupTest.values(alone.get(a), together.groups),
                    SumsByGroupTest.values(together.accumulators.get(a), together.groups),
                    calls.get(a).toString());
        }
    }
}
