package io.velaria.runtime.table;

import static io.velaria.runtime.table.TestSession.column;
import static io.velaria.runtime.table.TestSession.compare;
import static io.velaria.runtime.table.TestSession.primary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.plan.TableStatistics;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredTableTest {
    private final TestSession s = TestSession.open();

    @AfterEach
    void close() {
        s.session.database().close();
    }

    private void createPairs() {
        s.createTable("t", List.of(column("id", SqlType.INTEGER), column("v", SqlType.VARCHAR)), primary(0));
    }

    private void createNumbers(String name, int count) {
        s.createTable(name, List.of(column("n", SqlType.BIGINT), column("g", SqlType.VARCHAR)));
        Object[][] rows = new Object[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = new Object[] {(long) i, "group " + i % 10};
        }
        s.insert(name, rows);
    }

    private static VelariaException failure(SqlState state, Runnable action) {
        VelariaException e = assertThrows(VelariaException.class, action::run);
        assertEquals(state, e.state(), e.getMessage());
        return e;
    }

    @Test
    void insertedRowsComeBackInOrder() {
        createPairs();
        assertEquals(2, s.insert("t", new Object[] {2, "two"}, new Object[] {1, null}));
        assertEquals(1, s.insert("t", new Object[] {3, "three"}));
        List<Object> second = new ArrayList<>();
        second.add(1L);
        second.add(null);
        assertEquals(List.of(List.of(2L, "two"), second, List.of(3L, "three")), s.rows("t"));
    }

    @Test
    void bulkRowsAreEncodedAndStayInOrder() {
        createNumbers("n", 50_000);
        List<List<Object>> rows = s.rows("n");
        assertEquals(50_000, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(List.of((long) i, "group " + i % 10), rows.get(i));
        }
        TableVersion version =
                (TableVersion) s.session.transaction().table(s.table("n").id());
        Chunk first = version.segment(0).chunk(0);
        assertEquals(Batch.MAX_ROWS, first.rows());
        DictionaryVector groups = assertInstanceOf(DictionaryVector.class, first.columns()[1]);
        assertInstanceOf(ByteVector.class, groups.codes());
        assertEquals(10, groups.dictionary().size());
        TableStatistics statistics = version.statistics();
        assertEquals(50_000, statistics.rows());
        assertEquals(50_000, statistics.columns().get(0).distinct(), 2_500);
        assertEquals(10, statistics.columns().get(1).distinct(), 0.5);
        assertEquals(49_999L, statistics.columns().get(0).max());
        assertEquals("group 0", statistics.columns().get(1).min());
    }

    @Test
    void insertSelectFromItselfEnds() {
        createNumbers("n", 20_000);
        assertEquals(20_000, s.insert("n", s.scan("n")));
        List<List<Object>> rows = s.rows("n");
        assertEquals(40_000, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals((long) i % 20_000, rows.get(i).get(0));
        }
    }

    @Test
    void filteredCopyKeepsTheOrder() {
        createNumbers("n", 60_000);
        Expression some = s.equal("n", 1, "group 3");
        s.createTableAs("copy", s.where("n", some));
        List<List<Object>> rows = s.rows("copy");
        assertEquals(6_000, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(3L + 10L * i, rows.get(i).get(0));
        }
        TableVersion version =
                (TableVersion) s.session.transaction().table(s.table("copy").id());
        assertInstanceOf(DictionaryVector.class, version.segment(0).chunk(0).columns()[1]);
        assertTrue(version.segment(0).chunkCount() <= 3, "small pieces are put together");
    }

    @Test
    void openCursorDoesNotSeeLaterChanges() {
        createNumbers("n", 30_000);
        try (Cursor open = s.session.execute(s.scan("n"), new Object[0], 0)) {
            Batch first = open.next();
            long seen = first.size();
            assertEquals(30_000, s.update("n", always("n"), 0, new Literal(-1L, SqlType.BIGINT)));
            s.delete("n", always("n"));
            s.insert("n", new Object[] {1, "x"});
            for (Batch batch = open.next(); batch != null; batch = open.next()) {
                assertTrue(batch.column(0).longAt(batch.row(0)) >= 0);
                seen += batch.size();
            }
            assertEquals(30_000, seen);
        }
        assertEquals(1, s.rows("n").size());
    }

    private Expression always(String table) {
        return compare(Operators.GREATER_OR_EQUAL, s.ref(table, 0), -5L, SqlType.BIGINT);
    }

    @Test
    void primaryKeysAreChecked() {
        createPairs();
        s.insert("t", new Object[] {1, "a"}, new Object[] {2, "b"});
        VelariaException duplicate = failure(SqlState.UNIQUE_VIOLATION, () -> s.insert("t", new Object[] {2, "c"}));
        assertTrue(duplicate.getMessage().contains("(id) = (2)"), duplicate.getMessage());
        failure(SqlState.UNIQUE_VIOLATION, () -> s.insert("t", new Object[] {3, "c"}, new Object[] {3, "d"}));
        failure(SqlState.NOT_NULL_VIOLATION, () -> s.insert("t", new Object[] {null, "c"}));
        assertEquals(2, s.rows("t").size());
        // A key moves from row to row within one statement.
        Expression next = Call.of(Operators.PLUS, SqlType.INTEGER, s.ref("t", 0), new Literal(1L, SqlType.INTEGER));
        Expression all = compare(Operators.GREATER, s.ref("t", 0), 0L, SqlType.INTEGER);
        assertEquals(2, s.update("t", all, 0, next));
        assertEquals(List.of(List.of(2L, "a"), List.of(3L, "b")), s.rows("t"));
        failure(SqlState.UNIQUE_VIOLATION, () -> s.update("t", all, 0, new Literal(7L, SqlType.INTEGER)));
        s.delete("t", s.equal("t", 0, 2L));
        s.insert("t", new Object[] {2, "again"});
        assertEquals(List.of(List.of(2L, "again")), s.run(s.where("t", s.equal("t", 0, 2L))));
    }

    @Test
    void indexLookupFollowsChangesAndTransactions() {
        createNumbers("n", 20_000);
        s.command(new Command.CreateIndex("n_n", TestSession.name("n"), List.of(0), true, false));
        Scan lookup = s.scan("n", s.equal("n", 0, 12_345L));
        assertEquals(1, s.run(lookup).size(), "the index alone gives the one row");
        s.session.begin();
        s.update("n", s.equal("n", 0, 12_345L), 1, new Literal("mine", SqlType.VARCHAR));
        assertEquals(List.of(List.of(12_345L, "mine")), s.run(lookup));
        try (TestSession other = s.other()) {
            assertEquals(List.of(List.of(12_345L, "group 5")), other.run(lookup));
        }
        s.session.rollback();
        assertEquals(List.of(List.of(12_345L, "group 5")), s.run(lookup));
        for (int i = 0; i < 3_000; i++) {
            s.update("n", s.equal("n", 0, 12_345L), 1, new Literal("round " + i, SqlType.VARCHAR));
        }
        assertEquals(List.of(List.of(12_345L, "round 2999")), s.run(lookup));
        assertEquals(20_000, s.rows("n").size());
        assertEquals(1, s.delete("n", s.equal("n", 0, 12_345L)));
        assertEquals(List.of(), s.run(lookup));
        s.insert("n", new Object[] {12_345, "new"});
        assertEquals(List.of(List.of(12_345L, "new")), s.run(lookup));
    }

    @Test
    void zoneMapsLeaveChunksOut() {
        createNumbers("n", 50_000);
        Expression late = compare(Operators.GREATER, s.ref("n", 0), 49_990L, SqlType.BIGINT);
        int read = s.run(s.scan("n", late)).size();
        assertTrue(read <= Batch.MAX_ROWS, "rows read: " + read);
        assertEquals(9, s.run(s.where("n", late)).size());
        Expression none = compare(Operators.EQUAL, s.ref("n", 1), "zebra", SqlType.VARCHAR);
        assertEquals(0, s.run(s.scan("n", none)).size());
        Expression isNull = Call.of(Operators.IS_NULL, SqlType.BOOLEAN, s.ref("n", 0));
        assertEquals(0, s.run(s.scan("n", isNull)).size());
        Expression decimal = compare(Operators.LESS, s.ref("n", 0), 405L, SqlType.decimal(4, 1)); // n < 40.5
        assertEquals(41, s.run(s.where("n", decimal)).size());
    }

    @Test
    void keysOfABuildSideLeaveChunksOut() {
        createNumbers("n", 50_000);
        s.createTable("few", List.of(column("k", SqlType.BIGINT)));
        s.insert("few", new Object[] {17}, new Object[] {20_000}, new Object[] {null});
        for (boolean condition : new boolean[] {false, true}) {
            Expression low = compare(Operators.GREATER, s.ref("n", 0), 100L, SqlType.BIGINT);
            Scan numbers = s.scan("n");
            PhysicalPlan probe = condition ? new Filter(numbers, low, 1) : numbers;
            List<Field> schema = new ArrayList<>(probe.schema());
            schema.addAll(s.scan("few").schema());
            Join join = new Join(
                    Join.Kind.INNER,
                    probe,
                    s.scan("few"),
                    List.of(0),
                    List.of(0),
                    List.of(false),
                    null,
                    false,
                    schema,
                    2);
            List<List<Object>> rows = s.run(join);
            assertEquals(condition ? 1 : 2, rows.size());
            assertEquals(20_000L, rows.get(rows.size() - 1).get(0));
            String plan = s.command(new Command.Explain(join, true, "TEXT")).toString();
            Matcher scan =
                    Pattern.compile("Scan source: n;[^\\]]*?actual (\\d+) rows").matcher(plan);
            assertTrue(scan.find() && Integer.parseInt(scan.group(1)) <= 2 * Batch.MAX_ROWS, plan);
        }
    }

    @Test
    void constantColumnsTakeOneValue() {
        createNumbers("n", 10_000);
        Project constant = new Project(
                s.scan("n"),
                List.of(new InputRef(0, SqlType.BIGINT), new Literal(7L, SqlType.INTEGER)),
                List.of(new Field("n", SqlType.BIGINT), new Field("c", SqlType.INTEGER)));
        s.createTableAs("c", constant);
        TableVersion version =
                (TableVersion) s.session.transaction().table(s.table("c").id());
        assertInstanceOf(ConstantVector.class, version.segment(0).chunk(0).columns()[1]);
        assertEquals(List.of(0L, 7L), s.rows("c").get(0));
    }

    @Test
    void failedStatementUndoesItselfAndTheTransactionGoesOn() {
        createPairs();
        s.session.setAutoCommit(false);
        s.insert("t", new Object[] {1, "a"});
        failure(SqlState.UNIQUE_VIOLATION, () -> s.insert("t", new Object[] {2, "b"}, new Object[] {1, "c"}));
        s.insert("t", new Object[] {2, "d"});
        s.session.commit();
        assertEquals(List.of(List.of(1L, "a"), List.of(2L, "d")), s.rows("t"));
    }

    @Test
    void savepointsUndoWhatCameAfter() {
        createPairs();
        s.session.begin();
        s.insert("t", new Object[] {1, "a"});
        s.session.savepoint("one");
        s.insert("t", new Object[] {2, "b"});
        s.delete("t", s.equal("t", 0, 1L));
        s.createTable("u", List.of(column("x", SqlType.INTEGER)));
        s.session.rollbackTo("one");
        assertEquals(List.of(List.of(1L, "a")), s.rows("t"));
        assertNull(s.table("u"));
        s.insert("t", new Object[] {2, "c"});
        s.session.commit();
        assertEquals(List.of(List.of(1L, "a"), List.of(2L, "c")), s.rows("t"));
        failure(SqlState.INVALID_TRANSACTION_STATE, () -> s.session.savepoint("none"));
    }

    @Test
    void firstCommitterWinsOnRows() {
        createPairs();
        s.insert("t", new Object[] {1, "a"}, new Object[] {2, "b"});
        try (TestSession other = s.other()) {
            s.session.begin();
            other.session.begin();
            s.update("t", s.equal("t", 0, 1L), 1, new Literal("mine", SqlType.VARCHAR));
            other.update("t", s.equal("t", 0, 1L), 1, new Literal("theirs", SqlType.VARCHAR));
            s.session.commit();
            failure(SqlState.SERIALIZATION_FAILURE, other.session::commit);
            assertFalse(other.session.isInTransaction());
            assertEquals(List.of(List.of(2L, "b"), List.of(1L, "mine")), other.rows("t"));
            // Different rows do not get into each other's way, and appends merge.
            s.session.begin();
            other.session.begin();
            s.update("t", s.equal("t", 0, 1L), 1, new Literal("x", SqlType.VARCHAR));
            s.insert("t", new Object[] {3, "c"});
            other.update("t", s.equal("t", 0, 2L), 1, new Literal("y", SqlType.VARCHAR));
            other.insert("t", new Object[] {4, "d"});
            s.session.commit();
            other.session.commit();
            assertEquals(List.of(List.of(1L, "x"), List.of(3L, "c"), List.of(2L, "y"), List.of(4L, "d")), s.rows("t"));
            s.session.begin();
            other.session.begin();
            s.insert("t", new Object[] {5, "e"});
            other.insert("t", new Object[] {5, "f"});
            s.session.commit();
            failure(SqlState.UNIQUE_VIOLATION, other.session::commit);
            assertEquals(5, s.rows("t").size());
        }
    }

    @Test
    void definitionsAreTransactional() {
        s.session.begin();
        createPairs();
        s.insert("t", new Object[] {1, "a"});
        try (TestSession other = s.other()) {
            assertNull(other.table("t"));
            other.createTable("t", List.of(column("x", SqlType.INTEGER)));
            failure(SqlState.SERIALIZATION_FAILURE, s.session::commit);
            assertEquals(1, s.table("t").columns().size());
        }
        s.session.begin();
        s.command(new Command.Drop("TABLE", TestSession.name("t"), false, false));
        assertNull(s.table("t"));
        s.session.rollback();
        assertEquals(0, s.rows("t").size());
    }

    @Test
    void listsOfKeysAreLookedUp() {
        createNumbers("n", 20_000);
        s.command(new Command.CreateIndex("n_n", TestSession.name("n"), List.of(0), false, false));
        Literal[] candidates = {
            new Literal(12_000L, SqlType.BIGINT),
            new Literal(7L, SqlType.INTEGER),
            Literal.nullOf(SqlType.BIGINT),
            new Literal(-1L, SqlType.BIGINT),
            new Literal(12_000L, SqlType.BIGINT),
            new Literal(75L, SqlType.decimal(2, 1)) // 7.5 is no BIGINT
        };
        List<Expression> operands = new ArrayList<>(List.of(s.ref("n", 0)));
        operands.addAll(List.of(candidates));
        Expression in = new Call(Operators.IN, operands, SqlType.BOOLEAN);
        assertEquals(List.of(List.of(7L, "group 7"), List.of(12_000L, "group 0")), s.run(s.scan("n", in)));
        // A value that half of the rows have is not picked row by row.
        s.command(new Command.CreateIndex("n_g", TestSession.name("n"), List.of(1), false, false));
        assertEquals(2_000, s.run(s.where("n", s.equal("n", 1, "group 3"))).size());
    }

    @Test
    void batchesOfParametersAreAllOrNothing() {
        createPairs();
        List<io.velaria.runtime.type.Field> fields = s.table("t").fields();
        Expression id = new Parameter(0, SqlType.INTEGER);
        Project row = new Project(
                new Values(List.of(List.of(new Literal("v", SqlType.VARCHAR))), List.of(fields.get(1))),
                List.of(
                        Call.of(Operators.PLUS, SqlType.INTEGER, id, new Literal(10L, SqlType.INTEGER)),
                        new InputRef(0, SqlType.VARCHAR)),
                fields);
        TableModify insert =
                new TableModify(TableModify.Kind.INSERT, s.table("t").id(), "t", row);
        List<Object[]> sets = new ArrayList<>();
        for (long i = 0; i < 5_000; i++) {
            sets.add(new Object[] {i});
        }
        long[] counts = s.session.executeBatch(insert, sets, 0, new Cancellation());
        assertEquals(5_000, java.util.Arrays.stream(counts).sum());
        assertEquals(List.of(14L, "v"), s.rows("t").get(4));
        failure(
                SqlState.UNIQUE_VIOLATION,
                () -> s.session.executeBatch(
                        insert, List.of(new Object[] {9_000L}, new Object[] {1L}), 0, new Cancellation()));
        assertEquals(5_000, s.rows("t").size());
        // A change that is no insert of one row runs once for each set.
        Expression isId = s.isParameter("t", 0, 0);
        Project ids = new Project(
                s.scanWithRowId("t", isId),
                List.of(new InputRef(2, SqlType.BIGINT)),
                List.of(new Field("rowid", SqlType.BIGINT, false)));
        TableModify delete =
                new TableModify(TableModify.Kind.DELETE, s.table("t").id(), "t", ids);
        long[] deleted = s.session.executeBatch(
                delete, List.of(new Object[] {14L}, new Object[] {3L}, new Object[] {15L}), 0, new Cancellation());
        assertEquals(
                List.of(1L, 0L, 1L), java.util.Arrays.stream(deleted).boxed().toList());
        assertEquals(4_998, s.rows("t").size());
        assertFalse(s.session.isInTransaction());
    }
}
