package io.velaria.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.velaria.runtime.column.Values;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.PlanRunner;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.Limit;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Sort;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortTest {
    static Comparator<List<Object>> comparator(List<SortKey> keys) {
        return (a, b) -> {
            for (SortKey key : keys) {
                Object x = a.get(key.column());
                Object y = b.get(key.column());
                int order;
                if (x == null || y == null) {
                    order = Boolean.compare(x == null, y == null) * (key.nullsFirst() ? -1 : 1);
                } else {
                    order = Values.compare(x, y) * (key.descending() ? -1 : 1);
                }
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    static List<SortKey> randomKeys(Random random) {
        List<SortKey> keys = new ArrayList<>();
        for (int k = 1 + random.nextInt(3); k > 0; k--) {
            keys.add(
                    new SortKey(random.nextInt(Samples.FIELDS.size() - 1), random.nextBoolean(), random.nextBoolean()));
        }
        return keys;
    }

    private static Literal rows(long count) {
        return new Literal(count, SqlType.BIGINT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void sortsStablyByAnyKeys(long seed) {
        Random random = new Random(seed);
        List<List<Object>> rows = Samples.rows(seed == 1 ? 0 : 4000, seed % 2 == 0 ? 5 : 3000, random);
        List<SortKey> keys = randomKeys(random);
        List<List<Object>> expected = new ArrayList<>(rows);
        expected.sort(comparator(keys));
        PhysicalPlan scan = MemoryTable.scan(Samples.FIELDS, rows, random, 100);
        for (int parallelism : new int[] {1, 4}) {
            assertEquals(expected, PlanRunner.run(new Sort(scan, keys, null, null, Double.NaN), parallelism));
            int from = Math.min(expected.size(), 10);
            int to = Math.min(expected.size(), 60);
            assertEquals(
                    expected.subList(from, to),
                    PlanRunner.run(new Sort(scan, keys, rows(10), rows(50), Double.NaN), parallelism));
        }
    }

    @Test
    void topOfManyRowsForgetsTheRest() {
        Random random = new Random(9);
        List<List<Object>> rows = Samples.rows(60_000, 1_000_000, random);
        List<SortKey> keys = List.of(new SortKey(1, true, false));
        List<List<Object>> expected = new ArrayList<>(rows);
        expected.sort(comparator(keys));
        PhysicalPlan scan = MemoryTable.scan(Samples.FIELDS, rows, random, 4000);
        for (int parallelism : new int[] {1, 3}) {
            assertEquals(
                    expected.subList(0, 7),
                    PlanRunner.run(new Sort(scan, keys, null, rows(7), Double.NaN), parallelism));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void limitKeepsTheOrderOfTheInput(long seed) {
        Random random = new Random(seed);
        List<List<Object>> rows = Samples.rows(2000, 9, random);
        PhysicalPlan scan = MemoryTable.scan(Samples.FIELDS, rows, random);
        for (int parallelism : new int[] {1, 4}) {
            for (int fetch : new int[] {0, 1, 37, 1990, 5000}) {
                PhysicalPlan plan = new Limit(scan, rows(13), rows(fetch), Double.NaN);
                assertEquals(rows.subList(13, Math.min(2000, 13 + fetch)), PlanRunner.run(plan, parallelism));
            }
            assertEquals(rows.subList(100, 2000), PlanRunner.run(new Limit(scan, rows(100), null, 0), parallelism));
            PhysicalPlan nested = new Limit(new Limit(scan, null, rows(50), 0), rows(48), rows(9), 0);
            assertEquals(rows.subList(48, 50), PlanRunner.run(nested, parallelism));
        }
    }

    @Test
    void limitsMayBeParametersAndNotNegative() {
        List<List<Object>> rows = Samples.rows(20, 9, new Random(1));
        PhysicalPlan scan = MemoryTable.scan(Samples.FIELDS, rows, new Random(1));
        Expression parameter = new Parameter(0, SqlType.BIGINT);
        assertEquals(rows.subList(0, 3), PlanRunner.run(new Limit(scan, null, parameter, 0), 1, 3L));
        assertEquals(rows, PlanRunner.run(new Limit(scan, null, parameter, 0), 1, (Object) null));
        assertEquals(
                SqlState.INVALID_ROW_COUNT_IN_LIMIT,
                assertThrows(VelariaException.class, () -> PlanRunner.run(new Limit(scan, null, parameter, 0), 1, -1L))
                        .state());
        assertEquals(
                SqlState.INVALID_ROW_COUNT_IN_OFFSET,
                assertThrows(VelariaException.class, () -> PlanRunner.run(new Limit(scan, parameter, null, 0), 1, -1L))
                        .state());
    }
}
