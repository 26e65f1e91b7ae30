package io.velaria.runtime.format.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.error.VelariaException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two readers agree with each other on odd files, and with DuckDB on ordinary ones. */
class CsvReadersTest {
    @TempDir
    Path directory;

    /** The same source read by Commons CSV: its comment character, which no file here holds, makes the dialect odd. */
    private static CsvSource byCommons(CsvSource source) {
        CsvDialect d = source.dialect();
        CsvDialect odd = new CsvDialect(
                d.delimiter(),
                d.quote(),
                d.escape(),
                1,
                d.skip(),
                d.header(),
                d.nullText(),
                d.quotedNulls(),
                d.maxRowBytes(),
                d.compression());
        return new CsvSource(
                source.path(),
                source.directory(),
                odd,
                source.layout(),
                source.fileSchema(),
                source.filename(),
                source.onError(),
                source.recordBytes());
    }

    private static String randomText(Random random, boolean quotesInside) {
        String[] pieces = {"a", "bc", "\u00e9", "\u20ac", "0", " ", "NA", "x".repeat(20), "\uD83D\uDE00", "\t"};
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(4); n > 0; n--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        if (quotesInside && random.nextInt(8) == 0) {
            text.insert(0, 'q').append('"');
        }
        return text.toString();
    }

    private static String randomField(Random random, char delimiter) {
        switch (random.nextInt(5)) {
            case 0 -> {
                return "";
            }
            case 1 -> {
                String inside = randomText(random, false)
                        + List.of("", "\"\"", "\n", "\r\n", delimiter + "", "\r")
                                .get(random.nextInt(6));
                String behind = random.nextInt(10) == 0 ? "  " : "";
                return '"' + inside + (random.nextBoolean() ? randomText(random, false) : "") + '"' + behind;
            }
            default -> {
                return randomText(random, true);
            }
        }
    }

    /** A file of whatever can be wrong or strange, and a source that reads it. */
    private CsvSource oddFile(Random random, String onError) throws IOException {
        char delimiter = ",;|".charAt(random.nextInt(3));
        List<String> lineEnds = List.of("\n", "\r\n", "\r");
        String lineEnd = lineEnds.get(random.nextInt(3));
        boolean mixed = random.nextInt(4) == 0;
        boolean wellFormed = random.nextBoolean();
        int columns = 1 + random.nextInt(5);
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
        int records = random.nextInt(30);
        for (int i = 0; i < records; i++) {
            int fields = !wellFormed && random.nextInt(40) == 0 ? 1 + random.nextInt(7) : columns;
            for (int j = 0; j < fields; j++) {
                String field = randomField(random, delimiter);
                if (random.nextInt(60) == 0) {
                    int quote = field.startsWith("\"") ? 1 : 0;
                    field = field.substring(0, quote) + "long".repeat(1 << random.nextInt(12)) + field.substring(quote);
                }
                text.append(j > 0 ? delimiter + "" : "").append(field);
            }
            boolean last = i == records - 1;
            String end = mixed ? lineEnds.get(random.nextInt(3)) : lineEnd;
            text.append(last && random.nextBoolean() ? "" : random.nextInt(30) == 0 ? "\n" : end);
            text.append(random.nextInt(20) == 0 && !last ? end : "");
        }
        Files.writeString(directory.resolve("odd.csv"), text);
        StringBuilder declared = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            declared.append(i > 0 ? ", " : "").append("c").append(i).append(" VARCHAR");
        }
        return CsvRows.open(
                directory,
                Map.of(
                        "path",
                        "odd.csv",
                        "delim",
                        delimiter + "",
                        "quote",
                        "\"",
                        "header",
                        "false",
                        "columns",
                        declared.toString(),
                        "nullstr",
                        random.nextInt(3) == 0 ? "NA" : "",
                        "allow_quoted_nulls",
                        random.nextBoolean() + "",
                        "on_error",
                        onError));
    }

    @Test
    void readersAgreeOnOddFiles() throws IOException {
        int read = 0;
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            CsvSource source = oddFile(random, List.of("skip", "null", "fail").get(seed % 3));
            String expected = outcome(byCommons(source), 1);
            assertEquals(expected, outcome(source, 1), "seed " + seed);
            // Blocks that end within quotes, between CR and LF, and in the middle of a character.
            int blockBytes = 1 + random.nextInt(200);
            assertEquals(
                    expected,
                    outcome(source, blockBytes, 1 + random.nextInt(3)),
                    "seed " + seed + ", blocks of " + blockBytes);
            read += expected.isEmpty() || expected.length() == 5 ? 0 : 1;
        }
        assertTrue(read > 400, "files read: " + read);
    }

    /** Fields behind the last column asked for are not located, but counted; and quotes in them are followed. */
    @Test
    void leadingColumnsReadAsAmongAll() throws IOException {
        int compared = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            CsvSource source = oddFile(random, seed % 2 == 0 ? "fail" : "skip");
            int column = random.nextInt(source.schema().size());
            int[] alone = {column};
            String expected;
            try {
                CsvRows.Result twice =
                        CsvRows.read(source, 1, column, source.schema().size() - 1);
                CsvRows.Result last = CsvRows.read(source, 1, source.schema().size() - 1);
                StringBuilder rows = new StringBuilder();
                for (int i = 0; i < twice.rows().size(); i++) {
                    String row = twice.rows().get(i);
                    int length = row.length() - last.rows().get(i).length() - 1;
                    rows.append(i > 0 ? "\n" : "").append(row, 0, length);
                }
                expected = rows.toString();
                compared++;
            } catch (VelariaException e) {
                expected = e.state().code();
            }
            String actual;
            try {
                actual = String.join("\n", CsvRows.read(source, 100, 2, alone).rows());
            } catch (VelariaException e) {
                actual = e.state().code();
            }
            assertEquals(expected, actual, "seed " + seed);
        }
        assertTrue(compared > 200, "files compared: " + compared);
    }

    private static String outcome(CsvSource source, int tasks) {
        return outcome(source, PlainBlocks.BLOCK_BYTES, tasks);
    }

    private static String outcome(CsvSource source, int blockBytes, int tasks) {
        try {
            CsvRows.Result result = CsvRows.read(source, blockBytes, tasks, new int[0]);
            return String.join("\n", result.rows());
        } catch (VelariaException e) {
            return e.state().code();
        }
    }

    /** A file of several blocks, with line ends in quotes, records longer than a block, and every kind of value. */
    private Path bigFile(String name, OutputStream wrapped, int longest) throws IOException {
        Path file = directory.resolve(name);
        Random random = new Random(7);
        try (OutputStream out = wrapped != null ? wrapped : Files.newOutputStream(file)) {
            out.write("id,price,day,text\n".getBytes(StandardCharsets.UTF_8));
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 60_000; i++) {
                text.append(i)
                        .append(',')
                        .append(random.nextInt(100_000) / 100.0)
                        .append(",2020-01-");
                text.append(10 + random.nextInt(20)).append(',');
                text.append(random.nextInt(3) == 0 ? "\"two,\nlines \"\"" + i + "\"\"\"" : "text " + i);
                if (i == 30_000) {
                    text.append("x".repeat(longest));
                }
                text.append('\n');
            }
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    @Test
    void blocksJoinWithoutGaps() throws IOException {
        bigFile("big.csv", null, 3 * PlainBlocks.BLOCK_BYTES);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("big.csv.gz")))) {
            bigFile("big.csv.gz", out, 3 * PlainBlocks.BLOCK_BYTES);
        }
        CsvSource source = CsvRows.open(directory, Map.of("path", "big.csv"));
        CsvRows.Result result = CsvRows.read(source, 3);
        assertEquals(List.of("id:BIGINT", "price:DOUBLE", "day:DATE", "text:VARCHAR"), result.schema());
        assertEquals(60_000, result.rows().size());
        for (int i = 0; i < 60_000; i++) {
            assertTrue(result.rows().get(i).startsWith(i + "|"), result.rows().get(i));
        }
        assertEquals(result.rows(), CsvRows.read(byCommons(source), 2).rows());
        CsvSource packed = CsvRows.open(directory, Map.of("path", "big.csv.gz"));
        assertEquals(result.rows(), CsvRows.read(packed, 2).rows());
        double estimate = source.statistics().rows();
        assertTrue(estimate > 30_000 && estimate < 120_000 * 2, "estimate " + estimate);
    }

    @Test
    void columnsAreReadAlone() throws IOException {
        bigFile("big.csv", null, 3 * PlainBlocks.BLOCK_BYTES);
        CsvSource source = CsvRows.open(directory, Map.of("path", "big.csv", "filename", "true"));
        CsvRows.Result swapped = CsvRows.read(source, 2, 3, 0);
        assertTrue(swapped.rows().get(1).endsWith("|1"), swapped.rows().get(1));
        assertTrue(CsvRows.read(source, 1, 4, 0).rows().get(2).endsWith("big.csv|2"));
    }

    @Test
    void longRecordsHaveALimit() throws IOException {
        bigFile("big.csv", null, 3 * PlainBlocks.BLOCK_BYTES);
        CsvSource source = CsvRows.open(directory, Map.of("path", "big.csv", "max_line_size", "2000000"));
        VelariaException error = assertThrows(VelariaException.class, () -> CsvRows.read(source, 1));
        assertTrue(error.getMessage().contains("a record is longer than 2000000 bytes"), error.getMessage());
    }

    @Test
    void severalFilesAreOne() throws IOException {
        Files.createDirectories(directory.resolve("in/deep"));
        Files.writeString(directory.resolve("in/a.csv"), "x,y\n1,a\n");
        Files.writeString(directory.resolve("in/b.csv"), "x,y\n2.5,b\n");
        Files.writeString(directory.resolve("in/deep/c.csv"), "y,x\nc,3\n");
        Files.writeString(directory.resolve("in/empty.csv"), "");
        assertEquals(
                List.of("1.0|a", "2.5|b"),
                CsvRows.read(CsvRows.open(directory, Map.of("path", "in/[ab].csv")), 2)
                        .rows());
        assertEquals(
                List.of("1.0|a", "2.5|b"),
                CsvRows.read(CsvRows.open(directory, Map.of("path", "in")), 2).rows());
        assertEquals(
                List.of("2.5|b", "1.0|a"),
                CsvRows.read(CsvRows.open(directory, Map.of("path", "in/b.csv, in/a.csv")), 2)
                        .rows());
        assertEquals(
                List.of("1.0|a", "2.5|b", "3.0|c"),
                CsvRows.read(CsvRows.open(directory, Map.of("path", "**/?.csv", "union_by_name", "true")), 2)
                        .rows());
        VelariaException error = assertThrows(
                VelariaException.class, () -> CsvRows.read(CsvRows.open(directory, Map.of("path", "**/?.csv")), 1));
        assertTrue(error.getMessage().contains("has its columns in another order"), error.getMessage());
        CsvSource source = CsvRows.open(directory, Map.of("path", "in/[ab].csv"));
        String before = source.identity();
        assertEquals(before, source.identity());
        Files.writeString(directory.resolve("in/b.csv"), "x,y\n2.5,b\n3,c\n");
        assertTrue(!before.equals(source.identity()));
    }

    @Test
    void filesWithDifferentColumnsAreOneByName() throws IOException, SQLException {
        StringBuilder many = new StringBuilder("c,a\n");
        for (int i = 0; i < 10_000; i++) {
            many.append(i).append(".5,").append(i).append('\n');
        }
        Files.writeString(directory.resolve("1.csv"), "a,b\n1,x\n,\n");
        Files.writeString(directory.resolve("2.csv"), "B,d\ny,2024-01-31\n");
        Files.writeString(directory.resolve("3.csv"), "c\n2.5\n");
        Files.writeString(directory.resolve("4.csv"), many);
        Files.writeString(directory.resolve("5.csv"), "");
        Map<String, String> options = Map.of("path", "?.csv", "union_by_name", "true");
        CsvSource source = CsvRows.open(directory, options);
        assertEquals(
                List.of("a BIGINT", "b VARCHAR", "d DATE", "c DOUBLE"),
                source.schema().stream()
                        .map(field -> field.name() + " " + field.type())
                        .toList());
        List<String> rows = CsvRows.read(source, 3).rows();
        assertEquals(10_004, rows.size());
        assertEquals(List.of("1|x|NULL|NULL", "NULL|NULL|NULL|NULL", "NULL|y|2024-01-31|NULL"), rows.subList(0, 3));
        assertEquals(List.of("NULL|NULL|NULL|2.5", "0|NULL|NULL|0.5", "1|NULL|NULL|1.5"), rows.subList(3, 6));
        assertEquals(
                rows.stream().map(row -> row.split("\\|")[3]).toList(),
                CsvRows.read(source, 2, 3).rows());
        Files.writeString(directory.resolve("4.csv"), "c,a,e\n1,2,3\n");
        VelariaException error = assertThrows(VelariaException.class, () -> CsvRows.read(source, 1));
        assertTrue(error.getMessage().contains("its header is: c, a, e"), error.getMessage());
    }

    @Test
    void ordinaryFilesReadAsInDuckDb() throws IOException, SQLException {
        Path file = bigFile("big.csv", null, 1000);
        String[] more = {
            "a,b,c\n1,x,true\n2,,false\n,z,\n",
            "a;b\n1;2.5\n3;-4e3\n",
            "d|t|s\n2020-02-29|2020-01-01 01:02:03|007\n1969-12-31|1969-12-31 23:59:59.5|x\n",
            "1,2\n3,4\n",
            "x\n\"a \"\"b\"\"\"\nc\n"
        };
        List<Path> files = new ArrayList<>(List.of(file));
        for (String text : more) {
            files.add(Files.writeString(directory.resolve("f" + files.size() + ".csv"), text));
        }
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            for (Path one : files) {
                CsvSource source = CsvRows.open(directory, Map.of("path", one.toString()));
                List<String> expected = new ArrayList<>();
                try (ResultSet rows = duck.createStatement().executeQuery("SELECT * FROM '" + one + "'")) {
                    int columns = rows.getMetaData().getColumnCount();
                    List<String> types = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        types.add(rows.getMetaData().getColumnName(i) + ":"
                                + rows.getMetaData().getColumnTypeName(i));
                    }
                    CsvRows.Result result = CsvRows.read(source, 2);
                    assertEquals(types, result.schema());
                    while (rows.next()) {
                        StringBuilder row = new StringBuilder();
                        for (int i = 1; i <= columns; i++) {
                            String value = rows.getString(i);
                            row.append(i > 1 ? "|" : "").append(value == null ? "NULL" : value);
                        }
                        expected.add(row.toString().replace("\n", "\\n"));
                    }
                    List<String> actual = result.rows().stream()
                            .map(row -> row.replace("TRUE", "true").replace("FALSE", "false"))
                            .toList();
                    if (one.toString().endsWith("f3.csv")) {
                        expected.replaceAll(row -> row.replaceAll("(:\\d\\d)\\.0\\b", "$1"));
                        actual = actual.stream()
                                .map(row -> row.replaceAll("\\.500", ".5"))
                                .toList();
                    }
                    assertEquals(expected, actual, one.toString());
                }
            }
        }
    }
}
