package io.velaria.runtime.format.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.format.TypeText;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tight loops of the parsers read what the general methods read. */
class ColumnParsersTest {
    private static final String BAD = "bad";

    /** Reads texts with the loop, and with the general method where the loop stops or if it is to do all. */
    private static List<Object> read(SqlType type, List<byte[]> texts, boolean byLoop) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int[] starts = new int[texts.size()];
        int[] ends = new int[texts.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = all.size();
            all.writeBytes(texts.get(i));
            ends[i] = all.size();
            all.write(',');
        }
        byte[] bytes = Arrays.copyOf(all.toByteArray(), all.size() + Records.SLACK);
        ColumnParser parser = ColumnParser.of(new Field("c", type), Math.max(1, starts.length), Bytes.EMPTY);
        parser.start();
        List<Integer> bad = new ArrayList<>();
        int row = 0;
        while (row < starts.length) {
            row = byLoop ? parser.parse(bytes, starts, ends, 1, 0, row, starts.length) : row;
            if (row < starts.length) {
                if (starts[row] == ends[row]) {
                    parser.appendNull(row);
                } else if (!parser.parseOne(row, bytes, starts[row], ends[row])) {
                    parser.appendNull(row);
                    bad.add(row);
                }
                row++;
            }
        }
        for (int odd = parser.check(0, row); odd < row; odd = parser.check(odd + 1, row)) {
            bad.add(odd);
            parser.setNull(odd);
        }
        Vector vector = parser.build(row);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row; i++) {
            values.add(bad.contains(i) ? BAD : vector.valueAt(i));
        }
        return values;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String number(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
        for (int n = random.nextInt(random.nextInt(4) == 0 ? 20 : 7); n > 0; n--) {
            text.append(random.nextInt(10));
        }
        if (random.nextInt(4) > 0) {
            text.append('.');
            for (int n = random.nextInt(4) == 0 ? random.nextInt(10) : 2; n > 0; n--) {
                text.append(random.nextInt(10));
            }
        }
        if (random.nextInt(30) == 0) {
            text.insert(random.nextInt(text.length() + 1), "x/:.- ,+e5".charAt(random.nextInt(10)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INTEGER",
                "SMALLINT",
                "BIGINT",
                "DECIMAL(15, 2)",
                "DECIMAL(9, 1)",
                "DECIMAL(18, 6)",
                "DECIMAL(12, 0)",
                "DECIMAL(30, 8)",
                "DOUBLE",
                "REAL"
            })
    void numbersReadAlike(String name) {
        SqlType type = TypeText.columns("c " + name).get("c");
        Random random = new Random(3);
        int good = 0;
        for (int round = 0; round < 40; round++) {
            List<byte[]> texts = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                texts.add(ascii(number(random)));
            }
            List<Object> expected = read(type, texts, false);
            assertEquals(expected, read(type, texts, true));
            for (int i = 0; i < expected.size(); i++) {
                Object value = expected.get(i);
                if (value instanceof Double number) {
                    assertEquals(Double.parseDouble(new String(texts.get(i), StandardCharsets.ISO_8859_1)), number);
                }
                good += value == null || value.equals(BAD) ? 0 : 1;
            }
        }
        assertTrue(good > 1000, "numbers read: " + good);
    }

    @Test
    void datesReadAlike() {
        List<byte[]> texts = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        LocalDate end = LocalDate.of(2105, 1, 1);
        for (LocalDate date = LocalDate.of(1895, 1, 1); date.isBefore(end); date = date.plusDays(1)) {
            texts.add(ascii(date.toString()));
            expected.add(date.toEpochDay());
        }
        for (int year : new int[] {1899, 1900, 1996, 1999, 2000, 2099, 2100}) {
            for (int month = 0; month <= 13; month++) {
                for (int day = 0; day <= 32; day++) {
                    texts.add(ascii(String.format("%04d-%02d-%02d", year, month, day)));
                    boolean valid = month >= 1
                            && month <= 12
                            && day >= 1
                            && day <= LocalDate.of(year, month, 1).lengthOfMonth();
                    expected.add(valid ? LocalDate.of(year, month, day).toEpochDay() : BAD);
                }
            }
        }
        for (int place = 0; place < 10; place++) {
            for (char c : "/:x+ -\u00e9\u0080\u00b0".toCharArray()) {
                StringBuilder text = new StringBuilder("1996-03-13");
                if (text.charAt(place) != c) {
                    text.setCharAt(place, c);
                    texts.add(ascii(text.toString()));
                }
            }
        }
        List<Object> read = read(SqlType.DATE, texts, true);
        assertEquals(expected, read.subList(0, expected.size()));
        assertEquals(read(SqlType.DATE, texts, false), read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIMESTAMP", "TIMESTAMP(9)", "TIMESTAMP WITH TIME ZONE"})
    void timestampsReadAlike(String name) {
        SqlType type = TypeText.columns("c " + name).get("c");
        Random random = new Random(5);
        List<byte[]> texts = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            long seconds = random.nextLong(-2_300_000_000L, 4_200_000_000L);
            LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
            String text = time.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
            texts.add(ascii(random.nextBoolean() ? text : text.replace(' ', 'T')));
            expected.add(seconds * (type.isNanos() ? 1_000_000_000L : 1_000_000L));
        }
        String[] bad = {"24:00:00", "23:60:00", "23:59:60", "2x:00:00", "23-00:00", "23:00:0/", "23:00:0:", "23:00 00"};
        for (String time : bad) {
            texts.add(ascii("2020-01-01 " + time));
            expected.add(BAD);
        }
        for (String text : List.of("2020-02-30 00:00:00", "2020-01-01x00:00:00", "2020-01-01 \u00b23:00:00")) {
            texts.add(ascii(text));
            expected.add(BAD);
        }
        assertEquals(expected, read(type, texts, true));
        assertEquals(expected, read(type, texts, false));
    }

    @Test
    void textsReadAlike() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int variety = 1 << random.nextInt(13);
            int longest = 1 << random.nextInt(8);
            boolean anyOdd = random.nextInt(3) == 0;
            SqlType type = random.nextInt(4) == 0 ? SqlType.varchar(12) : SqlType.VARCHAR;
            List<byte[]> texts = new ArrayList<>();
            List<Object> expected = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                int number = random.nextInt(variety);
                String text = "same start".repeat(number % 3).substring(0, Math.min(longest, 10 * (number % 3)))
                        + number
                        + (number % 7 == 0 && anyOdd ? "\u20ac" : "")
                        + "tail".repeat(number % 2 * longest / 8);
                boolean isNull = random.nextInt(50) == 0;
                byte[] bytes = isNull ? Bytes.EMPTY : text.getBytes(StandardCharsets.UTF_8);
                boolean broken = anyOdd && random.nextInt(400) == 0 && !isNull;
                if (broken) {
                    bytes[bytes.length - 1] = (byte) 0xE2;
                }
                texts.add(bytes);
                boolean tooLong = type.precision() > 0 && text.length() > type.precision();
                expected.add(isNull ? null : broken || tooLong ? BAD : text);
            }
            assertEquals(expected, read(type, texts, true), "seed " + seed);
            assertEquals(expected, read(type, texts, false), "seed " + seed);
        }
    }

    @Test
    void fewTextsComeAsCodes() {
        ColumnParser parser = ColumnParser.of(new Field("c", SqlType.VARCHAR), 4, Bytes.EMPTY);
        byte[] bytes = Arrays.copyOf(ascii("ab,cd,ab,ab"), 11 + Records.SLACK);
        int[] starts = {0, 3, 6, 9};
        int[] ends = {2, 5, 8, 11};
        DictionaryVector[] vectors = new DictionaryVector[2];
        for (int i = 0; i < 2; i++) {
            parser.start();
            assertEquals(4, parser.parse(bytes, starts, ends, 1, 0, 0, 4));
            vectors[i] = (DictionaryVector) parser.build(4);
            assertEquals("cd", vectors[i].valueAt(1));
            assertEquals(2, vectors[i].values().length());
        }
        assertEquals(vectors[0].dictionary(), vectors[1].dictionary());
    }
}
