package io.velaria.tck.differential;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/**
 * A table of random rows whose columns have the shapes that engines treat in ways of their own: a dense key, few and many
 * integers, the extremes of BIGINT, few and many texts, exact and floating-point numbers, dates in order, and NULLs in
 * all but the key. Doubles are quarters, so that sums are exact in any order.
 */
record RandomTable(String name, int rows) {
    /** What can be done with a column. */
    enum Kind {
        INTEGER,
        WIDE, // compared, grouped and joined, but not computed with: sums would overflow
        TEXT,
        DECIMAL,
        DOUBLE,
        DATE,
        BOOLEAN
    }

    record Column(String name, String type, Kind kind) {}

    static final List<Column> COLUMNS = List.of(
            new Column("k", "integer", Kind.INTEGER),
            new Column("few", "smallint", Kind.INTEGER),
            new Column("many", "integer", Kind.INTEGER),
            new Column("wide", "bigint", Kind.WIDE),
            new Column("code", "varchar", Kind.TEXT),
            new Column("txt", "varchar", Kind.TEXT),
            new Column("price", "decimal(12, 2)", Kind.DECIMAL),
            new Column("ratio", "double precision", Kind.DOUBLE),
            new Column("day", "date", Kind.DATE),
            new Column("flag", "boolean", Kind.BOOLEAN));

    static final List<String> CODES = List.of("red", "green", "blue", "a longer code than most", "rot", "gruen");

    String ddl() {
        StringBuilder columns = new StringBuilder();
        for (Column column : COLUMNS) {
            columns.append(columns.isEmpty() ? "" : ", ")
                    .append(column.name())
                    .append(' ')
                    .append(column.type());
        }
        return "create table " + name + " (" + columns + ")";
    }

    /** Writes the rows as CSV with a header; an empty field is NULL. */
    void write(Path file, Random random) throws IOException {
        long[] extremes = {Long.MIN_VALUE + 1, Long.MAX_VALUE, -1, 0, 1, Integer.MIN_VALUE, Integer.MAX_VALUE};
        int domain = Math.max(10, rows / 3);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(String.join(",", COLUMNS.stream().map(Column::name).toList()));
            out.newLine();
            for (int row = 0; row < rows; row++) {
                // Of some thousand rows in sequence, few or none have a text: a chunk of its own kind.
                boolean bare = row / 4500 % 3 == 1;
                Object[] values = {
                    row + 1,
                    maybe(random, 0.1, random.nextInt(8) - 2),
                    maybe(random, 0.05, random.nextInt(domain)),
                    maybe(
                            random,
                            0.05,
                            random.nextInt(6) == 0
                                    ? extremes[random.nextInt(extremes.length)]
                                    : random.nextInt(domain) * 1_000_003L),
                    maybe(random, bare ? 1 : 0.1, CODES.get(random.nextInt(CODES.size()))),
                    maybe(random, bare ? 0.99 : 0.05, text(random, domain)),
                    maybe(random, 0.1, BigDecimal.valueOf(random.nextInt(200_000) - 50_000, 2)),
                    maybe(random, 0.1, (random.nextInt(8000) - 2000) / 4.0),
                    maybe(random, 0.02, LocalDate.of(2020, 1, 1).plusDays(row * 1500L / rows + random.nextInt(5))),
                    maybe(random, 0.2, random.nextBoolean())
                };
                for (int i = 0; i < values.length; i++) {
                    out.write((i == 0 ? "" : ",") + (values[i] == null ? "" : values[i]));
                }
                out.newLine();
            }
        }
    }

    private static Object maybe(Random random, double nulls, Object value) {
        return random.nextDouble() < nulls ? null : value;
    }

    private static String text(Random random, int domain) {
        int number = random.nextInt(domain);
        return switch (number % 4) {
            case 0 -> "x" + number;
            case 1 -> "word number " + number + " of a text";
            case 2 -> "ä€" + number;
            default -> Integer.toString(number, 36);
        };
    }
}
