package io.velaria.tck.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's JdbcTemplate reading, writing and translating errors. */
class SpringJdbcTest {
    private DriverManagerDataSource source;
    private JdbcTemplate template;

    @BeforeEach
    void open(TestInfo test) {
        source = new DriverManagerDataSource(
                "jdbc:velaria:mem:spring_" + test.getTestMethod().orElseThrow().getName());
        template = new JdbcTemplate(source);
        template.execute("create table book (id integer primary key, title varchar(80) not null,"
                + " price decimal(8, 2), published date)");
    }

    private void insertTwo() {
        template.update(
                "insert into book values (?, ?, ?, ?)",
                1,
                "Vectors",
                new BigDecimal("19.90"),
                LocalDate.of(2024, 2, 29));
        template.update("insert into book values (?, ?, ?, ?)", 2, "Streams", null, null);
    }

    @Test
    void readsAndWrites() {
        insertTwo();
        assertEquals(2, template.queryForObject("select count(*) from book", Integer.class));
        Map<String, Object> row = template.queryForMap("select * from book where id = ?", 1);
        assertEquals(new BigDecimal("19.90"), row.get("PRICE"));
        assertEquals(
                List.of("Streams", "Vectors"),
                template.queryForList("select title from book order by title", String.class));
        assertEquals(
                LocalDate.of(2024, 2, 29),
                template.queryForObject("select published from book where id = 1", LocalDate.class));
    }

    @Test
    void insertsInBatchesAndByMetadata() {
        int[] counts = template.batchUpdate(
                "insert into book values (?, ?, ?, ?)",
                List.of(
                        new Object[] {1, "a", new BigDecimal("1.00"), null},
                        new Object[] {2, "b", new BigDecimal("2.00"), null}));
        assertEquals(2, counts.length);
        new SimpleJdbcInsert(source)
                .withTableName("book")
                .execute(Map.of("id", 3, "title", "c", "price", new BigDecimal("3.50")));
        assertEquals(new BigDecimal("6.50"), template.queryForObject("select sum(price) from book", BigDecimal.class));
    }

    @Test
    void namedParameters() {
        insertTwo();
        assertEquals(
                "Vectors",
                new NamedParameterJdbcTemplate(source)
                        .queryForObject(
                                "select title from book where id in (:ids) and price > :least",
                                Map.of("ids", List.of(1, 2), "least", 10),
                                String.class));
    }

    @Test
    void translatesErrors() {
        insertTwo();
        assertThrows(DuplicateKeyException.class, () -> template.update("insert into book values (1, 'x', 1, null)"));
        assertThrows(BadSqlGrammarException.class, () -> template.queryForList("select nothing from book"));
    }

    @Test
    void rollsBack() {
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
        transaction.executeWithoutResult(status -> {
            insertTwo();
            status.setRollbackOnly();
        });
        assertEquals(0, template.queryForObject("select count(*) from book", Integer.class));
    }
}
