package io.velaria.runtime.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.PlanRunner;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is selected by rank is what sorting all values gives. */
class QuantileAccumulatorTest {
    private static final int GROUPS = 7;
    private static final List<SqlType> TYPES =
            List.of(SqlType.INTEGER, SqlType.BIGINT, SqlType.decimal(9, 2), SqlType.DOUBLE, SqlType.REAL, SqlType.DATE);

    private final MemoryPool pool = MemoryPool.root("test", 1L << 30);
    private final QueryContext context = PlanRunner.context(1, pool);

    @ParameterizedTest
    @ValueSource(strings = {"MEDIAN", "PERCENTILE_CONT", "PERCENTILE_DISC", "QUANTILE_CONT", "QUANTILE_DISC"})
    void agreesWithSorting(String function) {
        Random random = new Random(function.hashCode());
        for (SqlType type : TYPES) {
            for (int round = 0; round < 6; round++) {
                // In the last rounds rows ask for different fractions: in one task, or in each its own.
                compare(function, type, random, round % 2 == 1, round == 4, round == 5);
            }
        }
        assertEquals(0, pool.reserved());
    }

    private void compare(
            String function, SqlType type, Random random, boolean descending, boolean changing, boolean differing) {
        boolean percentile = function.startsWith("PERCENTILE");
        List<Field> input =
                List.of(new Field("other", SqlType.VARCHAR), new Field("v", type), new Field("f", SqlType.DOUBLE));
        List<Integer> arguments = function.equals("MEDIAN") ? List.of(1) : percentile ? List.of(2) : List.of(1, 2);
        List<SortKey> order = percentile ? List.of(new SortKey(1, descending, false)) : List.of();
        SqlType result = function.endsWith("DISC") || type.kind() == SqlType.DATE.kind() ? type : SqlType.DOUBLE;
        AggregateCall call = new AggregateCall(function, arguments, false, -1, order, result);
        OrderedAggregate ordered = OrderedAggregate.of(call);
        List<Accumulator> fast = new ArrayList<>();
        List<Accumulator> slow = new ArrayList<>();
        double fraction = random.nextInt(5) / 4.0;
        for (int task = 0; task < 2; task++) {
            fast.add(assertInstanceOf(
                    QuantileAccumulator.class, Accumulators.create(call, input, context), function + type));
            slow.add(new CollectAccumulator(call, ordered, input, context));
            for (int b = 0; b < 3; b++) {
                double own = changing && b == 2 || differing && task == 1 ? 1 - fraction / 2 : fraction;
                int length = 1 + random.nextInt(Batch.MAX_ROWS);
                VectorBuilder values = VectorBuilder.create(type, length);
                for (int i = 0; i < length; i++) {
                    values.append(random.nextInt(9) == 0 ? null : value(type, random));
                }
                Vector fractions = new ConstantVector(VectorBuilder.single(SqlType.DOUBLE, own), length);
                Batch batch = Batch.of(new Vector[] {null, values.build(), fractions}, length, b);
                int[] rows = random.ints(0, length)
                        .distinct()
                        .limit(length / 2 + 1)
                        .sorted()
                        .toArray();
                int[] groups = random.ints(rows.length, 0, GROUPS - 1).toArray();
                for (Accumulator accumulator : List.of(fast.get(task), slow.get(task))) {
                    Selected selected = new Selected();
                    selected.set(rows.clone(), groups.clone(), rows.length);
                    accumulator.ensure(GROUPS);
                    accumulator.add(batch, selected);
                }
            }
        }
        if (!changing && !differing) {
            // Which of several fractions counts in a group hangs on the order of its rows: only that it is answered.
            assertEquals(merged(slow, call, input), merged(fast, call, input), call + " " + type);
        } else {
            assertEquals(GROUPS, merged(fast, call, input).size());
        }
        fast.forEach(Accumulator::close);
        slow.forEach(Accumulator::close);
    }

    private List<Object> merged(List<Accumulator> parts, AggregateCall call, List<Field> input) {
        Accumulator whole = parts.get(0) instanceof QuantileAccumulator
                ? Accumulators.create(call, input, context)
                : new CollectAccumulator(call, OrderedAggregate.of(call), input, context);
        whole.ensure(GROUPS);
        int[] all = IntStream.range(0, GROUPS).toArray();
        for (Accumulator part : parts) {
            whole.merge(part, all, all, GROUPS);
        }
        whole.prepare();
        Vector result = whole.result(0, GROUPS);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            values.add(result.valueAt(i));
        }
        assertNull(values.get(GROUPS - 1), "no row is of the last group");
        whole.close();
        return values;
    }

    private static Object value(SqlType type, Random random) {
        return switch (type.kind()) {
            case DOUBLE -> random.nextInt(50) == 0 ? Double.NaN : random.nextGaussian() * 1000;
            case REAL -> (float) (random.nextGaussian() * 1000);
            case BIGINT -> random.nextLong();
            default -> (long) random.nextInt(100_000) - 50_000;
        };
    }

    @Test
    void selectsRanks() {
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            int length = 1 + random.nextInt(300);
            int distinct = 1 + random.nextInt(400);
            long[] values = random.longs(length, 0, distinct).toArray();
            if (round % 5 == 0) {
                Arrays.sort(values);
            }
            int from = random.nextInt(length);
            int to = from + 1 + random.nextInt(length - from);
            int rank = from + random.nextInt(to - from);
            long[] sorted = values.clone();
            Arrays.sort(sorted, from, to);
            Ranks.select(values, from, to, rank);
            assertEquals(sorted[rank], values[rank]);
            for (int i = from; i < to; i++) {
                assertTrue(i < rank ? values[i] <= values[rank] : values[i] >= values[rank]);
            }
            Arrays.sort(values, from, to);
            assertEquals(Arrays.toString(sorted), Arrays.toString(values));
        }
    }
}
