package io.velaria.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.planner.PlannedStatement;
import io.velaria.planner.Planner;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.session.DatabaseOptions;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.session.SessionOptions;
import io.velaria.runtime.type.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Continuous queries from SQL text to rows. */
@Timeout(60)
class StreamTest {
    @TempDir
    Path directory;

    private Database database;
    private Session session;
    private final Planner planner = new Planner();

    @BeforeEach
    void open() throws IOException {
        database = Database.inMemory(new DatabaseOptions("test", 2, 1L << 28));
        session = database.connect(new SessionOptions(new FileAccess(true, directory), Map.of(), false));
        Files.createDirectories(directory.resolve("ev"));
        run("CREATE SOURCE TABLE ev (ts BIGINT, key VARCHAR, amount BIGINT) USING csv"
                + " OPTIONS(path 'ev', poll_interval_ms '5', settle_ms '600000')");
    }

    @AfterEach
    void close() {
        session.close();
        database.close();
    }

    private Cursor start(String sql) {
        PlannedStatement planned = planner.plan(sql, session, List.of());
        return session.execute(planned.plan(), new Object[0], 0);
    }

    private List<String> run(String sql) {
        try (Cursor cursor = start(sql)) {
            List<String> rows = new ArrayList<>();
            for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
                rows.addAll(texts(batch));
            }
            return rows;
        }
    }

    private static List<String> texts(Batch batch) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            int row = batch.row(i);
            rows.add(IntStream.range(0, batch.columnCount())
                    .mapToObj(column -> String.valueOf(batch.column(column).valueAt(row)))
                    .collect(Collectors.joining("|")));
        }
        return rows;
    }

    /** Reads until so many rows are there. */
    private static List<String> take(Cursor cursor, int rows) {
        List<String> taken = new ArrayList<>();
        while (taken.size() < rows) {
            taken.addAll(texts(cursor.next()));
        }
        return taken;
    }

    private void append(String file, String text) throws IOException {
        Files.writeString(
                directory.resolve("ev").resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void rowsComeAsFilesGrow() throws IOException {
        append("a.csv", "ts,key,amount\n1,x,10\n2,y,20\n");
        try (Cursor cursor = start("SELECT STREAM key, amount * 2 AS twice FROM ev WHERE amount > 5")) {
            assertEquals(List.of("x|20", "y|40"), take(cursor, 2));
            append("a.csv", "3,z,1\n4,u,30\n5,v");
            assertEquals(List.of("u|60"), take(cursor, 1));
            append("a.csv", "v,40\n");
            assertEquals(List.of("vv|80"), take(cursor, 1));
            append("b.csv", "6,w,50\n"); // without a header
            assertEquals(List.of("w|100"), take(cursor, 1));
        }
    }

    @Test
    void filesOfEarlierNamesAndTimesAreNotLost() throws IOException {
        append("m.csv", "1,m,1\n");
        try (Cursor cursor = start("SELECT STREAM key FROM ev")) {
            assertEquals(List.of("m"), take(cursor, 1));
            Path late = directory.resolve("late");
            Files.writeString(late, "2,a,1\n");
            Files.setLastModifiedTime(late, FileTime.fromMillis(1000));
            Files.move(late, directory.resolve("ev/a.csv"));
            assertEquals(List.of("a"), take(cursor, 1));
        }
    }

    @Test
    void aLastLineWithoutEndCountsOnceTheFileRests() throws IOException {
        run("CREATE SOURCE TABLE resting (ts BIGINT, key VARCHAR, amount BIGINT) USING csv"
                + " OPTIONS(path 'ev/*.csv', poll_interval_ms '5', settle_ms '20')");
        append("a.csv", "1,x,10\n2,y,20");
        try (Cursor cursor = start("SELECT STREAM key FROM resting")) {
            assertEquals(List.of("x", "y"), take(cursor, 2));
        }
    }

    @Test
    void aPlainSelectEnds() throws IOException {
        assertEquals(List.of(), run("SELECT * FROM ev"));
        append("a.csv", "1,x,10\n2,y,20");
        append("b.csv", "key,amount,ts\nz,30,3\n");
        assertEquals(List.of("1|x|10", "2|y|20", "3|z|30"), run("SELECT * FROM ev ORDER BY ts"));
        assertEquals(List.of("60"), run("SELECT SUM(amount) FROM ev"));
    }

    @Test
    void cancelAndCloseFreeAWaitingReader() throws Exception {
        for (boolean cancel : new boolean[] {true, false}) {
            Cursor cursor = start("SELECT STREAM key FROM ev");
            CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> {
                try {
                    assertNull(cursor.next());
                    return System.nanoTime();
                } catch (VelariaException e) {
                    assertEquals("57014", e.state().code());
                    return System.nanoTime();
                }
            });
            assertThrows(java.util.concurrent.TimeoutException.class, () -> reader.get(50, TimeUnit.MILLISECONDS));
            long start = System.nanoTime();
            if (cancel) {
                cursor.cancel();
            } else {
                cursor.close();
            }
            long freed = reader.get(10, TimeUnit.SECONDS) - start;
            assertTrue(freed < TimeUnit.MILLISECONDS.toNanos(2000), "freed after " + freed + " ns");
            cursor.close();
        }
    }

    @Test
    void manyIdleStreamsLeaveThePoolFree() throws IOException {
        append("a.csv", "1,x,10\n");
        List<Cursor> idle = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Cursor cursor = start("SELECT STREAM key FROM ev");
            assertEquals(1, take(cursor, 1).size());
            idle.add(cursor);
        }
        assertEquals(List.of("1"), run("SELECT COUNT(*) FROM ev"));
        idle.forEach(Cursor::close);
    }

    @Test
    void groupsGiveTheirChanges() throws IOException {
        append("a.csv", "1,x,10\n2,y,20\n3,x,5\n");
        try (Cursor cursor =
                start("SELECT STREAM key, SUM(amount) AS total, COUNT(*) AS n FROM ev GROUP BY key EMIT CHANGES")) {
            assertEquals(
                    List.of("key", "total", "n", "__op", "__seq"),
                    cursor.schema().stream().map(Field::name).toList());
            assertEquals(List.of("x|15|2|I|1", "y|20|1|I|2"), take(cursor, 2));
            append("a.csv", "4,y,1\n5,z,7\n");
            assertEquals(List.of("y|21|2|U|3", "z|7|1|I|4"), take(cursor, 2));
            String json = cursor.streamProgress().snapshotJson();
            assertTrue(json.contains("\"batches_pulled\": 2"), json);
            assertTrue(json.contains("\"aggregate_impl\": \"hash-ref\""), json);
            assertEquals(39, json.split("\": ").length - 1, json);
        }
    }

    @Test
    void groupsComeAndGoWithHaving() throws IOException {
        append("a.csv", "1,x,10\n2,y,-20\n");
        String sql = "SELECT STREAM key, SUM(amount) AS total FROM ev GROUP BY key HAVING SUM(amount) > 0 EMIT CHANGES";
        try (Cursor cursor = start(sql)) {
            assertEquals(List.of("x|10|I|1"), take(cursor, 1));
            append("a.csv", "3,x,-10\n4,y,21\n");
            assertEquals(List.of("x|10|D|2", "y|1|I|3"), take(cursor, 2));
            append("a.csv", "5,x,-1\n6,y,1\n");
            assertEquals(List.of("y|2|U|4"), take(cursor, 1));
        }
    }

    @Test
    void aLimitEndsTheStream() throws IOException {
        append("a.csv", "1,x,10\n2,y,20\n3,z,30\n");
        assertEquals(List.of("x", "y"), run("SELECT STREAM key FROM ev LIMIT 2"));
    }

    @Test
    void explainHasThreeSections() {
        List<String> rows = run("EXPLAIN STREAM SELECT STREAM key FROM ev WHERE amount > 1");
        assertEquals(
                List.of("logical", "physical", "strategy"),
                rows.stream().map(row -> row.split("\\|")[0]).distinct().toList());
        assertTrue(rows.contains("strategy|2|execution_mode=single-process"), rows.toString());
        assertTrue(rows.contains("strategy|4|transport_mode=inproc"), rows.toString());
        assertTrue(rows.stream().anyMatch(row -> row.startsWith("physical|") && row.contains(". Filter")));
    }

    @Test
    void whatStreamsCannotDoIsSaid() throws IOException {
        run("CREATE TABLE t (a INTEGER)");
        Map<String, String> refused = Map.of(
                "SELECT STREAM * FROM t", "42809 needs a source table",
                "SELECT STREAM key, COUNT(*) FROM ev GROUP BY key", "0A000 EMIT CHANGES",
                "SELECT STREAM key FROM ev EMIT CHANGES", "0A000 without an aggregate",
                "SELECT STREAM key FROM ev ORDER BY key", "0A000 ORDER BY over a stream",
                "SELECT key, COUNT(*) FROM ev GROUP BY key EMIT CHANGES", "42601 belongs to SELECT STREAM",
                "EXPLAIN STREAM SELECT key FROM ev", "42601 explains a SELECT STREAM",
                "SELECT STREAM a.key FROM ev a JOIN ev b ON a.key = b.key", "0A000 SELECT STREAM",
                "CREATE SOURCE TABLE e2 (a BIGINT) USING csv OPTIONS(path 'x', settle '1')", "22023 unknown option",
                "CREATE SOURCE TABLE e2 (a BIGINT) USING cvs OPTIONS(path 'x')", "42704 did you mean \"csv\"?");
        refused.forEach((sql, expected) -> {
            VelariaException error = assertThrows(VelariaException.class, () -> run(sql), sql);
            assertEquals(expected.substring(0, 5), error.state().code(), error.getMessage());
            assertTrue(error.getMessage().contains(expected.substring(6)), error.getMessage());
        });
    }

    @Test
    void aFileThatShrinksIsAnError() throws IOException {
        append("a.csv", "1,x,10\n2,y,20\n");
        try (Cursor cursor = start("SELECT STREAM key FROM ev")) {
            assertEquals(2, take(cursor, 2).size());
            Files.writeString(directory.resolve("ev/a.csv"), "1,x,1\n");
            VelariaException error = assertThrows(VelariaException.class, () -> take(cursor, 1));
            assertTrue(error.getMessage().contains("may only grow"), error.getMessage());
        }
    }

    @Test
    void aSlowReaderHoldsOneBatch() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(i).append(",k").append(i % 7).append(',').append(i).append('\n');
        }
        append("a.csv", text.toString());
        try (Cursor cursor = start("SELECT STREAM ts FROM ev")) {
            cursor.next();
            assertTrue(cursor.streamProgress().snapshotJson().contains("\"batches_pulled\": 1,"));
            assertTrue(take(cursor, 10_000).contains("11111"));
        }
    }
}
