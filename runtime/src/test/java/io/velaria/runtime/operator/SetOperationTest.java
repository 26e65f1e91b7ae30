package io.velaria.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.execution.PlanRunner;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.plan.Limit;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.SetOperation;
import io.velaria.runtime.plan.Unnest;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetOperationTest {
    private static final List<Field> FIELDS = List.of(new Field("i", SqlType.INTEGER), new Field("s", SqlType.VARCHAR));

    private static SetOperation operation(SetOperation.Kind kind, boolean all, PhysicalPlan... inputs) {
        return new SetOperation(kind, all, List.of(inputs), inputs[0].schema(), Double.NaN);
    }

    private static List<List<Object>> rows(int count, Random random) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Arrays.asList(
                    random.nextInt(5) == 0 ? null : (Object) (long) random.nextInt(9),
                    random.nextInt(5) == 0 ? null : "s" + random.nextInt(3)));
        }
        return rows;
    }

    private static Map<List<Object>, Long> bag(List<List<Object>> rows) {
        Map<List<Object>, Long> bag = new HashMap<>();
        rows.forEach(row -> bag.merge(row, 1L, Long::sum));
        return bag;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void intersectAndExceptCount(long seed) {
        Random random = new Random(seed);
        List<List<Object>> a = rows(200, random);
        List<List<Object>> b = rows(seed == 5 ? 0 : 90, random);
        List<List<Object>> c = rows(60, random);
        PhysicalPlan[] inputs = {
            MemoryTable.scan(FIELDS, a, random),
            MemoryTable.scan(FIELDS, b, random),
            MemoryTable.scan(FIELDS, c, random)
        };
        var bagB = bag(b);
        var bagC = bag(c);
        for (SetOperation.Kind kind : List.of(SetOperation.Kind.INTERSECT, SetOperation.Kind.EXCEPT)) {
            for (boolean all : new boolean[] {false, true}) {
                Map<List<Object>, Long> expected = new HashMap<>();
                bag(a).forEach((row, count) -> {
                    long inB = bagB.getOrDefault(row, 0L);
                    long inC = bagC.getOrDefault(row, 0L);
                    long times = kind == SetOperation.Kind.INTERSECT
                            ? Math.min(count, Math.min(inB, inC))
                            : all ? Math.max(0, count - inB - inC) : inB + inC > 0 ? 0 : 1;
                    if (times > 0) {
                        expected.put(row, all ? times : 1L);
                    }
                });
                for (int parallelism : new int[] {1, 4}) {
                    assertEquals(
                            expected,
                            bag(PlanRunner.run(operation(kind, all, inputs), parallelism)),
                            kind + " all " + all);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void unionAllKeepsTheOrderOfItsInputs(int parallelism) {
        Random random = new Random(1);
        List<List<Object>> a = rows(500, random);
        List<List<Object>> b = rows(300, random);
        PhysicalPlan first = MemoryTable.scan(FIELDS, a, random);
        PhysicalPlan second = MemoryTable.scan(FIELDS, b, random);
        Literal ten = new Literal(10L, SqlType.BIGINT);
        PhysicalPlan nested = operation(
                SetOperation.Kind.UNION,
                true,
                operation(SetOperation.Kind.UNION, true, first, second),
                new Limit(first, null, ten, 10),
                second);
        List<List<Object>> expected = new ArrayList<>(a);
        expected.addAll(b);
        expected.addAll(a.subList(0, 10));
        expected.addAll(b);
        assertEquals(expected, PlanRunner.run(nested, parallelism));
        assertEquals(
                bag(expected).keySet(),
                bag(PlanRunner.run(operation(SetOperation.Kind.UNION, false, first, second), parallelism))
                        .keySet());
        assertEquals(a.subList(0, 10), PlanRunner.run(new Limit(nested, null, ten, 10), parallelism));
    }

    @Test
    void unnestGivesARowForEachElement() {
        List<Field> fields =
                List.of(new Field("a", SqlType.array(SqlType.INTEGER)), new Field("n", SqlType.BIGINT, false));
        List<List<Object>> rows = new ArrayList<>();
        List<List<Object>> expected = new ArrayList<>();
        List<List<Object>> outer = new ArrayList<>();
        Random random = new Random(2);
        for (long n = 0; n < 500; n++) {
            List<Object> array = new ArrayList<>();
            for (int e = random.nextInt(40); e > 0; e--) {
                array.add(random.nextInt(5) == 0 ? null : (Object) (long) random.nextInt(100));
            }
            Object value = random.nextInt(9) == 0 ? null : array;
            rows.add(Arrays.asList(value, n));
            for (int e = 0; value != null && e < array.size(); e++) {
                expected.add(Arrays.asList(array, n, array.get(e), e + 1L));
                outer.add(Arrays.asList(array, n, array.get(e), e + 1L));
            }
            if (value == null || array.isEmpty()) {
                outer.add(Arrays.asList(value, n, null, null));
            }
        }
        List<Field> schema = new ArrayList<>(fields);
        schema.add(new Field("e", SqlType.INTEGER));
        schema.add(new Field("o", SqlType.BIGINT));
        PhysicalPlan scan = MemoryTable.scan(fields, rows, random, 300);
        assertEquals(expected, PlanRunner.run(new Unnest(scan, 0, true, false, schema, 0), 1));
        assertEquals(outer, PlanRunner.run(new Unnest(scan, 0, true, true, schema, 0), 4));
    }
}
