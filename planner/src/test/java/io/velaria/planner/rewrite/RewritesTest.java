package io.velaria.planner.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each query of {@code rewrites.txt} against DuckDB, with all rewrites and without the one that it is about. */
class RewritesTest {
    /** Without these a query can't be executed at all. */
    private static final Set<String> NEEDED = Set.of(
            "filter_subquery_to_correlate",
            "project_subquery_to_correlate",
            "join_subquery_to_correlate",
            "decorrelate",
            "project_to_window");

    private static Connection duckdb;

    @BeforeAll
    static void openDuckdb() throws SQLException {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        SmallTables.create(duckdb);
    }

    @AfterAll
    static void closeDuckdb() throws SQLException {
        duckdb.close();
    }

    static Stream<Arguments> queries() throws IOException {
        try (InputStream in = RewritesTest.class.getResourceAsStream("/rewrites.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", 2))
                    .map(parts -> Arguments.of(parts[0].trim(), parts[1].trim()));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("queries")
    void changesThePlan(String rules, String sql) {
        assumeFalse(rules.equals("-"));
        String with = LogicalPlans.text(LogicalPlans.optimised(sql));
        assertNotEquals(LogicalPlans.text(LogicalPlans.optimised(sql, rules.split("\\+"))), with);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("queries")
    void givesTheSameRows(String rules, String sql) throws SQLException {
        List<String> expected = duckdb(sql);
        assertEquals(expected, PlanExecution.run(sql), () -> LogicalPlans.text(LogicalPlans.optimised(sql)));
        if (!NEEDED.contains(rules)) {
            String[] disabled = rules.split("\\+");
            assertEquals(
                    expected,
                    PlanExecution.run(sql, disabled),
                    () -> LogicalPlans.text(LogicalPlans.optimised(sql, disabled)));
        }
    }

    @Test
    void everyRewriteHasAQuery() throws IOException {
        Set<String> tested = queries()
                .flatMap(query -> Stream.of(((String) query.get()[0]).split("\\+")))
                .filter(rule -> !rule.equals("-"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = Stream.of(Rewrite.values())
                .filter(rewrite -> rewrite.phase() != PlannerPhase.TRANSLATION) // has no logical plan to run
                .map(Rewrite::ruleName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, tested);
    }

    private static List<String> duckdb(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(sql.replace(" some (", " any ("))) {
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row.toString());
            }
        }
        rows.sort(null);
        return rows;
    }
}
