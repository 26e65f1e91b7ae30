package io.velaria.planner.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SemanticsTest {
    private final SqlSession sql = new SqlSession();

    @BeforeEach
    void tables() {
        sql.run("create table n (i integer, b bigint, d decimal(5, 2), s varchar)");
        sql.run("insert into n values (1, 10, 1.00, 'a'), (2, 20, 2.50, 'a ')");
    }

    @AfterEach
    void close() {
        sql.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "select case when i = 1 then 'a' else 'long' end || '!' from n where i = 1 ~ a!",
                "select char_length(v) from (values ('a'), ('abc')) t(v) ~ 1; 3",
                "select char_length('日本') ~ 2",
                "select 'a' = 'a ' ~ false",
                "select i from n where s = 'a' ~ 1",
                "select avg(i) from n ~ 1.5",
                "select sum(v) from (values (2147483647), (1)) t(v) ~ 2147483648",
                "select cast(1 as decimal(5, 2)) / 3 ~ 0.3333333333333",
                "select 12345678901234567890123456 + 1 ~ 12345678901234567890123457",
                "select 7 / 2 ~ 3",
                "select -7 / 2 ~ -3",
                "select 7 % 3 ~ 1",
                "select 1 + 2.5 ~ 3.5",
                "select d * 2 from n order by 1 ~ 2.00; 5.00",
                "select avg(d) from n ~ 1.750000",
                "select date '2020-01-31' + 1 ~ 2020-02-01",
                "select date '2020-03-01' - date '2020-02-01' ~ 29",
                "select date '2020-01-31' + interval '1' month ~ 2020-02-29",
                "select date '1998-12-01' - interval '90' day ~ 1998-09-02",
                "select coalesce(null, 2) ~ 2",
                "select i from n where 3 is null or null is not null or i = 2 ~ 2",
                "select i from n where cast(d as double) < 9.1 and cast(d as double) between 1.5 and 3 ~ 2",
                "select v from (values (1e0), (2e0)) t(v) where v < 9.1 and v between 9.5 and 1.5 or v > 1.5 ~ 2.0",
                "select i from n where i between symmetric 2.5 and 1.5 and i not between 3 and 4 ~ 2",
                "select nullif(1, 1) ~ null",
                "select count(*) from n group by () ~ 2",
                "select i from n order by i desc limit 1 ~ 2",
                "select null is not true, null is true, null is distinct from null ~ true, false, false",
                "select (i > 1) is not true from n order by i ~ true; false",
                "select cast(2.5 as integer) ~ 3",
                "select percentile_cont(0.5) within group (order by i) from n ~ 1.5",
                "select s ilike 'A', s not ilike 'A' from n order by i ~ true, false; false, true",
                "select b from n where b in (10, 30) ~ 10",
                "select i + 1 as x from n group by x order by x ~ 2; 3",
                "select max(i) from n having count(*) > 5 ~ ",
                "select i from n where i between 2 and 3 ~ 2",
                "select n.i from N where N.I = 1 ~ 1",
                "select x.v from (select i as v from n) x where v > 1 ~ 2",
                "select s ilike 'A', s not ilike 'A%', 'a_b' like 'a\\_b' from n where i = 1 ~ true, false, true",
                "select date_diff('day', date '2024-01-01', date '2024-03-01') ~ 60",
                "select today() = current_date, today() > date '2020-01-01' ~ true, true",
                "show plan_cache ~ on"
            })
    void answers(String statement, String rows) {
        assertEquals(rows == null ? "" : rows, sql.run(statement));
    }

    @Test
    void schemasComeAndGo() {
        sql.run("create schema s");
        sql.run("drop schema s");
        sql.run("create schema s");
        sql.run("create table s.t (a integer)");
        assertThrows(VelariaException.class, () -> sql.run("drop schema s"));
        sql.run("drop schema s cascade");
        assertThrows(VelariaException.class, () -> sql.run("select * from s.t"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select i from nn | 42P01 | 1:15",
                "select j from n | 42703 | 1:8",
                "select x.i from n | 42P01 | 1:8",
                "select nofun(i) from n | 42883 | 1:8",
                "select i, count(*) from n | 42803 | 1:8",
                "select i from n a, n b | 42702 | 1:8",
                "select i from n where sum(i) > 1 | 42803 | 1:23",
                "select 1 union select 1, 2 | 42601 | 1:23",
                "select i from n where i | 42804 | 1:23"
            })
    void errors(String statement, String state, String position) {
        VelariaException error = assertThrows(VelariaException.class, () -> sql.run(statement));
        assertEquals(
                state + " " + position,
                error.state().code() + " " + error.line() + ":" + error.column(),
                error.getMessage());
    }

    @Test
    void overflowIsAnError() {
        VelariaException error = assertThrows(VelariaException.class, () -> sql.run("select i + 2147483647 from n"));
        assertEquals("22003", error.state().code());
    }

    @Test
    void typesOfResults() {
        assertEquals(
                List.of(
                        SqlType.BIGINT,
                        SqlType.decimal(38, 0),
                        SqlType.decimal(38, 2),
                        SqlType.DOUBLE,
                        SqlType.decimal(9, 6)),
                sql.types("select sum(i), sum(b), sum(d), avg(i), avg(d) from n"));
        assertEquals(
                List.of(SqlType.decimal(19, 16), SqlType.INTEGER, SqlType.decimal(13, 2)),
                sql.types("select d / cast(1 as decimal(13, 0)), i / 2, d + 100000 from n"));
    }

    @Test
    void expressionsAreNamedByTheirText() {
        assertEquals(
                "sum(i)",
                sql.names("select sum(i), b + 1 as x from n group by b").get(0));
    }

    @Test
    void parametersTakeTheirTypeFromContext() {
        assertEquals("2", sql.run("select i from n where d > ? and s like ?", 150L, "a%"));
        assertEquals("1; 2", sql.run("select i from n order by abs(i - ?)", 1L));
    }

    @Test
    void plansAreUsedAgainUntilTheCatalogChanges() {
        sql.run("select i from n");
        long hits = sql.planner().cacheHits();
        sql.run("select  i  FROM n -- again");
        assertEquals(hits + 1, sql.planner().cacheHits());
        sql.run("create table other (a integer)");
        sql.run("select i from n");
        assertEquals(hits + 1, sql.planner().cacheHits());
        sql.run("set plan_cache = off");
        sql.run("select i from n");
        assertEquals(hits + 1, sql.planner().cacheHits());
    }
}
