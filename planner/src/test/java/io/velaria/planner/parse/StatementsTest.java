package io.velaria.planner.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.error.VelariaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlNode;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every case of {@code statements.txt}: a statement, then one line with what comes of it. {@code =>} is the SQL
 * that its syntax tree prints, which must parse to the same again; {@code ->} need not; {@code !!} is the error's
 * SQLSTATE, line:column and message. Lines that start with {@code #} are comments.
 */
class StatementsTest {
    private static final SqlDialect DIALECT = new SqlDialect(SqlDialect.EMPTY_CONTEXT.withIdentifierQuoteString("\""));

    private record Case(int line, String sql, String marker, String outcome) {}

    @TestFactory
    Stream<DynamicTest> statements() throws IOException {
        return cases().stream().map(c -> DynamicTest.dynamicTest(c.line + ": " + c.sql, () -> check(c)));
    }

    private static void check(Case c) {
        if (c.marker.equals("!!")) {
            VelariaException e =
                    Assertions.assertThrows(VelariaException.class, () -> SqlParsing.parseStatement(c.sql));
            String hint = e.hint() == null ? "" : "; " + e.hint();
            assertEquals(c.outcome, e.state().code() + " " + e.line() + ":" + e.column() + " " + e.reason() + hint);
            return;
        }
        String printed = print(SqlParsing.parseStatement(c.sql));
        assertEquals(c.outcome, printed);
        if (c.marker.equals("=>")) {
            assertEquals(c.outcome, print(SqlParsing.parseStatement(printed)), "parsed again");
        }
    }

    private static String print(SqlNode node) {
        return node.toSqlString(config -> config.withDialect(DIALECT)
                        .withQuoteAllIdentifiers(false)
                        .withClauseStartsLine(false))
                .getSql()
                .replaceAll("\\s+", " ");
    }

    private static List<Case> cases() throws IOException {
        List<String> lines;
        try (InputStream in = StatementsTest.class.getResourceAsStream("statements.txt")) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        List<Case> cases = new ArrayList<>();
        List<String> sql = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String marker = line.length() > 2 ? line.substring(0, 2) : "";
            if (marker.equals("=>") || marker.equals("->") || marker.equals("!!")) {
                cases.add(new Case(i + 1, String.join("\n", sql), marker, line.substring(3)));
                sql.clear();
            } else if (!line.startsWith("#") && !line.isEmpty()) {
                sql.add(line);
            }
        }
        return cases;
    }
}
