package io.velaria.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.execution.PlanRunner;
import io.velaria.runtime.execution.PlanStatistics;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.Settings;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.operator.join.JoinTranslation;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Joins whose build side's keys filter what is below their probe side and serve as its index, compared with the same
 * plans without that.
 */
class KeyFilterTest {
    private static final List<Field> FIELDS = List.of(
            new Field("k", SqlType.INTEGER), new Field("l", SqlType.BIGINT), new Field("m", SqlType.decimal(12, 2)));
    private static final Settings OFF =
            Settings.EMPTY.with(JoinTranslation.KEY_FILTERS, "off").with(JoinTranslation.KEY_INDEX, "off");
    private static final long[] STEPS = {1, 61, 20_011, 1_000_000_007};

    /** @param step distance of the keys: a large one gives hashed filters */
    private static Scan table(int count, int distinct, long step, Random random) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Object> row = new ArrayList<>();
            for (int c = 0; c < FIELDS.size(); c++) {
                long value = random.nextInt(distinct) - distinct / 3;
                row.add(random.nextInt(12) == 0 ? null : (Object) (c == 0 ? value : value * step));
            }
            rows.add(row);
        }
        return MemoryTable.scan(FIELDS, rows, random);
    }

    private static Join join(
            Join.Kind kind, PhysicalPlan left, PhysicalPlan right, int leftKey, int rightKey, boolean buildLeft) {
        List<Field> schema = new ArrayList<>(left.schema());
        if (kind == Join.Kind.MARK) {
            schema.add(new Field("mark", SqlType.BOOLEAN));
        } else if (kind != Join.Kind.SEMI && kind != Join.Kind.ANTI) {
            schema.addAll(right.schema());
        }
        return new Join(
                kind,
                left,
                right,
                List.of(leftKey),
                List.of(rightKey),
                List.of(false),
                null,
                buildLeft,
                schema,
                Double.NaN);
    }

    private static Join withSecondKey(Join join, int key, Random random) {
        return new Join(
                join.kind(),
                join.left(),
                join.right(),
                List.of(join.leftKeys().get(0), key),
                List.of(join.rightKeys().get(0), key),
                List.of(false, random.nextInt(4) == 0),
                null,
                join.buildLeft(),
                join.schema(),
                Double.NaN);
    }

    /** A node above the input that keeps its first three columns' types. */
    private static PhysicalPlan above(PhysicalPlan input, long step, Random random) {
        List<Expression> columns = new ArrayList<>();
        for (int c = 0; c < FIELDS.size(); c++) {
            columns.add(new InputRef(c, FIELDS.get(c).type()));
        }
        switch (random.nextInt(5)) {
            case 0 -> {
                return new Project(input, columns, FIELDS);
            }
            case 1 -> {
                Expression condition = Call.of(Operators.LESS, SqlType.BOOLEAN, columns.get(0), columns.get(1));
                return new Filter(new Project(input, columns, FIELDS), condition, Double.NaN);
            }
            case 2 -> {
                AggregateCall least =
                        new AggregateCall("MIN", List.of(2), false, -1, List.of(), SqlType.decimal(12, 2));
                return new Aggregate(input, List.of(0, 1), List.of(List.of(0, 1)), List.of(least), FIELDS, Double.NaN);
            }
            default -> {
                Join.Kind[] kinds = Join.Kind.values();
                Scan other = table(30 + random.nextInt(300), 1 + random.nextInt(200), step, random);
                Join.Kind kind = kinds[random.nextInt(kinds.length)];
                int key = random.nextInt(FIELDS.size());
                return join(kind, input, other, key, key, random.nextBoolean());
            }
        }
    }

    private static Map<List<Object>, Integer> bag(List<List<Object>> rows) {
        Map<List<Object>, Integer> bag = new HashMap<>();
        rows.forEach(row -> bag.merge(row, 1, Integer::sum));
        return bag;
    }

    @Test
    void filtersChangeNoResult() {
        for (long seed = 1; seed <= 400; seed++) {
            Random random = new Random(seed);
            long step = STEPS[(int) seed % STEPS.length];
            PhysicalPlan probe = table(600, 1 + random.nextInt(300), step, random);
            for (int depth = random.nextInt(4); depth > 0; depth--) {
                probe = above(probe, step, random);
            }
            PhysicalPlan build = table(random.nextInt(40), 1 + random.nextInt(300), step, random);
            Join.Kind kind = Join.Kind.values()[random.nextInt(Join.Kind.values().length)];
            int key = random.nextInt(FIELDS.size());
            boolean swap = random.nextBoolean();
            Join one = swap
                    ? join(kind, build, probe, key, key, random.nextBoolean())
                    : join(kind, probe, build, key, key, random.nextBoolean());
            Join plan = random.nextInt(3) > 0 ? one : withSecondKey(one, (key + 1) % FIELDS.size(), random);
            var expected = bag(PlanRunner.run(plan, PlanRunner.context(1, OFF, null)));
            for (int parallelism : new int[] {1, 3}) {
                QueryContext context = PlanRunner.context(parallelism, Settings.EMPTY, null);
                assertEquals(expected, bag(PlanRunner.run(plan, context)), "seed " + seed);
                assertEquals(0, context.memory().reserved());
            }
        }
    }

    @Test
    void aggregatesOnlyGroupsThatTheJoinWants() {
        for (long step : STEPS) {
            List<List<Object>> many = new ArrayList<>();
            for (long i = 0; i < 20_000; i++) {
                many.add(Arrays.asList(i, i % 5000 * step, i));
            }
            Scan facts = MemoryTable.scan(FIELDS, many, new Random(1), 4096);
            AggregateCall least = new AggregateCall("MIN", List.of(0), false, -1, List.of(), SqlType.INTEGER);
            List<Field> schema = List.of(FIELDS.get(1), new Field("least", SqlType.INTEGER));
            Aggregate groups =
                    new Aggregate(facts, List.of(1), List.of(List.of(0)), List.of(least), schema, Double.NaN);
            Scan few = MemoryTable.scan(
                    FIELDS,
                    List.of(Arrays.asList(1L, 17 * step, null), Arrays.asList(2L, 4000 * step, null)),
                    new Random(2));
            Join plan = join(Join.Kind.INNER, groups, few, 0, 1, false);
            PlanStatistics statistics = new PlanStatistics();
            List<List<Object>> rows = PlanRunner.run(plan, PlanRunner.context(1, Settings.EMPTY, statistics));
            assertEquals(bag(PlanRunner.run(plan, PlanRunner.context(1, OFF, null))), bag(rows));
            assertEquals(2, rows.size());
            long grouped = statistics.node(groups).rows();
            assertTrue(grouped >= 2 && grouped < 200, () -> grouped + " groups");
        }
    }

    @Test
    void manyRepeatedKeysStayInTheOrderOfTheInput() {
        List<List<Object>> rows = new ArrayList<>();
        for (long i = 0; i < 3000; i++) {
            rows.add(Arrays.asList(i % 7, i, i));
        }
        Scan build = MemoryTable.scan(FIELDS, rows, new Random(1), 500);
        Scan probe =
                MemoryTable.scan(FIELDS, List.of(Arrays.asList(3L, 0L, 0L), Arrays.asList(-1L, 0L, 0L)), new Random(2));
        List<List<Object>> result = PlanRunner.run(
                join(Join.Kind.INNER, probe, build, 0, 0, false),
                PlanRunner.context(1, MemoryPool.root("test", 1L << 30)));
        List<Long> order = result.stream().map(row -> (Long) row.get(4)).toList();
        assertEquals(
                rows.stream()
                        .filter(row -> row.get(0).equals(3L))
                        .map(row -> (Long) row.get(1))
                        .toList(),
                order);
    }
}
