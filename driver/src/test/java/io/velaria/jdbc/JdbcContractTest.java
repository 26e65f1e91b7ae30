package io.velaria.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What JDBC's clients rely on, asked for as they ask. */
class JdbcContractTest {
    /** Runs for minutes unless it is stopped. */
    private static final String LONG_QUERY =
            "SELECT count(*) FROM generate_series(1, 100000) a(x) CROSS JOIN generate_series(1, 10000000) b(y)"
                    + " WHERE x + y < 0";

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection("jdbc:velaria:;threads=2;timezone=UTC");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private void run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<Object> column(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return column(result);
        }
    }

    private static List<Object> column(ResultSet result) throws SQLException {
        List<Object> values = new ArrayList<>();
        while (result.next()) {
            values.add(result.getObject(1));
        }
        return values;
    }

    private static String state(org.junit.jupiter.api.function.Executable failing) {
        return assertThrows(SQLException.class, failing).getSQLState();
    }

    // ---- statements

    @Test
    void executeTellsWhatItGave() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertFalse(statement.execute("CREATE TABLE t (a INTEGER, b VARCHAR(10))"));
            assertEquals(0, statement.getUpdateCount());
            assertNull(statement.getResultSet());
            assertEquals(2, statement.executeUpdate("INSERT INTO t VALUES (1, 'x'), (2, 'y')"));
            assertTrue(statement.execute("SELECT * FROM t ORDER BY a"));
            assertEquals(-1, statement.getUpdateCount());
            assertEquals(List.of(1, 2), column(statement.getResultSet()));
            assertFalse(statement.getMoreResults());
            assertEquals(-1, statement.getUpdateCount());
            assertEquals(1, statement.executeUpdate("UPDATE t SET b = 'z' WHERE a = 2"));
            assertEquals(2, statement.executeLargeUpdate("DELETE FROM t"));
        }
    }

    @Test
    void aStatementSurvivesAFailure() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertEquals("42P01", state(() -> statement.executeQuery("SELECT * FROM missing")));
            assertEquals("42601", state(() -> statement.executeQuery("SELEC 1")));
            assertTrue(statement.execute("SELECT 1"));
            assertEquals(List.of(1), column(statement.getResultSet()));
        }
    }

    @Test
    void failuresHaveTheirClassAndState() throws SQLException {
        run("CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR NOT NULL)", "INSERT INTO t VALUES (1, 'x')");
        SQLException unknown =
                assertThrows(SQLSyntaxErrorException.class, () -> column("SELECT a FROM t WHERE aa = 1"));
        assertEquals("42703", unknown.getSQLState());
        assertTrue(unknown.getMessage().contains("line 1, column 23"), unknown.getMessage());
        SQLException twice = assertThrows(
                SQLIntegrityConstraintViolationException.class, () -> run("INSERT INTO t VALUES (1, 'y')"));
        assertEquals("23505", twice.getSQLState());
        assertEquals("23502", state(() -> run("INSERT INTO t VALUES (2, NULL)")));
        assertEquals("22012", state(() -> column("SELECT 1 / 0")));
        assertEquals("22003", state(() -> column("SELECT 2147483647 + CAST(1 AS INTEGER)")));
        assertEquals("42P07", state(() -> run("CREATE TABLE t (a INTEGER)")));
    }

    @Test
    void setMaxRowsIsHonoured() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(5);
            assertEquals(5, statement.getMaxRows());
            statement.setFetchSize(100);
            assertEquals(100, statement.getFetchSize());
            assertEquals(
                    5,
                    column(statement.executeQuery("SELECT * FROM generate_series(1, 10000)"))
                            .size());
        }
    }

    @Test
    void severalResultSetsAreOpenAtATime() throws SQLException {
        run("CREATE TABLE t AS SELECT * FROM generate_series(1, 20000) s(a)");
        try (Statement first = connection.createStatement();
                Statement second = connection.createStatement();
                ResultSet a = first.executeQuery("SELECT a FROM t ORDER BY a");
                ResultSet b = second.executeQuery("SELECT a FROM t ORDER BY a DESC")) {
            for (int i = 1; i <= 20000; i++) {
                assertTrue(a.next());
                assertTrue(b.next());
                assertEquals(20001, a.getInt(1) + b.getInt(1));
            }
            assertFalse(a.next());
            assertFalse(b.next());
        }
    }

    @Test
    void anOpenResultDoesNotSeeLaterChanges() throws SQLException {
        run("CREATE TABLE t AS SELECT * FROM generate_series(1, 10000) s(a)");
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT a FROM t")) {
            assertTrue(result.next());
            run("UPDATE t SET a = 0", "DELETE FROM t");
            long sum = result.getLong(1);
            while (result.next()) {
                sum += result.getLong(1);
            }
            assertEquals(50_005_000, sum);
        }
    }

    @Test
    void threadsShareAConnection() throws Exception {
        run("CREATE TABLE t AS SELECT * FROM generate_series(1, 1000) s(a)");
        List<CompletableFuture<Long>> sums = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sums.add(CompletableFuture.supplyAsync(() -> {
                try {
                    long sum = 0;
                    for (int j = 0; j < 5; j++) {
                        sum += ((Number) column("SELECT sum(a) FROM t").get(0)).longValue();
                    }
                    return sum;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (CompletableFuture<Long> sum : sums) {
            assertEquals(5 * 500_500L, sum.get());
        }
    }

    @Test
    void cancelFreesARunningQuery() throws Exception {
        try (Statement statement = connection.createStatement()) {
            CountDownLatch started = new CountDownLatch(1);
            CompletableFuture<String> outcome = CompletableFuture.supplyAsync(() -> {
                started.countDown();
                return state(() -> column(statement.executeQuery(LONG_QUERY)));
            });
            started.await();
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                while (!outcome.isDone()) {
                    statement.cancel(); // again, since the first may come before the query has begun
                    Thread.onSpinWait();
                }
            });
            assertEquals("57014", outcome.get());
            assertTrue(statement.execute("SELECT 1"));
        }
    }

    @Test
    void aTimeoutIsATimeout() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            SQLException timeout =
                    assertThrows(SQLTimeoutException.class, () -> column(statement.executeQuery(LONG_QUERY)));
            assertEquals("57014", timeout.getSQLState());
            assertEquals(1, statement.getQueryTimeout());
        }
    }

    @Test
    void closeOnCompletionAndClosedStatements() throws SQLException {
        Statement statement = connection.createStatement();
        statement.closeOnCompletion();
        ResultSet result = statement.executeQuery("SELECT 1");
        result.close();
        assertTrue(statement.isClosed());
        assertThrows(SQLException.class, () -> statement.executeQuery("SELECT 1"));
        Statement left = connection.createStatement();
        ResultSet open = left.executeQuery("SELECT 1");
        connection.close();
        assertTrue(left.isClosed());
        assertTrue(open.isClosed());
        assertTrue(connection.isClosed());
        assertFalse(connection.isValid(1));
        assertEquals("08003", state(() -> connection.createStatement()));
    }

    @Test
    void everyKindOfStatementIsGranted() throws SQLException {
        for (int type : new int[] {ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE}) {
            for (int holdability : new int[] {ResultSet.HOLD_CURSORS_OVER_COMMIT, ResultSet.CLOSE_CURSORS_AT_COMMIT}) {
                try (Statement statement = connection.createStatement(type, ResultSet.CONCUR_READ_ONLY, holdability)) {
                    assertEquals(type, statement.getResultSetType());
                    assertEquals(holdability, statement.getResultSetHoldability());
                }
            }
        }
        try (Statement scroll =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                ResultSet result = scroll.executeQuery("SELECT * FROM generate_series(1, 9000)")) {
            assertTrue(result.last());
            assertEquals(9000, result.getRow());
            assertTrue(result.first());
        }
    }

    @Test
    void escapesAreTranslated() throws SQLException {
        assertEquals(List.of(LocalDate.of(2024, 2, 29)), List.of(one("SELECT {d '2024-02-29'}", LocalDate.class)));
        assertEquals(LocalTime.of(1, 2, 3), one("SELECT {t '01:02:03'}", LocalTime.class));
        assertEquals(
                LocalDateTime.of(2024, 2, 29, 1, 2, 3), one("SELECT {ts '2024-02-29 01:02:03'}", LocalDateTime.class));
        assertEquals("ABC", one("SELECT {fn UCASE('abc')}", String.class));
        assertEquals("{d}", one("SELECT '{d}'", String.class));
        assertFalse(connection.nativeSQL("SELECT {d '2024-02-29'}").contains("{"));
    }

    private <T> T one(String sql, Class<T> type) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertTrue(result.next());
            return result.getObject(1, type);
        }
    }

    @Test
    void emptyResultsHaveTheirColumns() throws SQLException {
        run("CREATE TABLE t (a INTEGER, b VARCHAR(7), c DECIMAL(12, 3))");
        for (String sql : List.of("SELECT * FROM t WHERE 1 = 0", "SELECT * FROM t LIMIT 0")) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                ResultSetMetaData before = statement.getMetaData();
                assertEquals(3, before.getColumnCount());
                try (ResultSet result = statement.executeQuery()) {
                    assertFalse(result.next());
                    assertEquals("b", result.getMetaData().getColumnLabel(2));
                }
            }
        }
    }

    @Test
    void metadataOfAResult() throws SQLException {
        run("CREATE TABLE Sales (Id INTEGER NOT NULL, note VARCHAR(7), amount DECIMAL(12, 3))");
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT Id, note AS remark, amount, amount + 1 AS more FROM sales")) {
            ResultSetMetaData metadata = statement.getMetaData();
            assertEquals("Id", metadata.getColumnName(1));
            assertEquals("remark", metadata.getColumnLabel(2));
            assertEquals("note", metadata.getColumnName(2));
            assertEquals("Sales", metadata.getTableName(1));
            assertEquals("main", metadata.getSchemaName(1));
            assertEquals(ResultSetMetaData.columnNoNulls, metadata.isNullable(1));
            assertEquals(Types.VARCHAR, metadata.getColumnType(2));
            assertEquals(7, metadata.getPrecision(2));
            assertEquals(7, metadata.getColumnDisplaySize(2));
            assertEquals(Types.DECIMAL, metadata.getColumnType(3));
            assertEquals(12, metadata.getPrecision(3));
            assertEquals(3, metadata.getScale(3));
            assertEquals("java.math.BigDecimal", metadata.getColumnClassName(3));
            assertEquals("", metadata.getTableName(4));
        }
    }

    // ---- prepared statements

    @Test
    void parametersOfEveryType() throws SQLException {
        LocalDateTime local = LocalDateTime.of(2024, 2, 29, 12, 30, 15, 123_456_000);
        OffsetDateTime instant = local.atOffset(ZoneOffset.UTC);
        Object[][] cases = {
            {true, "BOOLEAN"},
            {42, "INTEGER"},
            {1L << 40, "BIGINT"},
            {1.5, "DOUBLE"},
            {1.5f, "REAL"},
            {new BigDecimal("12.340"), "DECIMAL(10, 3)"},
            {"größer", "VARCHAR"},
            {local.toLocalDate(), "DATE"},
            {local.toLocalTime(), "TIME"},
            {local, "TIMESTAMP"},
            {instant, "TIMESTAMP WITH TIME ZONE"},
        };
        for (Object[] one : cases) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS " + one[1] + ") AS v")) {
                statement.setObject(1, one[0]);
                try (ResultSet result = statement.executeQuery()) {
                    assertTrue(result.next());
                    assertEquals(one[0], result.getObject("V", one[0].getClass()), one[1].toString());
                }
                statement.setNull(1, Types.VARCHAR);
                try (ResultSet result = statement.executeQuery()) {
                    assertTrue(result.next());
                    assertNull(result.getObject(1), one[1].toString());
                    assertTrue(result.wasNull());
                }
            }
        }
    }

    @Test
    void anUntypedParameterTakesTheTypeOfItsValue() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ? AS v")) {
            for (Object value : new Object[] {5, "five", new BigDecimal("5.5"), 7, LocalDate.of(2024, 1, 1), 1e100}) {
                statement.setObject(1, value);
                try (ResultSet result = statement.executeQuery()) {
                    assertTrue(result.next());
                    assertEquals(value, result.getObject(1, value.getClass()));
                }
            }
        }
        run("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1), (2)");
        try (PreparedStatement statement = connection.prepareStatement("SELECT a FROM t WHERE a > ? ORDER BY a")) {
            assertEquals(Types.INTEGER, statement.getParameterMetaData().getParameterType(1));
            statement.setBigDecimal(1, new BigDecimal("1.5"));
            assertEquals(List.of(2), column(statement.executeQuery()));
            statement.setInt(1, 0);
            assertEquals(List.of(1, 2), column(statement.executeQuery()));
            statement.setString(1, "1");
            assertEquals(List.of(2), column(statement.executeQuery()));
        }
    }

    @Test
    void parameterMetadataComesBeforeExecution() throws SQLException {
        run("CREATE TABLE t (a INTEGER, b VARCHAR)");
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            ParameterMetaData metadata = statement.getParameterMetaData();
            assertEquals(2, metadata.getParameterCount());
            assertEquals(Types.INTEGER, metadata.getParameterType(1));
            assertEquals(Types.VARCHAR, metadata.getParameterType(2));
            assertEquals("java.lang.String", metadata.getParameterClassName(2));
            assertNull(statement.getMetaData());
            statement.setInt(1, 1);
            assertEquals("42P02", state(statement::executeUpdate));
            assertEquals("42P02", state(() -> statement.setInt(3, 1)));
        }
    }

    @Test
    void aPreparedStatementFollowsItsTable() throws SQLException {
        run("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1)");
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM t")) {
            assertEquals(List.of(1), column(statement.executeQuery()));
            run("DROP TABLE t", "CREATE TABLE t (b VARCHAR, c INTEGER)", "INSERT INTO t VALUES ('x', 2)");
            try (ResultSet result = statement.executeQuery()) {
                assertTrue(result.next());
                assertEquals("x", result.getString("b"));
                assertEquals(2, result.getInt("c"));
            }
        }
    }

    @Test
    void batchesInsertAndReportCounts() throws SQLException {
        run("CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR, c DECIMAL(10, 2))");
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
            for (int i = 0; i < 10_000; i++) {
                statement.setInt(1, i);
                statement.setString(2, i % 10 == 0 ? null : "text " + i);
                statement.setBigDecimal(3, BigDecimal.valueOf(i, 1));
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            assertEquals(10_000, counts.length);
            assertEquals(1, counts[9_999]);
            assertEquals(0, statement.executeBatch().length);
        }
        assertEquals(List.of(10_000L), column("SELECT count(*) FROM t"));
        assertEquals(List.of(1_000L), column("SELECT count(*) FROM t WHERE b IS NULL"));
        assertEquals(List.of(new BigDecimal("999.90")), column("SELECT max(c) FROM t"));
        try (PreparedStatement statement = connection.prepareStatement("UPDATE t SET b = ? WHERE a = ?")) {
            for (int i = 0; i < 3; i++) {
                statement.setString(1, "new");
                statement.setInt(2, i);
                statement.addBatch();
            }
            assertArrayEquals(new int[] {1, 1, 1}, statement.executeBatch());
            assertTrue(connection.getAutoCommit());
        }
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("DELETE FROM t WHERE a = 5");
            statement.addBatch("INSERT INTO t VALUES (6, 'twice', 0)");
            statement.addBatch("DELETE FROM t WHERE a = 7");
            BatchUpdateException failure = assertThrows(BatchUpdateException.class, statement::executeBatch);
            assertArrayEquals(new int[] {1}, failure.getUpdateCounts());
            assertEquals("23505", failure.getSQLState());
        }
        assertEquals(List.of(6, 7), column("SELECT a FROM t WHERE a BETWEEN 5 AND 7 ORDER BY a"));
    }

    @Test
    void aBatchOfValuesIsDoneAsAWholeOrNotAtAll() throws SQLException {
        run("CREATE TABLE t (a INTEGER PRIMARY KEY)");
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            for (int value : new int[] {1, 2, 1}) {
                statement.setInt(1, value);
                statement.addBatch();
            }
            BatchUpdateException failure = assertThrows(BatchUpdateException.class, statement::executeBatch);
            assertEquals("23505", failure.getSQLState());
            assertEquals(0, failure.getUpdateCounts().length);
            assertEquals(List.of(0L), column("SELECT count(*) FROM t"));
            statement.setInt(1, 3);
            statement.addBatch();
            statement.setString(1, "4");
            statement.addBatch();
            assertArrayEquals(new int[] {1, 1}, statement.executeBatch());
        }
        assertEquals(List.of(3, 4), column("SELECT a FROM t ORDER BY a"));
    }

    @Test
    void batchesRunInTheTransactionThatSqlBegan() throws SQLException {
        run("CREATE TABLE t (a INTEGER PRIMARY KEY)", "BEGIN");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)");
                PreparedStatement update = connection.prepareStatement("UPDATE t SET a = a + ? WHERE a = ?");
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 3; i++) {
                insert.setInt(1, i);
                insert.addBatch();
                update.setInt(1, 10);
                update.setInt(2, i);
                update.addBatch();
            }
            assertArrayEquals(new int[] {1, 1, 1}, insert.executeBatch());
            assertArrayEquals(new int[] {1, 1, 1}, update.executeBatch());
            statement.addBatch("DELETE FROM t WHERE a = 11");
            statement.addBatch("DELETE FROM t WHERE a > 11");
            assertArrayEquals(new int[] {1, 1}, statement.executeBatch());
            assertEquals(List.of(10), column("SELECT a FROM t"));
        }
        run("ROLLBACK");
        assertEquals(List.of(0L), column("SELECT count(*) FROM t"));
    }

    @Test
    void cancelFreesARunningChange() throws Exception {
        run("CREATE TABLE t (a BIGINT)");
        for (String sql : List.of("INSERT INTO t " + LONG_QUERY, "CREATE TABLE u AS " + LONG_QUERY)) {
            try (Statement statement = connection.createStatement()) {
                CompletableFuture<String> outcome =
                        CompletableFuture.supplyAsync(() -> state(() -> statement.execute(sql)));
                assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                    while (!outcome.isDone()) {
                        statement.cancel();
                        Thread.onSpinWait();
                    }
                });
                assertEquals("57014", outcome.get(), sql);
            }
        }
        assertEquals(List.of(0L), column("SELECT count(*) FROM t"));
        assertEquals("42P01", state(() -> run("SELECT * FROM u")));
    }

    @Test
    void generatedKeysAreAnEmptyResult() throws SQLException {
        run("CREATE TABLE t (a INTEGER)");
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO t VALUES (1)", Statement.RETURN_GENERATED_KEYS)) {
            assertEquals(1, statement.executeUpdate());
            assertFalse(statement.getGeneratedKeys().next());
        }
    }

    @Test
    void arraysAreMadeAndBound() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS INTEGER ARRAY)")) {
            statement.setArray(1, connection.createArrayOf("INTEGER", new Object[] {1, null, 3}));
            try (ResultSet result = statement.executeQuery()) {
                assertTrue(result.next());
                assertArrayEquals(new Integer[] {1, null, 3}, (Object[])
                        result.getArray(1).getArray());
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS VECTOR(3))")) {
            statement.setObject(1, new float[] {1, 2, 3.5f});
            try (ResultSet result = statement.executeQuery()) {
                assertTrue(result.next());
                assertArrayEquals(new float[] {1, 2, 3.5f}, result.getObject(1, float[].class));
            }
        }
    }

    @Test
    void aTimestampIsAPointInTimeWhereTheColumnIs() throws SQLException {
        Instant instant = Instant.parse("2024-07-01T10:00:00Z");
        run("CREATE TABLE t (a TIMESTAMP WITH TIME ZONE)", "SET timezone = 'Asia/Tokyo'");
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            statement.setTimestamp(1, Timestamp.from(instant));
            statement.executeUpdate();
        }
        assertEquals(instant, one("SELECT a FROM t", Instant.class));
        assertEquals(instant, one("SELECT a FROM t", Timestamp.class).toInstant());
        assertEquals("2024-07-01 19:00:00+09", one("SELECT a FROM t", String.class));
    }

    // ---- transactions

    @Test
    void transactionsAndSavepoints() throws SQLException {
        run("CREATE TABLE t (a INTEGER PRIMARY KEY)");
        assertEquals("25000", state(connection::commit));
        connection.setAutoCommit(false);
        run("INSERT INTO t VALUES (1)");
        Savepoint savepoint = connection.setSavepoint("here");
        run("INSERT INTO t VALUES (2)");
        connection.rollback(savepoint);
        assertEquals(List.of(1), column("SELECT a FROM t"));
        assertEquals("23505", state(() -> run("INSERT INTO t VALUES (1)")));
        run("INSERT INTO t VALUES (3)"); // a failed statement leaves the transaction usable
        connection.commit();
        run("INSERT INTO t VALUES (4)");
        connection.rollback();
        connection.setAutoCommit(true);
        assertEquals(List.of(1, 3), column("SELECT a FROM t ORDER BY a"));
    }

    @Test
    void readOnlyConnections() throws SQLException {
        run("CREATE TABLE t (a INTEGER)");
        connection.setReadOnly(true);
        assertEquals("25006", state(() -> run("INSERT INTO t VALUES (1)")));
        assertEquals("25006", state(() -> run("DROP TABLE t")));
        assertEquals(List.of(), column("SELECT a FROM t"));
        connection.setReadOnly(false);
        run("INSERT INTO t VALUES (1)");
        try (Connection always = DriverManager.getConnection("jdbc:velaria:;read_only=on")) {
            assertTrue(always.isReadOnly());
            assertThrows(SQLException.class, () -> always.setReadOnly(false));
        }
    }

    @Test
    void whatPoolsAndToolsSet() throws SQLException {
        assertTrue(connection.isValid(1));
        assertNull(connection.getWarnings());
        connection.clearWarnings();
        connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        assertEquals(Connection.TRANSACTION_REPEATABLE_READ, connection.getTransactionIsolation());
        connection.setNetworkTimeout(Runnable::run, 1000);
        assertEquals(1000, connection.getNetworkTimeout());
        connection.setClientInfo("ApplicationName", "test");
        assertEquals("test", connection.getClientInfo("ApplicationName"));
        connection.setSchema("main");
        assertEquals("main", connection.getSchema());
        connection.setCatalog(connection.getCatalog());
        assertEquals("3F000", state(() -> connection.setSchema("nowhere")));
        assertTrue(connection.isWrapperFor(Connection.class));
        connection.abort(Runnable::run);
        assertTrue(connection.isClosed());
    }

    // ---- metadata

    @Test
    void everyMetadataMethodAnswers() throws Exception {
        DatabaseMetaData metadata = connection.getMetaData();
        for (Method method : DatabaseMetaData.class.getDeclaredMethods()) {
            if (!Modifier.isPublic(method.getModifiers()) || method.isSynthetic()) {
                continue;
            }
            Object[] arguments = new Object[method.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                Class<?> type = method.getParameterTypes()[i];
                arguments[i] = type == int.class ? (Object) 1 : type == boolean.class ? false : null;
            }
            try {
                Object answer = method.invoke(metadata, arguments);
                if (answer instanceof ResultSet result) {
                    assertTrue(result.getMetaData().getColumnCount() > 0, method.getName());
                    while (result.next()) {
                        result.getObject(1);
                    }
                } else if (method.getReturnType() == String.class) {
                    assertNotNull(answer, method.getName());
                }
            } catch (InvocationTargetException e) {
                throw new AssertionError(method.getName(), e.getCause());
            }
        }
    }

    @Test
    void tablesAndColumnsAreListed() throws SQLException {
        run(
                "CREATE TABLE Orders (id INTEGER PRIMARY KEY, note VARCHAR(30) DEFAULT 'none', price DECIMAL(12, 2))",
                "CREATE VIEW cheap AS SELECT id FROM orders WHERE price < 10",
                "CREATE TEMPORARY TABLE scratch (a INTEGER)",
                "CREATE INDEX by_note ON orders (note)");
        DatabaseMetaData metadata = connection.getMetaData();
        try (ResultSet tables = metadata.getTables(null, null, "ORDERS", null)) {
            assertTrue(tables.next());
            assertEquals("Orders", tables.getString("TABLE_NAME"));
            assertEquals("TABLE", tables.getString("TABLE_TYPE"));
            assertEquals("main", tables.getString("TABLE_SCHEM"));
            assertEquals(connection.getCatalog(), tables.getString("TABLE_CAT"));
            assertFalse(tables.next());
        }
        try (ResultSet views = metadata.getTables(null, "main", "%", new String[] {"VIEW"})) {
            assertTrue(views.next());
            assertEquals("cheap", views.getString(3));
            assertFalse(views.next());
        }
        try (ResultSet system = metadata.getTables(null, "velaria", "settings", null)) {
            assertTrue(system.next());
            assertEquals("SYSTEM TABLE", system.getString("TABLE_TYPE"));
        }
        try (ResultSet columns = metadata.getColumns(null, null, "orders", "%")) {
            assertEquals(24, columns.getMetaData().getColumnCount());
            assertTrue(columns.next());
            assertEquals("id", columns.getString("COLUMN_NAME"));
            assertEquals(Types.INTEGER, columns.getInt("DATA_TYPE"));
            assertEquals("NO", columns.getString("IS_NULLABLE"));
            assertTrue(columns.next());
            assertEquals(30, columns.getInt("COLUMN_SIZE"));
            assertEquals("'none'", columns.getString("COLUMN_DEF"));
            assertTrue(columns.next());
            assertEquals(12, columns.getInt("COLUMN_SIZE"));
            assertEquals(2, columns.getInt("DECIMAL_DIGITS"));
            assertEquals(3, columns.getInt("ORDINAL_POSITION"));
            assertFalse(columns.next());
        }
        try (ResultSet keys = metadata.getPrimaryKeys(null, null, "orders")) {
            assertTrue(keys.next());
            assertEquals("id", keys.getString("COLUMN_NAME"));
            assertEquals(1, keys.getInt("KEY_SEQ"));
            assertFalse(keys.next());
        }
        List<String> indexed = new ArrayList<>();
        try (ResultSet indexes = metadata.getIndexInfo(null, null, "orders", false, true)) {
            while (indexes.next()) {
                indexed.add(indexes.getString("COLUMN_NAME") + (indexes.getBoolean("NON_UNIQUE") ? "" : " unique"));
            }
        }
        assertEquals(List.of("id unique", "note"), indexed);
        assertFalse(metadata.getImportedKeys(null, null, "orders").next());
        assertEquals(
                14, metadata.getExportedKeys(null, null, "orders").getMetaData().getColumnCount());
        try (ResultSet schemas = metadata.getSchemas()) {
            assertTrue(column(schemas).contains("main"));
        }
        try (ResultSet functions = metadata.getFunctions(null, null, "READ\\_CSV")) {
            assertTrue(functions.next());
            assertEquals(DatabaseMetaData.functionReturnsTable, functions.getInt("FUNCTION_TYPE"));
        }
        assertTrue(metadata.getStringFunctions().contains("UPPER"));
    }

    @Test
    void caseFlagsAreTrueToBehaviour() throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        run("CREATE TABLE \"MiXed\" (\"CoL\" INTEGER)", "INSERT INTO mixed (COL) VALUES (1)");
        assertEquals(List.of(1), column("SELECT \"col\" FROM MIXED"));
        assertTrue(metadata.storesMixedCaseIdentifiers());
        assertTrue(metadata.storesMixedCaseQuotedIdentifiers());
        assertFalse(metadata.supportsMixedCaseIdentifiers());
        assertFalse(metadata.supportsMixedCaseQuotedIdentifiers());
        assertTrue(metadata.nullsAreSortedHigh());
        assertEquals(
                java.util.Arrays.asList(1, 2, null), column("SELECT a FROM (VALUES (2), (NULL), (1)) t(a) ORDER BY a"));
    }

    @Test
    void aBoundNumberKeepsItsDigits() throws SQLException {
        run("CREATE TABLE part (cost DECIMAL(15,2), qty INTEGER)", "INSERT INTO part VALUES (10.25, 4), (1.5, 2)");
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT sum(cost * qty) * ?, max(qty) / ? FROM part WHERE qty < ?")) {
            statement.setBigDecimal(1, new BigDecimal("0.0001"));
            statement.setBigDecimal(2, new BigDecimal("8.0"));
            statement.setDouble(3, 4.5);
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                assertEquals(0, new BigDecimal("0.0044").compareTo(rows.getBigDecimal(1)));
                assertEquals(0, new BigDecimal("0.5").compareTo(rows.getBigDecimal(2)));
            }
            statement.setBigDecimal(1, new BigDecimal("100"));
            statement.setInt(2, 2);
            statement.setInt(3, 3);
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                assertEquals(0, new BigDecimal("300").compareTo(rows.getBigDecimal(1)));
                assertEquals(1, rows.getInt(2));
            }
        }
    }
}
