package io.velaria.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements about single rows and batches of rows give what they give on the general way. */
class ShortPlanTest {
    private static final String[] TABLES = {
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a BIGINT NOT NULL, b DOUBLE, c VARCHAR(8), d DECIMAL(8,2), e DATE)",
        "CREATE UNIQUE INDEX t_c ON t (c)",
        "CREATE INDEX t_a ON t (a)",
        "CREATE TABLE p (x SMALLINT, y VARCHAR, z DECIMAL(20,3), n INTEGER DEFAULT 7, PRIMARY KEY (y, x))"
    };

    private Connection fast;
    private Connection general;

    @BeforeEach
    void connect() throws SQLException {
        fast = DriverManager.getConnection("jdbc:velaria:;threads=2;timezone=UTC");
        general = DriverManager.getConnection("jdbc:velaria:;threads=2;timezone=UTC;short_plans=off");
        for (String table : TABLES) {
            run(fast, table);
            run(general, table);
        }
    }

    @AfterEach
    void disconnect() throws SQLException {
        fast.close();
        general.close();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A prepared statement of each connection, with what executing it gives. */
    private static final class Prepared {
        private final PreparedStatement statement;

        Prepared(Connection connection, String sql) throws SQLException {
            statement = connection.prepareStatement(sql);
        }

        private void bind(Object[] values) throws SQLException {
            for (int i = 0; i < values.length; i++) {
                if (values[i] == null) {
                    statement.setNull(i + 1, Types.NULL);
                } else {
                    statement.setObject(i + 1, values[i]);
                }
            }
        }

        String execute(Object... values) {
            try {
                bind(values);
                if (!statement.execute()) {
                    return "changed " + statement.getUpdateCount();
                }
                try (ResultSet result = statement.getResultSet()) {
                    return rows(result).toString();
                }
            } catch (SQLException e) {
                return e.getSQLState() + " " + e.getMessage();
            }
        }

        String executeBatch(List<Object[]> sets) {
            try {
                for (Object[] values : sets) {
                    bind(values);
                    statement.addBatch();
                }
                return Arrays.toString(statement.executeBatch());
            } catch (BatchUpdateException e) {
                return e.getSQLState() + " " + e.getMessage() + " " + Arrays.toString(e.getUpdateCounts());
            } catch (SQLException e) {
                return e.getSQLState() + " " + e.getMessage();
            }
        }
    }

    private static List<List<Object>> rows(ResultSet result) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.add(result.getObject(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<List<Object>> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return rows(result);
        }
    }

    private static final String[] STATEMENTS = {
        "SELECT * FROM t WHERE id = ?",
        "SELECT c, a + 1, id FROM t WHERE ? = id",
        "SELECT a, 10 / (id - 3) FROM t WHERE id = ? AND a < 50",
        "SELECT a FROM t WHERE id = ? AND id = 4",
        "SELECT id, c FROM t WHERE c = ?",
        "SELECT id FROM t WHERE a = ?",
        "SELECT d, e FROM t WHERE id = ? AND c IS NOT NULL",
        "UPDATE t SET a = a + 1 WHERE id = ?",
        "UPDATE t SET d = d * 10, c = c || 'x' WHERE id = ?",
        "UPDATE t SET id = id + 1 WHERE id = ?",
        "UPDATE t SET a = 5 WHERE c = ?",
        "DELETE FROM t WHERE id = ?",
        "DELETE FROM t WHERE c = ? AND a > 2",
        "INSERT INTO t (id, a) VALUES (?, 1)",
        "SELECT z, n FROM p WHERE y = 'k' AND x = ?",
        "SELECT z FROM p WHERE y = ?",
        "DELETE FROM p WHERE x = ? AND y = 'k' AND n = 7",
        "INSERT INTO p (x, y) VALUES (?, 'k')",
    };

    private static final Object[] SINGLE = {
        1,
        2,
        3,
        4,
        5L,
        6L,
        7,
        2.0,
        2.5,
        3_000_000_000L,
        new BigDecimal("4"),
        new BigDecimal("4.00"),
        "6",
        "c3",
        "x",
        "y",
        null,
        (short) 5,
        40_000
    };

    private Object[] row(Random random) {
        Object[] texts = {"c" + random.nextInt(8), "c" + random.nextInt(8), null, "much too long", "blanks      "};
        Object[] decimals = {new BigDecimal("1.25"), 3, 2.345, "7.5", null, new BigDecimal("1234567.1")};
        Object[] dates = {LocalDate.of(2024, 2, random.nextInt(28) + 1), "2024-03-01", null, "no date"};
        return new Object[] {
            random.nextInt(9) == 0 ? (Object) (long) random.nextInt(12) : (Object) random.nextInt(12),
            random.nextInt(30) == 0 ? null : (Object) random.nextInt(5),
            random.nextBoolean() ? random.nextDouble() : null,
            texts[random.nextInt(random.nextInt(4) == 0 ? 5 : 3)],
            decimals[random.nextInt(random.nextInt(8) == 0 ? 6 : 5)],
            dates[random.nextInt(random.nextInt(8) == 0 ? 4 : 3)]
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void randomStatementsGiveTheSame(int seed) throws SQLException {
        Random random = new Random(seed);
        Map<String, Prepared[]> prepared = new HashMap<>();
        int successes = 0;
        for (int step = 0; step < 500; step++) {
            int kind = random.nextInt(20);
            if (kind < 2) {
                String command = List.of(
                                "BEGIN",
                                "COMMIT",
                                "ROLLBACK",
                                "SAVEPOINT s",
                                "ROLLBACK TO s",
                                "DROP INDEX t_c",
                                "CREATE UNIQUE INDEX t_c ON t (c)",
                                "TRUNCATE TABLE p",
                                "CREATE OR REPLACE TABLE p (x"
                                        + " INTEGER, y VARCHAR, z DECIMAL(20,3), n INTEGER DEFAULT 7, PRIMARY KEY (y, x))")
                        .get(random.nextInt(9));
                assertEquals(outcome(general, command), outcome(fast, command), command);
                continue;
            }
            boolean insert = kind < 10;
            String sql =
                    insert ? "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)" : STATEMENTS[random.nextInt(STATEMENTS.length)];
            Prepared[] both = prepared.get(sql);
            if (both == null) {
                both = new Prepared[] {new Prepared(fast, sql), new Prepared(general, sql)};
                prepared.put(sql, both);
            }
            if (random.nextInt(4) == 0) {
                List<Object[]> sets = new ArrayList<>();
                boolean query = sql.startsWith("SELECT");
                for (int i = random.nextInt(insert ? 4 : 3); i >= 0 && !query; i--) {
                    sets.add(insert ? row(random) : new Object[] {SINGLE[random.nextInt(SINGLE.length)]});
                }
                String expected = both[1].executeBatch(sets);
                String given = both[0].executeBatch(sets);
                // Which of several errors a batch ends with is open, but not what it leaves.
                assertEquals(outcomeOfBatch(expected), outcomeOfBatch(given), sql + " in step " + step);
            } else {
                Object[] values = insert ? row(random) : new Object[] {SINGLE[random.nextInt(SINGLE.length)]};
                String expected = both[1].execute(values);
                assertEquals(expected, both[0].execute(values), () -> sql + " with " + Arrays.toString(values));
                successes += expected.startsWith("[[") || expected.equals("changed 1") ? 1 : 0;
            }
            if (step % 20 == 0) {
                assertEquals(rows(general, "SELECT * FROM t"), rows(fast, "SELECT * FROM t"), "step " + step);
                assertEquals(rows(general, "SELECT * FROM p"), rows(fast, "SELECT * FROM p"), "step " + step);
            }
        }
        assertTrue(successes > 40, successes + " statements found or changed a row");
    }

    private static String outcomeOfBatch(String outcome) {
        return outcome.startsWith("[") ? outcome : "fails " + outcome.substring(outcome.lastIndexOf('['));
    }

    private static String outcome(Connection connection, String command) {
        try {
            run(connection, command);
            return "done";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    /** Of every type, NULLs first, last and alone, of types in common and not. */
    @Test
    void largeBatchesGiveTheSame() throws SQLException {
        List<Object[]> sets = new ArrayList<>();
        for (int i = 0; i < 9_000; i++) {
            sets.add(new Object[] {
                i,
                i % 2 == 0 ? (Object) i : (Object) (long) i,
                i < 10 || i % 7 == 0 ? null : (Object) (i / 4.0),
                i % 3 == 0 ? "k" + i : null,
                i == 5000 ? new BigDecimal("0.5") : (Object) i,
                i < 4096 ? null : LocalDate.ofEpochDay(i)
            });
        }
        String insert = "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)";
        assertEquals(new Prepared(general, insert).executeBatch(sets), new Prepared(fast, insert).executeBatch(sets));
        assertEquals(rows(general, "SELECT * FROM t"), rows(fast, "SELECT * FROM t"));
        assertEquals(9_000, rows(fast, "SELECT id FROM t").size());
    }

    /** A failure in a batch undoes the batch, names the row's value, and leaves the transaction as it was. */
    @Test
    void aFailingBatchLeavesNothing() throws SQLException {
        fast.setAutoCommit(false);
        Prepared insert = new Prepared(fast, "INSERT INTO t (id, a) VALUES (?, ?)");
        assertEquals("changed 1", insert.execute(1, 1));
        List<Object[]> duplicate = new ArrayList<>();
        List<Object[]> missing = new ArrayList<>();
        for (int i = 2; i < 6_000; i++) {
            duplicate.add(new Object[] {i == 5_500 ? 77 : i, i});
            missing.add(new Object[] {i, i == 5_000 ? null : i});
        }
        assertTrue(insert.executeBatch(duplicate).startsWith("23505 "), insert.executeBatch(duplicate));
        assertTrue(insert.executeBatch(duplicate).contains("(id) = (77)"));
        assertTrue(insert.executeBatch(missing).startsWith("23502 "));
        assertTrue(insert.executeBatch(missing).endsWith(" []"));
        assertEquals(List.of(List.of(1)), rows(fast, "SELECT id FROM t"));
        assertEquals("changed 1", insert.execute(2, 2));
        fast.commit();
        assertEquals(2, rows(fast, "SELECT id FROM t").size());
    }

    /** A look-up sees its transaction's own rows, and none that others committed since it began. */
    @Test
    void lookUpsReadTheirSnapshot() throws SQLException {
        String url = "jdbc:velaria:mem:snapshots;threads=2";
        try (Connection one = DriverManager.getConnection(url);
                Connection two = DriverManager.getConnection(url)) {
            run(one, "CREATE TABLE k (id INTEGER PRIMARY KEY, v INTEGER)");
            run(one, "INSERT INTO k VALUES (1, 10), (2, 20)");
            two.setAutoCommit(false);
            Prepared read = new Prepared(two, "SELECT v FROM k WHERE id = ?");
            assertEquals("[[10]]", read.execute(1));
            Prepared update = new Prepared(one, "UPDATE k SET v = ? WHERE id = ?");
            assertEquals("changed 1", update.execute(11, 1));
            assertEquals("changed 1", new Prepared(one, "DELETE FROM k WHERE id = ?").execute(2));
            assertEquals("changed 1", new Prepared(one, "INSERT INTO k VALUES (?, ?)").execute(3, 30));
            assertEquals("[[10]]", read.execute(1));
            assertEquals("[[20]]", read.execute(2));
            assertEquals("[]", read.execute(3));
            String conflict = new Prepared(two, "UPDATE k SET v = ? WHERE id = ?").execute(12, 1);
            assertEquals("changed 1", conflict);
            assertEquals("40001", assertThrows(SQLException.class, two::commit).getSQLState());
            assertEquals("[[11]]", read.execute(1));
            run(two, "DROP TABLE k");
            two.commit();
        }
    }

    /** A key whose row changes often is found at once, and by each snapshot with the row of its time. */
    @Test
    void snapshotsFindTheirRowOfAKeyThatChangesOften() throws SQLException {
        String url = "jdbc:velaria:mem:often;threads=2";
        try (Connection writer = DriverManager.getConnection(url)) {
            run(writer, "CREATE TABLE k (id INTEGER PRIMARY KEY, v INTEGER)");
            run(writer, "INSERT INTO k SELECT x, 0 FROM generate_series(1, 2000) s(x)");
            Prepared update = new Prepared(writer, "UPDATE k SET v = v + 1 WHERE id = ?");
            Prepared delete = new Prepared(writer, "DELETE FROM k WHERE id = ?");
            Prepared insert = new Prepared(writer, "INSERT INTO k VALUES (?, -1)");
            List<Connection> readers = new ArrayList<>();
            List<Prepared> reads = new ArrayList<>();
            List<Integer> values = new ArrayList<>();
            for (int i = 1; i <= 9_000; i++) {
                assertEquals("changed 1", update.execute(7));
                assertEquals("changed 1", delete.execute(8));
                assertEquals("changed 1", insert.execute(8));
                if (i % 1_000 == 0) {
                    Connection reader = DriverManager.getConnection(url);
                    reader.setAutoCommit(false);
                    readers.add(reader);
                    reads.add(new Prepared(reader, "SELECT v FROM k WHERE id = ?"));
                    values.add(i);
                    for (int j = 0; j < reads.size(); j++) {
                        assertEquals("[[" + values.get(j) + "]]", reads.get(j).execute(7));
                        assertEquals("[[-1]]", reads.get(j).execute(8));
                    }
                }
            }
            for (Connection reader : readers) {
                reader.close();
            }
            assertEquals(
                    List.of(List.of(9_000L - 1, 2_000L)),
                    rows(writer, "SELECT CAST(sum(v) AS BIGINT), count(*) FROM k"));
            assertEquals("23505", insert.execute(7).substring(0, 5));
            run(writer, "DROP TABLE k");
        }
    }

    /** An open result stays as it is, and a row that it stands on may be changed and deleted meanwhile. */
    @Test
    void anOpenLookUpDoesNotSeeLaterChanges() throws SQLException {
        run(fast, "INSERT INTO t (id, a, c) VALUES (1, 1, 'before')");
        try (PreparedStatement select = fast.prepareStatement("SELECT a, c FROM t WHERE id = ?")) {
            select.setInt(1, 1);
            try (ResultSet result = select.executeQuery()) {
                run(fast, "UPDATE t SET c = 'after' WHERE id = 1");
                run(fast, "DELETE FROM t WHERE id = 1");
                assertTrue(result.next());
                assertEquals("before", result.getString(2));
                assertFalse(result.next());
            }
        }
    }

    /** The plan and the snapshot of a statement are of one moment. */
    @Test
    void tablesAreReplacedBesideLookUps() throws Exception {
        String url = "jdbc:velaria:mem:replaced;threads=2";
        try (Connection one = DriverManager.getConnection(url);
                Connection two = DriverManager.getConnection(url);
                Connection three = DriverManager.getConnection(url)) {
            String create = "CREATE OR REPLACE TABLE r (id INTEGER PRIMARY KEY, v INTEGER)";
            run(one, create);
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Void> replacing = CompletableFuture.runAsync(() -> {
                try {
                    while (!stop.get()) {
                        run(one, create);
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            Prepared read = new Prepared(two, "SELECT v FROM r WHERE id = ?");
            Prepared scan = new Prepared(two, "SELECT count(*) FROM r WHERE v > ?");
            Prepared insert = new Prepared(three, "INSERT INTO r VALUES (?, 1)");
            for (int i = 0; i < 100; i++) {
                assertTrue(read.execute(i).startsWith("["));
                assertTrue(scan.execute(i).startsWith("[["));
                assertEquals("changed 1", insert.execute(i));
                assertEquals(
                        "[1, 1]", insert.executeBatch(List.of(new Object[] {-1 - 2 * i}, new Object[] {-2 - 2 * i})));
            }
            stop.set(true);
            replacing.get();
        }
    }

    /** Threads on one connection change the same rows one after the other. */
    @Test
    void threadsOfOneConnectionCount() throws Exception {
        run(fast, "INSERT INTO t (id, a) VALUES (1, 0), (2, 0)");
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            threads.add(CompletableFuture.runAsync(() -> {
                try {
                    Prepared update = new Prepared(fast, "UPDATE t SET a = a + 1 WHERE id = ?");
                    for (int i = 0; i < 250; i++) {
                        assertEquals("changed 1", update.execute(1 + i % 2));
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get();
        }
        assertEquals(List.of(List.of(500L), List.of(500L)), rows(fast, "SELECT a FROM t ORDER BY id"));
    }
}
