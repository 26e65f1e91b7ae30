package io.velaria.runtime.table;

import static io.velaria.runtime.table.TestSession.column;
import static io.velaria.runtime.table.TestSession.primary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.session.SessionOptions;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final TestSession s = TestSession.open();

    @AfterEach
    void close() {
        s.session.database().close();
    }

    private static final CountDownLatch READING = new CountDownLatch(1);

    /** Rows without end. */
    private record Endless() implements ScanSource {
        private static final long serialVersionUID = 1L;

        @Override
        public List<Field> schema() {
            return List.of(new Field("n", SqlType.BIGINT));
        }

        @Override
        public String description() {
            return "endless";
        }

        @Override
        public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping) {
            return new SourceFactory() {
                @Override
                public Source create(TaskContext task) {
                    return new Source() {
                        private long done;

                        @Override
                        public Batch next() {
                            READING.countDown();
                            Vector numbers = new LongVector(SqlType.BIGINT, new long[] {done, done * 31}, null, 2);
                            return Batch.of(new Vector[] {numbers}, 2, done++);
                        }

                        @Override
                        public boolean isFinished() {
                            return false;
                        }

                        @Override
                        public long position() {
                            return done;
                        }
                    };
                }

                @Override
                public int parallelism() {
                    return 1;
                }
            };
        }
    }

    private static Scan endless() {
        return new Scan(new Endless(), List.of(0), new Endless().schema(), List.of(), Double.NaN);
    }

    private static VelariaException failure(SqlState state, Runnable action) {
        VelariaException e = assertThrows(VelariaException.class, action::run);
        assertEquals(state, e.state(), e.getMessage());
        return e;
    }

    @Test
    void timeoutEndsAChangeAndUndoesIt() {
        s.createTable("t", List.of(column("n", SqlType.BIGINT)));
        s.session.set("statement_timeout", "30ms");
        VelariaException e = failure(SqlState.QUERY_CANCELED, () -> s.insert("t", endless()));
        assertTrue(e.getMessage().contains("timeout"), e.getMessage());
        s.session.set("statement_timeout", null);
        assertEquals(List.of(), s.rows("t"));
        assertEquals(0, s.session.openStatements());
        assertEquals(0, s.session.database().memory().reserved());
    }

    @Test
    void cancelFromAnotherThreadEndsAChange() throws Exception {
        s.createTable("t", List.of(column("n", SqlType.BIGINT)));
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Void> change = CompletableFuture.runAsync(() -> s.session
                .execute(
                        new io.velaria.runtime.plan.TableModify(
                                io.velaria.runtime.plan.TableModify.Kind.INSERT,
                                s.table("t").id(),
                                "t",
                                endless()),
                        new Object[0],
                        0,
                        cancellation)
                .close());
        READING.await();
        cancellation.cancel();
        Throwable failure = assertThrows(java.util.concurrent.ExecutionException.class, change::get)
                .getCause();
        assertEquals(SqlState.QUERY_CANCELED, ((VelariaException) failure).state());
    }

    @Test
    void memoryLimitStopsAnInsert() {
        s.createTable("t", List.of(column("n", SqlType.BIGINT)));
        s.session.set("memory_limit", "1MB");
        VelariaException e = failure(SqlState.OUT_OF_MEMORY, () -> s.insert("t", endless()));
        assertTrue(e.getMessage().contains("INSERT"), e.getMessage());
        assertEquals(0, s.session.database().memory().reserved());
    }

    @Test
    void severalCursorsAreOpenAtOnceAndEndWithTheSession() {
        Cursor one = s.session.execute(endless(), new Object[0], 0);
        Cursor two = s.session.execute(endless(), new Object[0], 0);
        for (int i = 0; i < 5; i++) {
            assertEquals(i, one.next().column(0).longAt(0));
            assertEquals(i, two.next().column(0).longAt(0));
        }
        assertEquals(2, s.session.openStatements());
        s.close();
        assertEquals(0, s.session.openStatements());
        failure(SqlState.CONNECTION_DOES_NOT_EXIST, () -> s.session.execute(endless(), new Object[0], 0));
    }

    @Test
    void settingsAreCheckedAndReset() {
        VelariaException unknown = failure(SqlState.UNDEFINED_OBJECT, () -> s.session.set("thread", "1"));
        assertEquals("did you mean \"threads\"?", unknown.hint());
        failure(SqlState.INVALID_PARAMETER_VALUE, () -> s.session.set("threads", "many"));
        s.session.set("TimeZone", "Asia/Tokyo");
        assertEquals("Asia/Tokyo", s.session.zone().getId());
        assertEquals(
                List.of(List.of("Asia/Tokyo")),
                system("velaria", "settings").stream()
                        .filter(row -> row.get(0).equals("timezone"))
                        .map(row -> List.of(row.get(1)))
                        .toList());
        s.command(new Command.SetOption("timezone", null));
        assertEquals(java.time.ZoneId.systemDefault(), s.session.zone());
    }

    private List<List<Object>> system(String schema, String name) {
        CatalogObject.Table table = (CatalogObject.Table) s.session.catalog().find(new ObjectName(schema, name));
        List<Integer> columns =
                IntStream.range(0, table.columns().size()).boxed().toList();
        return s.run(new Scan(table.source(), columns, table.fields(), List.of(), Double.NaN));
    }

    @Test
    void systemViewsShowWhatIsThere() {
        s.createTable("t", List.of(column("id", SqlType.INTEGER), column("v", SqlType.varchar(9))), primary(0));
        s.insert("t", new Object[] {1, "a"});
        s.command(new Command.CreateIndex("t_v", TestSession.name("t"), List.of(1), false, false));
        s.command(new Command.CreateView(
                TestSession.name("w"), false, false, false, List.of(new Field("x", SqlType.DATE)), "SELECT 1"));
        assertTrue(system("information_schema", "tables").contains(List.of("test", "main", "t", "BASE TABLE")));
        assertTrue(system("information_schema", "tables").contains(List.of("test", "main", "w", "VIEW")));
        assertEquals(
                List.of(List.of("test", "main", "t_pkey", "test", "main", "t", "id", 1L)),
                system("information_schema", "key_column_usage"));
        assertEquals(2, system("velaria", "indexes").size());
        assertEquals(1L, system("velaria", "tables").get(0).get(3));
        assertEquals("'a'", system("velaria", "columns").get(1).get(10));
        assertEquals(1, system("velaria", "sessions").size());
        for (CatalogObject object : s.session.catalog().objects()) {
            if (object instanceof CatalogObject.Table table && table.kind() == TableKind.SYSTEM) {
                assertNotNull(system(table.name().schema(), table.name().name()));
            }
        }
    }

    @Test
    void readOnlySessionsRefuseChanges() {
        s.createTable("t", List.of(column("n", SqlType.BIGINT)));
        Session readOnly = s.session
                .database()
                .connect(new SessionOptions(new FileAccess(true, Path.of("")), Map.of("threads", "1"), true));
        failure(
                SqlState.READ_ONLY_TRANSACTION,
                () -> readOnly.execute(
                        new io.velaria.runtime.plan.TableModify(
                                io.velaria.runtime.plan.TableModify.Kind.INSERT,
                                s.table("t").id(),
                                "t",
                                s.scan("t")),
                        new Object[0],
                        0));
        failure(
                SqlState.READ_ONLY_TRANSACTION,
                () -> readOnly.execute(
                        new io.velaria.runtime.plan.CommandPlan(
                                new Command.Drop("TABLE", TestSession.name("t"), false, false)),
                        new Object[0],
                        0));
    }

    @Test
    void temporaryTablesAreTheSessionsOwn() {
        s.command(new Command.CreateTable(
                TestSession.name("own"),
                TableKind.BASE,
                false,
                false,
                true,
                List.of(column("n", SqlType.BIGINT)),
                List.of(),
                null,
                Map.of(),
                null));
        ObjectName name = new ObjectName(ObjectName.TEMP_SCHEMA, "own");
        assertNotNull(s.session.catalog().find(name));
        long version = s.session.catalog().version();
        assertEquals(version, s.session.catalog().version());
        try (TestSession other = s.other()) {
            assertNull(other.session.catalog().find(name));
            other.createTable("shared", List.of(column("n", SqlType.BIGINT)));
        }
        assertNotNull(s.table("shared"));
        assertNotNull(s.session.catalog().find(name));
    }

    @Test
    void definitionsAreReplacedAndDropped() {
        s.createTable("t", List.of(column("n", SqlType.BIGINT)));
        VelariaException exists =
                failure(SqlState.DUPLICATE_TABLE, () -> s.createTable("T", List.of(column("n", SqlType.BIGINT))));
        assertTrue(exists.getMessage().contains("exists already"));
        VelariaException unknown = failure(
                SqlState.UNDEFINED_TABLE,
                () -> s.command(new Command.Drop("TABLE", TestSession.name("tt"), false, false)));
        assertEquals("did you mean \"t\"?", unknown.hint());
        failure(
                SqlState.WRONG_OBJECT_TYPE,
                () -> s.command(new Command.Drop("VIEW", TestSession.name("t"), false, false)));
        s.command(new Command.Drop("TABLE", TestSession.name("none"), true, false));
        s.insert("t", new Object[] {1L});
        s.command(new Command.CreateTable(
                TestSession.name("t"),
                TableKind.BASE,
                true,
                false,
                false,
                List.of(),
                List.of(),
                null,
                Map.of(),
                s.scan("t")));
        assertEquals(List.of(List.of(1L)), s.rows("t"));
        s.command(new Command.Truncate(TestSession.name("t")));
        assertEquals(List.of(), s.rows("t"));
        s.insert("t", new Object[] {2L});
        assertEquals(List.of(List.of(2L)), s.rows("t"));
        s.command(new Command.CreateSchema("x", false));
        s.command(new Command.CreateTable(
                new ObjectName("x", "y"),
                TableKind.BASE,
                false,
                false,
                false,
                List.of(column("n", SqlType.BIGINT)),
                List.of(),
                null,
                Map.of(),
                null));
        failure(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                () -> s.command(new Command.Drop("SCHEMA", new ObjectName("x", "x"), false, false)));
        s.command(new Command.Drop("SCHEMA", new ObjectName("x", "x"), false, true));
        assertTrue(!s.session.catalog().hasSchema("x"));
    }

    @Test
    void explainShowsPlansAndWhatRan() {
        s.createTable("t", List.of(column("n", SqlType.BIGINT)));
        s.insert("t", new Object[] {1L}, new Object[] {2L});
        List<List<Object>> text = s.command(new Command.Explain(s.where("t", s.equal("t", 0, 2L)), false, "TEXT"));
        assertEquals("Filter condition: (n = 2)  (~1 rows)", text.get(0).get(0));
        assertTrue(((String) text.get(1).get(0)).startsWith("  Scan source: t; columns: n"));
        List<List<Object>> run = s.command(new Command.Explain(s.where("t", s.equal("t", 0, 2L)), true, "TEXT"));
        assertTrue(((String) run.get(0).get(0)).contains("actual 1 rows"), run.toString());
        String json = (String)
                s.command(new Command.Explain(s.scan("t"), true, "JSON")).get(0).get(0);
        assertTrue(json.contains("\"node\": \"Scan\"") && json.contains("\"actual_rows\": 2"), json);
    }
}
