package io.velaria.tck.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What the driver itself costs: reading many rows, looking up and changing by primary key, inserting. */
final class JdbcBench {
    private static final String[] ENGINES = {"duckdb", "sqlite", "h2", "velaria"};
    private static final int BATCH = 10_000;

    /** What is measured, all but the rates as times. */
    private static final String[] FIGURES = {
        "read 3 numbers, ns/row",
        "read 5 columns, ns/row",
        "point select, us",
        "point select as text, us",
        "insert, us",
        "update by key, us",
        "delete by key, us",
        "batch insert, rows/s"
    };

    private JdbcBench() {}

    static void run(Options options) throws Exception {
        int rows = options.integer("rows", 1_000_000);
        int runs = options.integer("runs", 9);
        String only = options.text("only", "");
        Figures figures = new Figures(options.is("csv"), System.out);
        System.out.println(rows + " rows, median of " + runs + " runs; single statements in auto-commit mode");
        List<Object> header = new ArrayList<>(List.of("engine"));
        header.addAll(List.of(FIGURES));
        figures.row(header.toArray());
        Map<String, double[]> results = new LinkedHashMap<>();
        double checksum = Double.NaN;
        for (String name : ENGINES) {
            if (!only.isEmpty() && !only.equals(name)) {
                continue;
            }
            try (Connection connection = DriverManager.getConnection(url(name))) {
                double[][] times = new double[FIGURES.length - 1][runs];
                double insertRate = load(connection, name, rows);
                int single = Math.min(rows / 10, name.equals("duckdb") ? 200 : 2_000);
                double sum = 0;
                for (int run = 0; run < runs; run++) {
                    long start = System.nanoTime();
                    sum = readNumbers(connection);
                    times[0][run] = (System.nanoTime() - start) / (double) rows;
                    start = System.nanoTime();
                    readAll(connection);
                    times[1][run] = (System.nanoTime() - start) / (double) rows;
                    times[2][run] = pointSelects(connection, rows, single, run);
                    times[3][run] = textSelects(connection, single);
                    changes(connection, rows, single, run, times);
                }
                if (!Double.isNaN(checksum) && Math.abs(sum - checksum) > 1e-6 * Math.abs(checksum)) {
                    System.out.println(name + " read " + sum + " instead of " + checksum);
                    System.exit(1);
                }
                checksum = sum;
                double[] medians = new double[FIGURES.length];
                for (int i = 0; i < times.length; i++) {
                    medians[i] = Figures.median(times[i]);
                }
                medians[times.length] = insertRate;
                results.put(name, medians);
                print(figures, name, medians);
            }
        }
        ratios(figures, results);
        figures.print();
    }

    /** How many times as fast as each of the others Velaria is. */
    private static void ratios(Figures figures, Map<String, double[]> results) {
        double[] own = results.get("velaria");
        results.forEach((name, theirs) -> {
            if (own != null && theirs != own) {
                double[] ratios = new double[FIGURES.length];
                for (int i = 0; i < ratios.length; i++) {
                    ratios[i] = FIGURES[i].endsWith("/s") ? own[i] / theirs[i] : theirs[i] / own[i];
                }
                print(figures, "x " + name, ratios);
            }
        });
    }

    private static void print(Figures figures, String name, double[] values) {
        List<Object> row = new ArrayList<>(List.of(name));
        for (double value : values) {
            row.add(value);
        }
        figures.row(row.toArray());
    }

    private static String url(String name) {
        return switch (name) {
            case "sqlite" -> "jdbc:sqlite::memory:";
            case "h2" -> "jdbc:h2:mem:bench;OPTIMIZE_REUSE_RESULTS=0";
            default -> "jdbc:" + name + ":";
        };
    }

    /**
     * Fills the table; the rate is that of the median batch but the first, commit included. What DuckDB would take too long
     * for in batches is loaded as fast as it can.
     */
    private static double load(Connection connection, String name, int rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table t (id integer primary key, a bigint, b double precision, c varchar(40),"
                    + " d varchar(40))");
        }
        int batched = name.equals("duckdb") ? Math.min(rows, 5 * BATCH) : rows;
        List<Double> rates = new ArrayList<>();
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?, ?, ?, ?)")) {
            for (int from = 0; from < batched; from += BATCH) {
                long start = System.nanoTime();
                int to = Math.min(batched, from + BATCH);
                for (int id = from; id < to; id++) {
                    bind(insert, id);
                    insert.addBatch();
                }
                insert.executeBatch();
                connection.commit();
                rates.add((to - from) / ((System.nanoTime() - start) / 1e9));
            }
        }
        if (batched < rows) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("insert into t select i, i * 7919 % 1000003, i / 4.0, 'name ' || i % 1000, 'some"
                        + " longer text ' || i from range(" + batched + ", " + rows + ") r(i)");
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        return Figures.median(rates.stream()
                .skip(rates.size() > 1 ? 1 : 0)
                .mapToDouble(Double::doubleValue)
                .toArray());
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

    /** The same text again and again, as a program sends it that does not prepare. */
    private static double textSelects(Connection connection, int count) throws SQLException {
        double[] times = new double[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("select a, d from t where id = 77")) {
                if (!result.next() || result.getLong(1) != 77 * 7919L % 1_000_003) {
                    throw new IllegalStateException("wrong row");
                }
            }
            times[i] = (System.nanoTime() - start) / 1e3;
        }
        return Figures.median(times);
    }

    /** Inserts rows behind the others, changes them, and deletes them: a transaction each. */
    private static void changes(Connection connection, int rows, int count, int run, double[][] times)
            throws SQLException {
        double[] inserted = new double[count];
        double[] updated = new double[count];
        double[] deleted = new double[count];
        Random random = new Random(run);
        try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?, ?, ?, ?)");
                PreparedStatement update = connection.prepareStatement("update t set a = a + 1 where id = ?");
                PreparedStatement delete = connection.prepareStatement("delete from t where id = ?")) {
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                bind(insert, rows + i);
                one(insert);
                inserted[i] = (System.nanoTime() - start) / 1e3;
            }
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                update.setInt(1, rows + random.nextInt(count));
                one(update);
                updated[i] = (System.nanoTime() - start) / 1e3;
            }
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                delete.setInt(1, rows + i);
                one(delete);
                deleted[i] = (System.nanoTime() - start) / 1e3;
            }
        }
        times[4][run] = Figures.median(inserted);
        times[5][run] = Figures.median(updated);
        times[6][run] = Figures.median(deleted);
    }

    private static void one(PreparedStatement statement) throws SQLException {
        if (statement.executeUpdate() != 1) {
            throw new IllegalStateException("not one row");
        }
    }
}
