package io.velaria.planner.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Shared;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a plan that are computed once: the same rows as when each is computed for itself. */
class CommonPlansTest {
    private final SqlSession sql = new SqlSession();

    @BeforeEach
    void rows() {
        sql.run("create table t (k integer, v bigint)");
        sql.run("insert into t select cast(k % 700 as integer), k * 37 % 1013"
                + " from unnest(array[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) as a(x),"
                + " unnest(array[0, 10, 20, 30, 40, 50, 60, 70, 80, 90]) as b(y),"
                + " unnest(array[0, 100, 200, 300, 400, 500, 600, 700, 800, 900]) as c(z),"
                + " lateral (select x + y + z as k) as d");
        for (int i = 0; i < 4; i++) {
            sql.run("insert into t select k, v + 1 from t");
        }
        sql.run("insert into t values (null, 5), (null, null)");
    }

    @AfterEach
    void close() {
        sql.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with g as (select k, sum(v) s from t group by k) select * from g where s = (select max(s) from g)",
                "with g as (select k, count(*) n from t group by k) select a.k, a.n, b.n from g a join g b on a.k = b.k"
                        + " where a.n > 16 order by 1",
                "with g as (select k, count(*) n from t group by k) select * from g union all select * from g"
                        + " order by 1, 2 limit 9",
                "with g as (select distinct k from t where v > 900) select count(*) from g a left join g b on a.k = b.k",
                "with g as (select k, v from t order by v desc, k limit 5) select * from g where v in (select v from g)"
                        + " order by 1, 2",
                "with g as (select k, sum(v) s from t group by k), h as (select max(s) m from g)"
                        + " select (select m from h), (select count(*) from g, h where s = m), (select min(s) from g)",
                "select count(*) from (select k from t group by k) a where k not in (select k from t group by k)",
                "with g as (select k, sum(v) s from t where v < 0 group by k) select * from g where s = (select max(s) from g)",
            })
    void givesTheSameRows(String query) {
        String once = sql.run(query);
        assertEquals(true, sharedPlaces(sql.plan(query)) > 1, "the query is to share something");
        sql.run("set disabled_rules = 'share_common_plans'");
        assertEquals(0, sharedPlaces(sql.plan(query)));
        assertEquals(sql.run(query), once);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // another row for each reader
                "with g as (select k % 3 m, count(*) n from t where random() < 0.5 group by k % 3)"
                        + " select * from g a join g b on a.m = b.m",
                // nearly as many rows as are read
                "with g as (select k, v, sum(v) over (partition by k) s from t) select * from g a join g b on a.v = b.s",
                // not the same rows
                "select * from (select k, sum(v) s from t where k > 1 group by k) a"
                        + " join (select k, sum(v) s from t where k > 2 group by k) b on a.k = b.k",
            })
    void isNotShared(String query) {
        assertEquals(0, sharedPlaces(sql.plan(query)));
    }

    @Test
    void readsParametersOnce() {
        String query = "with g as (select k, sum(v) s from t where v < ? group by k)"
                + " select count(*), min(s) from g where s = (select max(s) from g)";
        String few = sql.run(query, 10);
        String many = sql.run(query, 1000);
        sql.run("set disabled_rules = 'share_common_plans'");
        assertEquals(sql.run(query, 10), few);
        assertEquals(sql.run(query, 1000), many);
    }

    private static int sharedPlaces(PhysicalPlan plan) {
        int below =
                plan.inputs().stream().mapToInt(CommonPlansTest::sharedPlaces).sum();
        return below + (plan instanceof Shared ? 1 : 0);
    }
}
