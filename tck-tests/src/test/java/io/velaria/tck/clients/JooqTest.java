package io.velaria.tck.clients;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;

/**
 * jOOQ creating, writing, reading in PostgreSQL's dialect, and browsing metadata in its default one: for PostgreSQL it
 * would ask the tables of {@code pg_catalog} instead of JDBC.
 */
class JooqTest {
    private static final Table<?> SALE = table(name("sale"));
    private static final Field<Integer> ID = field(name("id"), SQLDataType.INTEGER);
    private static final Field<String> CITY = field(name("city"), SQLDataType.VARCHAR(20));
    private static final Field<BigDecimal> AMOUNT = field(name("amount"), SQLDataType.DECIMAL(10, 2));

    @Test
    void writesAndReads() throws Exception {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        try (Connection connection = DriverManager.getConnection("jdbc:velaria:")) {
            DSLContext jooq = DSL.using(connection, SQLDialect.POSTGRES);
            jooq.createTable(SALE)
                    .column(ID, SQLDataType.INTEGER.notNull())
                    .column(CITY)
                    .column(AMOUNT)
                    .primaryKey(ID)
                    .execute();
            jooq.insertInto(SALE, ID, CITY, AMOUNT)
                    .values(1, "Bonn", new BigDecimal("10.50"))
                    .values(2, "Kiel", new BigDecimal("7.25"))
                    .values(3, "Bonn", null)
                    .execute();
            Result<? extends Record> totals = jooq.select(CITY, count(), sum(AMOUNT))
                    .from(SALE)
                    .groupBy(CITY)
                    .orderBy(CITY)
                    .fetch();
            assertEquals(2, totals.size());
            assertEquals(2, totals.get(0).get(1, Integer.class));
            assertEquals(new BigDecimal("10.50"), totals.get(0).get(2, BigDecimal.class));
            assertEquals(1, jooq.update(SALE).set(CITY, "Köln").where(ID.eq(3)).execute());
            assertEquals("Köln", jooq.select(CITY).from(SALE).where(ID.eq(3)).fetchOne(CITY));
            assertEquals(1, jooq.deleteFrom(SALE).where(AMOUNT.isNull()).execute());
            assertTrue(DSL.using(connection, SQLDialect.DEFAULT).meta().getTables().stream()
                    .anyMatch(found -> found.getName().equals("sale")));
        }
    }
}
