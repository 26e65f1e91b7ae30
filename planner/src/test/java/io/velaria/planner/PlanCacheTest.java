package io.velaria.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.session.DatabaseOptions;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.session.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** When a plan is used again, and when not. */
class PlanCacheTest {
    @TempDir
    Path directory;

    private final Planner planner = new Planner();
    private final Database database = Database.inMemory(new DatabaseOptions("test", 2, 1L << 28));
    private Session session;

    @BeforeEach
    void connect() {
        session = connect(true, directory);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Session connect(boolean files, Path folder) {
        return database.connect(new SessionOptions(new FileAccess(files, folder), Map.of(), false));
    }

    private void run(Session other, String sql) {
        other.execute(planner.plan(sql, other, List.of()).plan(), new Object[0], 0)
                .close();
    }

    private PlannedStatement plan(String sql) {
        return planner.plan(sql, session, List.of());
    }

    private List<String> columns(String sql) {
        return plan(sql).schema().stream().map(field -> field.name()).toList();
    }

    private void write(Path folder, String text) throws IOException {
        Files.writeString(Files.createDirectories(folder).resolve("f.csv"), text);
    }

    @Test
    void isUsedAgainForTheSameStatement() {
        run(session, "create table t (a integer)");
        PlannedStatement first = plan("select a from t where a > 1");
        assertSame(first, plan("SELECT a  FROM t WHERE a > 1;"));
        assertNotSame(first, plan("select a from t where a > 2"));
    }

    @Test
    void isUsedAgainBySessionsWithTemporaryTables() {
        run(session, "create temporary table t (a integer)");
        PlannedStatement first = plan("select a from t");
        assertSame(first, plan("select a from t"));
        run(session, "create or replace temporary table t (a integer, b integer)");
        assertEquals(List.of("a", "b"), columns("select * from t"));
        Session other = connect(true, directory);
        assertEquals(SqlState.UNDEFINED_TABLE, failure(() -> planner.plan("select a from t", other, List.of())));
    }

    @Test
    void seesThatAFileHasOtherColumns() throws IOException {
        write(directory, "a,b\n1,2\n");
        assertEquals(List.of("a", "b"), columns("select * from 'f.csv'"));
        assertSame(plan("select * from 'f.csv'"), plan("select * from 'f.csv'"));
        write(directory, "a,b,c\n1,2,3\n");
        assertEquals(List.of("a", "b", "c"), columns("select * from 'f.csv'"));
    }

    @Test
    void seesOtherColumnsWhereThePlanReadsNothing() throws IOException {
        write(directory, "a,b\n1,2\n");
        assertEquals(List.of("a", "b"), columns("select * from 'f.csv' where false"));
        write(directory, "a,b,c\n1,2,3\n");
        assertEquals(List.of("a", "b", "c"), columns("select * from 'f.csv' where false"));
    }

    @Test
    void knowsTheFolderThatPathsStartFrom() throws IOException {
        write(directory, "a\n1\n");
        write(directory.resolve("other"), "b\n1\n");
        assertEquals(List.of("a"), columns("select * from 'f.csv'"));
        session = connect(true, directory.resolve("other"));
        assertEquals(List.of("b"), columns("select * from 'f.csv'"));
    }

    @Test
    void knowsTheSettings() {
        run(session, "create schema s");
        run(session, "create table t (a integer)");
        run(session, "create table s.t (b integer)");
        assertEquals(List.of("a"), columns("select * from t"));
        session.set("schema", "s");
        assertEquals(List.of("b"), columns("select * from t"));
        PlannedStatement before = plan("select cast('2024-01-01 00:00:00' as timestamp with time zone) from t");
        session.set("timezone", "Asia/Tokyo");
        assertNotSame(before, plan("select cast('2024-01-01 00:00:00' as timestamp with time zone) from t"));
        before = plan("select b from t where b > 1 + 1");
        session.set("disabled_rules", "reduce_filter");
        assertNotSame(before, plan("select b from t where b > 1 + 1"));
    }

    @Test
    void seesADefinitionOfTheSameName() {
        run(session, "create table t (a integer)");
        assertEquals(List.of("a"), columns("select * from t"));
        run(session, "drop table t");
        run(session, "create table t (b integer)");
        assertEquals(List.of("b"), columns("select * from t"));
    }

    @Test
    void givesNoFilesToASessionWithoutThem() throws IOException {
        write(directory, "a\n1\n");
        Path file = directory.resolve("f.csv");
        run(session, "create table ext using csv options (path '" + file + "')");
        run(session, "create view files as select * from glob('" + file + "')");
        List<String> statements =
                List.of("select * from '" + file + "'", "select * from ext", "select * from files", "table ext");
        statements.forEach(this::plan);
        session = connect(false, directory);
        for (String sql : statements) {
            assertEquals(SqlState.INSUFFICIENT_PRIVILEGE, failure(() -> plan(sql)), sql);
        }
    }

    private static SqlState failure(Executable work) {
        return assertThrows(VelariaException.class, work).state();
    }
}
