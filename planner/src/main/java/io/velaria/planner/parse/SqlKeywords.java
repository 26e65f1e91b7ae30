package io.velaria.planner.parse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The words that the grammar reserves. Loads nothing of Calcite. */
public final class SqlKeywords {
    private static final Set<String> RESERVED = read();

    /** Keywords that can be names, yet are ours and not SQL:2003's. */
    private static final List<String> OURS = List.of(
            "ANALYZE",
            "CHANGES",
            "COPY",
            "EMIT",
            "EXCLUDE",
            "EXPLAIN",
            "FORMAT",
            "IF",
            "ILIKE",
            "INDEX",
            "JSON",
            "OPTIONS",
            "PIVOT",
            "PRAGMA",
            "RENAME",
            "REPLACE",
            "RESET",
            "SHOW",
            "SINK",
            "SOURCE",
            "SUMMARIZE",
            "TEMP",
            "TRUNCATE",
            "TRY_CAST",
            "UNPIVOT",
            "WATERMARK");

    /** Reserved words that SQL:2003 does not have. */
    private static final List<String> BEYOND_STANDARD = List.of(
            "ASOF",
            "CURRENT_CATALOG",
            "CURRENT_SCHEMA",
            "LIMIT",
            "MATCH_CONDITION",
            "MATCH_RECOGNIZE",
            "MINUS",
            "OFFSET",
            "PERMUTE",
            "QUALIFY",
            "STREAM");

    private SqlKeywords() {}

    /** Whether the word, in upper case, can be a name only in quotes. */
    public static boolean isReserved(String upperCase) {
        return RESERVED.contains(upperCase);
    }

    public static Set<String> reserved() {
        return RESERVED;
    }

    /** What {@code DatabaseMetaData.getSQLKeywords} gives: keywords that are not SQL:2003's, with commas. */
    public static String beyondSql2003() {
        return String.join(
                ",",
                Stream.of(BEYOND_STANDARD, OURS).flatMap(List::stream).sorted().toList());
    }

    private static Set<String> read() {
        try (InputStream in = SqlKeywords.class.getResourceAsStream("reserved-words.txt")) {
            return Set.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
