package io.velaria.runtime.format.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.extension.BatchWriter;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written reads back as the same rows, and a file appears complete or not at all. */
class CsvWriterTest {
    private static final List<Field> SCHEMA = List.of(
            new Field("flag", SqlType.BOOLEAN),
            new Field("tiny", SqlType.TINYINT),
            new Field("big", SqlType.BIGINT),
            new Field("money", SqlType.decimal(15, 2)),
            new Field("wide", SqlType.decimal(38, 4)),
            new Field("real", SqlType.REAL),
            new Field("double", SqlType.DOUBLE),
            new Field("text, with \"quotes\"", SqlType.VARCHAR),
            new Field("bytes", SqlType.VARBINARY),
            new Field("day", SqlType.DATE),
            new Field("time", SqlType.TIME),
            new Field("stamp", SqlType.TIMESTAMP),
            new Field("nanos", SqlType.timestamp(9)),
            new Field("zoned", SqlType.TIMESTAMP_TZ),
            new Field("vector", SqlType.vector(2)));

    private static final Object[][] ROWS = {
        {
            1L,
            -128L,
            Long.MIN_VALUE,
            -5L,
            Int128.of(new BigInteger("123456789012345678901234567890")),
            1.1f,
            0.1,
            "plain",
            new byte[] {0, -1},
            -1L,
            0L,
            -1L,
            -1L,
            0L,
            new float[] {1, -2.5f}
        },
        {
            0L,
            127L,
            Long.MAX_VALUE,
            123456L,
            1L,
            Float.MIN_VALUE,
            -1e300,
            "two\nlines, \"quoted\"",
            new byte[0],
            20_000L,
            86_399_999_999L,
            1_600_000_000_123_456L,
            1_600_000_000_123_456_789L,
            1_600_000_000_000_000L,
            new float[] {0, 0}
        },
        new Object[15],
        {null, null, 0L, 0L, 0L, null, Double.NaN, "", null, null, null, null, null, null, null}
    };

    @TempDir
    Path directory;

    private static Batch batch() {
        Vector[] columns = new Vector[SCHEMA.size()];
        for (int i = 0; i < columns.length; i++) {
            VectorBuilder builder = VectorBuilder.create(SCHEMA.get(i).type(), 4);
            for (Object[] row : ROWS) {
                builder.append(row[i]);
            }
            columns[i] = builder.build();
        }
        return Batch.of(columns, ROWS.length, 0);
    }

    private BatchWriter writer(String name, Map<String, String> options) {
        return new CsvProvider().writer(SCHEMA, name, options, new FileAccess(true, directory));
    }

    private static String declared() {
        return SCHEMA.stream()
                .map(field -> '"' + field.name().replace("\"", "\"\"") + "\" " + field.type())
                .collect(Collectors.joining(", "));
    }

    @Test
    void whatIsWrittenReadsBack() {
        List<Map<String, String>> options = List.of(
                Map.of(),
                Map.of("delimiter", "|", "nullstr", "NULL"),
                Map.of("delimiter", "-"),
                Map.of("header", "false", "quote", "'", "force_quote", "*"));
        for (Map<String, String> given : options) {
            for (String name : List.of("out.csv", "out.csv.gz")) {
                try (BatchWriter writer = writer(name, given)) {
                    writer.write(batch());
                    writer.commit();
                }
                Map<String, String> reading = new java.util.HashMap<>(given);
                reading.remove("force_quote");
                reading.put("path", name);
                reading.put("columns", declared());
                reading.putIfAbsent("header", "true");
                CsvRows.Result result = CsvRows.read(CsvRows.open(directory, reading), 1);
                List<String> expected = CsvRows.texts(batch());
                if (given.containsKey("force_quote")) {
                    expected = expected.subList(0, 2); // quoted, an empty text and a NULL of text are different
                    assertEquals(expected, result.rows().subList(0, 2), given + " " + name);
                } else {
                    assertEquals(expected, result.rows(), given + " " + name);
                }
            }
        }
    }

    @Test
    void onlySelectedRowsAreWritten() throws IOException {
        Batch batch = Batch.of(
                new Vector[] {
                    VectorBuilder.create(SqlType.BIGINT, 3)
                            .appendLong(1)
                            .appendLong(2)
                            .appendLong(3)
                            .build()
                },
                3,
                0);
        try (BatchWriter writer = new CsvProvider()
                .writer(List.of(new Field("n", SqlType.BIGINT)), "n.csv", Map.of(), new FileAccess(true, directory))) {
            writer.write(batch.select(new int[] {0, 2}, 2));
            writer.commit();
        }
        assertEquals("n\n1\n3\n", Files.readString(directory.resolve("n.csv")));
    }

    @Test
    void nothingIsLeftWithoutCommit() throws IOException {
        Files.writeString(directory.resolve("kept.csv"), "old");
        try (BatchWriter writer = writer("kept.csv", Map.of())) {
            writer.write(batch());
        }
        assertEquals("old", Files.readString(directory.resolve("kept.csv")));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void optionsOfReadingAreRefused() {
        VelariaException error = assertThrows(VelariaException.class, () -> writer("x.csv", Map.of("skip", "1")));
        assertTrue(error.getMessage().contains("for reading csv"), error.getMessage());
        assertTrue(Arrays.asList("22023").contains(error.state().code()));
    }
}
