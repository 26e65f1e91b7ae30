package io.velaria.planner.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.velaria.runtime.error.VelariaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private final SqlSession sql = new SqlSession();

    @AfterEach
    void close() {
        sql.close();
    }

    private String state(String statement, Object... parameters) {
        return assertThrows(VelariaException.class, () -> sql.run(statement, parameters))
                .state()
                .code();
    }

    @Test
    void insertConvertsToTheColumns() {
        sql.run("create table t (a integer, b varchar(3), c decimal(10, 2) default 1.5, d date)");
        assertEquals("2", sql.run("insert into t values (1, 'x', 2.345, '2020-01-31'), (2.5, null, -1, null)"));
        assertEquals("1", sql.run("insert into t (b, a) values (?, ?)", "abc", 7L));
        assertEquals("1", sql.run("insert into t values (1 + 2, 'Q' || '', default, date '2020-02-01' + 1)"));
        assertEquals("4", sql.run("insert into t select a + 10, b, c, d from t"));
        assertEquals(
                "1, x, 2.35, 2020-01-31; 3, Q, 1.50, 2020-02-02; 3, null, -1.00, null; 7, abc, 1.50, null",
                sql.run("select * from t where a < 10 order by a, b"));
    }

    @Test
    void textThatIsTooLongIsAnErrorBlanksAside() {
        sql.run("create table t (b varchar(3))");
        assertEquals("1", sql.run("insert into t values ('abc  ')"));
        assertEquals("abc", sql.run("select b from t"));
        assertEquals("22001", state("insert into t values ('abcd')"));
        assertEquals("22001", state("insert into t values (?)", "abcd"));
        assertEquals("22001", state("update t set b = b || 'd'"));
    }

    @Test
    void updateSeesOldValues() {
        sql.run("create table t (a integer, b integer)");
        sql.run("insert into t values (1, 2), (3, 4)");
        assertEquals("2", sql.run("update t set a = b, b = a"));
        assertEquals("1", sql.run("update t as x set b = ? where x.a = 4", 30L));
        assertEquals("2, 1; 4, 30", sql.run("select * from t order by a"));
        assertEquals("1", sql.run("update t set b = (select max(b) from t) where a = 2"));
        assertEquals("30; 30", sql.run("select b from t"));
    }

    @Test
    void deleteByConditionAndSubquery() {
        sql.run("create table t (a integer)");
        sql.run("insert into t values (1), (2), (3), (null)");
        assertEquals("1", sql.run("delete from t where a = 2"));
        assertEquals("1", sql.run("delete from t where a in (select max(a) from t)"));
        assertEquals("2", sql.run("delete from t"));
        assertEquals("0", sql.run("select count(*) from t"));
    }

    @Test
    void errorsNameWhatIsWrong() {
        sql.run("create table t (amount integer)");
        VelariaException error =
                assertThrows(VelariaException.class, () -> sql.run("insert into t (amonut) values (1)"));
        assertEquals("42703", error.state().code());
        assertEquals("did you mean \"amount\"?", error.hint());
        assertEquals(16, error.column());
        assertEquals("42P01", state("insert into nowhere values (1)"));
        assertEquals("42601", state("insert into t values (1, 2)"));
        assertEquals("42701", state("insert into t (amount, amount) values (1, 2)"));
        assertEquals("42804", state("insert into t values (true)"));
        assertEquals("22003", state("insert into t values (3000000000)"));
        assertEquals(
                "0A000",
                state("merge into t using t as s on t.amount = s.amount when matched then update set amount = 1"));
    }
}
