package io.velaria.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.execution.PlanRunner;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.plan.Window;
import io.velaria.runtime.plan.Window.Bound;
import io.velaria.runtime.plan.Window.Exclude;
import io.velaria.runtime.plan.Window.Frame;
import io.velaria.runtime.plan.Window.Unit;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    private static final List<Field> FIELDS =
            List.of(new Field("p", SqlType.INTEGER), new Field("o", SqlType.INTEGER), new Field("v", SqlType.BIGINT));

    private static Window.Call call(String function, SqlType type, Frame frame, Integer... arguments) {
        return new Window.Call(
                new AggregateCall(function, List.of(arguments), false, -1, List.of(), type), false, frame);
    }

    private static Window window(List<List<Object>> rows, Random random, List<SortKey> order, List<Window.Call> calls) {
        List<Field> schema = new ArrayList<>(FIELDS);
        calls.forEach(call -> schema.add(
                new Field(call.aggregate().function(), call.aggregate().type())));
        return new Window(MemoryTable.scan(FIELDS, rows, random, 300), List.of(0), order, calls, schema);
    }

    private static List<List<Object>> rows(int count, int partitions, Random random) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Arrays.asList(
                    (Object) (long) random.nextInt(partitions),
                    random.nextInt(7) == 0 ? null : (Object) (long) random.nextInt(30),
                    random.nextInt(7) == 0 ? null : (Object) (long) random.nextInt(1000)));
        }
        return rows;
    }

    private static Bound bound(Random random, boolean isStart) {
        int choice = random.nextInt(4);
        Bound.Kind kind = choice == 0
                ? isStart ? Bound.Kind.UNBOUNDED_PRECEDING : Bound.Kind.UNBOUNDED_FOLLOWING
                : choice == 1 ? Bound.Kind.CURRENT_ROW : choice == 2 ? Bound.Kind.PRECEDING : Bound.Kind.FOLLOWING;
        boolean distance = choice >= 2;
        return new Bound(kind, distance ? new Literal((long) random.nextInt(5), SqlType.INTEGER) : null);
    }

    /** Whether row {@code at} is past the frame's start, or with {@code isEnd} before its end. */
    private static boolean within(
            Bound bound,
            boolean isEnd,
            Unit unit,
            int at,
            int current,
            int[] peers,
            List<List<Object>> rows,
            int sign) {
        if (bound.kind() == Bound.Kind.UNBOUNDED_PRECEDING || bound.kind() == Bound.Kind.UNBOUNDED_FOLLOWING) {
            return true;
        }
        long distance = bound.distance() == null ? 0 : (Long) ((Literal) bound.distance()).value();
        if (bound.kind() == Bound.Kind.PRECEDING) {
            distance = -distance;
        }
        long difference;
        if (unit == Unit.ROWS) {
            difference = at - current;
        } else if (unit == Unit.GROUPS || bound.kind() == Bound.Kind.CURRENT_ROW) {
            difference = peers[at] - peers[current];
        } else {
            Long a = (Long) rows.get(at).get(1);
            Long b = (Long) rows.get(current).get(1);
            if (a == null || b == null) {
                if (b == null) {
                    difference = peers[at] - peers[current];
                    distance = 0;
                } else {
                    difference = at < current ? Long.MIN_VALUE / 2 : Long.MAX_VALUE / 2;
                }
            } else {
                difference = (a - b) * sign;
            }
        }
        return isEnd ? difference <= distance : difference >= distance;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void framesAgreeWithTheirDefinition(long seed) {
        Random random = new Random(seed);
        List<List<Object>> rows = rows(seed % 4 == 0 ? 900 : 300, seed % 4 == 0 ? 1 : 7, random);
        SortKey key = new SortKey(1, random.nextBoolean(), random.nextBoolean());
        Frame frame = new Frame(
                Unit.values()[random.nextInt(3)],
                bound(random, true),
                bound(random, false),
                Exclude.values()[random.nextInt(4)]);
        List<Window.Call> calls = List.of(
                call("SUM", SqlType.decimal(38, 0), frame, 2),
                call("COUNT", SqlType.BIGINT, frame),
                call("MAX", SqlType.BIGINT, frame, 2),
                call("FIRST_VALUE", SqlType.BIGINT, frame, 2),
                call("ARRAY_AGG", SqlType.array(SqlType.BIGINT), frame, 2));
        List<List<Object>> sorted = new ArrayList<>(rows);
        sorted.sort(SortTest.comparator(List.of(new SortKey(0, false, false), key)));
        int[] peers = new int[sorted.size()];
        for (int i = 1; i < peers.length; i++) {
            boolean same = Objects.equals(
                            sorted.get(i).get(0), sorted.get(i - 1).get(0))
                    && Objects.equals(sorted.get(i).get(1), sorted.get(i - 1).get(1));
            peers[i] = same ? peers[i - 1] : peers[i - 1] + 1;
        }
        List<List<Object>> expected = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            List<Object> values = new ArrayList<>();
            for (int at = 0; at < sorted.size(); at++) {
                if (!sorted.get(at).get(0).equals(sorted.get(i).get(0))) {
                    continue;
                }
                boolean excluded =
                        switch (frame.exclude()) {
                            case NO_OTHERS -> false;
                            case CURRENT_ROW -> at == i;
                            case GROUP -> peers[at] == peers[i];
                            case TIES -> peers[at] == peers[i] && at != i;
                        };
                int sign = key.descending() ? -1 : 1;
                if (!excluded
                        && within(frame.start(), false, frame.unit(), at, i, peers, sorted, sign)
                        && within(frame.end(), true, frame.unit(), at, i, peers, sorted, sign)) {
                    values.add(sorted.get(at).get(2));
                }
            }
            List<Long> present = values.stream()
                    .filter(Objects::nonNull)
                    .map(Long.class::cast)
                    .toList();
            List<Object> row = new ArrayList<>(sorted.get(i));
            row.add(
                    present.isEmpty()
                            ? null
                            : present.stream().mapToLong(Long::longValue).sum());
            row.add((long) values.size());
            row.add(
                    present.isEmpty()
                            ? null
                            : present.stream().max(Long::compare).get());
            row.add(values.isEmpty() ? null : values.get(0));
            row.add(values.isEmpty() ? null : values);
            expected.add(row);
        }
        for (int parallelism : new int[] {1, 4}) {
            List<List<Object>> actual = PlanRunner.run(window(rows, random, List.of(key), calls), parallelism);
            assertEquals(expected.size(), actual.size());
            for (int i = 0; i < actual.size(); i++) {
                assertEquals(expected.get(i), actual.get(i), "row " + i + " " + frame + " " + key);
            }
        }
    }

    @Test
    void ranksAndShifts() {
        List<List<Object>> rows = List.of(
                List.of(1L, 10L, 1L),
                List.of(1L, 20L, 2L),
                List.of(1L, 20L, 3L),
                List.of(1L, 30L, 4L),
                List.of(2L, 5L, 5L));
        Window plan = window(
                rows,
                new Random(1),
                List.of(new SortKey(1, false, false)),
                List.of(
                        call("ROW_NUMBER", SqlType.BIGINT, Frame.DEFAULT),
                        call("RANK", SqlType.BIGINT, Frame.DEFAULT),
                        call("DENSE_RANK", SqlType.BIGINT, Frame.DEFAULT),
                        call("PERCENT_RANK", SqlType.DOUBLE, Frame.DEFAULT),
                        call("CUME_DIST", SqlType.DOUBLE, Frame.DEFAULT),
                        call("LAG", SqlType.BIGINT, Frame.DEFAULT, 2),
                        call("LEAD", SqlType.BIGINT, Frame.DEFAULT, 2, 0, 1),
                        call("LAST_VALUE", SqlType.BIGINT, Frame.DEFAULT, 2),
                        call("NTILE", SqlType.BIGINT, Frame.DEFAULT, 0)));
        assertEquals(
                List.of(
                        Arrays.asList(1L, 10L, 1L, 1L, 1L, 1L, 0.0, 0.25, null, 2L, 1L, 1L),
                        Arrays.asList(1L, 20L, 2L, 2L, 2L, 2L, 1.0 / 3, 0.75, 1L, 3L, 3L, 1L),
                        Arrays.asList(1L, 20L, 3L, 3L, 2L, 2L, 1.0 / 3, 0.75, 2L, 4L, 3L, 1L),
                        Arrays.asList(1L, 30L, 4L, 4L, 4L, 3L, 1.0, 1.0, 3L, 30L, 4L, 1L),
                        Arrays.asList(2L, 5L, 5L, 1L, 1L, 1L, 0.0, 1.0, null, 5L, 5L, 1L)),
                PlanRunner.run(plan, 1));
    }

    @Test
    void wideFramesUseTheTreeAndManyBlocksWork() {
        Random random = new Random(4);
        List<List<Object>> rows = new ArrayList<>();
        for (long i = 0; i < 20_000; i++) {
            rows.add(Arrays.asList(i < 12_000 ? 0L : i, (Object) i, (Object) i));
        }
        Frame frame = new Frame(
                Unit.ROWS,
                new Bound(Bound.Kind.PRECEDING, new Literal(5000L, SqlType.INTEGER)),
                new Bound(Bound.Kind.FOLLOWING, new Literal(1L, SqlType.INTEGER)),
                Exclude.NO_OTHERS);
        List<List<Object>> result = PlanRunner.run(
                window(
                        rows,
                        random,
                        List.of(new SortKey(1, false, false)),
                        List.of(
                                call("SUM", SqlType.decimal(38, 0), frame, 2),
                                call("MIN", SqlType.BIGINT, frame, 2),
                                call("SUM", SqlType.decimal(38, 0), Frame.DEFAULT, 2))),
                2);
        assertEquals(20_000, result.size());
        for (int i = 0; i < 20_000; i++) {
            long from = i < 12_000 ? Math.max(0, i - 5000) : i;
            long to = i < 12_000 ? Math.min(11_999, i + 1) : i;
            assertEquals((from + to) * (to - from + 1) / 2, result.get(i).get(3));
            assertEquals(from, result.get(i).get(4));
            assertEquals(i < 12_000 ? (long) i * (i + 1) / 2 : i, result.get(i).get(5));
        }
    }
}
