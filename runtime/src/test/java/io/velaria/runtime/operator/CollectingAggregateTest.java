package io.velaria.runtime.operator;

import static io.velaria.runtime.operator.AggregateTest.aggregate;
import static io.velaria.runtime.operator.AggregateTest.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Values;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.PlanRunner;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectingAggregateTest {
    private static AggregateCall distinct(String function, SqlType type, int argument) {
        return new AggregateCall(function, List.of(argument), true, -1, List.of(), type);
    }

    private static AggregateCall ordered(String function, SqlType type, List<Integer> arguments, SortKey... order) {
        return new AggregateCall(function, arguments, false, -1, List.of(order), type);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void distinctAndOrderedCallsAgreeWithLists(long seed) {
        Random random = new Random(seed);
        List<List<Object>> rows = Samples.rows(2500, seed % 2 == 0 ? 40 : 6, random);
        SqlType longs = SqlType.array(SqlType.BIGINT);
        PhysicalPlan plan = aggregate(
                MemoryTable.scan(Samples.FIELDS, rows, random, 100),
                List.of(7),
                List.of(
                        distinct("COUNT", SqlType.BIGINT, 2),
                        distinct("SUM", SqlType.decimal(38, 0), 0),
                        new AggregateCall("COUNT", List.of(0), true, 6, List.of(), SqlType.BIGINT),
                        call("ARRAY_AGG", longs, 9),
                        ordered("ARRAY_AGG", longs, List.of(9), new SortKey(2, true, true)),
                        ordered("STRING_AGG", SqlType.VARCHAR, List.of(2), new SortKey(9, true, false)),
                        call("FIRST", SqlType.VARCHAR, 2),
                        call("LAST", SqlType.BIGINT, 9),
                        call("ARG_MAX", SqlType.BIGINT, 9, 0)));
        Map<Object, List<List<Object>>> groups = new HashMap<>();
        rows.forEach(row ->
                groups.computeIfAbsent(row.get(7), ignored -> new ArrayList<>()).add(row));
        for (int parallelism : new int[] {1, 4}) {
            List<List<Object>> result = PlanRunner.run(plan, parallelism);
            assertEquals(groups.size(), result.size());
            for (List<Object> actual : result) {
                List<List<Object>> members = groups.get(actual.get(0));
                List<List<Object>> byText = new ArrayList<>(members);
                byText.sort(SortTest.comparator(List.of(new SortKey(2, true, true))));
                List<List<Object>> backwards = new ArrayList<>(members);
                backwards.sort(SortTest.comparator(List.of(new SortKey(9, true, false))));
                List<Object> ints = members.stream()
                        .map(row -> row.get(0))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
                Object most = members.stream()
                        .map(row -> row.get(0))
                        .filter(Objects::nonNull)
                        .max(Values::compare)
                        .orElse(null);
                List<Object> expected = Arrays.asList(
                        actual.get(0),
                        members.stream()
                                .map(row -> row.get(2))
                                .filter(Objects::nonNull)
                                .distinct()
                                .count(),
                        ints.isEmpty()
                                ? null
                                : ints.stream().mapToLong(v -> (Long) v).sum(),
                        members.stream()
                                .filter(row -> Long.valueOf(1).equals(row.get(6)) && row.get(0) != null)
                                .map(row -> row.get(0))
                                .distinct()
                                .count(),
                        members.stream().map(row -> row.get(9)).toList(),
                        byText.stream().map(row -> row.get(9)).toList(),
                        backwards.stream()
                                .map(row -> (String) row.get(2))
                                .filter(Objects::nonNull)
                                .collect(Collectors.joining(",")),
                        members.get(0).get(2),
                        members.get(members.size() - 1).get(9),
                        members.stream()
                                .filter(row -> most != null && most.equals(row.get(0)))
                                .map(row -> row.get(9))
                                .findFirst()
                                .orElse(null));
                assertEquals(expected, actual);
            }
        }
    }

    private static List<Object> of(List<Field> fields, List<List<Object>> rows, AggregateCall... calls) {
        return PlanRunner.run(aggregate(MemoryTable.scan(fields, rows, new Random(3)), List.of(), List.of(calls)), 2)
                .get(0);
    }

    @Test
    void percentilesMediansAndModes() {
        List<Field> fields = List.of(
                new Field("x", SqlType.INTEGER),
                new Field("p", SqlType.decimal(3, 2)),
                new Field("m", SqlType.decimal(6, 2)));
        List<List<Object>> rows = new ArrayList<>();
        for (long x : new long[] {4, 1, 3, 3, 10}) {
            rows.add(List.of(x, 25L, x * 100 + 5));
        }
        rows.add(Arrays.asList(null, 25L, null));
        SortKey up = new SortKey(0, false, false);
        assertEquals(
                List.of(3.0, 3.0, 3L, 3L, 305L, 4.0),
                of(
                        fields,
                        rows,
                        call("MEDIAN", SqlType.DOUBLE, 0),
                        ordered("PERCENTILE_CONT", SqlType.DOUBLE, List.of(1), up),
                        ordered("PERCENTILE_DISC", SqlType.INTEGER, List.of(1), up),
                        ordered("MODE", SqlType.INTEGER, List.of(0), up),
                        call("MEDIAN", SqlType.decimal(6, 2), 2),
                        ordered("PERCENTILE_CONT", SqlType.DOUBLE, List.of(1), new SortKey(0, true, false))));
    }

    @Test
    void separatorsAreArgumentsNotSortKeys() {
        List<Field> fields = List.of(new Field("s", SqlType.VARCHAR), new Field("t", SqlType.VARCHAR));
        List<List<Object>> rows = List.of(List.of("a", "3"), List.of("b", "2"), Arrays.asList(null, "1"));
        SortKey byText = new SortKey(1, false, false);
        assertEquals(
                List.of("b,a", "b3a"),
                of(
                        fields,
                        rows,
                        ordered("STRING_AGG", SqlType.VARCHAR, List.of(0), byText),
                        ordered("STRING_AGG", SqlType.VARCHAR, List.of(0, 1), byText)));
    }

    @Test
    void variancesAndCorrelations() {
        List<Field> fields = List.of(new Field("y", SqlType.DOUBLE), new Field("x", SqlType.DOUBLE));
        List<List<Object>> rows =
                List.of(List.of(1e9 + 1, 1.0), List.of(1e9 + 2, 2.0), List.of(1e9 + 4, 3.0), List.of(1e9 + 5, 4.0));
        List<Object> result = of(
                fields,
                rows,
                call("VAR_SAMP", SqlType.DOUBLE, 0),
                call("STDDEV_POP", SqlType.DOUBLE, 0),
                call("COVAR_POP", SqlType.DOUBLE, 0, 1),
                call("REGR_SLOPE", SqlType.DOUBLE, 0, 1),
                call("CORR", SqlType.DOUBLE, 1, 1));
        assertEquals(10.0 / 3, (Double) result.get(0), 1e-12);
        assertEquals(Math.sqrt(2.5), (Double) result.get(1), 1e-12);
        assertEquals(1.75, (Double) result.get(2), 1e-12);
        assertEquals(1.4, (Double) result.get(3), 1e-12);
        assertEquals(1.0, (Double) result.get(4), 1e-12);
        List<Object> one =
                of(fields, rows.subList(0, 1), call("STDDEV", SqlType.DOUBLE, 0), call("VAR_POP", SqlType.DOUBLE, 0));
        assertEquals(Arrays.asList(null, 0.0), one);
    }

    @Test
    void sumsOfDoublesDoNotDependOnTheThreads() {
        Random random = new Random(11);
        List<Field> fields = List.of(new Field("x", SqlType.DOUBLE));
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            rows.add(List.of(random.nextGaussian() * Math.pow(10, random.nextInt(12))));
        }
        PhysicalPlan plan =
                aggregate(MemoryTable.scan(fields, rows, random), List.of(), List.of(call("SUM", SqlType.DOUBLE, 0)));
        Object expected = PlanRunner.run(plan, 1).get(0).get(0);
        for (int run = 0; run < 5; run++) {
            assertEquals(expected, PlanRunner.run(plan, 4).get(0).get(0));
        }
    }

    @Test
    void approximateCountsAreClose() {
        List<Field> fields = List.of(new Field("x", SqlType.BIGINT));
        List<List<Object>> rows = new ArrayList<>();
        for (long i = 0; i < 40_000; i++) {
            rows.add(List.of(i / 2));
        }
        long estimate = (Long) of(fields, rows, call("APPROX_COUNT_DISTINCT", SqlType.BIGINT, 0))
                .get(0);
        assertTrue(Math.abs(estimate - 20_000) < 1_500, () -> "" + estimate);
    }

    @Test
    void aSingleValueIsOneRow() {
        List<Field> fields = List.of(new Field("x", SqlType.BIGINT));
        AggregateCall single = call("SINGLE_VALUE", SqlType.BIGINT, 0);
        assertEquals(List.of(7L), of(fields, List.of(List.of(7L)), single));
        assertEquals(Arrays.asList((Object) null), of(fields, List.of(), single));
        VelariaException error =
                assertThrows(VelariaException.class, () -> of(fields, List.of(List.of(7L), List.of(7L)), single));
        assertEquals(SqlState.CARDINALITY_VIOLATION, error.state());
    }
}
