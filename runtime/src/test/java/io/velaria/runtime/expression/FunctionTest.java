package io.velaria.runtime.expression;

import static io.velaria.runtime.expression.Check.fails;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.velaria.runtime.function.BuiltInFunctions;
import io.velaria.runtime.type.SqlType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions by name: arguments, and the value or error that is due. A NULL row is added to each case. */
class FunctionTest {
    private static final SqlType T = SqlType.VARCHAR;
    private static final SqlType I = SqlType.BIGINT;
    private static final SqlType D = SqlType.DOUBLE;

    private static long micros(String timestamp) {
        return LocalDateTime.parse(timestamp).toEpochSecond(ZoneOffset.UTC) * 1_000_000L;
    }

    /** The type that a Java value stands for. */
    private static SqlType type(Object value) {
        return value instanceof String ? T : value instanceof Double ? D : I;
    }

    private static void check(String name, SqlType result, Object due, Object... arguments) {
        SqlType[] types = Arrays.stream(arguments).map(FunctionTest::type).toArray(SqlType[]::new);
        check(name, result, due, types, arguments);
    }

    private static void check(String name, SqlType result, Object due, SqlType[] types, Object... arguments) {
        List<Expression> operands = new ArrayList<>();
        List<List<?>> columns = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            operands.add(new InputRef(i, types[i]));
            columns.add(Arrays.asList(arguments[i], null));
        }
        ScalarFunction function = Check.context().functions().find(name);
        boolean strict = function == null || function.isStrict();
        if (strict) {
            Check.rows(new Call(name, operands, result), columns, Arrays.asList(due, null), types);
        } else {
            columns = columns.stream()
                    .<List<?>>map(column -> List.of(column.get(0)))
                    .toList();
            Check.rows(new Call(name, operands, result), columns, Arrays.asList(due), types);
        }
    }

    @Test
    void textFunctions() {
        check("LOWER", T, "abc \u00e4", "ABC \u00c4");
        check("UPPER", T, "ABC", "abC");
        check("LENGTH", SqlType.INTEGER, 5L, "h\u00e9llo");
        check("OCTET_LENGTH", SqlType.INTEGER, 6L, "h\u00e9llo");
        check("SUBSTRING", T, "ell", "hello", 2L, 3L);
        check("SUBSTRING", T, "he", "hello", -1L, 4L);
        check("SUBSTRING", T, "\u00e9l", "h\u00e9llo", 2L, 2L);
        check("SUBSTR", T, "llo", "hello", 3L);
        check("SUBSTRING", T, fails("22011"), "hello", 2L, -1L);
        check("LEFT", T, "he", "hello", 2L);
        check("LEFT", T, "hel", "hello", -2L);
        check("RIGHT", T, "lo", "hello", 2L);
        check("RIGHT", T, "llo", "hello", -2L);
        check("TRIM", T, "x", "BOTH", " ", "  x ");
        check("TRIM", T, "a", "BOTH", "xy", "xxay");
        check("TRIM", T, "ay", "LEADING", "xy", "xxay");
        check("LTRIM", T, "x ", "  x ");
        check("RTRIM", T, "ab", "abxx", "x");
        check("POSITION", SqlType.INTEGER, 3L, "l", "h\u00e9llo");
        check("STRPOS", SqlType.INTEGER, 0L, "hello", "z");
        check("OVERLAY", T, "Thomas", "Txxxxas", "hom", 2L, 4L);
        check("REPLACE", T, "aXXbXX", "a.b.", ".", "XX");
        check("TRANSLATE", T, "a2x5", "12345", "143", "ax");
        check("LPAD", T, "xyxhi", "hi", 5L, "xy");
        check("RPAD", T, "hixyx", "hi", 5L, "xy");
        check("LPAD", T, "he", "hello", 2L);
        check("REPEAT", T, "ababab", "ab", 3L);
        check("SPLIT_PART", T, "b", "a,b,c", ",", 2L);
        check("SPLIT_PART", T, "c", "a,b,c", ",", -1L);
        check("SPLIT_PART", T, fails("22023"), "a", ",", 0L);
        check("INITCAP", T, "Hello World", "hELLO wORLD");
        check("REVERSE", T, "cba", "abc");
        check("ASCII", SqlType.INTEGER, 120L, "x");
        check("CHR", T, "A", 65L);
        check("MD5", T, "900150983cd24fb0d6963f7d28e17f72", "abc");
        check("SHA256", T, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc");
        check("TO_HEX", T, "ff", 255L);
        check("CONCAT", T, "a1", "a", "1");
        check("CONCAT_WS", T, "a-b", "-", "a", "b");
        check("STARTS_WITH", SqlType.BOOLEAN, 1L, "hello", "he");
        check("ENDS_WITH", SqlType.BOOLEAN, 0L, "hello", "he");
        check("CONTAINS", SqlType.BOOLEAN, 1L, "hello there, world", "world");
        check("REGEXP_MATCHES", SqlType.BOOLEAN, 1L, "hello", "l+o$");
        check("REGEXP_MATCHES", SqlType.BOOLEAN, fails("2201B"), "hello", "(");
        check("REGEXP_REPLACE", T, "heLlo", "hello", "l", "L");
        check("REGEXP_REPLACE", T, "h<e>ll<o>", "hello", "([eo])", "<\\1>", "g");
        check("REGEXP_EXTRACT", T, "42", "a42b", "[0-9]+");
        check("SIMILAR TO", SqlType.BOOLEAN, 1L, "abc", "%(b|d)%");
        check("SIMILAR TO", SqlType.BOOLEAN, 0L, "abc", "b|d");
    }

    @Test
    void storedTextDropsOnlyBlanks() {
        SqlType two = SqlType.varchar(2);
        check("CHECK_LENGTH", two, "ab", "ab  ");
        check("CHECK_LENGTH", two, fails("22001"), "abc");
    }

    @Test
    void numericFunctions() {
        check("ABS", I, 5L, -5L);
        check("ABS", I, fails("22003"), Long.MIN_VALUE);
        check("SIGN", SqlType.INTEGER, -1L, -0.5);
        check("FLOOR", D, -2.0, -1.5);
        check("CEIL", D, 2.0, 1.5);
        check("ROUND", D, 2.0, 2.5);
        check("ROUND", D, 2.35, 2.345, 2L);
        check("TRUNC", D, -1.0, -1.7);
        SqlType money = SqlType.decimal(10, 2);
        check("ROUND", money, -130L, new SqlType[] {money, I}, -125L, 1L);
        check("ROUND", SqlType.decimal(9, 0), -1L, new SqlType[] {money}, -125L);
        check("FLOOR", SqlType.decimal(10, 0), -2L, new SqlType[] {money}, -125L);
        check("CEILING", SqlType.decimal(9, 0), -1L, new SqlType[] {money}, -125L);
        check("TRUNC", money, 120L, new SqlType[] {money, I}, 125L, 1L);
        check("ROUND", I, 100L, 123L, -2L);
        check("POWER", D, 8.0, 2.0, 3.0);
        check("POWER", D, fails("2201F"), -2.0, 0.5);
        check("SQRT", D, 3.0, 9.0);
        check("SQRT", D, fails("2201F"), -1.0);
        check("LN", D, fails("2201E"), 0.0);
        check("LOG", D, 2.0, 100.0);
        check("EXP", D, fails("22003"), 1000.0);
        check("BITAND", I, 4L, 6L, 12L);
        check("GCD", I, 6L, 12L, 18L);
        check("GREATEST", I, 3L, 1L, 3L);
        check("LEAST", D, 1.0, 1.0, 3.0);
    }

    @Test
    void dateFunctions() {
        SqlType ts = SqlType.TIMESTAMP;
        long moment = micros("2021-05-16T04:05:06");
        Object[][] units = {
            {"YEAR", "2021-01-01T00:00:00"}, {"QUARTER", "2021-04-01T00:00:00"}, {"MONTH", "2021-05-01T00:00:00"},
            {"WEEK", "2021-05-10T00:00:00"}, {"DAY", "2021-05-16T00:00:00"}, {"HOUR", "2021-05-16T04:00:00"},
            {"DECADE", "2020-01-01T00:00:00"}, {"CENTURY", "2001-01-01T00:00:00"}
        };
        for (Object[] unit : units) {
            check("DATE_TRUNC", ts, micros((String) unit[1]), new SqlType[] {T, ts}, unit[0], moment);
        }
        check("DATE_CEIL", ts, micros("2021-06-01T00:00:00"), new SqlType[] {T, ts}, "MONTH", moment);
        check("DATE_TRUNC", ts, fails("22023"), new SqlType[] {T, ts}, "FORTNIGHT", moment);
        check("DATE_DIFF", I, 2L, new SqlType[] {T, ts, ts}, "month", micros("2021-03-31T00:00:00"), moment);
        check("DATE_DIFF", I, -1L, new SqlType[] {T, ts, ts}, "year", moment, micros("2020-12-31T00:00:00"));
        check("YEAR", I, 2021L, new SqlType[] {ts}, moment);
        check("DAYOFWEEK", I, 0L, new SqlType[] {ts}, moment);
        check("YEARWEEK", SqlType.INTEGER, 202119L, new SqlType[] {ts}, moment);
        check("LAST_DAY", SqlType.DATE, micros("2021-05-31T00:00:00") / 86_400_000_000L, new SqlType[] {ts}, moment);
        check("DAYNAME", T, "Sunday", new SqlType[] {ts}, moment);
        check("MONTHNAME", T, "May", new SqlType[] {ts}, moment);
        check("STRFTIME", T, "16/05/21 04:05 AM", new SqlType[] {ts, T}, moment, "%d/%m/%y %I:%M %p");
        check("TO_CHAR", T, "2021-05-16 04:05:06", new SqlType[] {ts, T}, moment, "YYYY-MM-DD HH24:MI:SS");
        check("STRPTIME", ts, moment, "16 May 2021, 04:05:06", "%d %B %Y, %H:%M:%S");
        check("STRPTIME", ts, fails("22007"), "16-05", "%d/%m");
        check("TO_DATE", SqlType.DATE, micros("2021-05-16T00:00:00") / 86_400_000_000L, "16.05.2021", "DD.MM.YYYY");
        check("MAKE_DATE", SqlType.DATE, micros("2021-05-16T00:00:00") / 86_400_000_000L, 2021L, 5L, 16L);
        check("MAKE_DATE", SqlType.DATE, fails("22008"), 2021L, 2L, 29L);
        check("EPOCH", D, moment / 1e6, new SqlType[] {ts}, moment);
        check("EPOCH_MS", I, moment / 1000, new SqlType[] {ts}, moment);
        check("TO_TIMESTAMP", SqlType.TIMESTAMP_TZ, 1_500_000L, 1.5);
        check("DATE_ADD", ts, micros("2021-06-16T04:05:06"), new SqlType[] {ts, SqlType.INTERVAL_MONTHS}, moment, 1L);
        Call today = Call.of("CURRENT_DATE", SqlType.DATE); // 2023-11-14T22:13:20Z is the 14th in Berlin too
        Check.rows(today, List.of(List.of(1L)), List.of(19_675L), I);
    }

    @Test
    void generalFunctions() {
        check("IF", I, 2L, new SqlType[] {SqlType.BOOLEAN, I, I}, 0L, 1L, 2L);
        check("IFNULL", I, 1L, 1L, 2L);
        check("NULLIF", I, null, 1L, 1L);
        check("NULLIF", I, 1L, 1L, 2L);
        SqlType array = SqlType.array(I);
        check("ARRAY_LENGTH", SqlType.INTEGER, 2L, new SqlType[] {array}, List.of(1L, 2L));
        check("ITEM", I, 2L, new SqlType[] {array, I}, List.of(1L, 2L), 2L);
        check("ITEM", I, null, new SqlType[] {array, I}, List.of(1L, 2L), 3L);
        check("ARRAY_CONTAINS", SqlType.BOOLEAN, 1L, new SqlType[] {array, I}, List.of(1L, 2L), 2L);
        check("LIST", array, List.of(1L, 2L), 1L, 2L);
        check("TYPEOF", T, "BIGINT", 1L);
    }

    @Test
    void nullsAreLeftOutOfExtremes() {
        Expression greatest = Call.of("GREATEST", I, new InputRef(0, I), new InputRef(1, I), new InputRef(2, I));
        Check.rows(
                greatest,
                List.of(Arrays.asList(1L, null, null), Arrays.asList(null, 2L, null), Arrays.asList(0L, 5L, null)),
                Arrays.asList(1L, 5L, null),
                I,
                I,
                I);
    }

    @Test
    void everyFunctionIsDescribed() {
        for (ScalarFunction function : BuiltInFunctions.all()) {
            assertFalse(function.description().isEmpty(), function.name());
            assertFalse(function.signatures().isEmpty(), function.name());
        }
    }
}
