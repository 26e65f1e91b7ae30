package io.velaria.runtime.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.CivilDate;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.ValueFormat;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Functions that DuckDB defines alike, on random arguments. */
class DuckDbFunctionTest {
    private static final SqlType TEXT = SqlType.VARCHAR;
    private static final SqlType BIGINT = SqlType.BIGINT;
    private static final Batch ONE_ROW = Batch.of(new Vector[0], 1, 0);

    private static Literal text(String value) {
        return new Literal(value, TEXT);
    }

    private static String ours(String function, SqlType type, Expression... operands) {
        Vector value = new ExpressionCompiler(Check.context())
                .compile(Call.of(function, type, operands))
                .evaluate(ONE_ROW, null, 1);
        return ValueFormat.toString(value.valueAt(0), type, ZoneOffset.UTC);
    }

    private static String theirs(Statement statement, String expression) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT CAST(" + expression + " AS VARCHAR)")) {
            result.next();
            return result.getString(1);
        }
    }

    @Test
    void dateFields() throws SQLException {
        Random random = new Random(7);
        String[] fields = {
            "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DOW", "ISODOW", "DOY", "ISOYEAR", "DECADE", "CENTURY"
        };
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 60; i++) {
                long day = random.nextInt(200_000) - 60_000;
                String date = LocalDate.ofEpochDay(day).toString();
                Literal literal = new Literal(day, SqlType.DATE);
                for (String field : fields) {
                    assertEquals(
                            theirs(statement, "extract(" + field + " FROM DATE '" + date + "')"),
                            ours("EXTRACT", BIGINT, text(field), literal),
                            field + " of " + date);
                }
                Literal timestamp = new Literal(day * CivilDate.MICROS_PER_DAY, SqlType.TIMESTAMP);
                for (String unit : new String[] {"week", "month", "quarter", "year"}) {
                    assertEquals(
                            theirs(statement, "CAST(date_trunc('" + unit + "', DATE '" + date + "') AS DATE)"),
                            ours("DATE_TRUNC", SqlType.TIMESTAMP, text(unit), timestamp)
                                    .substring(0, 10),
                            unit + " of " + date);
                }
            }
        }
    }

    @Test
    void textFunctions() throws SQLException {
        Random random = new Random(11);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 60; i++) {
                String value = word(random, 8);
                String other = word(random, 2);
                String quoted = "'" + value + "'";
                long n = 1 + random.nextInt(6);
                Literal count = new Literal(n, BIGINT);
                assertEquals(theirs(statement, "upper(" + quoted + ")"), ours("UPPER", TEXT, text(value)));
                assertEquals(theirs(statement, "reverse(" + quoted + ")"), ours("REVERSE", TEXT, text(value)));
                assertEquals(
                        theirs(statement, "substring(" + quoted + ", " + n + ", 2)"),
                        ours("SUBSTRING", TEXT, text(value), count, new Literal(2L, BIGINT)));
                assertEquals(
                        theirs(statement, "strpos(" + quoted + ", '" + other + "')"),
                        ours("STRPOS", BIGINT, text(value), text(other)));
                assertEquals(
                        theirs(statement, "replace(" + quoted + ", '" + other + "', '-')"),
                        ours("REPLACE", TEXT, text(value), text(other), text("-")));
                assertEquals(
                        theirs(statement, "right(" + quoted + ", " + n + ")"), ours("RIGHT", TEXT, text(value), count));
                String pattern = "%" + other.charAt(0) + "_%" + other.substring(1) + "%";
                assertEquals(
                        theirs(statement, quoted + " LIKE '" + pattern + "'"),
                        ours("LIKE", SqlType.BOOLEAN, text(value), text(pattern)));
            }
        }
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append("abc\u00e4\u20ac".charAt(random.nextInt(5)));
        }
        return word.toString();
    }
}
