package io.velaria.planner.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.PhysicalPlan;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    private final SqlSession sql = new SqlSession();

    @BeforeEach
    void rows() {
        sql.run("create table t (i integer, d decimal(10,2), s varchar, dt date)");
        sql.run("insert into t values (1, 10.00, 'a', date '2020-01-01'), (2, 20.00, 'b', date '2021-01-01'),"
                + " (3, null, 'c', null)");
    }

    @AfterEach
    void close() {
        sql.close();
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    @Test
    void keepsTheDigitsOfBoundNumbers() {
        assertEquals("0.005000", sql.run("select sum(d * i) * ? from t", number("0.0001")));
        assertEquals("2", sql.run("select i from t where d > ?", number("10.005")));
        assertEquals("2", sql.run("select i from t where ? < d", number("10.005")));
        assertEquals("2; 3", sql.run("select i from t where i > ? order by i", 1.5));
        assertEquals("2", sql.run("select i from t where d in (?, ?)", number("10.001"), number("20.00")));
        assertEquals("1", sql.run("select i from t where d between ? and ?", number("9.999"), number("10.001")));
        assertEquals("20.005", sql.run("select (select max(d) + ? from t)", number("0.005")));
        assertEquals("10.001", sql.run("select greatest(d, ?) from t where i = 1", number("10.001")));
        assertEquals("2", sql.run("select i from t group by i having sum(d) > ?", number("10.001")));
        assertEquals("0.1251", sql.run("select ? + ?", number("0.125"), number("0.0001")));
    }

    @Test
    void storesWhatTheColumnHolds() {
        sql.run("update t set d = d * ? where i = ?", number("1.015"), 1);
        assertEquals("10.15", sql.run("select d from t where i = 1"));
        sql.run("insert into t (i, d) values (? + 1, ? * 2)", 9, number("3.25"));
        assertEquals("6.50", sql.run("select d from t where i = 10"));
    }

    @Test
    void standsWhereverAnExpressionMay() {
        assertEquals("0.333333", sql.run("select sum(case when s = ? then d else 0 end) / sum(d) from t", "a"));
        assertEquals("x; y; y", sql.run("select case when i = ? then ? else ? end from t order by i", 1, "x", "y"));
        assertEquals("1; 1; 1", sql.run("select count(*) from t group by i + ?", 1));
        assertEquals("null; 1; 2", sql.run("select lag(i, ?) over (order by i) from t order by i", 1));
        assertEquals(
                "0.01000; 0.03000",
                sql.run("select sum(d * ?) over (order by i) from t where i < ? order by i", number("0.001"), 3));
        assertEquals("2", sql.run("select i from t order by i limit ? offset ?", 1, 1));
        assertEquals(
                "1.5, x; 2.5, y",
                sql.run(
                        "select * from (values (?, ?), (?, ?)) as v(a, b) order by a",
                        number("1.5"),
                        "x",
                        number("2.5"),
                        "y"));
        assertEquals("3", sql.run("select count(*) from t where ? is null", (Object) null));
        assertEquals("1; 3", sql.run("select i from t where i % ? = 1 order by i", 2));
        assertEquals("1; 2", sql.run("select i from t where dt + ? > date '2020-01-02' order by i", 5));
        assertEquals("2, k; 3, k", sql.run("select x.i, ? from t x join t y on x.i = y.i + ? order by x.i", "k", 1));
    }

    @Test
    void joinsEqualitiesToAMembership() {
        assertEquals("1; 3", sql.run("select i from t where s = ? or s = ? order by i", "a", "c"));
        assertEquals("1", sql.run("select i from t where s = ? or s = ? order by i", "a", null));
        assertEquals("true; null; null", sql.run("select s = ? or s = ? from t order by i", "a", null));
        assertEquals("true; true; false", sql.run("select s = ? or i = ? or s = ? from t order by i", "a", 2, "x"));
        assertEquals(
                "1; 2", sql.run("select i from t where d = ? or d = 20 or d = ?", number("10.000"), number("1.005")));
        assertEquals("2", sql.run("select i from t where not (s = ? or s = ?) ", "a", "c"));
    }

    /** The pattern is an error, but only for a row that the join and the other conditions leave. */
    @Test
    void failsForRowsOnlyThatAreAskedFor() {
        sql.run("create table u (i integer, n integer)");
        sql.run("insert into u values (1, 1), (7, 7)");
        String like = "select t.i from t join u on t.i = u.i where u.n > ? and t.s like ?";
        assertEquals("1", sql.run(like, 0, "a%"));
        assertEquals("", sql.run(like, 1, "a\\"));
        assertEquals(SqlState.INVALID_ESCAPE_SEQUENCE, failure(like, 0, "a\\"));
        assertEquals("1", sql.run(like, 0, "a%"));
        String outer = "select t.i, u.n from t left join u on t.i = u.i and u.n > ? and cast(u.n as varchar) like ?";
        assertEquals("1, 1; 2, null; 3, null", sql.run(outer + " order by 1", 0, "1%"));
        assertEquals("1, null; 2, null; 3, null", sql.run(outer + " order by 1", 1, "1\\"));
        String cast =
                "select t.i from t join u on t.i = u.i where u.n > ? and t.s = cast(cast(cast(? as varchar) as integer) as varchar)";
        assertEquals("", sql.run(cast, 0, "5"));
        assertEquals("", sql.run(cast, 1, "five"));
    }

    @Test
    void movesConditionsOnGoodPatternsToTheirTable() {
        sql.run("create table u (i integer, n integer)");
        String like = "select t.i from t join u on t.i = u.i where t.s like ?";
        assertTrue(filtersBelowJoin(sql.plan(like, "a%")));
        assertFalse(filtersBelowJoin(sql.plan(like, "a\\")));
        assertTrue(filtersBelowJoin(sql.plan(like, "b%")));
    }

    private static boolean filtersBelowJoin(PhysicalPlan plan) {
        return plan instanceof Join join
                ? join.left() instanceof Filter || join.right() instanceof Filter
                : plan.inputs().stream().anyMatch(ParametersTest::filtersBelowJoin);
    }

    private SqlState failure(String query, Object... values) {
        return assertThrows(VelariaException.class, () -> sql.run(query, values))
                .state();
    }

    @Test
    void standsInRowsBehindIn() {
        assertEquals("1; 3", sql.run("select i from t where (i, s) in ((?, ?), (?, ?)) order by i", 1, "a", 3, "c"));
        assertEquals("2", sql.run("select i from t where (i, s) not in ((?, ?), (3, ?)) order by i", 1, "a", "c"));
        assertEquals("2", sql.run("select i from t where (i, d) in ((?, ?))", 2, number("20.00")));
        assertEquals(
                "1; 2", sql.run("select i from t where (i, s) in ((?, 'a'), (2, ?), (3, ?)) order by i", 1, "b", "a"));
    }

    @Test
    void standsWhereCalciteWantsLiterals() {
        assertEquals("1; 1; 2", sql.run("select ntile(?) over (order by i) from t", 2));
        assertEquals("1.5", sql.run("select percentile_cont(?) within group (order by i) from t", 0.25));
        assertEquals("2", sql.run("select percentile_disc(?) within group (order by i) from t", number("0.5")));
        assertEquals(
                SqlState.INVALID_PARAMETER_VALUE,
                assertThrows(VelariaException.class, () -> sql.run("select ntile(?) over (order by i) from t", 0))
                        .state());
    }

    /** As a driver prepares them, before any value is known. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select sum(d) * ? from t",
                "select sum(case when s = ? then d else 0 end) / sum(d) from t",
                "select sum(?), avg(? + ?) from t",
                "select i from t where i % ? = 1",
                "select i from t where dt + ? > date '2020-01-02'",
                "select -? from t",
                "select ?, case when i = ? then ? else ? end from t",
                "select lag(i, ?) over (order by i) from t",
                "values (?, ?)",
                "select i + ? from t group by i order by i * ?",
                "select i from t order by i limit ? offset ?",
                "select ntile(?) over (order by i) from t",
                "select percentile_cont(?) within group (order by i) from t",
                "select i from t where (i, s) in ((?, ?), (?, ?))",
                "select timestampadd(day, ?, ?), timestampdiff(hour, ?, dt), dt at time zone ? from t",
            })
    void isPlannedBeforeAnythingIsBound(String query) {
        assertNotNull(sql.types(query));
    }
}
