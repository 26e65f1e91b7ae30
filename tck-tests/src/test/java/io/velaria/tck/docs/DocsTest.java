package io.velaria.tck.docs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Runs the examples of the guides: the {@code sql} blocks of each file in order in one fresh database, and where a table
 * follows a block, the block's last query must give it. A block marked {@code sql error} must fail in its last
 * statement, one marked {@code sql no-run} is left out. Files are named from the repository's root.
 */
@Timeout(120)
class DocsTest {
    private static final Path ROOT = root();

    @TestFactory
    Stream<DynamicTest> examplesRun() throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.exists(ROOT.resolve("README.md"))) {
            files.add(ROOT.resolve("README.md"));
        }
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(files::add);
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(ROOT.relativize(file).toString(), () -> run(file)));
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        return Files.exists(directory.resolve("docs")) ? directory : directory.getParent();
    }

    private static void run(Path file) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:velaria:");
                Statement statement = connection.createStatement()) {
            for (DocsExample example : DocsExample.of(Files.readAllLines(file))) {
                run(file.getFileName() + ":" + example.line(), example, statement);
            }
        }
    }

    private static void run(String place, DocsExample example, Statement statement) throws SQLException {
        List<List<String>> last = List.of();
        for (int i = 0; i < example.statements().size(); i++) {
            String sql = example.statements().get(i).replace("'examples/", "'" + ROOT + "/examples/");
            if (example.fails() && i == example.statements().size() - 1) {
                assertThrows(SQLException.class, () -> rows(statement, sql), place + " " + sql);
            } else {
                last = assertDoesNotThrow(() -> rows(statement, sql), place + " " + sql);
            }
        }
        if (!example.table().isEmpty()) {
            assertEquals(example.table(), last, place);
        }
    }

    /** The labels of the columns and then the rows, as text; empty for a statement that gives no rows. */
    private static List<List<String>> rows(Statement statement, String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        if (!statement.execute(sql)) {
            return rows;
        }
        try (ResultSet result = statement.getResultSet()) {
            int columns = result.getMetaData().getColumnCount();
            List<String> labels = new ArrayList<>();
            for (int c = 1; c <= columns; c++) {
                labels.add(result.getMetaData().getColumnLabel(c));
            }
            rows.add(labels);
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int c = 1; c <= columns; c++) {
                    String value = result.getString(c);
                    row.add(value == null ? "" : value.strip());
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
