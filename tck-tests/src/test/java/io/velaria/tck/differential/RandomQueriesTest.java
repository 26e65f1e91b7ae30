package io.velaria.tck.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random queries, answered by DuckDB and by Velaria in several ways: as it comes, on one thread, with everything off that
 * a setting turns off, and with hardly any memory. Each seed is a database and a list of queries of its own; {@code
 * -Ddifferential.from=9 -Ddifferential.seeds=100 -Ddifferential.queries=200} asks for others or more.
 */
class RandomQueriesTest {
    @TempDir
    Path directory;

    static LongStream seeds() {
        long from = Long.getLong("differential.from", 1);
        return LongStream.range(from, from + Integer.getInteger("differential.seeds", 6));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithDuckDb(long seed) throws Exception {
        Random random = new Random(seed);
        List<RandomTable> tables = List.of(
                new RandomTable("tiny", 40), new RandomTable("middling", 3000), new RandomTable("lots", 20_000));
        try (Connection peer = DriverManager.getConnection("jdbc:duckdb:");
                Connection two = DriverManager.getConnection("jdbc:velaria:mem:differential" + seed + ";threads=2");
                Connection plain = DriverManager.getConnection("jdbc:velaria:mem:differential" + seed);
                Connection tight = DriverManager.getConnection("jdbc:velaria:mem:differential" + seed);
                Connection one = DriverManager.getConnection("jdbc:velaria:;threads=1")) {
            for (RandomTable table : tables) {
                Path file = directory.resolve(table.name() + ".csv");
                table.write(file, random);
                for (Connection connection : List.of(peer, two, one)) {
                    fill(connection, table, file);
                }
            }
            turnOff(plain);
            execute(tight, "set memory_limit = '9MB'");
            Map<String, Connection> ways = new LinkedHashMap<>();
            ways.put("as it comes", two);
            ways.put("with settings off", plain);
            ways.put("with little memory", tight);
            ways.put("on one thread", one);
            RandomQuery queries = new RandomQuery(random, tables);
            for (int i = 0; i < Integer.getInteger("differential.queries", 60); i++) {
                String sql = queries.next();
                List<String> expected = rows(peer, sql);
                for (Map.Entry<String, Connection> way : ways.entrySet()) {
                    String where = "seed " + seed + ", query " + i + ", " + way.getKey() + ": " + sql;
                    try {
                        assertEquals(null, difference(expected, rows(way.getValue(), sql)), where);
                    } catch (SQLException e) {
                        if (!("53200".equals(e.getSQLState()) && way.getValue() == tight)) {
                            fail(where, e);
                        }
                    }
                }
            }
        }
    }

    /** The same rows by way of a file, of a statement and of single rows, with gaps from DELETE and UPDATE. */
    private static void fill(Connection connection, RandomTable table, Path file) throws SQLException {
        execute(connection, table.ddl());
        execute(connection, "copy " + table.name() + " from '" + file + "' (header true)");
        String columns = String.join(
                ", ", RandomTable.COLUMNS.stream().map(RandomTable.Column::name).toList());
        execute(
                connection,
                "insert into " + table.name() + " (" + columns + ") select " + columns.replaceFirst("k", "k + 1000000")
                        + " from " + table.name() + " where k % 7 = 3");
        execute(connection, "insert into " + table.name() + " (k, few, code) values (0, 0, 'red'), (-1, null, null)");
        execute(connection, "delete from " + table.name() + " where k % 11 = 5");
        execute(connection, "update " + table.name() + " set few = few + 1, txt = 'changed' where k % 13 = 4");
    }

    private static void turnOff(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet settings = statement.executeQuery(
                        "select name from velaria.settings where value = 'on' and name <> 'plan_cache'")) {
            while (settings.next()) {
                names.add(settings.getString(1));
            }
        }
        for (String name : names) {
            execute(connection, "set " + name + " = off");
        }
    }

    private static String difference(List<String> expected, List<String> actual) {
        if (expected.size() != actual.size()) {
            return actual.size() + " rows instead of " + expected.size();
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                return "sorted row " + i + ": " + actual.get(i) + " instead of " + expected.get(i);
            }
        }
        return null;
    }

    /** The rows as texts in an order of their own. */
    private static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(text(result.getObject(i))).append('|');
                }
                rows.add(row.toString());
            }
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + " in " + sql, e.getSQLState(), e);
        }
        rows.sort(null);
        return rows;
    }

    private static String text(Object value) {
        if (value instanceof Double number) {
            return plain(new BigDecimal(number).round(new MathContext(10)));
        }
        return value instanceof Number number ? plain(new BigDecimal(number.toString())) : String.valueOf(value);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
