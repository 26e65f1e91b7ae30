package io.velaria.planner.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.velaria.planner.PlannedStatement;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.CommandPlan;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrivialStatementsTest {
    @Test
    void selectsLiterals() {
        PlannedStatement planned = TrivialStatements.plan(
                "select 1, -2 as \"Minus\", 'it''s' s, 12.50, true, NULL as n, 3000000000, -- comment\n false;");
        assertEquals(
                List.of(
                        new Field("1", SqlType.INTEGER, false),
                        new Field("Minus", SqlType.INTEGER, false),
                        new Field("s", SqlType.VARCHAR, false),
                        new Field("12.50", SqlType.decimal(4, 2), false),
                        new Field("true", SqlType.BOOLEAN, false),
                        new Field("n", SqlType.NULL, true),
                        new Field("3000000000", SqlType.BIGINT, false),
                        new Field("false", SqlType.BOOLEAN, false)),
                planned.schema());
        assertEquals(
                List.of(List.of(
                        new Literal(1L, SqlType.INTEGER),
                        new Literal(-2L, SqlType.INTEGER),
                        new Literal("it's", SqlType.VARCHAR),
                        new Literal(1250L, SqlType.decimal(4, 2)),
                        Literal.TRUE,
                        Literal.nullOf(SqlType.NULL),
                        new Literal(3_000_000_000L, SqlType.BIGINT),
                        Literal.FALSE)),
                ((Values) planned.plan()).rows());
    }

    @Test
    void understandsTransactionsAndSettings() {
        assertEquals(new Command.TransactionControl("BEGIN", null), command("begin"));
        assertEquals(new Command.TransactionControl("BEGIN", null), command("START TRANSACTION;"));
        assertEquals(new Command.TransactionControl("COMMIT", null), command("commit work"));
        assertEquals(new Command.TransactionControl("ROLLBACK", null), command("rollback"));
        assertEquals(new Command.TransactionControl("ROLLBACK TO", "s"), command("rollback to savepoint s"));
        assertEquals(new Command.TransactionControl("RELEASE", "S"), command("release S"));
        assertEquals(new Command.SetOption("threads", "4"), command("SET Threads = 4"));
        assertEquals(new Command.SetOption("a.b", "x y"), command("set a.b to 'x y'"));
        assertEquals(new Command.SetOption("x", "on"), command("set session x = ON"));
        assertEquals(new Command.SetOption("x", null), command("reset x"));
        assertEquals(new Command.ShowOption("x"), command("show x"));
        assertEquals(new Command.ShowOption(null), command("show all"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "select a",
                "select 1 from t",
                "select 1 + 1",
                "select 'a' 'b'",
                "select - 'a'",
                "select date '2020-01-01'",
                "select 99999999999999999999",
                "select 1 as from",
                "select ?",
                "select 1; select 2",
                "select 1,",
                "set x",
                "set x = default",
                "set x = a, b",
                "set time zone 'UTC'",
                "reset all",
                "show tables",
                "show tables from s",
                "commit foo",
                "rollback to",
                "insert into t values (1)"
            })
    void leavesTheRestToTheGrammar(String sql) {
        assertNull(TrivialStatements.plan(sql));
    }

    @Test
    void agreesWithTheGrammar() {
        for (String sql : List.of("begin", "commit work", "rollback to s", "savepoint s", "release savepoint s")) {
            TransactionStatement parsed = (TransactionStatement) SqlParsing.parseStatement(sql);
            assertEquals(new Command.TransactionControl(parsed.kind(), parsed.savepoint()), command(sql));
        }
        for (String sql : List.of("set x = 'a'", "set x to 5", "set local a.b = on", "reset x")) {
            SetStatement parsed = (SetStatement) SqlParsing.parseStatement(sql);
            assertEquals(new Command.SetOption(parsed.name(), parsed.value()), command(sql));
        }
    }

    @Test
    void loadsNothingOfCalcite() throws Exception {
        ClassLoader loader = new WithoutCalcite(TrivialStatementsTest.class.getClassLoader());
        for (String sql : List.of("select 1", "set x = 1", "show x", "commit")) {
            assertNotNull(invoke(loader, "TrivialStatements", "plan", sql));
        }
        assertEquals("SELECT 1", invoke(loader, "SqlText", "normalise", "select 1"));
        assertEquals("DATE 'x'", invoke(loader, "JdbcEscapes", "translate", "{d 'x'}"));
        assertThrows(NoClassDefFoundError.class, () -> invoke(loader, "SqlParsing", "parseStatement", "select 1"));
    }

    private static Object invoke(ClassLoader loader, String type, String method, String argument) throws Exception {
        return loader.loadClass("io.velaria.planner.parse." + type)
                .getMethod(method, String.class)
                .invoke(null, argument);
    }

    private static Command command(String sql) {
        PlannedStatement planned = TrivialStatements.plan(sql);
        assertNotNull(planned, sql);
        assertEquals(PlannedStatement.Kind.COMMAND, planned.kind());
        return ((CommandPlan) planned.plan()).command();
    }

    /** Defines our classes anew and finds none of Calcite's, as if it were not there. */
    private static final class WithoutCalcite extends ClassLoader {
        WithoutCalcite(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.apache.calcite.") && !name.startsWith("org.apache.calcite.avatica.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.velaria.planner.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
