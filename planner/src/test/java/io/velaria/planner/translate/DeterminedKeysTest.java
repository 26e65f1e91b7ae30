package io.velaria.planner.translate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.execution.KeyDependencies;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.PhysicalPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Grouping keys that others determine: found out from the snapshot, and without a trace in the answer. */
class DeterminedKeysTest {
    private final SqlSession sql = new SqlSession();

    /** Customers and nations whose numbers ascend, orders of half of the customers, and items of orders. */
    @BeforeEach
    void tables() {
        sql.run("create table nation (n integer, nname varchar)");
        sql.run("insert into nation select i, 'nation ' || cast(i as varchar) from generate_series(0, 24) as s (i)");
        sql.run("create table customer (c integer, cname varchar, balance decimal(12, 2), home integer, note varchar)");
        sql.run(
                "insert into customer select i, 'customer number ' || cast(i % 700 as integer), nullif(i % 50, 7) / 4.0, i % 25,"
                        + " nullif('a note of some length ' || cast(i % 3 as integer), 'a note of some length 2') from generate_series(1, 9000)"
                        + " as s (i)");
        sql.run("create table orders (o bigint, buyer bigint, day integer)");
        sql.run("insert into orders select i * 3, i * 7919 % 4500 * 2, i % 90 from generate_series(1, 20000) as s (i)");
        sql.run("create table item (o bigint, price integer)");
        sql.run("insert into item select i % 20000 * 3, i % 1000 from generate_series(1, 40000) as s (i)");
        sql.run(
                "create table declared (a varchar primary key, b varchar, c integer not null, d integer, unique (c, d))");
        sql.run(
                "insert into declared select 'key ' || cast(i * 7 % 1000 as integer), 'b' || cast(i % 10 as integer), i * 3 % 1000, i"
                        + " from generate_series(1, 1000) as s (i)");
    }

    @AfterEach
    void close() {
        sql.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select c, cname, balance, nname, note, sum(price), count(*) from customer, orders, item, nation"
                        + " where c = buyer and orders.o = item.o and home = n and day < 60"
                        + " group by c, cname, balance, nname, note | 4",
                "select cname, c, orders.o, day, sum(price) from customer, orders, item where c = buyer"
                        + " and orders.o = item.o group by cname, c, orders.o, day | 3",
                "select item.o, day, count(*) from orders, item where orders.o = item.o group by item.o, day | 1",
                "select c, cname, count(o), count(*) from customer left join orders on c = buyer group by c, cname | 1",
                "select c, cname, orders.o from customer right join orders on c = buyer group by c, cname, orders.o | 1",
                "select c, cname, day, count(*) from customer full join orders on c = buyer and day < 5"
                        + " group by c, cname, day | 1",
                "select buyer, c, count(*) from customer left join orders on c = buyer group by buyer, c | 0",
                "select cname, balance, count(*) from customer group by cname, balance | 0",
                "select buyer, day, count(*) from orders group by buyer, day | 0",
                "select c % 10, cname, count(*) from customer group by c % 10, cname | 0",
                "select c, cname, count(*) from customer where c in (select buyer from orders) group by c, cname | 1",
                "select c, cname, count(*) from customer where c < 0 group by c, cname | 1",
                "select distinct c, cname, note from customer | 2",
                "select a, b, max(d) from declared group by a, b | 1",
                "select c, d, b, max(a) from declared group by c, d, b | 2",
                "select n, nname, count(*) from (select * from nation union all select * from nation) x"
                        + " group by n, nname | 0",
                "select c, cname, count(*) from customer group by rollup (c, cname) | 0",
            })
    void givesTheSameRows(String query, int determined) {
        String ordered = "select * from (" + query + ") as q order by 1, 2, 3";
        String quick = sql.run(ordered);
        sql.run("set aggregate_cache = 4096");
        assertEquals(quick, sql.run(ordered), "with rows divided before they are grouped");
        sql.run("set aggregate_cache = 1000000000");
        sql.run("set key_dependencies = 'off'");
        assertEquals(sql.run(ordered), quick);
        sql.run("set key_dependencies = 'on'");
        int found = 0;
        for (boolean key : KeyDependencies.determinedKeys(aggregate(sql.plan(query)), sql.context())) {
            found += key ? 1 : 0;
        }
        assertEquals(determined, found);
    }

    @Test
    void aPlanSeesWhatChanges() {
        String query = "select c, cname, count(*) from customer group by c, cname order by 3 desc, 1, 2 limit 2";
        assertEquals("1, customer number 1, 1; 2, customer number 2, 1", sql.run(query));
        sql.run("insert into customer values (5, 'another', 0, 0, ''), (5, 'customer number 5', 0, 0, '')");
        assertEquals("5, customer number 5, 2; 1, customer number 1, 1", sql.run(query));
        assertArrayEquals(new boolean[2], KeyDependencies.determinedKeys(aggregate(sql.plan(query)), sql.context()));
        sql.run("delete from customer where note = ''");
        assertEquals("1, customer number 1, 1; 2, customer number 2, 1", sql.run(query));
        sql.run("update customer set c = 1 where c = 3");
        assertEquals("1, customer number 1, 1; 1, customer number 3, 1", sql.run(query));
    }

    @Test
    void rowsInserted() {
        sql.run("create table t (a integer, b varchar)");
        sql.run("insert into t values (1, 'x')");
        sql.run("insert into t values (2, 'y')");
        assertEquals("1, x, 1; 2, y, 1", sql.run("select a, b, count(*) from t group by a, b order by 1"));
        sql.run("insert into t values (2, 'z')");
        assertEquals("1, x, 1; 2, y, 1; 2, z, 1", sql.run("select a, b, count(*) from t group by a, b order by 1, 2"));
        sql.run("insert into t values (null, 'z'), (3, null)");
        assertEquals("2", sql.run("select count(*) from (select a, b from t group by a, b) x where a = 2"));
    }

    private static Aggregate aggregate(PhysicalPlan plan) {
        return plan instanceof Aggregate aggregate
                ? aggregate
                : aggregate(plan.inputs().get(0));
    }
}
