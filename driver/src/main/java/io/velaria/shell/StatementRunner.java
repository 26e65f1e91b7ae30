package io.velaria.shell;

import io.velaria.QueryProgress;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** Runs statements one after the other and prints what each gives, with a progress line while a terminal waits. */
final class StatementRunner implements AutoCloseable {
    private final Statement statement;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal = System.console() != null;

    StatementRunner(Connection connection, PrintStream out, PrintStream err) throws SQLException {
        this.statement = connection.createStatement();
        this.out = out;
        this.err = err;
    }

    void run(String sql) throws SQLException {
        ProgressLine progress =
                terminal ? ProgressLine.start(statement.unwrap(QueryProgress.class), err) : ProgressLine.NONE;
        try {
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    new ResultTable(result, out).print(progress);
                }
            } else {
                progress.stop();
                printCount(statement.getLargeUpdateCount(), sql);
            }
        } finally {
            progress.stop();
            out.flush();
        }
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            err.println("warning: " + warning.getMessage());
        }
        statement.clearWarnings();
    }

    private void printCount(long count, String sql) {
        String word = sql.strip().split("\\s", 2)[0].toUpperCase(java.util.Locale.ROOT);
        switch (word) {
            case "INSERT", "UPDATE", "DELETE", "MERGE", "COPY" ->
                out.println(count + (count == 1 ? " row" : " rows") + " changed");
            default -> out.println("ok");
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
