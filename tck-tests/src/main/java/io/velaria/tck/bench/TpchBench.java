package io.velaria.tck.bench;

import io.velaria.tck.tpch.Answer;
import io.velaria.tck.tpch.TpchData;
import io.velaria.tck.tpch.TpchQuery;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * TPC-H from tables. Statements are prepared once; the parameters change from run to run and are the same for all
 * engines in one run. DuckDB runs in memory and on a checkpointed file, and the better of the two counts. The peer
 * {@code one-thread} is Velaria itself with one thread.
 */
final class TpchBench {
    private TpchBench() {}

    static void run(Options options) throws Exception {
        double scale = options.decimal("scale", 1);
        int runs = options.integer("runs", 5);
        int warmups = options.integer("warmups", 80);
        int threads = options.integer("threads", 2);
        Set<Integer> wanted = new TreeSet<>();
        for (String number : options.text("queries", "").split(",")) {
            if (!number.isBlank()) {
                wanted.add(Integer.parseInt(number.strip()));
            }
        }
        Path data = TpchData.generate(Path.of("tck-tests/target/bench/tpch-" + scale), scale);
        List<Engine> engines = new ArrayList<>();
        Figures figures = new Figures(options.is("csv"), System.out);
        try {
            engines.add(Engine.open("velaria", threads));
            String peers = options.text("peers", "duckdb");
            if (peers.contains("duckdb")) {
                engines.add(Engine.open("duckdb-file", threads));
                engines.add(Engine.open("duckdb-memory", threads));
            }
            if (peers.contains("one-thread")) {
                engines.add(Engine.open("velaria-1-thread", threads));
            }
            System.out.println("TPC-H scale " + scale + ", " + threads + " threads each, JDK "
                    + System.getProperty("java.version") + ", median of " + runs + " runs after " + warmups + ", ms");
            figures.row("load", "seconds");
            for (Engine engine : engines) {
                long start = System.nanoTime();
                engine.loadTpch(data);
                figures.row(engine.name(), (System.nanoTime() - start) / 1e9);
            }
            figures.row("heap after GC, MB", usedHeap() / 1e6);
            figures.print();
            List<String> header = new ArrayList<>(List.of("query"));
            engines.forEach(engine -> header.add(engine.name()));
            header.add("first");
            header.add("peer / velaria");
            figures.row(header.toArray());
            List<Double> ratios = new ArrayList<>();
            boolean wrong = false;
            for (TpchQuery query : TpchQuery.all()) {
                if (wanted.isEmpty() || wanted.contains(query.number())) {
                    wrong |= !runQuery(query, engines, warmups, runs, figures, ratios);
                }
            }
            if (!ratios.isEmpty()) {
                figures.row("geometric mean", "", "", "", "", Figures.geometricMean(ratios));
            }
            figures.print();
            if (wrong) {
                System.out.println("ANSWERS DIFFER");
                System.exit(1);
            }
        } finally {
            for (Engine engine : engines) {
                engine.close();
            }
        }
    }

    private static boolean runQuery(
            TpchQuery query, List<Engine> engines, int warmups, int runs, Figures figures, List<Double> ratios)
            throws SQLException {
        double[][] times = new double[engines.size()][runs];
        double first = 0;
        String difference = null;
        List<PreparedStatement> statements = new ArrayList<>();
        try {
            for (Engine engine : engines) {
                statements.add(engine.connection().prepareStatement(query.sql()));
            }
            for (int run = -warmups; run < runs; run++) {
                Object[] parameters = run == -warmups
                        ? query.validationParameters()
                        : query.randomParameters(new Random(run * 31L + query.number()));
                Answer reference = null;
                for (int e = engines.size() - 1; e >= 0; e--) {
                    PreparedStatement statement = statements.get(e);
                    long start = System.nanoTime();
                    for (int i = 0; i < parameters.length; i++) {
                        statement.setObject(i + 1, parameters[i]);
                    }
                    Answer answer;
                    try (ResultSet result = statement.executeQuery()) {
                        answer = Answer.read(result);
                    }
                    double millis = (System.nanoTime() - start) / 1e6;
                    if (run >= 0) {
                        times[e][run] = millis;
                    } else if (e == 0 && run == -warmups) {
                        first = millis;
                    }
                    if (reference == null) {
                        reference = answer;
                    } else if (e == 0 && difference == null) {
                        difference = answer.difference(reference);
                    }
                }
            }
        } catch (SQLException e) {
            figures.row(query.name(), "error: " + e.getMessage());
            return false;
        } finally {
            for (PreparedStatement statement : statements) {
                statement.close();
            }
        }
        figures.comparison(query.name(), times, first, difference, ratios);
        return difference == null;
    }

    private static long usedHeap() {
        System.gc();
        Runtime jvm = Runtime.getRuntime();
        return jvm.totalMemory() - jvm.freeMemory();
    }
}
