package io.velaria.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.execution.PlanRunner;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.Settings;
import io.velaria.runtime.operator.join.JoinTranslation;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Joins whose build side is large enough for several tasks to make its table, compared with one task's. */
class LargeJoinTest {
    private static final List<Field> FIELDS = List.of(
            new Field("k", SqlType.BIGINT), new Field("second", SqlType.INTEGER), new Field("text", SqlType.VARCHAR));
    private static final int ROWS = 40_000;
    private static final Settings HASHED = Settings.EMPTY.with(JoinTranslation.KEY_INDEX, "off");

    private static Scan table(int rows, int distinct, long step, boolean clustered, Random random) {
        List<List<Object>> values = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            long key = clustered ? (long) i * distinct / rows : random.nextInt(distinct);
            List<Object> row = new ArrayList<>(3);
            row.add(random.nextInt(50) == 0 ? null : (Object) (key * step - 5000));
            row.add(random.nextInt(50) == 0 ? null : (Object) (key % 7));
            row.add("t" + i);
            values.add(row);
        }
        return MemoryTable.scan(FIELDS, values, random);
    }

    private static Join join(Join.Kind kind, Scan probe, Scan build, List<Integer> keys) {
        List<Field> schema = new ArrayList<>(probe.schema());
        if (kind == Join.Kind.MARK) {
            schema.add(new Field("mark", SqlType.BOOLEAN));
        } else if (kind != Join.Kind.SEMI && kind != Join.Kind.ANTI) {
            schema.addAll(build.schema());
        }
        List<Boolean> nullsEqual = keys.stream().map(key -> false).toList();
        return new Join(kind, probe, build, keys, keys, nullsEqual, null, false, schema, Double.NaN);
    }

    /** Dense keys, sparse ones that are ranked, and ones that only a hash suits; unique, and with duplicates. */
    @ParameterizedTest
    @CsvSource({
        "INNER, 60000, 1, false",
        "LEFT, 60000, 17, true",
        "FULL, 20000, 1000000007, false",
        "RIGHT, 20000, 1, true",
        "SEMI, 30000, 1000000007, true",
        "ANTI, 30000, 19, false",
        "MARK, 50000, 1, false"
    })
    void severalTasksMakeTheTableOfOne(Join.Kind kind, int distinct, long step, boolean clustered) {
        Random random = new Random(distinct + step);
        Scan build = table(ROWS, distinct, step, clustered, random);
        Scan probe = table(6_000, distinct, step, false, random);
        for (List<Integer> keys : List.of(List.of(0), List.of(0, 1), List.of(1, 0), List.of(2))) {
            Join plan = join(kind, probe, build, keys);
            if (kind == Join.Kind.MARK && keys.size() > 1) {
                continue;
            }
            var expected = sorted(PlanRunner.run(plan, PlanRunner.context(1, HASHED, null)));
            for (Settings settings : List.of(Settings.EMPTY, HASHED)) {
                QueryContext context = PlanRunner.context(4, settings, null);
                assertEquals(expected, sorted(PlanRunner.run(plan, context)), keys + " " + settings);
                assertEquals(0, context.memory().reserved());
            }
        }
    }

    private static List<String> sorted(List<List<Object>> rows) {
        return rows.stream().map(List::toString).sorted().toList();
    }
}
