package io.velaria.tck.bench;

import io.velaria.tck.tpch.Answer;
import io.velaria.tck.tpch.TpchData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reading lineitem as CSV: one column aggregated straight from the file, and all columns loaded into a table. */
final class CsvBench {
    private CsvBench() {}

    static void run(Options options) throws Exception {
        double scale = options.decimal("scale", 1);
        int runs = options.integer("runs", 3);
        int warmups = options.integer("warmups", 1);
        int threads = options.integer("threads", 2);
        Path data = TpchData.generate(Path.of("tck-tests/target/bench/tpch-" + scale), scale);
        Path file = TpchData.file(data, TpchData.Table.LINEITEM);
        double megabytes = Files.size(file) / 1e6;
        String scan = "select count(*), sum(l_extendedprice) from '" + file + "'";
        Figures figures = new Figures(options.is("csv"), System.out);
        System.out.printf(
                "lineitem.csv, %.0f MB, %d threads each, median of %d runs after %d%n",
                megabytes, threads, runs, warmups);
        figures.row("engine", "count + sum, ms", "MB/s", "load 16 columns, ms", "MB/s");
        Answer expected = null;
        for (String name : new String[] {"duckdb-memory", "velaria"}) {
            try (Engine engine = Engine.open(name, threads)) {
                double[] scans = new double[runs];
                double[] loads = new double[runs];
                for (int run = -warmups; run < runs; run++) {
                    long start = System.nanoTime();
                    Answer answer = query(engine, scan);
                    scans[Math.max(0, run)] = (System.nanoTime() - start) / 1e6; // runs that count overwrite warm-ups
                    if (expected == null) {
                        expected = answer;
                    }
                    String difference = answer.difference(expected);
                    if (difference != null) {
                        System.out.println(name + " differs: " + difference);
                        System.exit(1);
                    }
                    engine.execute("create table lineitem (" + TpchData.Table.LINEITEM.columns() + ")");
                    start = System.nanoTime();
                    engine.execute("copy lineitem from '" + file + "' (header true, delimiter ',')");
                    loads[Math.max(0, run)] = (System.nanoTime() - start) / 1e6;
                    engine.execute("drop table lineitem");
                }
                double scanTime = Figures.median(scans);
                double loadTime = Figures.median(loads);
                figures.row(name, scanTime, megabytes / scanTime * 1e3, loadTime, megabytes / loadTime * 1e3);
            }
        }
        figures.print();
    }

    private static Answer query(Engine engine, String sql) throws SQLException {
        try (Statement statement = engine.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return Answer.read(result);
        }
    }
}
