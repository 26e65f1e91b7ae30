package io.velaria.planner.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.planner.Planner;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.memory.TemporaryFiles;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.session.DatabaseOptions;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.session.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements whose state is several times their budget give the answers that they give with room for all of it. */
final class SpillTest {
    private static final String BUDGET = "8MB";
    private static final int ROWS = 200_000;

    @TempDir
    private static Path directory;

    private static final Planner PLANNER = new Planner();

    private static Database database;
    private static TemporaryFiles files;

    @BeforeAll
    static void fill() {
        database = open(directory, Long.MAX_VALUE);
        files = database.memory().temporaryFiles();
        fill(database);
    }

    private static Database open(Path temporary, long limit) {
        return Database.inMemory(new DatabaseOptions("test", 2, 1L << 30, temporary, limit));
    }

    /** Keys in no order, NULLs in every column but the first, values wider than 64 bits, text of both encodings. */
    private static void fill(Database target) {
        try (Session session = target.connect(SessionOptions.defaults())) {
            run(
                    session,
                    "CREATE TABLE t (id BIGINT, k BIGINT, g VARCHAR, d VARCHAR, w DECIMAL(38, 2),"
                            + " a INTEGER ARRAY, x DOUBLE)");
            run(
                    session,
                    "INSERT INTO t SELECT i, CASE WHEN MOD(i, 101) > 0 THEN MOD(i * 7919, 150000) END,"
                            + " CASE WHEN MOD(i, 97) > 0 THEN 'a common beginning ' || MOD(i * 104729, 200000) END,"
                            + " CASE WHEN MOD(i, 11) > 0 THEN 'word' || MOD(i, 50) END,"
                            + " CASE WHEN MOD(i, 89) > 0 THEN CAST(MOD(i * 15485863, 250000) AS DECIMAL(38, 2))"
                            + " * 1000000000000000000000 END,"
                            + " CASE WHEN MOD(i, 83) > 0 THEN ARRAY[CAST(MOD(i, 1000) AS INTEGER), CAST(i AS INTEGER)] END,"
                            + " CASE WHEN MOD(i, 79) > 0 THEN CAST(MOD(i * 31, 4096) AS DOUBLE) END"
                            + " FROM GENERATE_SERIES(1, " + ROWS + ") AS s (i)");
        }
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertEquals(0, files.openFiles());
        assertEquals(0, files.bytes());
        assertEquals(0, database.memory().reserved());
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** Rows by number and content: in any order, or with the order if {@code ordered}. */
    private record Answer(long rows, long hash) {}

    private static Answer run(Session session, String sql) {
        return answer(session, sql, sql.contains("ORDER BY 1"));
    }

    private static Answer answer(Session session, String sql, boolean ordered) {
        long rows = 0;
        long hash = 0;
        try (Cursor cursor = open(session, sql)) {
            for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
                for (int i = 0; i < batch.size(); i++) {
                    long row = 17;
                    for (int c = 0; c < batch.columnCount(); c++) {
                        row = row * 0x9E3779B97F4A7C15L + hash(batch.column(c).valueAt(batch.row(i)));
                        row ^= row >>> 29;
                    }
                    hash = ordered ? hash * 31 + row : hash + row;
                    rows++;
                }
            }
        }
        return new Answer(rows, hash);
    }

    private static long hash(Object value) {
        if (value instanceof byte[] bytes) {
            return Arrays.hashCode(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().mapToLong(SpillTest::hash).reduce(7, (a, b) -> a * 31 + b);
        }
        return value == null ? 0x1234567 : value.hashCode();
    }

    private static Cursor open(Session session, String sql) {
        synchronized (PLANNER) {
            return session.execute(PLANNER.plan(sql, session, List.of()).plan(), new Object[0], 0);
        }
    }

    private static void spillsAndAgrees(String sql) {
        try (Session roomy = database.connect(SessionOptions.defaults());
                Session tight = database.connect(SessionOptions.defaults())) {
            long before = files.written();
            Answer expected = run(roomy, sql);
            assertEquals(before, files.written(), "a roomy budget must not spill");
            tight.set("memory_limit", BUDGET);
            Answer actual = run(tight, sql);
            assertTrue(files.written() > before, "a tight budget must spill");
            assertEquals(expected, actual);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, COUNT(*), SUM(k), MIN(g), MAX(w), SUM(x), AVG(w) FROM t GROUP BY id",
                "SELECT g, COUNT(*), COUNT(k), SUM(w), MIN(d), MAX(x), STDDEV_POP(k) FROM t GROUP BY g",
                "SELECT w, d, COUNT(*), SUM(k) FROM t GROUP BY w, d",
                "SELECT a, COUNT(*), MAX(id) FROM t GROUP BY a",
                "SELECT id, g, a, w, x, COUNT(*), SUM(k) FROM t GROUP BY id, g, a, w, x",
                "SELECT k, d, COUNT(*), SUM(x) FILTER (WHERE w > 5) FROM t GROUP BY k, d",
                "SELECT k, COUNT(DISTINCT g), COUNT(DISTINCT w), SUM(x) FROM t GROUP BY k",
                "SELECT k, ARG_MAX(id, w), ARG_MIN(g, id), ANY_VALUE(k) FROM t GROUP BY k",
                "SELECT k, STRING_AGG(d, ',' ORDER BY id), ARRAY_AGG(id ORDER BY id DESC) FROM t GROUP BY k",
                "SELECT k, g, GROUPING(k, g), COUNT(*), SUM(w) FROM t GROUP BY GROUPING SETS ((k), (g), (k, g), ())",
                "SELECT DISTINCT g, k, w FROM t"
            })
    void aggregates(String sql) {
        spillsAndAgrees(sql);
    }

    /** The build side is large whichever it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT l.id, r.g, r.w, l.a, r.d FROM t l JOIN t r ON l.id = r.id + 7",
                "SELECT l.id, r.id, r.a FROM t l JOIN t r ON l.g = r.g",
                "SELECT l.id, r.id, r.x FROM t l JOIN t r ON l.w = r.w AND l.d = r.d",
                "SELECT l.id, r.id FROM t l JOIN t r ON l.a = r.a",
                "SELECT l.id, l.g, r.g, r.w FROM t l LEFT JOIN t r ON l.k = r.id AND r.x < 1000",
                "SELECT l.id, l.g, l.w, l.d, l.a, r.g, r.w FROM t l RIGHT JOIN t r ON l.id = r.k AND l.x < 1000",
                "SELECT l.id, l.g, r.g, r.w FROM t l FULL JOIN t r ON l.g = r.g AND l.id < r.id",
                "SELECT l.id, r.id, l.k FROM t l JOIN (SELECT id, g, k FROM t WHERE id < 150000) r"
                        + " ON l.k IS NOT DISTINCT FROM r.k AND l.g = r.g",
                "SELECT id, g, w, d FROM t l WHERE EXISTS (SELECT 1 FROM t r WHERE r.g = l.g AND r.id <> l.id)",
                "SELECT id, g, w, d FROM t l WHERE NOT EXISTS (SELECT 1 FROM t r WHERE r.g = l.g AND r.w > l.w)",
                "SELECT id, g IN (SELECT g FROM t WHERE id > 1000) FROM t",
                "SELECT id, g IN (SELECT g FROM t WHERE id > 1000 AND g IS NOT NULL) FROM t",
                "SELECT id, w FROM t WHERE g NOT IN (SELECT g FROM t WHERE id > 100000 AND g IS NOT NULL)"
            })
    void joins(String sql) {
        spillsAndAgrees(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT k, id, g, d, w, a, x FROM t ORDER BY 1, 2",
                "SELECT g, id, w, a FROM t ORDER BY 1 DESC NULLS LAST, 2",
                "SELECT w, d, g, x, id FROM t ORDER BY 1 DESC, 2, 3, 4, 5 DESC",
                "SELECT a, id, g FROM t ORDER BY 1, 2",
                "SELECT d, w, x, id, a FROM t ORDER BY 1 DESC, 3", // most rows have peers: they keep their order
                "SELECT g, id, w FROM t ORDER BY 1, 2 DESC LIMIT 200000 OFFSET 70000",
                "SELECT * FROM (SELECT id, g, w, ROW_NUMBER() OVER (PARTITION BY k ORDER BY g, id) AS n FROM t) AS r"
                        + " WHERE n <= 2",
                "SELECT id, g, w, ROW_NUMBER() OVER (PARTITION BY k ORDER BY g, id), SUM(w) OVER (PARTITION BY k)"
                        + " FROM t",
                "SELECT id, a, LAG(g) OVER (PARTITION BY d, x ORDER BY id), RANK() OVER (PARTITION BY d, x ORDER BY k)"
                        + " FROM t"
            })
    void sorts(String sql) {
        spillsAndAgrees(sql);
    }

    @Test
    void runsMergedMoreThanOnce() {
        try (Session roomy = database.connect(SessionOptions.defaults());
                Session tight = database.connect(SessionOptions.defaults())) {
            String sql = "SELECT g, id, w, a, x, d FROM t ORDER BY 1, 2";
            Answer expected = run(roomy, sql);
            tight.set("memory_limit", "5MB");
            assertEquals(expected, run(tight, sql));
        }
    }

    @Test
    void groupsDividedMoreThanOnce() {
        try (Session roomy = database.connect(SessionOptions.defaults());
                Session tight = database.connect(SessionOptions.defaults())) {
            String sql =
                    "SELECT id, g, w, a, x, k, COUNT(*), MIN(g), COUNT(DISTINCT d) FROM t GROUP BY id, g, w, a, x, k";
            Answer expected = run(roomy, sql);
            tight.set("memory_limit", "6MB");
            assertEquals(expected, run(tight, sql));
        }
    }

    @Test
    void partitionsOfJoinsDividedMoreThanOnce() {
        try (Session roomy = database.connect(SessionOptions.defaults());
                Session tight = database.connect(SessionOptions.defaults())) {
            String sql = "SELECT l.id, r.g, r.w, r.a, r.n FROM (SELECT * FROM t, (VALUES (1), (2), (3)) v (n)) r"
                    + " FULL JOIN (SELECT * FROM t, (VALUES (2), (3), (4)) v (n)) l ON l.id = r.id AND l.n = r.n";
            Answer expected = run(roomy, sql);
            tight.set("memory_limit", "6MB");
            assertEquals(expected, run(tight, sql));
        }
    }

    private static final String GROUPS = "SELECT id, g, MIN(w) FROM t GROUP BY id, g";

    private static VelariaException failure(Database on, String sql) {
        try (Session session = on.connect(SessionOptions.defaults())) {
            fill(on);
            session.set("memory_limit", BUDGET);
            VelariaException failure = assertThrows(VelariaException.class, () -> run(session, sql));
            assertEquals(0, on.memory().reserved());
            assertEquals(0, on.memory().temporaryFiles().openFiles());
            assertEquals(ROWS, run(session, "SELECT id FROM t").rows()); // the database lives on
            return failure;
        }
    }

    @Test
    void aFullDiskIsSaidSo() {
        try (Database small = open(directory, 1 << 20)) {
            VelariaException failure = failure(small, GROUPS);
            assertEquals(SqlState.DISK_FULL, failure.state());
            assertTrue(failure.getMessage().contains("Aggregate")
                    && failure.getMessage().contains("temp_limit"));
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsSaidSo() throws IOException {
        Path file = Files.createTempFile("velaria", ".txt"); // not a directory, even for root
        try (Database broken = open(file, Long.MAX_VALUE)) {
            VelariaException failure = failure(broken, GROUPS);
            assertEquals(SqlState.IO_ERROR, failure.state());
            assertTrue(failure.getMessage().contains("temp_directory"), failure.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void withoutTemporaryFilesTheBudgetIsTheEnd() {
        try (Database without = open(null, 0)) {
            VelariaException failure = failure(without, GROUPS);
            assertEquals(SqlState.OUT_OF_MEMORY, failure.state());
            assertTrue(failure.getMessage().contains("Aggregate"), failure.getMessage());
        }
    }

    @Test
    void filesAreGoneAfterACloseInTheMiddle() {
        try (Session tight = database.connect(SessionOptions.defaults())) {
            tight.set("memory_limit", BUDGET);
            long before = files.written();
            try (Cursor cursor = open(tight, GROUPS)) {
                cursor.next();
                assertTrue(files.written() > before);
                assertTrue(files.openFiles() > 0);
            }
            assertEquals(0, files.openFiles());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GROUPS,
                "SELECT l.id, r.g, r.w FROM t l JOIN t r ON l.g = r.g, (VALUES (1), (2), (3)) v (n)",
                "SELECT g, w, id, n FROM t, (VALUES (1), (2), (3)) v (n) ORDER BY 1, 2"
            })
    void cancelIsSeenWhileSpilling(String sql) throws InterruptedException {
        try (Session tight = database.connect(SessionOptions.defaults())) {
            tight.set("memory_limit", BUDGET);
            long before = files.written();
            try (Cursor cursor = open(tight, sql)) {
                Thread canceller = new Thread(() -> {
                    while (files.written() < before + (1 << 20)) {
                        Thread.onSpinWait();
                    }
                    cursor.cancel();
                });
                canceller.start();
                VelariaException failure = assertThrows(VelariaException.class, () -> {
                    while (cursor.next() != null) {
                        Thread.onSpinWait();
                    }
                });
                assertEquals(SqlState.QUERY_CANCELED, failure.state());
                canceller.join();
            }
        }
    }

    @Test
    void severalStatementsAtOnceShareOneBudget() throws Exception {
        try (Database shared = Database.inMemory(new DatabaseOptions("test", 2, 40 << 20, directory, Long.MAX_VALUE))) {
            fill(shared);
            List<String> statements = List.of(
                    GROUPS,
                    "SELECT g, id, w, a FROM t ORDER BY 1, 2",
                    "SELECT l.id, r.g, r.w, l.a FROM t l JOIN t r ON l.id = r.id + 7");
            List<Future<Answer>> answers = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(statements.size());
            for (String sql : statements) {
                answers.add(threads.submit(() -> {
                    try (Session session = shared.connect(SessionOptions.defaults())) {
                        return run(session, sql);
                    }
                }));
            }
            threads.shutdown();
            try (Session roomy = database.connect(SessionOptions.defaults())) {
                for (int i = 0; i < statements.size(); i++) {
                    assertEquals(run(roomy, statements.get(i)), answers.get(i).get(), statements.get(i));
                }
            }
            assertTrue(shared.memory().temporaryFiles().written() > 0);
            assertEquals(0, shared.memory().reserved());
            assertEquals(0, shared.memory().temporaryFiles().openFiles());
        }
    }
}
