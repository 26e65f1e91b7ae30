package io.velaria.runtime.expression;

import static io.velaria.runtime.expression.Check.fails;
import static io.velaria.runtime.expression.Check.input;

import io.velaria.runtime.type.SqlType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorTest {
    private static final SqlType TEXT = SqlType.VARCHAR;
    private static final SqlType INT = SqlType.INTEGER;
    private static final SqlType BOOL = SqlType.BOOLEAN;

    private static Literal text(String value) {
        return new Literal(value, TEXT);
    }

    private static Literal integer(long value) {
        return new Literal(value, INT);
    }

    private static long day(String date) {
        return LocalDate.parse(date).toEpochDay();
    }

    private static long micros(String timestamp) {
        return java.time.LocalDateTime.parse(timestamp).toEpochSecond(java.time.ZoneOffset.UTC) * 1_000_000L
                + java.time.LocalDateTime.parse(timestamp).getNano() / 1000;
    }

    @Test
    void likeMatchesCodePoints() {
        List<String> values =
                Arrays.asList("", "a", "abc", "xabcx", null, "a%c", "h\u00e9llo", "special: our requests");
        String[][] patterns = {
            {"%", "1111-111"},
            {"", "1000-000"},
            {"abc", "0010-000"},
            {"a%", "0110-100"},
            {"%c", "0010-100"},
            {"%b%", "0011-000"},
            {"a_c", "0010-100"},
            {"a\\%c", "0000-100"},
            {"h_llo", "0000-010"},
            {"%special%requests%", "0000-001"},
            {"_", "0100-000"},
            {"%_llo", "0000-010"},
            {"a%bc", "0010-000"},
            {"%a_%", "0011-101"},
            {"_%_", "0011-111"}
        };
        for (String[] pattern : patterns) {
            List<Object> expected = new ArrayList<>();
            for (char c : pattern[1].toCharArray()) {
                expected.add(c == '-' ? null : (Object) (long) (c - '0'));
            }
            Check.rows(Call.of("LIKE", BOOL, input(0, TEXT), text(pattern[0])), List.of(values), expected, TEXT);
        }
        Check.rows(
                Call.of("ILIKE", BOOL, input(0, TEXT), text("H\u00c9L%")),
                List.of(values),
                Arrays.asList(0L, 0L, 0L, 0L, null, 0L, 1L, 0L),
                TEXT);
        Check.rows(
                Call.of("LIKE", BOOL, input(0, TEXT), text("a#%c"), text("#")),
                List.of(values),
                Arrays.asList(0L, 0L, 0L, 0L, null, 1L, 0L, 0L),
                TEXT);
    }

    @Test
    void inIsThreeValued() {
        List<Long> values = Arrays.asList(1L, 2L, null, 300L);
        Check.rows(
                Call.of("IN", BOOL, input(0, INT), integer(1), integer(300)),
                List.of(values),
                Arrays.asList(1L, 0L, null, 1L),
                INT);
        Check.rows(
                Call.of("IN", BOOL, input(0, INT), integer(1), Literal.nullOf(INT)),
                List.of(values),
                Arrays.asList(1L, null, null, null),
                INT);
        Check.rows(
                Call.of("NOT", BOOL, Call.of("IN", BOOL, input(0, INT), integer(1), integer(2))),
                List.of(values),
                Arrays.asList(0L, 0L, null, 1L),
                INT);
        List<Expression> many = new ArrayList<>(List.of(input(0, TEXT)));
        for (int i = 0; i < 20; i++) {
            many.add(text("v" + i));
        }
        Check.rows(
                new Call("IN", many, BOOL),
                List.of(Arrays.asList("v3", "v20", null, "")),
                Arrays.asList(1L, 0L, null, 0L),
                TEXT);
    }

    @Test
    void branchesRunOnlyForTheirRows() {
        List<Long> values = Arrays.asList(0L, 5L, null, 2L);
        Expression x = input(0, INT);
        Expression quotient = Call.of("/", INT, integer(10), x);
        Expression isZero = Call.of("=", BOOL, x, integer(0));
        Check.rows(
                Call.of("CASE", INT, isZero, integer(-1), quotient),
                List.of(values),
                Arrays.asList(-1L, 2L, null, 5L),
                INT);
        Check.rows(
                Call.of("CASE", TEXT, isZero, text("zero"), Call.of("IS NULL", BOOL, x), text("null"), text("")),
                List.of(values),
                Arrays.asList("zero", "", "null", ""),
                INT);
        Check.rows(
                Call.of("COALESCE", INT, x, quotient, integer(7)), List.of(values), Arrays.asList(0L, 5L, 7L, 2L), INT);
        SqlType decimal = SqlType.decimal(10, 2);
        Check.rows(
                Call.of("CASE", decimal, isZero, x, new Literal(150L, decimal)),
                List.of(Arrays.asList(0L, 1L)),
                Arrays.asList(0L, 150L),
                INT);
    }

    @Test
    void castsFollowPostgres() {
        Object[][] cases = {
            {"12", INT, 12L},
            {" -7 ", INT, -7L},
            {"1.5", INT, fails("22P02")},
            {"", INT, fails("22P02")},
            {"99999999999", INT, fails("22003")},
            {"9223372036854775807", SqlType.BIGINT, Long.MAX_VALUE},
            {"-9223372036854775808", SqlType.BIGINT, Long.MIN_VALUE},
            {"9223372036854775808", SqlType.BIGINT, fails("22003")},
            {"1.005", SqlType.decimal(5, 2), 101L},
            {"-1.005", SqlType.decimal(5, 2), -101L},
            {"1e2", SqlType.decimal(5, 2), 10000L},
            {"1000", SqlType.decimal(5, 2), fails("22003")},
            {".5", SqlType.decimal(5, 2), 50L},
            {".", SqlType.decimal(5, 2), fails("22P02")},
            {
                "999999999999999999999.995",
                SqlType.decimal(38, 2),
                io.velaria.runtime.type.Int128.of(new java.math.BigInteger("100000000000000000000000"))
            },
            {"1e400", SqlType.DOUBLE, fails("22003")},
            {"0.1", SqlType.DOUBLE, 0.1},
            {"-inf", SqlType.DOUBLE, Double.NEGATIVE_INFINITY},
            {"NaN", SqlType.DOUBLE, Double.NaN},
            {"1e-7", SqlType.DOUBLE, 1e-7},
            {"123456789.123456789", SqlType.DOUBLE, 123456789.123456789},
            {"0.3", SqlType.REAL, 0.3f},
            {"x", SqlType.DOUBLE, fails("22P02")},
            {"1e", SqlType.DOUBLE, fails("22P02")},
            {"t", BOOL, 1L},
            {"FALSE", BOOL, 0L},
            {"of", BOOL, 0L},
            {"o", BOOL, fails("22P02")},
            {"1", BOOL, 1L},
            {"2020-02-29", SqlType.DATE, day("2020-02-29")},
            {"2021-02-29", SqlType.DATE, fails("22008")},
            {"20200229", SqlType.DATE, day("2020-02-29")},
            {"2020-13-01", SqlType.DATE, fails("22008")},
            {"2020-1-5", SqlType.DATE, day("2020-01-05")},
            {"yesterday", SqlType.DATE, fails("22007")},
            {"2020-01-01 10:00", SqlType.DATE, day("2020-01-01")},
            {"10:11:12.5", SqlType.TIME, 36_672_500_000L},
            {"25:00", SqlType.TIME, fails("22008")},
            {"2020-01-01T10:00:00.123456", SqlType.TIMESTAMP, micros("2020-01-01T10:00:00.123456")},
            {"2020-01-01", SqlType.TIMESTAMP, micros("2020-01-01T00:00:00")},
            {"2020-01-01 10:00:00.5", SqlType.timestamp(9), micros("2020-01-01T10:00:00.5") * 1000},
            {"2020-01-01 10:00:00.56", SqlType.timestamp(0), micros("2020-01-01T10:00:01")},
            {"2020-07-01 10:00:00", SqlType.TIMESTAMP_TZ, micros("2020-07-01T08:00:00")},
            {"2020-07-01 10:00:00+05:30", SqlType.TIMESTAMP_TZ, micros("2020-07-01T04:30:00")},
            {"2020-07-01 10:00:00Z", SqlType.TIMESTAMP_TZ, micros("2020-07-01T10:00:00")},
            {"3 days 04:05:06", SqlType.INTERVAL_MICROS, 273_906_000_000L},
            {"1 year 2 mons", SqlType.INTERVAL_MONTHS, 14L},
            {"P1DT2H", SqlType.INTERVAL_MICROS, 93_600_000_000L},
            {"1-2", SqlType.INTERVAL_MONTHS, 14L},
            {"abcdef", SqlType.varchar(3), "abc"},
            {"\\x4a4B", SqlType.VARBINARY, new byte[] {0x4a, 0x4b}},
            {"[1, 2.5]", SqlType.vector(2), new float[] {1, 2.5f}},
            {"[1]", SqlType.vector(2), fails("22023")},
            {"[1,x]", SqlType.vector(2), fails("22P02")},
            {"{1,NULL}", SqlType.array(INT), Arrays.asList(1L, null)},
        };
        for (Object[] c : cases) {
            SqlType to = (SqlType) c[1];
            Check.rows(
                    Call.of("CAST", to, input(0, TEXT)),
                    List.of(Arrays.asList(c[0], null)),
                    Arrays.asList(c[2], null),
                    TEXT);
            Check.rows(
                    Call.of("TRY_CAST", to, input(0, TEXT)),
                    List.of(Arrays.asList(c[0], null)),
                    Arrays.asList(c[2] instanceof Check.Fails ? null : c[2], null),
                    TEXT);
        }
    }

    @Test
    void numbersRoundAsPostgresRounds() {
        Object[][] cases = {
            {SqlType.DOUBLE, 2.5, INT, 2L},
            {SqlType.DOUBLE, 3.5, INT, 4L},
            {SqlType.DOUBLE, -2.5, INT, -2L},
            {SqlType.DOUBLE, 2147483647.6, INT, fails("22003")},
            {SqlType.DOUBLE, Double.NaN, INT, fails("22003")},
            {SqlType.decimal(5, 1), 25L, INT, 3L},
            {SqlType.decimal(5, 1), -25L, INT, -3L},
            {SqlType.DOUBLE, 0.1, SqlType.decimal(5, 2), 10L},
            {SqlType.DOUBLE, 1.005, SqlType.decimal(5, 2), 101L},
            {SqlType.decimal(15, 2), 105L, SqlType.DOUBLE, 1.05},
            {INT, 300L, SqlType.TINYINT, fails("22003")},
            {INT, 5L, SqlType.decimal(4, 2), 500L},
            {INT, 100L, SqlType.decimal(4, 2), fails("22003")},
            {INT, 2L, BOOL, 1L},
            {BOOL, 1L, INT, 1L},
            {
                INT,
                5L,
                SqlType.decimal(38, 30),
                io.velaria.runtime.type.Int128.of(
                        java.math.BigInteger.TEN.pow(30).multiply(java.math.BigInteger.valueOf(5)))
            },
        };
        for (Object[] c : cases) {
            Check.rows(
                    Call.of("CAST", (SqlType) c[2], input(0, (SqlType) c[0])),
                    List.of(Arrays.asList(c[1], null)),
                    Arrays.asList(c[3], null),
                    (SqlType) c[0]);
        }
    }

    @Test
    void valuesPrintAsPostgresPrints() {
        Object[][] cases = {
            {SqlType.DOUBLE, 1.0, "1"},
            {SqlType.DOUBLE, 0.1, "0.1"},
            {SqlType.DOUBLE, 1e15, "1e+15"},
            {SqlType.DOUBLE, 123456789012345.0, "123456789012345"},
            {SqlType.DOUBLE, 1e-5, "1e-05"},
            {SqlType.DOUBLE, 0.0001, "0.0001"},
            {SqlType.DOUBLE, 1.0 / 3, "0.3333333333333333"},
            {SqlType.DOUBLE, -0.0, "-0"},
            {SqlType.DOUBLE, Double.NEGATIVE_INFINITY, "-Infinity"},
            {SqlType.DOUBLE, 2e-3, "0.002"},
            {SqlType.DOUBLE, Double.MIN_VALUE, "5e-324"},
            {SqlType.REAL, 1.1f, "1.1"},
            {SqlType.REAL, 1e6f, "1e+06"},
            {SqlType.REAL, 16777216f, "1.6777216e+07"},
            {SqlType.decimal(10, 2), -5L, "-0.05"},
            {SqlType.decimal(10, 2), 12345L, "123.45"},
            {INT, -42L, "-42"},
            {SqlType.BIGINT, Long.MIN_VALUE, "-9223372036854775808"},
            {BOOL, 1L, "true"},
            {SqlType.DATE, day("2020-02-03"), "2020-02-03"},
            {SqlType.DATE, day("-0043-03-15"), "0044-03-15 BC"},
            {SqlType.TIMESTAMP, micros("2020-01-01T10:00:00.120"), "2020-01-01 10:00:00.12"},
            {SqlType.TIMESTAMP, -1L, "1969-12-31 23:59:59.999999"},
            {SqlType.TIMESTAMP_TZ, micros("2020-07-01T08:00:00"), "2020-07-01 10:00:00+02"},
            {SqlType.INTERVAL_MONTHS, 14L, "1 year 2 mons"},
            {SqlType.INTERVAL_MICROS, 273_906_000_000L, "3 days 04:05:06"},
            {SqlType.VARBINARY, new byte[] {1, (byte) 0xff}, "\\x01ff"},
            {SqlType.vector(2), new float[] {1, 2.5f}, "[1,2.5]"},
            {SqlType.array(TEXT), Arrays.asList("a", "b c", null), "{a,\"b c\",NULL}"},
        };
        for (Object[] c : cases) {
            Check.rows(
                    Call.of("CAST", TEXT, input(0, (SqlType) c[0])),
                    List.of(Arrays.asList(c[1], null)),
                    Arrays.asList(c[2], null),
                    (SqlType) c[0]);
        }
    }

    @Test
    void concatenationTakesAnything() {
        Check.rows(
                Call.of("||", TEXT, input(0, TEXT), input(1, INT)),
                List.of(Arrays.asList("a", null, "b"), Arrays.asList(1L, 2L, null)),
                Arrays.asList("a1", null, null),
                TEXT,
                INT);
    }

    @Test
    void datesMove() {
        List<Long> days = Arrays.asList(day("2020-01-31"), day("2019-12-31"), null);
        SqlType date = SqlType.DATE;
        Literal month = new Literal(1L, SqlType.INTERVAL_MONTHS);
        Check.rows(
                Call.of("+", date, input(0, date), month),
                List.of(days),
                Arrays.asList(day("2020-02-29"), day("2020-01-31"), null),
                date);
        Check.rows(
                Call.of("-", SqlType.TIMESTAMP, input(0, date), month),
                List.of(days),
                Arrays.asList(micros("2019-12-31T00:00:00"), micros("2019-11-30T00:00:00"), null),
                date);
        Check.rows(
                Call.of("-", INT, input(0, date), new Literal(day("2020-01-01"), date)),
                List.of(days),
                Arrays.asList(30L, -1L, null),
                date);
        Check.rows(
                Call.of(
                        "-",
                        SqlType.TIMESTAMP,
                        input(0, date),
                        new Literal(86_400_000_000L * 90, SqlType.INTERVAL_MICROS)),
                List.of(Arrays.asList(day("1998-12-01"))),
                Arrays.asList(micros("1998-09-02T00:00:00")),
                date);
        Check.rows(
                Call.of("+", date, input(0, date), integer(Integer.MAX_VALUE)),
                List.of(days),
                Arrays.asList(fails("22008"), fails("22008"), null),
                date);
    }

    @Test
    void extractReadsEveryField() {
        Object[][] cases = {
            {"YEAR", 2021L},
            {"QUARTER", 1L},
            {"MONTH", 1L},
            {"WEEK", 53L},
            {"DAY", 3L},
            {"DOW", 0L},
            {"ISODOW", 7L},
            {"DOY", 3L},
            {"HOUR", 4L},
            {"MINUTE", 5L},
            {"SECOND", 6L},
            {"MILLISECOND", 6789L},
            {"MICROSECOND", 6_789_123L},
            {"EPOCH", 1_609_646_706L},
            {"ISOYEAR", 2020L},
            {"DECADE", 202L},
            {"CENTURY", 21L},
            {"MILLENNIUM", 3L}
        };
        long moment = micros("2021-01-03T04:05:06.789123");
        for (Object[] c : cases) {
            Check.rows(
                    Call.of("EXTRACT", SqlType.BIGINT, text((String) c[0]), input(0, SqlType.TIMESTAMP)),
                    List.of(Arrays.asList(moment, null)),
                    Arrays.asList(c[1], null),
                    SqlType.TIMESTAMP);
        }
        Check.rows(
                Call.of("EXTRACT", SqlType.decimal(20, 6), text("SECOND"), input(0, SqlType.TIMESTAMP)),
                List.of(Arrays.asList(moment, null)),
                Arrays.asList(6_789_123L, null),
                SqlType.TIMESTAMP);
        Check.rows(
                Call.of("EXTRACT", SqlType.BIGINT, text("YEAR"), input(0, SqlType.DATE)),
                List.of(Arrays.asList(day("1969-12-31"), null, day("-0001-01-01"))),
                Arrays.asList(1969L, null, -2L),
                SqlType.DATE);
    }
}
