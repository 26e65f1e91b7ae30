package io.velaria.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.PlanRunner;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateTest {
    static AggregateCall call(String function, SqlType type, Integer... arguments) {
        return new AggregateCall(function, List.of(arguments), false, -1, List.of(), type);
    }

    static Aggregate aggregate(PhysicalPlan input, List<Integer> keys, List<AggregateCall> calls) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            all.add(i);
        }
        return sets(input, keys, List.of(all), calls);
    }

    static Aggregate sets(PhysicalPlan input, List<Integer> keys, List<List<Integer>> sets, List<AggregateCall> calls) {
        List<Field> schema = new ArrayList<>();
        keys.forEach(key -> schema.add(input.schema().get(key)));
        calls.forEach(call -> schema.add(new Field(call.function(), call.type())));
        return new Aggregate(input, keys, sets, calls, schema, Double.NaN);
    }

    static BigInteger exact(Object value) {
        return value instanceof Int128 wide ? wide.toBigInteger() : BigInteger.valueOf((Long) value);
    }

    private static Object narrow(BigInteger value) {
        return value.bitLength() < 64 ? (Object) value.longValue() : Int128.of(value);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void groupsByAnyKeysAsASimpleMapDoes(long seed) {
        Random random = new Random(seed);
        int distinct = seed % 3 == 0 ? 400 : 6;
        List<List<Object>> rows = Samples.rows(seed % 4 == 0 ? 0 : 3000, distinct, random);
        List<Integer> keys = new ArrayList<>();
        for (int c = 0; c < Samples.FIELDS.size() - 1; c++) {
            if (random.nextInt(4) == 0) {
                keys.add(c);
            }
        }
        if (seed % 5 == 1) {
            keys = List.of((int) (seed % 9));
        }
        List<AggregateCall> calls = List.of(
                call("COUNT", SqlType.BIGINT),
                call("COUNT", SqlType.BIGINT, 2),
                call("SUM", SqlType.decimal(38, 0), 0),
                call("SUM", SqlType.decimal(38, 0), 1),
                call("MIN", SqlType.VARCHAR, 2),
                call("MAX", SqlType.INTEGER, 0),
                call("SUM", SqlType.decimal(38, 2), 4),
                call("MAX", SqlType.decimal(38, 3), 5),
                call("SUM", SqlType.decimal(38, 3), 5));
        Map<List<Object>, List<List<Object>>> groups = new HashMap<>();
        for (List<Object> row : rows) {
            List<Object> key = new ArrayList<>();
            keys.forEach(k -> key.add(row.get(k)));
            groups.computeIfAbsent(key, ignored -> new ArrayList<>()).add(row);
        }
        if (keys.isEmpty() && groups.isEmpty()) {
            groups.put(List.of(), List.of());
        }
        Map<List<Object>, List<Object>> expected = new HashMap<>();
        groups.forEach((key, members) -> expected.put(
                key,
                Arrays.asList(
                        (long) members.size(),
                        members.stream().filter(row -> row.get(2) != null).count(),
                        sum(members, 0),
                        sum(members, 1),
                        members.stream()
                                .map(row -> (String) row.get(2))
                                .filter(Objects::nonNull)
                                .min(String::compareTo)
                                .orElse(null),
                        members.stream()
                                .map(row -> (Long) row.get(0))
                                .filter(Objects::nonNull)
                                .max(Long::compareTo)
                                .orElse(null),
                        sum(members, 4),
                        members.stream()
                                .map(row -> row.get(5))
                                .filter(Objects::nonNull)
                                .map(AggregateTest::exact)
                                .max(BigInteger::compareTo)
                                .map(AggregateTest::narrow)
                                .orElse(null),
                        sum(members, 5))));
        PhysicalPlan plan = aggregate(MemoryTable.scan(Samples.FIELDS, rows, random, 200), keys, calls);
        for (int parallelism : new int[] {1, 4}) {
            Map<List<Object>, List<Object>> actual = new HashMap<>();
            for (List<Object> row : PlanRunner.run(plan, parallelism)) {
                Object before = actual.put(row.subList(0, keys.size()), row.subList(keys.size(), row.size()));
                assertEquals(null, before, "a group came twice");
            }
            assertEquals(expected, actual);
        }
    }

    private static Object sum(List<List<Object>> rows, int column) {
        return rows.stream()
                .map(row -> row.get(column))
                .filter(Objects::nonNull)
                .map(AggregateTest::exact)
                .reduce(BigInteger::add)
                .map(AggregateTest::narrow)
                .orElse(null);
    }

    @Test
    void manyGroupsAreMergedByPartition() {
        Random random = new Random(5);
        List<List<Object>> rows = new ArrayList<>();
        for (long i = 0; i < 60_000; i++) {
            rows.add(List.of(i % 20_000, "key " + i % 20_000));
        }
        List<Field> fields = List.of(new Field("k", SqlType.BIGINT), new Field("s", SqlType.VARCHAR));
        for (List<Integer> keys : List.of(List.of(0), List.of(1), List.of(0, 1))) {
            PhysicalPlan plan = aggregate(
                    MemoryTable.scan(fields, rows, random, 2000), keys, List.of(call("COUNT", SqlType.BIGINT)));
            List<List<Object>> result = PlanRunner.run(plan, 4);
            assertEquals(20_000, result.size());
            assertEquals(20_000, result.stream().distinct().count());
            result.forEach(row -> assertEquals(3L, row.get(keys.size())));
        }
    }

    @Test
    void sumOfBigintOverflows() {
        List<Field> fields = List.of(new Field("n", SqlType.BIGINT));
        List<List<Object>> rows = List.of(List.of(Long.MAX_VALUE), List.of(1L));
        PhysicalPlan plan = aggregate(
                MemoryTable.scan(fields, rows, new Random(1)), List.of(), List.of(call("SUM", SqlType.BIGINT, 0)));
        VelariaException error = assertThrows(VelariaException.class, () -> PlanRunner.run(plan, 1));
        assertEquals(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, error.state());
    }

    @Test
    void averagesAreExactAndHalfUp() {
        List<Field> fields = List.of(new Field("m", SqlType.decimal(5, 2)), new Field("n", SqlType.INTEGER));
        List<List<Object>> rows = List.of(List.of(-1L, 1L), List.of(0L, 2L), List.of(0L, 2L));
        PhysicalPlan plan = aggregate(
                MemoryTable.scan(fields, rows, new Random(1)),
                List.of(),
                List.of(
                        call("AVG", SqlType.decimal(18, 6), 0),
                        call("AVG", SqlType.DOUBLE, 1),
                        call("AVG", SqlType.decimal(18, 3), 1)));
        assertEquals(List.of(List.of(-3333L, 5.0 / 3, 1667L)), PlanRunner.run(plan, 1));
    }

    @Test
    void groupingSetsWithEmptyInputGiveTheEmptySetOnly() {
        PhysicalPlan plan = sets(
                MemoryTable.scan(Samples.FIELDS, List.of(), new Random(1)),
                List.of(0, 2),
                List.of(List.of(0, 1), List.of(0), List.of()),
                List.of(call("COUNT", SqlType.BIGINT), call("GROUPING", SqlType.BIGINT, 0, 2)));
        assertEquals(List.of(Arrays.asList(null, null, 0L, 3L)), PlanRunner.run(plan, 4));
    }

    @Test
    void rollupKeepsNullKeysApartFromLeftOutOnes() {
        List<Field> fields = List.of(new Field("a", SqlType.VARCHAR), new Field("b", SqlType.INTEGER));
        List<List<Object>> rows = List.of(Arrays.asList("x", null), List.of("x", 1L), Arrays.asList("x", null));
        PhysicalPlan plan = sets(
                MemoryTable.scan(fields, rows, new Random(1)),
                List.of(0, 1),
                List.of(List.of(0, 1), List.of(0), List.of()),
                List.of(call("COUNT", SqlType.BIGINT), call("GROUPING", SqlType.BIGINT, 0, 1)));
        List<List<Object>> expected = List.of(
                Arrays.asList("x", null, 2L, 0L),
                Arrays.asList("x", 1L, 1L, 0L),
                Arrays.asList("x", null, 3L, 1L),
                Arrays.asList(null, null, 3L, 3L));
        assertEquals(new java.util.HashSet<>(expected), new java.util.HashSet<>(PlanRunner.run(plan, 2)));
    }

    @Test
    void memoryIsLimited() {
        List<List<Object>> rows = Samples.rows(20_000, 20_000, new Random(1));
        PhysicalPlan plan = aggregate(
                MemoryTable.scan(Samples.FIELDS, rows, new Random(1), 500),
                List.of(9, 2),
                List.of(call("COUNT", SqlType.BIGINT)));
        MemoryPool memory = MemoryPool.root("test", 1 << 18);
        QueryContext context = PlanRunner.context(4, memory);
        VelariaException error = assertThrows(VelariaException.class, () -> PlanRunner.run(plan, context));
        assertEquals(SqlState.OUT_OF_MEMORY, error.state());
        assertEquals(0, memory.reserved());
    }
}
