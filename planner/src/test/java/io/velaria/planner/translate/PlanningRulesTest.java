package io.velaria.planner.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What planning must not change: how often something is computed, when, and whether it is. */
class PlanningRulesTest {
    private final SqlSession sql = new SqlSession();

    @AfterEach
    void close() {
        sql.close();
    }

    @Test
    void computesAVolatileExpressionOnce() {
        assertEquals("true", sql.run("select r = s from (select r, r as s from (select random() as r) t) q"));
        assertEquals("0.0", sql.run("select r - s from (select r, r as s from (select random() as r) t) q"));
    }

    @Test
    void argumentsOfTableFunctionsAreOfNow() {
        String days = "select min(d) = current_date, count(*)"
                + " from generate_series(current_date, current_date + 2, interval '1' day) as t(d)";
        assertEquals("true, 3", sql.run(days));
        long hits = sql.planner().cacheHits();
        assertEquals("true, 3", sql.run(days));
        assertEquals(hits, sql.planner().cacheHits());
    }

    @Test
    void namesTheNearestColumn() {
        sql.run("create table w (name varchar, v integer)");
        VelariaException error = assertThrows(VelariaException.class, () -> sql.run("select nme from w"));
        assertEquals(SqlState.UNDEFINED_COLUMN, error.state());
        assertTrue(error.getMessage().contains("did you mean \"name\""), error.getMessage());
    }

    @Test
    void dropsASchemaWithWhatItHolds() {
        sql.run("create schema s");
        sql.run("create table s.t (a integer)");
        assertThrows(VelariaException.class, () -> sql.run("drop schema s"));
        sql.run("drop schema s cascade");
        assertThrows(VelariaException.class, () -> sql.run("select * from s.t"));
        assertThrows(VelariaException.class, () -> sql.run("drop schema s"));
    }

    @Test
    void listsTheRewrites() {
        assertEquals("1", sql.run("select count(*) from velaria.rules where name = 'filter_into_join'"));
    }

    @Test
    void computesWhatCanFailForGuardedRowsOnly() {
        sql.run("create table k (id integer, t varchar)");
        sql.run("create table v (id integer, s varchar)");
        sql.run("insert into k values (1, 'int'), (2, 'txt'), (3, 'int'), (4, 'num')");
        sql.run("insert into v values (1, '5'), (2, 'abc'), (3, '6'), (4, '8')");
        assertEquals(
                "1; 2",
                sql.run(
                        "select k.id from k join v on k.id = v.id where"
                                + " (k.t = 'int' and cast(v.s as integer) = 5) or (k.t = 'txt' and v.s = 'abc') order by k.id"));
        assertEquals(
                "3",
                sql.run("select k.id from k join v on k.id = v.id where k.t = 'int' and cast(v.s as integer) > 5"));
        assertEquals(
                "3", sql.run("select k.id from k join v on k.id = v.id and k.t = 'int' and cast(v.s as integer) > 5"));
        assertEquals(
                "3",
                sql.run("select k.id from k join v on k.id = v.id join k x on x.id = v.id"
                        + " where x.t = 'int' and cast(v.s as integer) > 5"));
        assertEquals(
                "3",
                sql.run("select id from (select k.id, k.t, v.s from k left join v on k.id = v.id) q"
                        + " where t = 'int' and cast(s as integer) > 5"));
        assertEquals(
                "3; 4",
                sql.run("select k.id from k join v on k.id = v.id where"
                        + " (k.t = 'int' and cast(v.s as integer) > 5) or (k.t = 'num' and cast(v.s as integer) > 5)"
                        + " order by k.id"));
        assertEquals(
                "1, 5; 2, null; 3, 6; 4, null",
                sql.run("select k.id, v.s from k left join v"
                        + " on k.id = v.id and k.t = 'int' and cast(v.s as integer) > 0 order by k.id"));
    }

    @Test
    void groupsAndSetOperationsGuardWhatCanFail() {
        sql.run("create table v (s varchar, n integer)");
        sql.run("insert into v values ('5', 1), ('5', 2), ('abc', 3), ('6', 4), ('6', 5)");
        sql.run("create table w (s varchar)");
        sql.run("insert into w values ('abc'), ('7')");
        assertEquals(
                "6",
                sql.run(
                        "select s from (select s, count(*) as c from v group by s) where c > 1 and cast(s as integer) > 5"));
        assertEquals(
                "6", sql.run("select s from v group by s having count(*) > 1 and cast(s as integer) > 5 order by s"));
        assertEquals(
                "6", sql.run("select s from (select s from v except select s from w) where cast(s as integer) > 5"));
        assertEquals("", sql.run("select s from (select s from v intersect select '6x') where cast(s as integer) > 5"));
        assertEquals(
                "5; 6",
                sql.run("select s from (select s from v where s <> 'abc' union select s from w where s <> 'abc')"
                        + " where cast(s as integer) < 7 order by s"));
        assertEquals("6", sql.run("select s from v where n > 3 group by s having cast(s as integer) > 5"));
    }
}
