package io.velaria.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.Int128Vector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** Reading of batches in every encoding, without a query. */
class ResultSetTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final class Batches implements Cursor {
        private final List<Batch> batches;
        private int next;
        private boolean closed;

        Batches(Batch... batches) {
            this.batches = List.of(batches);
        }

        @Override
        public List<Field> schema() {
            return List.of();
        }

        @Override
        public Batch next() {
            return next < batches.size() ? batches.get(next++) : null;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {
            closed = true;
        }
    }

    private static ResultShape shape(Vector... columns) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            fields.add(new Field("c" + (i + 1), columns[i].type()));
        }
        return new ResultShape(fields, List.of(), "");
    }

    private static ResultSet read(int rows, Vector... columns) {
        return new VelariaResultSet(shape(columns), new Batches(Batch.of(columns, rows, 0)), null, BERLIN, 0);
    }

    /** A result of one row with that value, standing on it. */
    private static ResultSet one(SqlType type, Object value) throws SQLException {
        ResultSet result = read(1, VectorBuilder.single(type, value));
        assertTrue(result.next());
        return result;
    }

    @Test
    void integersComeFromVectorsOfAnyWidth() throws SQLException {
        SqlType type = SqlType.BIGINT;
        byte[] code = {0, 1};
        ResultSet result = read(
                2,
                new ByteVector(type, new byte[] {1, -2}, null, 2),
                new ShortVector(type, new short[] {1, -2}, null, 2),
                new IntVector(type, new int[] {1, -2}, null, 2),
                new LongVector(type, new long[] {1, -2}, null, 2),
                new ConstantVector(new LongVector(type, new long[] {7}, null, 1), 2),
                new DictionaryVector(
                        new ByteVector(SqlType.TINYINT, code, null, 2),
                        new LongVector(type, new long[] {1, -2}, null, 2),
                        null));
        for (long expected : new long[] {1, -2}) {
            assertTrue(result.next());
            for (int column = 1; column <= 6; column++) {
                long wanted = column == 5 ? 7 : expected;
                assertEquals(wanted, result.getLong(column));
                assertEquals(wanted, result.getInt(column));
                assertEquals(wanted, result.getShort(column));
                assertEquals(wanted, result.getByte(column));
                assertEquals(wanted, result.getDouble(column));
                assertEquals(wanted, result.getFloat(column));
                assertEquals(wanted, result.getObject(column));
                assertEquals(Long.toString(wanted), result.getString(column));
                assertEquals(BigDecimal.valueOf(wanted), result.getBigDecimal(column));
            }
        }
        assertFalse(result.next());
        assertFalse(result.next());
    }

    @Test
    void onlySelectedRowsAreRead() throws SQLException {
        Vector values = new IntVector(SqlType.INTEGER, new int[] {10, 11, 12, 13}, null, 4);
        Batch batch = Batch.of(new Vector[] {values}, 4, 0).select(new int[] {1, 3}, 2);
        ResultSet result = new VelariaResultSet(shape(values), new Batches(batch, batch), null, BERLIN, 3);
        List<Integer> seen = new ArrayList<>();
        while (result.next()) {
            seen.add(result.getInt("C1"));
            assertEquals(seen.size(), result.getRow());
        }
        assertEquals(List.of(11, 13, 11), seen);
    }

    @Test
    void theCursorIsFreedAtTheEndAndByClose() throws SQLException {
        Vector values = new IntVector(SqlType.INTEGER, new int[] {1}, null, 1);
        Batches read = new Batches(Batch.of(new Vector[] {values}, 1, 0));
        ResultSet result = new VelariaResultSet(shape(values), read, null, BERLIN, 0);
        assertTrue(result.next());
        assertFalse(read.closed);
        assertFalse(result.next());
        assertTrue(read.closed);
        Batches unread = new Batches();
        ResultSet closed = new VelariaResultSet(shape(values), unread, null, BERLIN, 0);
        closed.close();
        assertTrue(unread.closed);
        assertEquals("24000", assertThrows(SQLException.class, closed::next).getSQLState());
        assertEquals(
                "24000",
                assertThrows(SQLException.class, () -> closed.getInt(1)).getSQLState());
    }

    @Test
    void nullsInEveryEncoding() throws SQLException {
        long[] second = {0b01};
        ResultSet result = read(
                2,
                new IntVector(SqlType.INTEGER, new int[] {5, 6}, second, 2),
                VectorBuilder.constant(SqlType.VARCHAR, null, 2),
                new DictionaryVector(
                        new ByteVector(SqlType.TINYINT, new byte[] {0, 0}, second, 2),
                        VectorBuilder.single(SqlType.VARCHAR, "x"),
                        null),
                new DoubleVector(SqlType.DOUBLE, new double[] {1, 2}, second, 2));
        result.next();
        assertEquals(5, result.getInt(1));
        assertFalse(result.wasNull());
        assertNull(result.getString(2));
        assertTrue(result.wasNull());
        assertEquals("x", result.getString(3));
        assertFalse(result.wasNull());
        result.next();
        assertEquals(0, result.getInt(1));
        assertTrue(result.wasNull());
        assertNull(result.getObject(1));
        assertNull(result.getObject(1, Integer.class));
        assertNull(result.getString(3));
        assertEquals(0, result.getDouble(4));
        assertTrue(result.wasNull());
        assertNull(result.getBigDecimal(4));
    }

    @Test
    void aStoredDictionaryGivesEachTextOnce() throws SQLException {
        Dictionary dictionary = new Dictionary(SqlType.VARCHAR);
        for (String word : new String[] {"red", "grün"}) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            dictionary.code(bytes, 0, bytes.length, true);
        }
        ResultSet result = read(
                3,
                new DictionaryVector(
                        new ByteVector(SqlType.TINYINT, new byte[] {1, 0, 1}, null, 3),
                        dictionary.values(),
                        dictionary));
        result.next();
        String first = result.getString(1);
        result.next();
        assertEquals("red", result.getObject(1));
        result.next();
        assertEquals("grün", first);
        assertTrue(first == result.getString(1));
    }

    @Test
    void decimalsKeepTheirScale() throws SQLException {
        ResultSet result = one(SqlType.decimal(10, 2), 12340L);
        assertEquals(new BigDecimal("123.40"), result.getBigDecimal(1));
        assertEquals(new BigDecimal("123.40"), result.getObject(1));
        assertEquals("123.40", result.getString(1));
        assertEquals(123.4, result.getDouble(1));
        assertEquals(123, result.getInt(1));
        BigInteger wide = new BigInteger("12345678901234567890123456789");
        Vector vector = new Int128Vector(
                SqlType.decimal(38, 9),
                new long[] {wide.shiftRight(64).longValue()},
                new long[] {wide.longValue()},
                null,
                1);
        ResultSet wideResult = read(1, vector);
        wideResult.next();
        assertEquals(new BigDecimal(wide, 9), wideResult.getBigDecimal(1));
        assertEquals(new BigDecimal(wide, 9).doubleValue(), wideResult.getDouble(1));
        assertEquals(
                "22003",
                assertThrows(SQLException.class, () -> wideResult.getLong(1)).getSQLState());
        // a narrow vector for a wide type
        ResultSet narrow = read(1, new ShortVector(SqlType.decimal(30, 1), new short[] {-15}, null, 1));
        narrow.next();
        assertEquals(new BigDecimal("-1.5"), narrow.getBigDecimal(1));
        assertEquals(-1, narrow.getLong(1));
    }

    @Test
    void numbersOutOfRangeAreRefused() throws SQLException {
        ResultSet large = one(SqlType.BIGINT, 1L << 40);
        for (SQLException refused : List.of(
                assertThrows(SQLException.class, () -> large.getInt(1)),
                assertThrows(SQLException.class, () -> large.getShort(1)),
                assertThrows(SQLException.class, () -> large.getByte(1)),
                assertThrows(SQLException.class, () -> large.getObject(1, Integer.class)),
                assertThrows(SQLException.class, () -> one(SqlType.DOUBLE, 1e30).getLong(1)))) {
            assertEquals("22003", refused.getSQLState());
        }
    }

    @Test
    void textIsRead() throws SQLException {
        assertEquals(42, one(SqlType.VARCHAR, " 42 ").getInt(1));
        assertEquals(4.5, one(SqlType.VARCHAR, "4.5").getDouble(1));
        assertTrue(one(SqlType.VARCHAR, "yes").getBoolean(1));
        assertEquals(
                LocalDate.of(2024, 2, 29), one(SqlType.VARCHAR, "2024-02-29").getObject(1, LocalDate.class));
        assertEquals(
                Timestamp.valueOf("2024-02-29 01:02:03.5"),
                one(SqlType.VARCHAR, "2024-02-29 01:02:03.5").getTimestamp(1));
        assertEquals("x", one(SqlType.VARCHAR, "x").getClob(1).getSubString(1, 1));
        ResultSet word = one(SqlType.VARCHAR, "word");
        assertEquals(
                "22P02", assertThrows(SQLException.class, () -> word.getInt(1)).getSQLState());
        assertEquals(
                "22P02",
                assertThrows(SQLException.class, () -> word.getBoolean(1)).getSQLState());
        assertEquals(
                "22007", assertThrows(SQLException.class, () -> word.getDate(1)).getSQLState());
        assertEquals(
                "42846",
                assertThrows(SQLException.class, () -> one(SqlType.DATE, 1L).getInt(1))
                        .getSQLState());
    }

    @Test
    void datesAndTimes() throws SQLException {
        LocalDate day = LocalDate.of(1969, 7, 20);
        ResultSet date = one(SqlType.DATE, day.toEpochDay());
        assertEquals(day, date.getObject(1, LocalDate.class));
        assertEquals(Date.valueOf(day), date.getDate(1));
        assertEquals(Date.valueOf(day), date.getObject(1));
        assertEquals("1969-07-20", date.getString(1));
        assertEquals(Timestamp.valueOf("1969-07-20 00:00:00"), date.getTimestamp(1));
        ResultSet time = one(SqlType.TIME, 3_723_000_004L);
        assertEquals(LocalTime.of(1, 2, 3, 4000), time.getObject(1, LocalTime.class));
        assertEquals("01:02:03.000004", time.getString(1));
        assertEquals(Time.valueOf("01:02:03").toString(), time.getTime(1).toString());
    }

    @Test
    void timestampsKeepMicrosAndNanos() throws SQLException {
        LocalDateTime local = LocalDateTime.of(1960, 1, 2, 3, 4, 5, 123_456_000);
        long micros = local.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 123_456;
        ResultSet result = one(SqlType.TIMESTAMP, micros);
        assertEquals(local, result.getObject(1, LocalDateTime.class));
        assertEquals(Timestamp.valueOf(local), result.getTimestamp(1));
        assertEquals("1960-01-02 03:04:05.123456", result.getString(1));
        assertEquals(local.atZone(BERLIN).toOffsetDateTime(), result.getObject(1, OffsetDateTime.class));
        Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
        assertEquals(
                local.atZone(ZoneId.of("Asia/Tokyo")).toInstant(),
                result.getTimestamp(1, tokyo).toInstant());
        LocalDateTime precise = local.withNano(123_456_789);
        ResultSet nanos =
                one(SqlType.timestamp(9), precise.toEpochSecond(ZoneOffset.UTC) * 1_000_000_000 + 123_456_789);
        assertEquals(precise, nanos.getObject(1, LocalDateTime.class));
        assertEquals(precise, nanos.getTimestamp(1).toLocalDateTime());
    }

    @Test
    void instantsAreShownInTheSessionsZone() throws SQLException {
        Instant instant = Instant.parse("2024-07-01T10:00:00.000001Z");
        ResultSet result = one(SqlType.TIMESTAMP_TZ, instant.getEpochSecond() * 1_000_000 + 1);
        assertEquals(instant, result.getObject(1, Instant.class));
        assertEquals(instant.atZone(BERLIN).toOffsetDateTime(), result.getObject(1));
        assertEquals(instant, result.getTimestamp(1).toInstant());
        assertEquals("2024-07-01 12:00:00.000001+02", result.getString(1));
        assertEquals(instant.atZone(BERLIN).toLocalDateTime(), result.getObject(1, LocalDateTime.class));
    }

    @Test
    void arraysAndVectors() throws SQLException {
        ResultSet array = one(SqlType.array(SqlType.INTEGER), java.util.Arrays.asList(1L, null, 3L));
        assertArrayEquals(
                new Integer[] {1, null, 3}, (Object[]) array.getArray(1).getArray());
        assertEquals("{1,NULL,3}", array.getString(1));
        assertEquals(java.util.Arrays.asList(1, null, 3), array.getObject(1, List.class));
        ResultSet elements = array.getArray(1).getResultSet(2, 2);
        assertTrue(elements.next());
        assertEquals(2, elements.getInt("INDEX"));
        assertEquals(0, elements.getInt("VALUE"));
        assertTrue(elements.wasNull());
        ResultSet vector = one(SqlType.vector(2), new float[] {0.5f, -1});
        assertArrayEquals(new float[] {0.5f, -1}, vector.getObject(1, float[].class));
        assertArrayEquals(new float[] {0.5f, -1}, (float[]) vector.getArray(1).getArray());
        assertEquals("[0.5,-1]", vector.getString(1));
    }

    @Test
    void columnsAreFoundByLabelInAnyCase() throws SQLException {
        ResultSet result = one(SqlType.INTEGER, 5L);
        assertEquals(5, result.getInt("c1"));
        assertEquals(5, result.getInt("C1"));
        SQLException unknown = assertThrows(SQLException.class, () -> result.getInt("c2"));
        assertEquals("42703", unknown.getSQLState());
        assertTrue(unknown.getMessage().contains("did you mean \"c1\"?"), unknown.getMessage());
        assertEquals(
                "42703",
                assertThrows(SQLException.class, () -> result.getInt(2)).getSQLState());
    }

    @Test
    void aScrollableResultMovesAnywhere() throws SQLException {
        Vector first = new IntVector(SqlType.INTEGER, new int[] {1, 2, 3}, null, 3);
        Vector second = new IntVector(SqlType.INTEGER, new int[] {4, 5}, null, 2);
        Batches batches = new Batches(Batch.of(new Vector[] {first}, 3, 0), Batch.of(new Vector[] {second}, 2, 1));
        ResultSet result = new ScrollableResultSet(shape(first), batches, null, BERLIN, 0);
        assertTrue(result.isBeforeFirst());
        assertTrue(result.last());
        assertTrue(result.isLast());
        assertEquals(5, result.getInt(1));
        assertEquals(5, result.getRow());
        assertFalse(result.next());
        assertTrue(result.isAfterLast());
        assertTrue(result.previous());
        assertEquals(5, result.getInt(1));
        assertTrue(result.absolute(3));
        assertEquals(3, result.getInt(1));
        assertTrue(result.absolute(-5));
        assertTrue(result.isFirst());
        assertTrue(result.relative(3));
        assertEquals(4, result.getInt(1));
        assertFalse(result.absolute(6));
        result.beforeFirst();
        List<Integer> all = new ArrayList<>();
        while (result.next()) {
            all.add(result.getInt(1));
        }
        assertEquals(List.of(1, 2, 3, 4, 5), all);
        assertFalse(result.next());
    }

    @Test
    void aForwardResultSaysWhatScrollingNeeds() throws SQLException {
        ResultSet result = one(SqlType.INTEGER, 5L);
        SQLException refused = assertThrows(SQLException.class, result::first);
        assertTrue(refused.getMessage().contains("TYPE_SCROLL_INSENSITIVE"), refused.getMessage());
    }
}
