package io.velaria.tck.sqllogic;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** SQLite with the same tables, for the text that the corpus does not give. Opened when it is first asked. */
final class SqliteReplay implements AutoCloseable {
    private final List<String> statements = new ArrayList<>();
    private Connection connection;

    /** Remembers a statement that has succeeded. */
    void executed(String sql) {
        statements.add(sql);
    }

    /** Whether SQLite's answer has the same rows in those columns, in any order. */
    boolean confirms(String query, List<Integer> columns, List<List<String>> rows) throws SQLException {
        List<List<String>> expected = new ArrayList<>();
        try (Statement statement = connection().createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            statements.clear();
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    expected.add(row(result, columns));
                }
            }
        }
        return sorted(rows).equals(sorted(expected));
    }

    /** The text of some columns of the current row. */
    static List<String> row(ResultSet result, List<Integer> columns) throws SQLException {
        List<String> row = new ArrayList<>(columns.size());
        for (int column : columns) {
            row.add(result.getString(column));
        }
        return row;
    }

    private static List<String> sorted(List<List<String>> rows) {
        return rows.stream()
                .map(List::toString)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        }
        return connection;
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }
}
