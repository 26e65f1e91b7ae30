package io.velaria.planner.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.planner.Planner;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.memory.TemporaryFiles;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.session.DatabaseOptions;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.session.SessionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows divided by their keys before they are grouped have the groups that they have without, whether they are divided
 * from the first batches on or never, by one task or several, with room for all or too little.
 */
final class ScatteredGroupsTest {
    private static final int ROWS = 200_000;
    private static final String NEVER = Long.toString(Long.MAX_VALUE);
    private static final String AT_ONCE = "0";

    @TempDir
    private static Path directory;

    private static final Planner PLANNER = new Planner();

    private static Database database;

    /** Keys in no order, some of them with gaps; NULLs, texts too long to be packed, many rows of one value. */
    @BeforeAll
    static void fill() {
        database = Database.inMemory(new DatabaseOptions("test", 2, 1L << 30, directory, Long.MAX_VALUE));
        try (Session session = database.connect(SessionOptions.defaults())) {
            run(
                    session,
                    "CREATE TABLE t AS SELECT i AS id, CAST(MOD(i * 7919, 60000) AS INTEGER) AS k,"
                            + " CASE WHEN MOD(i, 101) > 0 THEN CAST(MOD(i * 7919, 50000) AS BIGINT) * 1000003 END AS far,"
                            + " CASE WHEN MOD(i, 3) > 0 THEN MOD(i * 104729, 40000) - 20000 END AS many,"
                            + " CASE WHEN MOD(i, 97) > 0 THEN 'key ' || MOD(i * 104729, 90000) END AS g,"
                            + " 'a common beginning ' || MOD(i * 104729, 30000) AS long,"
                            + " CASE WHEN MOD(i, 11) > 0 THEN 'word' || MOD(i, 50) END AS d,"
                            + " CASE WHEN MOD(i, 7) > 0 THEN CAST(MOD(i * 31, 4096) AS DOUBLE) END AS x,"
                            + " CAST(MOD(i, 1000) AS DECIMAL(38, 2)) * 1000000000000000000000 AS w,"
                            + " CASE WHEN i > 100000 THEN 'a text of more than fifteen bytes ' || i ELSE 't' || i END AS late,"
                            + " CASE WHEN i > 100000 THEN 9223372036854775807 - MOD(i * 7919, 50000)"
                            + " ELSE MOD(i * 7919, 30000) END AS two"
                            + " FROM GENERATE_SERIES(1, " + ROWS + ") AS s (i)");
        }
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    private static List<String> run(Session session, String sql) {
        List<String> rows = new ArrayList<>();
        Cursor opened;
        synchronized (PLANNER) {
            opened = session.execute(PLANNER.plan(sql, session, List.of()).plan(), new Object[0], 0);
        }
        try (Cursor cursor = opened) {
            for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
                for (int i = 0; i < batch.size(); i++) {
                    StringBuilder row = new StringBuilder();
                    for (int c = 0; c < batch.columnCount(); c++) {
                        Object value = batch.column(c).valueAt(batch.row(i));
                        row.append(value instanceof byte[] bytes ? new String(bytes) : value)
                                .append('|');
                    }
                    rows.add(row.toString());
                }
            }
        }
        Collections.sort(rows);
        return rows;
    }

    private static List<String> run(String sql, String cache, String threads, String limit) {
        try (Session session = database.connect(SessionOptions.defaults())) {
            session.set("aggregate_cache", cache);
            session.set("threads", threads);
            session.set("memory_limit", limit);
            return run(session, sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT k, COUNT(*), SUM(id), SUM(x), AVG(x), MIN(id), MAX(x) FROM t GROUP BY k",
                "SELECT far, COUNT(*), COUNT(d), SUM(w), MIN(d), STDDEV_POP(x) FROM t GROUP BY far",
                "SELECT many, COUNT(*), MAX(g), SUM(id) FILTER (WHERE x > 5) FROM t GROUP BY many",
                "SELECT two, COUNT(*), MIN(id) FROM t GROUP BY two",
                "SELECT g, COUNT(*), SUM(x), AVG(w) FROM t GROUP BY g",
                "SELECT long, COUNT(*), SUM(id) FROM t GROUP BY long",
                "SELECT late, COUNT(*), SUM(id) FROM t GROUP BY late",
                "SELECT d, k, COUNT(*), SUM(w) FROM t GROUP BY d, k",
                "SELECT id, g, d, w, COUNT(*) FROM t GROUP BY id, g, d, w",
                "SELECT k, COUNT(DISTINCT d), COUNT(DISTINCT many), SUM(x) FROM t GROUP BY k",
                "SELECT g, COUNT(DISTINCT far) FROM t GROUP BY g",
                "SELECT k, ARG_MAX(id, w), STRING_AGG(d, ',' ORDER BY id), ANY_VALUE(k) FROM t GROUP BY k",
                "SELECT k, d, GROUPING(k, d), COUNT(*) FROM t GROUP BY GROUPING SETS ((k), (d), (k, d), ())",
                "SELECT DISTINCT g, k FROM t",
                "SELECT k, COUNT(*) FROM t WHERE id < 0 GROUP BY k"
            })
    void groupsAreTheSame(String sql) {
        List<String> expected = run(sql, NEVER, "1", "1GB");
        assertEquals(expected, run(sql, AT_ONCE, "1", "1GB"));
        assertEquals(expected, run(sql, AT_ONCE, "2", "1GB"));
        assertEquals(expected, run(sql, NEVER, "2", "1GB"));
        assertEquals(expected, run(sql, "100000", "2", "1GB"));
        assertEquals(expected, run(sql, AT_ONCE, "2", "24MB"));
        assertEquals(0, database.memory().reserved());
    }

    @Test
    void dividedRowsGoToTemporaryFilesToo() {
        TemporaryFiles files = database.memory().temporaryFiles();
        long before = files.written();
        String sql = "SELECT id, g, d, w, SUM(x), COUNT(*) FROM t GROUP BY id, g, d, w";
        assertEquals(run(sql, NEVER, "1", "1GB"), run(sql, AT_ONCE, "2", "12MB"));
        assertEquals(true, files.written() > before);
        assertEquals(0, files.openFiles());
        assertEquals(0, database.memory().reserved());
    }
}
