package io.velaria.planner.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregates over whole partitions are the same by grouping as by sorting. */
class WholePartitionsTest {
    private static final SqlSession sql = new SqlSession();

    @BeforeAll
    static void rows() {
        sql.run("create table t (id integer not null, few integer, many bigint not null, name varchar,"
                + " v decimal(12, 2))");
        sql.run("insert into t select i, nullif(i * 7 % 5, 4), i * 7919 % 3001, nullif('name' || cast(i * 31 % 13 as"
                + " integer), 'name5'), nullif(i * 104729 % 1009, 3) / 4.0 from generate_series(1, 30000) as s (i)");
        sql.run("create table nothing (p integer, o integer)");
    }

    @AfterAll
    static void close() {
        sql.close();
    }

    private static void both(String query) {
        String grouped = sql.run(query);
        sql.run("set disabled_rules = 'window_to_groups'");
        try {
            assertEquals(sql.run(query), grouped);
        } finally {
            sql.run("set disabled_rules = ''");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id, sum(v) over (partition by few) from t order by 1",
                "select id, few, count(*) over (partition by few), count(v) over (partition by few) from t order by 1",
                "select id, v - avg(v) over (partition by name, few), max(id) over (partition by name, few) from t"
                        + " order by 1",
                "select id, min(name) over (partition by many, name) from t where v > 20 order by 1",
                "select id, x, sum(x) over (partition by few order by id rows between unbounded preceding and unbounded"
                        + " following) from (select id, few, id % 7 as x from t where id < 5000) as q order by 1",
                "select o, sum(o) over (partition by p) from nothing",
                "select id from (select id, v, max(v) over (partition by many) m from t) as q where v = m order by 1",
            })
    void givesTheSameRows(String query) {
        assertEquals(0, windows(sql.plan(query)), "no window is to be left");
        both(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id, sum(v) over (partition by few order by id) from t order by 1",
                "select id, sum(v) over () from t order by 1",
                "select id, avg(v) over (partition by few), max(id) over (partition by many) from t order by 1",
                "select id, row_number() over (partition by many) from t where id < 10 order by 1",
                "select id, first_value(name) over (partition by id) from t order by 1",
                "select a.id, sum(a.v) over (partition by a.few) from t a join t b on a.id = b.id order by 1",
                "select id, sum(v) over (partition by few rows between unbounded preceding and current row) from t"
                        + " where id < 0 order by 1",
            })
    void needsTheWindow(String query) {
        assertEquals(1, windows(sql.plan(query)));
        both(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"select id, count(*) over (partition by r) from (select id, random() < 0.5 r from t) as q"})
    void readsOnceWhatChanges(String query) {
        assertEquals(1, windows(sql.plan(query)));
    }

    private static int windows(PhysicalPlan plan) {
        int below =
                plan.inputs().stream().mapToInt(WholePartitionsTest::windows).sum();
        return below + (plan instanceof Window ? 1 : 0);
    }
}
