package io.velaria.tck.bench;

import io.velaria.tck.tpch.TpchData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/** A database under test: how to reach it, and how it loads TPC-H. Holds one connection. */
abstract class Engine implements AutoCloseable {
    private final String name;
    private final Connection connection;

    Engine(String name, Connection connection) {
        this.name = name;
        this.connection = connection;
    }

    static Engine open(String name, int threads) throws SQLException, IOException {
        return switch (name) {
            case "velaria" -> new Velaria(name, threads);
            case "velaria-1-thread" -> new Velaria(name, 1);
            case "duckdb-memory" -> new DuckDb(name, null, threads);
            case "duckdb-file" -> new DuckDb(name, Files.createTempDirectory("velaria-bench"), threads);
            default -> throw new IllegalArgumentException("unknown engine: " + name);
        };
    }

    String name() {
        return name;
    }

    Connection connection() {
        return connection;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Creates the tables of TPC-H and fills them from the CSV files of the folder. */
    void loadTpch(Path directory) throws SQLException {
        for (TpchData.Table table : TpchData.Table.values()) {
            execute("create table " + table.tableName() + " (" + table.columns() + ")");
            execute("copy " + table.tableName() + " from '" + TpchData.file(directory, table)
                    + "' (header true, delimiter ',')");
        }
        checkpoint();
    }

    /** Ends loading: an engine with a faster form of stored data brings it about. */
    void checkpoint() throws SQLException {}

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
    }

    /** The shaded driver, a private database in memory. */
    private static final class Velaria extends Engine {
        Velaria(String name, int threads) throws SQLException {
            super(name, DriverManager.getConnection("jdbc:velaria:;threads=" + threads));
        }
    }

    /** DuckDB in memory, or on a checkpointed file, where its columns are compressed. */
    private static final class DuckDb extends Engine {
        private final Path directory;

        DuckDb(String name, Path directory, int threads) throws SQLException {
            super(
                    name,
                    DriverManager.getConnection(
                            "jdbc:duckdb:" + (directory == null ? "" : directory.resolve("bench.duckdb"))));
            this.directory = directory;
            execute("set threads = " + threads);
        }

        @Override
        void checkpoint() throws SQLException {
            if (directory != null) {
                execute("checkpoint");
            }
        }

        @Override
        public void close() throws SQLException, IOException {
            super.close();
            if (directory != null) {
                try (Stream<Path> files = Files.walk(directory)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }
}
