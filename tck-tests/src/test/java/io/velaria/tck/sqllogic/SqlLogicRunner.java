package io.velaria.tck.sqllogic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a file of the corpus on a database of its own and collects what went wrong.
 *
 * <p>Where the corpus expects a number and the answer is text, its generator has read the text as C does, mostly as 0. So
 * does this, and then has SQLite itself confirm the text, so that no other text passes.
 */
final class SqlLogicRunner {
    private static final Pattern NUMBER = Pattern.compile("\\s*[-+]?(\\d+(\\.\\d*)?|\\.\\d+)");

    private static final Pattern POSITION = Pattern.compile(" \\(line \\d+, column \\d+\\)");

    private final Set<String> rejected;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> unsupported = new TreeMap<>();
    private int passed;

    SqlLogicRunner() {
        this(Set.of());
    }

    /**
     * @param rejected parts of messages of errors that are right here, though the corpus expects an answer, and answers
     *     ({@code file:line [value, ..]}) that are right by other rules than the corpus'
     */
    SqlLogicRunner(Set<String> rejected) {
        this.rejected = rejected;
    }

    /** Answers that differ, and statements that failed with anything else than 0A000 or a listed error. */
    List<String> wrong() {
        return wrong;
    }

    /** Messages of these errors, with how often they came. */
    Map<String, Integer> unsupported() {
        return unsupported;
    }

    int passed() {
        return passed;
    }

    void run(String name, SqlLogicFile file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:velaria:");
                Statement statement = connection.createStatement();
                SqliteReplay sqlite = new SqliteReplay()) {
            for (SqlLogicFile.Step step : file.steps()) {
                try {
                    if (step.query()) {
                        query(name, step, statement, sqlite);
                    } else {
                        statement.execute(step.sql());
                        sqlite.executed(step.sql());
                        if (step.expectError()) {
                            fail(name, step, "should have failed");
                        } else {
                            passed++;
                        }
                    }
                } catch (SQLException e) {
                    String message = e.getMessage();
                    if (step.sqlState() != null) {
                        if (step.sqlState().equals(e.getSQLState())) {
                            passed++;
                        } else {
                            fail(
                                    name,
                                    step,
                                    e.getSQLState() + " instead of " + step.sqlState() + ": " + e.getMessage());
                        }
                    } else if (step.expectError()
                            && !e.getSQLState().equals("0A000")
                            && !e.getSQLState().equals("XX000")) {
                        passed++;
                    } else if ("0A000".equals(e.getSQLState())
                            || rejected.stream().anyMatch(message::contains)) {
                        unsupported.merge(POSITION.matcher(message).replaceAll(""), 1, Integer::sum);
                    } else {
                        fail(name, step, e.getSQLState() + " " + e.getMessage());
                    }
                }
            }
        }
    }

    private void query(String name, SqlLogicFile.Step step, Statement statement, SqliteReplay sqlite)
            throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        List<Integer> texts = new ArrayList<>();
        List<List<String>> textRows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(step.sql())) {
            int columns = result.getMetaData().getColumnCount();
            if (columns != step.types().length()) {
                fail(name, step, columns + " columns instead of " + step.types().length());
                return;
            }
            for (int i = 1; i <= columns; i++) {
                if (step.types().charAt(i - 1) != 'T' && result.getMetaData().getColumnType(i) == Types.VARCHAR) {
                    texts.add(i);
                }
            }
            while (result.next()) {
                List<String> row = new ArrayList<>(columns);
                if (!texts.isEmpty()) {
                    textRows.add(SqliteReplay.row(result, texts));
                }
                for (int i = 0; i < columns; i++) {
                    row.add(value(result, i + 1, step.types().charAt(i)));
                }
                rows.add(row);
            }
        }
        List<String> values = SqlLogicFile.flatten(rows, step.sort());
        List<String> expected = step.expected();
        if (expected.size() == 1 && expected.get(0).contains(" values hashing to ")) {
            String found = values.size() + " values hashing to " + hash(values);
            if (!found.equals(expected.get(0))) {
                fail(name, step, found + " instead of " + expected.get(0) + ": " + head(values));
                return;
            }
        } else if (!values.equals(expected)) {
            String answer = name + ":" + step.line() + " " + head(values);
            if (rejected.contains(answer)) {
                unsupported.merge(answer, 1, Integer::sum);
            } else {
                fail(name, step, head(values) + " instead of " + head(expected));
            }
            return;
        }
        if (!texts.isEmpty() && !sqlite.confirms(step.sql(), texts, textRows)) {
            fail(name, step, "other texts than SQLite's: " + textRows);
            return;
        }
        passed++;
    }

    private static String value(ResultSet result, int column, char type) throws SQLException {
        String text;
        switch (type) {
            case 'I' -> text = Long.toString((long) number(result, column));
            case 'R' -> text = String.format(Locale.ROOT, "%.3f", number(result, column));
            default -> text = result.getString(column);
        }
        if (result.wasNull()) {
            return "NULL";
        }
        return text.isEmpty() ? "(empty)" : text;
    }

    /** Text is read as C does: what has no digits at its start is 0. */
    private static double number(ResultSet result, int column) throws SQLException {
        if (!(result.getObject(column) instanceof String text)) {
            return result.getDouble(column);
        }
        Matcher number = NUMBER.matcher(text);
        return number.lookingAt() ? Double.parseDouble(number.group()) : 0;
    }

    private void fail(String name, SqlLogicFile.Step step, String what) {
        wrong.add(name + ":" + step.line() + ": " + what + "\n  " + step.sql().replace('\n', ' '));
    }

    private static String head(List<String> values) {
        return values.size() <= 12 ? values.toString() : values.subList(0, 12) + ".. (" + values.size() + ")";
    }

    private static String hash(List<String> values) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            for (String value : values) {
                md5.update((value + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
