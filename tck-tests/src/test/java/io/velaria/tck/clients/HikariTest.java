package io.velaria.tck.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A connection pool on a shared database in memory. */
class HikariTest {
    private static HikariDataSource pool(String database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:velaria:mem:" + database);
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    @Test
    void connectionsShareTheDatabase() throws Exception {
        try (HikariDataSource pool = pool("hikari_share")) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table counters (id integer primary key, hits bigint not null)");
                statement.execute("insert into counters values (1, 0), (2, 0), (3, 0), (4, 0)");
            }
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> done = new ArrayList<>();
                for (int id = 1; id <= 4; id++) {
                    int row = id;
                    done.add(threads.submit(() -> {
                        for (int i = 0; i < 25; i++) {
                            try (Connection connection = pool.getConnection();
                                    PreparedStatement update = connection.prepareStatement(
                                            "update counters set hits = hits + 1 where id = ?")) {
                                update.setInt(1, row);
                                assertEquals(1, update.executeUpdate());
                            }
                        }
                        return null;
                    }));
                }
                for (Future<?> future : done) {
                    future.get();
                }
            } finally {
                threads.shutdown();
            }
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("select sum(hits) from counters")) {
                assertTrue(result.next());
                assertEquals(100, result.getLong(1));
            }
        }
    }

    @Test
    void anErrorKeepsTheConnectionInThePool() throws Exception {
        try (HikariDataSource pool = pool("hikari_error")) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                SQLException error =
                        assertThrows(SQLException.class, () -> statement.executeQuery("select * from nowhere"));
                assertEquals("42P01", error.getSQLState());
                try (ResultSet result = statement.executeQuery("select 1")) {
                    assertTrue(result.next());
                }
                assertTrue(connection.isValid(1));
            }
        }
    }

    @Test
    void aReturnedConnectionIsReset() throws Exception {
        try (HikariDataSource pool = pool("hikari_reset")) {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                connection.setReadOnly(true);
            }
            try (Connection connection = pool.getConnection()) {
                assertTrue(connection.getAutoCommit());
                assertEquals(false, connection.isReadOnly());
            }
        }
    }
}
