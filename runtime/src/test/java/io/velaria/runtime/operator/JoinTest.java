package io.velaria.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.velaria.runtime.column.Values;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.PlanRunner;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JoinTest {
    private static final int WIDTH = Samples.FIELDS.size();

    private static Join join(
            Join.Kind kind,
            PhysicalPlan left,
            PhysicalPlan right,
            List<Integer> leftKeys,
            List<Integer> rightKeys,
            List<Boolean> nullsEqual,
            Expression residual,
            boolean buildLeft) {
        List<Field> schema = new ArrayList<>(left.schema());
        if (kind == Join.Kind.MARK) {
            schema.add(new Field("mark", SqlType.BOOLEAN));
        } else if (kind != Join.Kind.SEMI && kind != Join.Kind.ANTI) {
            schema.addAll(right.schema());
        }
        return new Join(kind, left, right, leftKeys, rightKeys, nullsEqual, residual, buildLeft, schema, Double.NaN);
    }

    /** TRUE, FALSE or null of the whole condition for a pair of rows. */
    private static Boolean matches(
            List<Object> left, List<Object> right, List<Integer> keys, List<Boolean> nullsEqual, boolean residual) {
        Boolean all = true;
        for (int k = 0; k < keys.size(); k++) {
            Object a = left.get(keys.get(k));
            Object b = right.get(keys.get(k));
            Boolean one;
            if (a == null || b == null) {
                one = nullsEqual.get(k) ? (Boolean) (a == b) : null;
            } else {
                one = Values.compare(a, b) == 0;
            }
            all = and(all, one);
        }
        if (residual) {
            Object a = left.get(0);
            Object b = right.get(0);
            all = and(all, a == null || b == null ? null : (Boolean) ((Long) a < (Long) b));
        }
        return all;
    }

    private static Boolean and(Boolean a, Boolean b) {
        if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
            return false;
        }
        return a == null || b == null ? null : (Boolean) true;
    }

    private static List<List<Object>> expected(
            Join.Kind kind,
            List<List<Object>> left,
            List<List<Object>> right,
            List<Integer> keys,
            List<Boolean> nullsEqual,
            boolean residual) {
        List<List<Object>> result = new ArrayList<>();
        boolean[] rightMatched = new boolean[right.size()];
        List<Object> nulls = Collections.nCopies(WIDTH, null);
        for (List<Object> a : left) {
            boolean matched = false;
            boolean unknown = false;
            for (int r = 0; r < right.size(); r++) {
                Boolean match = matches(a, right.get(r), keys, nullsEqual, residual);
                unknown |= match == null;
                if (Boolean.TRUE.equals(match)) {
                    matched = true;
                    rightMatched[r] = true;
                    if (kind.ordinal() <= Join.Kind.FULL.ordinal()) {
                        result.add(concat(a, right.get(r)));
                    }
                }
            }
            switch (kind) {
                case LEFT, FULL -> {
                    if (!matched) {
                        result.add(concat(a, nulls));
                    }
                }
                case SEMI -> {
                    if (matched) {
                        result.add(a);
                    }
                }
                case ANTI -> {
                    if (!matched) {
                        result.add(a);
                    }
                }
                case MARK -> result.add(concat(a, Arrays.asList(matched ? (Long) 1L : unknown ? null : (Long) 0L)));
                default -> {}
            }
        }
        if (kind == Join.Kind.RIGHT || kind == Join.Kind.FULL) {
            for (int r = 0; r < right.size(); r++) {
                if (!rightMatched[r]) {
                    result.add(concat(nulls, right.get(r)));
                }
            }
        }
        return result;
    }

    private static List<Object> concat(List<Object> a, List<Object> b) {
        List<Object> both = new ArrayList<>(a);
        both.addAll(b);
        return both;
    }

    private static Map<List<Object>, Integer> bag(List<List<Object>> rows) {
        Map<List<Object>, Integer> bag = new HashMap<>();
        rows.forEach(row -> bag.merge(row, 1, Integer::sum));
        return bag;
    }

    @ParameterizedTest
    @EnumSource(Join.Kind.class)
    void joinsAsNestedLoopsDo(Join.Kind kind) {
        for (long seed = 1; seed <= 24; seed++) {
            Random random = new Random(seed);
            int distinct = seed % 3 == 0 ? 300 : 5;
            List<List<Object>> left = Samples.rows(seed % 8 == 0 ? 0 : 150, distinct, random);
            List<List<Object>> right = Samples.rows(seed % 7 == 0 ? 0 : seed % 5 == 0 ? 3 : 120, distinct, random);
            List<Integer> keys = new ArrayList<>();
            List<Boolean> nullsEqual = new ArrayList<>();
            for (int k = (int) (seed % 4); k > 0; k--) {
                keys.add(random.nextInt(WIDTH - 1));
                nullsEqual.add(random.nextInt(4) == 0);
            }
            boolean residual = random.nextBoolean();
            Expression condition = Call.of(
                    Operators.LESS,
                    SqlType.BOOLEAN,
                    new InputRef(0, SqlType.INTEGER),
                    new InputRef(WIDTH, SqlType.INTEGER));
            var expected = bag(expected(kind, left, right, keys, nullsEqual, residual));
            PhysicalPlan leftScan = MemoryTable.scan(Samples.FIELDS, left, random);
            PhysicalPlan rightScan = MemoryTable.scan(Samples.FIELDS, right, random);
            for (boolean buildLeft : new boolean[] {false, true}) {
                Join plan =
                        join(kind, leftScan, rightScan, keys, keys, nullsEqual, residual ? condition : null, buildLeft);
                for (int parallelism : new int[] {1, 4}) {
                    String description = "seed " + seed + " keys " + keys + " nullsEqual " + nullsEqual + " residual "
                            + residual + " buildLeft " + buildLeft + " parallelism " + parallelism;
                    List<List<Object>> rows = PlanRunner.run(plan, parallelism);
                    assertEquals(expected, bag(rows), description);
                    assertEquals(rows, PlanRunner.run(plan, 1), description + ": order");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Join.Kind.class,
            names = {"INNER", "LEFT", "FULL"})
    void fullBatchesWithUniqueKeysPassInPlace(Join.Kind kind) {
        List<Field> fields = List.of(new Field("k", SqlType.BIGINT), new Field("s", SqlType.VARCHAR));
        List<List<Object>> rows = new ArrayList<>();
        for (long i = 0; i < 10_000; i++) {
            rows.add(List.of(i, "value " + i));
        }
        PhysicalPlan left = MemoryTable.scan(fields, rows, new Random(1), 4096);
        PhysicalPlan right = MemoryTable.scan(fields, rows, new Random(2), 4096);
        List<List<Object>> result =
                PlanRunner.run(join(kind, left, right, List.of(0), List.of(0), List.of(false), null, false), 2);
        assertEquals(10_000, result.size());
        for (int i = 0; i < 10_000; i++) {
            assertEquals(concat(rows.get(i), rows.get(i)), result.get(i));
        }
    }

    @Test
    void numbersOfDifferentScalesMatchByValue() {
        List<Field> cents = List.of(new Field("m", SqlType.decimal(10, 2)));
        List<Field> whole = List.of(new Field("i", SqlType.INTEGER));
        List<Field> wide = List.of(new Field("w", SqlType.decimal(38, 0)));
        PhysicalPlan left =
                MemoryTable.scan(cents, List.of(List.of(100L), List.of(150L), List.of(200L)), new Random(1));
        PhysicalPlan ints = MemoryTable.scan(whole, List.of(List.of(1L), List.of(2L), List.of(3L)), new Random(1));
        PhysicalPlan wides = MemoryTable.scan(wide, List.of(List.of(1L), List.of(2L)), new Random(1));
        for (boolean buildLeft : new boolean[] {false, true}) {
            assertEquals(
                    bag(List.of(List.of(100L, 1L), List.of(200L, 2L))),
                    bag(PlanRunner.run(
                            join(Join.Kind.INNER, left, ints, List.of(0), List.of(0), List.of(false), null, buildLeft),
                            1)));
            assertEquals(
                    bag(List.of(List.of(1L, 1L), List.of(2L, 2L))),
                    bag(PlanRunner.run(
                            join(Join.Kind.INNER, ints, wides, List.of(0), List.of(0), List.of(false), null, buildLeft),
                            1)));
        }
    }

    @Test
    void numbersTooLargeForTheCommonTypeMatchNothing() {
        Int128 huge = Int128.of(BigInteger.TEN.pow(37));
        List<Field> whole = List.of(new Field("w", SqlType.decimal(38, 0)));
        List<Field> fine = List.of(new Field("f", SqlType.decimal(38, 10)));
        PhysicalPlan left = MemoryTable.scan(whole, List.of(List.of(5L), List.of(huge)), new Random(1));
        PhysicalPlan right = MemoryTable.scan(fine, List.of(List.of(50_000_000_000L), List.of(1L)), new Random(1));
        for (boolean buildLeft : new boolean[] {false, true}) {
            for (boolean nullsEqual : new boolean[] {false, true}) {
                assertEquals(
                        bag(List.of(List.of(5L, 50_000_000_000L))),
                        bag(PlanRunner.run(
                                join(
                                        Join.Kind.INNER,
                                        left,
                                        right,
                                        List.of(0),
                                        List.of(0),
                                        List.of(nullsEqual),
                                        null,
                                        buildLeft),
                                1)));
            }
            assertEquals(
                    bag(List.of(List.of(huge))),
                    bag(PlanRunner.run(
                            join(Join.Kind.ANTI, left, right, List.of(0), List.of(0), List.of(false), null, buildLeft),
                            1)));
        }
    }

    @Test
    void cancelEndsACrossJoinAndMemoryIsLimited() {
        List<List<Object>> rows = Samples.rows(5000, 9, new Random(1));
        PhysicalPlan scan = MemoryTable.scan(Samples.FIELDS, rows, new Random(1), 4000);
        Join cross = join(Join.Kind.INNER, scan, scan, List.of(), List.of(), List.of(), null, false);
        QueryContext context = PlanRunner.context(2, MemoryPool.root("test", 1L << 30));
        context.cancellation().cancel();
        assertEquals(
                SqlState.QUERY_CANCELED,
                assertThrows(VelariaException.class, () -> PlanRunner.run(cross, context))
                        .state());
        MemoryPool small = MemoryPool.root("test", 1 << 17);
        assertEquals(
                SqlState.OUT_OF_MEMORY,
                assertThrows(VelariaException.class, () -> PlanRunner.run(cross, PlanRunner.context(2, small)))
                        .state());
        assertEquals(0, small.reserved());
    }
}
