package io.velaria.tck.bench;

import io.velaria.tck.tpch.Answer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ten group-by questions of H2O.ai's db-benchmark. As there, an answer is put into a new table, within the time that
 * is taken. Answers are then compared, those to the last question by sums and the rows of some keys.
 */
final class GroupByBench {
    /** A question: how it is asked, and what is read from its answer to compare it. */
    private record Question(int number, String sql, List<String> checks) {
        Question(int number, String sql, String order) {
            this(number, sql, List.of("select * from answer order by " + order));
        }
    }

    private static final List<Question> QUESTIONS = List.of(
            new Question(1, "select id1, sum(v1) as v1 from x group by id1", "id1"),
            new Question(2, "select id1, id2, sum(v1) as v1 from x group by id1, id2", "id1, id2"),
            new Question(3, "select id3, sum(v1) as v1, avg(v3) as v3 from x group by id3", "id3"),
            new Question(4, "select id4, avg(v1) as v1, avg(v2) as v2, avg(v3) as v3 from x group by id4", "id4"),
            new Question(5, "select id6, sum(v1) as v1, sum(v2) as v2, sum(v3) as v3 from x group by id6", "id6"),
            new Question(
                    6,
                    "select id4, id5, percentile_cont(0.5) within group (order by v3) as median_v3,"
                            + " stddev_samp(v3) as sd_v3 from x group by id4, id5",
                    "id4, id5"),
            new Question(7, "select id3, max(v1) - min(v2) as range_v1_v2 from x group by id3", "id3"),
            new Question(
                    8,
                    "select id6, v3 from (select id6, v3, row_number() over (partition by id6 order by v3 desc) as place"
                            + " from x) as ranked where place <= 2",
                    "id6, v3"),
            new Question(
                    9,
                    "select id2, id4, power(corr(v1, v2), 2) as r2 from x group by id2, id4",
                    // Without spread in a variable the peers have NaN where PostgreSQL and Velaria have NULL.
                    List.of("select count(*) from answer", "select * from answer where r2 < 2 order by id2, id4")),
            new Question(
                    10,
                    "select id1, id2, id3, id4, id5, id6, sum(v3) as v3, count(*) as size from x"
                            + " group by id1, id2, id3, id4, id5, id6",
                    List.of(
                            "select count(*), sum(v3), sum(size), sum(id4), sum(id6), min(id3) from answer",
                            "select * from answer where id4 = 7 and id5 = 7 order by id1, id2, id3, id4, id5, id6")));

    private GroupByBench() {}

    static void run(Options options) throws Exception {
        int rows = options.integer("rows", 10_000_000);
        int runs = options.integer("runs", 3);
        int warmups = options.integer("warmups", 5);
        int threads = options.integer("threads", 2);
        Set<Integer> wanted = new TreeSet<>();
        for (String number : options.text("queries", "").split(",")) {
            if (!number.isBlank()) {
                wanted.add(Integer.parseInt(number.strip()));
            }
        }
        Path file = GroupByData.generate(Path.of("tck-tests/target/bench"), rows);
        List<Engine> engines = new ArrayList<>();
        Figures figures = new Figures(options.is("csv"), System.out);
        try {
            engines.add(Engine.open("velaria", threads));
            if (options.text("peers", "duckdb").contains("duckdb")) {
                engines.add(Engine.open("duckdb-file", threads));
                engines.add(Engine.open("duckdb-memory", threads));
            }
            System.out.println("Group-by questions of the db-benchmark, " + rows + " rows, " + threads
                    + " threads each, JDK " + System.getProperty("java.version") + ", median of " + runs
                    + " runs after " + warmups + ", ms");
            figures.row("load", "seconds");
            for (Engine engine : engines) {
                long start = System.nanoTime();
                engine.execute("create table x (" + GroupByData.COLUMNS + ")");
                engine.execute("copy x from '" + file + "' (header true, delimiter ',')");
                engine.checkpoint();
                figures.row(engine.name(), (System.nanoTime() - start) / 1e9);
            }
            figures.print();
            List<String> header = new ArrayList<>(List.of("question"));
            engines.forEach(engine -> header.add(engine.name()));
            header.add("first");
            header.add("peer / velaria");
            figures.row(header.toArray());
            List<Double> ratios = new ArrayList<>();
            boolean wrong = false;
            for (Question question : QUESTIONS) {
                if (wanted.isEmpty() || wanted.contains(question.number())) {
                    try {
                        wrong |= !ask(question, engines, warmups, runs, figures, ratios);
                    } catch (SQLException e) {
                        figures.row("q" + question.number(), "error: " + e.getMessage());
                        wrong = true;
                    }
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

    private static boolean ask(
            Question question, List<Engine> engines, int warmups, int runs, Figures figures, List<Double> ratios)
            throws SQLException {
        double[][] times = new double[engines.size()][runs];
        double first = 0;
        String difference = null;
        for (int run = -warmups; run < runs; run++) {
            List<Answer> reference = null;
            for (int e = engines.size() - 1; e >= 0; e--) {
                Engine engine = engines.get(e);
                long start = System.nanoTime();
                engine.execute("create temporary table answer as " + question.sql());
                double millis = (System.nanoTime() - start) / 1e6;
                if (run >= 0) {
                    times[e][run] = millis;
                }
                if (run == -warmups) {
                    first = millis;
                    List<Answer> answers = answers(engine, question);
                    if (reference == null) {
                        reference = answers;
                    } else {
                        for (int i = 0; i < answers.size() && difference == null; i++) {
                            difference = answers.get(i).difference(reference.get(i));
                        }
                    }
                }
                engine.execute("drop table answer");
            }
        }
        figures.comparison("q" + question.number(), times, first, difference, ratios);
        return difference == null;
    }

    private static List<Answer> answers(Engine engine, Question question) throws SQLException {
        List<Answer> answers = new ArrayList<>();
        for (String check : question.checks()) {
            answers.add(read(engine, check));
        }
        return answers;
    }

    private static Answer read(Engine engine, String sql) throws SQLException {
        try (Statement statement = engine.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return Answer.read(result);
        }
    }
}
