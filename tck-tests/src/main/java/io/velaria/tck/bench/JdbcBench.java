package io.velaria.tck.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** What the driver itself costs: reading many rows, looking up by primary key, inserting in batches. */
final class JdbcBench {
    private static final String[] ENGINES = {"duckdb", "sqlite", "h2", "velaria"};

    private JdbcBench() {}

    static void run(Options options) throws Exception {
        int rows = options.integer("rows", 1_000_000);
        int runs = options.integer("runs", 9);
        String only = options.text("only", "");
        Figures figures = new Figures(options.is("csv"), System.out);
        System.out.println(rows + " rows, median of " + runs + " runs");
        figures.row(
                "engine",
                "read 3 numbers, ns/row",
                "read 5 columns, ns/row",
                "point select, us",
                "batch insert, rows/s");
        double checksum = Double.NaN;
        for (String name : ENGINES) {
            if (!only.isEmpty() && !only.equals(name)) {
                continue;
            }
            try (Connection connection = DriverManager.getConnection(url(name))) {
                double insertRate = load(connection, name, rows);
                double[] numbers = new double[runs];
                double[] all = new double[runs];
                double[] points = new double[runs];
                double sum = 0;
                for (int run = 0; run < runs; run++) {
                    long start = System.nanoTime();
                    sum = readNumbers(connection);
                    numbers[run] = (System.nanoTime() - start) / (double) rows;
                    start = System.nanoTime();
                    readAll(connection);
                    all[run] = (System.nanoTime() - start) / (double) rows;
                    points[run] = pointSelects(connection, rows, Math.min(rows, 2_000), run);
                }
                if (!Double.isNaN(checksum) && Math.abs(sum - checksum) > 1e-6 * Math.abs(checksum)) {
                    System.out.println(name + " read " + sum + " instead of " + checksum);
                    System.exit(1);
                }
                checksum = sum;
                figures.row(name, Figures.median(numbers), Figures.median(all), Figures.median(points), insertRate);
            }
        }
        figures.print();
    }

    private static String url(String name) {
        return switch (name) {
            case "sqlite" -> "jdbc:sqlite::memory:";
            case "h2" -> "jdbc:h2:mem:bench;OPTIMIZE_REUSE_RESULTS=0";
            default -> "jdbc:" + name + ":";
        };
    }

    /** Fills the table; the rate is that of one batch of 10,000 rows, the rest is loaded as fast as the engine can. */
    private static double load(Connection connection, String name, int rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table t (id integer primary key, a bigint, b double precision, c varchar(40),"
                    + " d varchar(40))");
        }
        int batch = 10_000;
        int timed = Math.min(rows, 5 * batch);
        connection.setAutoCommit(false);
        double rate;
        try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?, ?, ?, ?)")) {
            long start = System.nanoTime();
            for (int id = 0; id < timed; id++) {
                bind(insert, id);
                insert.addBatch();
                if (id % batch == batch - 1 || id == timed - 1) {
                    insert.executeBatch();
                }
            }
            connection.commit();
            rate = timed / ((System.nanoTime() - start) / 1e9);
            if (!name.equals("duckdb")) {
                for (int id = timed; id < rows; id++) {
                    bind(insert, id);
                    insert.addBatch();
                    if (id % batch == batch - 1 || id == rows - 1) {
                        insert.executeBatch();
                    }
                }
            }
        }
        if (name.equals("duckdb") && timed < rows) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("insert into t select i, i * 7919 % 1000003, i / 4.0, 'name ' || i % 1000, 'some"
                        + " longer text ' || i from range(" + timed + ", " + rows + ") r(i)");
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        return rate;
    }

    private static void bind(PreparedStatement insert, int id) throws SQLException {
        insert.setInt(1, id);
        insert.setLong(2, id * 7919L % 1_000_003);
        insert.setDouble(3, id / 4.0);
        insert.setString(4, "name " + id % 1000);
        insert.setString(5, "some longer text " + id);
    }

    private static double readNumbers(Connection connection) throws SQLException {
        double sum = 0;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select id, a, b from t")) {
            while (result.next()) {
                sum += result.getInt(1) + result.getLong(2) + result.getDouble(3);
            }
        }
        return sum;
    }

    private static long readAll(Connection connection) throws SQLException {
        long sum = 0;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select id, a, b, c, d from t")) {
            while (result.next()) {
                sum += result.getInt(1)
                        + result.getLong(2)
                        + (long) result.getDouble(3)
                        + result.getString(4).length()
                        + result.getString(5).length();
            }
        }
        return sum;
    }

    private static double pointSelects(Connection connection, int rows, int count, int seed) throws SQLException {
        Random random = new Random(seed);
        double[] times = new double[count];
        try (PreparedStatement select = connection.prepareStatement("select a, d from t where id = ?")) {
            for (int i = 0; i < count; i++) {
                int id = random.nextInt(rows);
                long start = System.nanoTime();
                select.setInt(1, id);
                try (ResultSet result = select.executeQuery()) {
                    if (!result.next() || result.getLong(1) != id * 7919L % 1_000_003) {
                        throw new IllegalStateException("wrong row for " + id);
                    }
                }
                times[i] = (System.nanoTime() - start) / 1e3;
            }
        }
        return Figures.median(times);
    }
}
