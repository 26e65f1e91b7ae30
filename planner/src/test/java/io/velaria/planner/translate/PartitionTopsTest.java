package io.velaria.planner.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.plan.PartitionTop;
import io.velaria.runtime.plan.PhysicalPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bound on a window's numbers leaves out rows before the window: the same rows as when all reach it. */
class PartitionTopsTest {
    private static final String DISABLE = "set disabled_rules = 'top_per_partition'";
    private static final SqlSession sql = new SqlSession();

    /** 40,000 rows with many ties and NULLs, and few partitions as well as many. */
    @BeforeAll
    static void rows() {
        sql.run(
                "create table t (id integer, few integer, many bigint, name varchar, tied integer, value double, day date)");
        sql.run("insert into t select k, nullif(k * 7 % 5, 4), k * 7919 % 3001, 'name' || (k * 31 % 13),"
                + " nullif(k * 104729 % 11, 3), nullif(k * 7919 % 10007, 5000) / 8e0 - 300, date '2020-01-01' + k % 50"
                + " from unnest(array[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]) as a(x),"
                + " unnest(array[0, 20, 40, 60, 80, 100, 120, 140, 160, 180]) as b(y),"
                + " unnest(array[0, 200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800]) as c(z),"
                + " unnest(array[0, 2000, 4000, 6000, 8000, 10000, 12000, 14000, 16000, 18000]) as d(u),"
                + " lateral (select x + y + z + u as k) as e");
        sql.run("insert into t select id + 20000, few, many, name, tied, -value, day from t");
        sql.run("create table nothing (p integer, o integer)");
    }

    @AfterAll
    static void close() {
        sql.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id, n from (select id, row_number() over (partition by few order by value) n from t) x where n <= 3",
                "select id, n from (select id, row_number() over (partition by few order by value desc) n from t) x"
                        + " where n < 4",
                "select id from (select id, row_number() over (partition by many order by value desc nulls last) n from t) x"
                        + " where n = 2",
                "select id, n from (select id, row_number() over (partition by few order by tied) n from t) x"
                        + " where 5 >= n and id > 1000",
                "select id, n from (select id, rank() over (partition by few order by tied desc nulls first) n from t) x"
                        + " where n between 1 and 3000",
                "select count(*), sum(id), min(n), max(n) from (select id, rank() over (partition by few order by tied) n"
                        + " from t) x where n <= 1",
                "select count(*), sum(id), min(n), max(n) from (select id, rank() over (order by many, name) n from t) x"
                        + " where n <= 77",
                "select count(*), sum(id), min(n), max(n) from (select id, dense_rank() over (partition by few"
                        + " order by tied desc) n from t) x where n <= 3",
                "select count(*), sum(id), min(n), max(n) from (select id, dense_rank() over (partition by name"
                        + " order by day, tied) n from t) x where n < 8",
                "select count(*), sum(id) from (select id, dense_rank() over (order by many) n from t) x where n < 1000",
                "select id, n from (select id, row_number() over (partition by few, name order by name, value) n from t) x"
                        + " where n <= 2",
                "select id, n from (select id, row_number() over (partition by tied order by name desc, id) n from t) x"
                        + " where n in (1, 4, 2)",
                "select id, n from (select id, row_number() over (partition by tied order by name) n from t) x"
                        + " where n <= 4",
                "select id, n from (select id, row_number() over (order by value desc, id desc) n from t) x where n <= 10",
                "select id, n from (select id, row_number() over () n from t) x where n <= 10",
                "select id, n from (select id, row_number() over (partition by day) n from t) x where n <= 2",
                "select id, n from (select id, row_number() over (partition by many order by id) n from t) x where n <= 100",
                "select id from (select id, row_number() over (partition by many order by id) n from t) x where n <= 0",
                "select id from (select id, row_number() over (partition by many order by id) n from t) x where n = -1",
                "select id, n from (select id, row_number() over (partition by few order by value) n from t) x"
                        + " where n <= 20000",
                "select count(*), sum(id * n) from (select id, row_number() over (partition by few order by value) n from t)"
                        + " x where n <= 5000",
                "select p, o from (select p, o, row_number() over (partition by p order by o) n from nothing) x where n < 3",
                "select id, a, b, c, d from (select id, row_number() over w a, rank() over w b, lag(id) over w c,"
                        + " sum(id) over (partition by few order by value rows between 2 preceding and current row) d"
                        + " from t window w as (partition by few order by value)) x where a <= 6",
                "select id from t qualify row_number() over (partition by few order by value desc, id) <= 2",
                "select distinct on (few, tied) id, few, tied from t order by few, tied, value desc, id",
                "select id, n + 1 from (select id, n from (select id, day, row_number() over (partition by few"
                        + " order by value) n from t) x where day > date '2020-01-03') y where n <= 9",
            })
    void givesTheSameRows(String query) {
        String fewer = sql.run(query);
        assertEquals(1, places(sql.plan(query)), "the query is to leave out rows early");
        assertEquals(fewer, sql.run(query), "once more");
        sql.run(DISABLE);
        try {
            assertEquals(0, places(sql.plan(query)));
            assertEquals(sql.run(query), fewer);
        } finally {
            sql.run("set disabled_rules = ''");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from (select id, row_number() over (order by id) n from t) x where n >= 3",
                "select id from (select id, row_number() over (order by id) n from t) x where n <= 3 or id = 1",
                "select id from (select id, row_number() over (order by id) n from t) x where n <= id",
                "select id from (select id, n, sum(id) over (partition by few order by id rows unbounded preceding) s"
                        + " from (select id, few, row_number() over (order by id) n from t) x) y where n <= 3 and s > 0",
                "select id, l from (select id, row_number() over (order by id) n, lead(id) over (order by id) l from t) x"
                        + " where n <= 3",
                "select id from (select id, row_number() over (order by id) n, count(*) over (order by id) c from t) x"
                        + " where n <= 3 and c < 9",
                "select id, s from (select id, n, sum(n) over () s from (select id, row_number() over (order by id) n"
                        + " from t) x) y where n <= 3",
            })
    void needsAllRows(String query) {
        assertEquals(0, places(sql.plan(query)));
    }

    @Test
    void readsParameters() {
        String query = "select id, n from (select id, row_number() over (partition by few order by value) n from t) x"
                + " where n <= ? order by id";
        for (Object bound : new Object[] {0, 1, 4, 1000, -5}) {
            String fewer = sql.run(query, bound);
            sql.run(DISABLE);
            assertEquals(sql.run(query, bound), fewer);
            sql.run("set disabled_rules = ''");
        }
        assertEquals(1, places(sql.plan(query, 3)));
    }

    private static int places(PhysicalPlan plan) {
        int below = plan.inputs().stream().mapToInt(PartitionTopsTest::places).sum();
        return below + (plan instanceof PartitionTop ? 1 : 0);
    }
}
