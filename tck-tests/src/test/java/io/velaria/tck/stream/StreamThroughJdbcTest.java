package io.velaria.tck.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.StreamingQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Continuous queries as an application meets them: a ResultSet whose next() waits for rows. */
@Timeout(60)
class StreamThroughJdbcTest {
    @TempDir
    Path directory;

    private Connection connection;

    @BeforeEach
    void open() throws Exception {
        connection = DriverManager.getConnection("jdbc:velaria:;threads=2");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SOURCE TABLE ev (ts BIGINT, key VARCHAR, amount BIGINT) USING csv OPTIONS(path '"
                    + directory + "', poll_interval_ms '5')");
        }
        append("1,a,10\n2,b,3\n");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void append(String lines) throws IOException {
        Files.writeString(directory.resolve("events.csv"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void rowsComeAsTheFileGrows() throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT STREAM key, amount FROM ev WHERE amount > 5")) {
            assertTrue(rows.next());
            assertEquals("a", rows.getString("key"));
            append("3,c,4\n4,d,40\n");
            assertTrue(rows.next());
            assertEquals("d", rows.getString(1));
            assertEquals(40, rows.getLong(2));
            String json = rows.unwrap(StreamingQuery.class).snapshotJson();
            assertTrue(json.contains("\"execution_mode\": \"single-process\""), json);
        }
    }

    @Test
    void cancelFreesAReaderThatWaits() throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT STREAM key FROM ev WHERE amount > 1000")) {
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<SQLException> outcome = CompletableFuture.supplyAsync(() -> {
                reading.countDown();
                return assertThrows(SQLException.class, rows::next);
            });
            assertTrue(reading.await(10, TimeUnit.SECONDS));
            statement.cancel();
            assertEquals("57014", outcome.get(10, TimeUnit.SECONDS).getSQLState());
        }
        try (Statement statement = connection.createStatement();
                ResultSet one = statement.executeQuery("SELECT 1")) {
            assertTrue(one.next());
        }
    }

    @Test
    void maxRowsEndsTheStream() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(2);
            try (ResultSet rows = statement.executeQuery("SELECT STREAM key FROM ev")) {
                assertTrue(rows.next());
                assertTrue(rows.next());
                assertFalse(rows.next());
            }
        }
    }

    @Test
    void changesOfGroups() throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT STREAM key, sum(amount) AS total FROM ev GROUP BY key EMIT CHANGES")) {
            List<String> changes = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                assertTrue(rows.next());
                changes.add(rows.getString("__op") + rows.getString("key") + rows.getLong("total"));
            }
            assertEquals(List.of("Ia10", "Ib3"), changes);
            append("5,b,4\n");
            assertTrue(rows.next());
            assertEquals("Ub7", rows.getString("__op") + rows.getString("key") + rows.getLong("total"));
        }
    }

    @Test
    void withoutStreamTheStatementEnds() throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM ev")) {
            assertTrue(rows.next());
            assertEquals(2, rows.getLong(1));
            assertFalse(rows.next());
        }
    }

    @Test
    void explainStreamHasThreeSections() throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN STREAM SELECT STREAM key FROM ev WHERE amount > 5")) {
            Set<String> sections = new LinkedHashSet<>();
            while (rows.next()) {
                sections.add(rows.getString("section"));
            }
            assertEquals(List.of("logical", "physical", "strategy"), List.copyOf(sections));
        }
    }

    @Test
    void aGroupWithoutWindowNeedsEmitChanges() throws Exception {
        try (Statement statement = connection.createStatement()) {
            SQLException error = assertThrows(
                    SQLException.class,
                    () -> statement.executeQuery("SELECT STREAM key, count(*) FROM ev GROUP BY key"));
            assertTrue(error.getMessage().contains("EMIT CHANGES"), error.getMessage());
        }
    }
}
