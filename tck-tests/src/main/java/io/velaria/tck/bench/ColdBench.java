package io.velaria.tck.bench;

import io.velaria.tck.tpch.TpchData;
import io.velaria.tck.tpch.TpchQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A fresh JVM each time: from its start to the first row read, as a whole process. */
final class ColdBench {
    private ColdBench() {}

    static void run(Options options) throws Exception {
        int runs = options.integer("runs", 5);
        Path data = TpchData.generate(Path.of("tck-tests/target/bench/tpch-0.01"), 0.01);
        TpchQuery q3 = TpchQuery.of(3);
        String threeTables = q3.inlined(q3.validationParameters());
        for (TpchData.Table table : List.of(TpchData.Table.LINEITEM, TpchData.Table.CUSTOMER, TpchData.Table.ORDERS)) {
            threeTables = threeTables.replaceFirst(
                    "(from.*?)\\b" + table.tableName() + "\\b",
                    "$1'" + TpchData.file(data, table) + "' " + table.tableName());
        }
        Figures figures = new Figures(options.is("csv"), System.out);
        System.out.println("fresh JVM to first row, whole process, ms, median of " + runs);
        figures.row("engine", "SELECT 1", "TPC-H Q3 over CSV files");
        for (String name : new String[] {"h2", "sqlite", "duckdb", "velaria"}) {
            String url =
                    switch (name) {
                        case "h2" -> "jdbc:h2:mem:";
                        case "sqlite" -> "jdbc:sqlite::memory:";
                        default -> "jdbc:" + name + ":";
                    };
            boolean readsFiles = name.equals("duckdb") || name.equals("velaria");
            Object select = measure(runs, fresh(url, "SELECT 1"));
            figures.row(name, select, readsFiles ? measure(runs, fresh(url, threeTables)) : "-");
        }
        String launcher = Path.of("velaria").toAbsolutePath().toString();
        measure(1, launcher, "-c", "SELECT 1"); // makes its class data archive where there is none yet
        figures.row("./velaria", measure(runs, launcher, "-c", "SELECT 1"), measure(runs, launcher, "-c", threeTables));
        figures.print();
    }

    /** A JVM with the class path of this one that runs {@link #main}. */
    private static String[] fresh(String url, String sql) {
        return new String[] {
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ColdBench.class.getName(),
            url,
            sql
        };
    }

    private static double measure(int runs, String... command) throws IOException, InterruptedException {
        double[] times = new double[runs];
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + output);
            }
            times[run] = (System.nanoTime() - start) / 1e6;
        }
        return Figures.median(times);
    }

    /** The measured process: one statement, its first row. */
    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(arguments[1])) {
            if (!result.next()) {
                throw new SQLException("no row");
            }
            System.out.println(result.getString(1));
        }
    }
}
