package io.velaria.tck.sqllogic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The records of a file of SQLite's sqllogictest corpus. Records meant for one engine count as ours where they are for
 * PostgreSQL, whose semantics Velaria has.
 */
record SqlLogicFile(List<Step> steps) {
    private static final String OUR_KIND = "postgresql";

    /**
     * One statement or query.
     *
     * @param sqlState of {@code statement error 22012}: what the error must be; null for any
     * @param types one letter for each result column (I, R or T); empty for a statement
     * @param sort nosort, rowsort or valuesort
     * @param expected lines of values, or the one line {@code N values hashing to H}
     */
    record Step(
            int line,
            String sql,
            boolean query,
            boolean expectError,
            String sqlState,
            String types,
            String sort,
            List<String> expected) {}

    static SqlLogicFile parse(String text) {
        String[] lines = text.split("\n", -1);
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < lines.length) {
            if (lines[at].isBlank() || lines[at].startsWith("#")) {
                at++;
                continue;
            }
            boolean skip = false;
            while (at < lines.length && (lines[at].startsWith("skipif ") || lines[at].startsWith("onlyif "))) {
                String[] words = lines[at].split("\\s+");
                boolean ours = words[1].equals(OUR_KIND);
                skip |= words[0].equals("skipif") == ours;
                at++;
            }
            String[] words = lines[at].strip().split("\\s+");
            int start = at + 1;
            if (words[0].equals("halt") && !skip) {
                break;
            }
            if (!Set.of("statement", "query").contains(words[0])) {
                at++; // hash-threshold and the like say nothing about the answer
                continue;
            }
            boolean query = words[0].equals("query");
            StringBuilder sql = new StringBuilder();
            at = start;
            while (at < lines.length && !lines[at].isBlank() && !lines[at].equals("----")) {
                sql.append(lines[at++]).append('\n');
            }
            List<String> expected = new ArrayList<>();
            if (at < lines.length && lines[at].equals("----")) {
                at++;
                while (at < lines.length && !lines[at].isBlank()) {
                    expected.add(lines[at++]);
                }
            }
            if (!skip) {
                steps.add(new Step(
                        start,
                        sql.toString().strip(),
                        query,
                        !query && words[1].equals("error"),
                        !query && words.length > 2 && words[2].matches("[0-9A-Z]{5}") ? words[2] : null,
                        query ? words[1] : "",
                        query && words.length > 2 && words[2].endsWith("sort") ? words[2] : "nosort",
                        expected));
            }
        }
        return new SqlLogicFile(steps);
    }

    /** The values as the corpus writes them, one a line. */
    static List<String> flatten(List<List<String>> rows, String sort) {
        List<List<String>> ordered = new ArrayList<>(rows);
        if (sort.equals("rowsort")) {
            ordered.sort((a, b) -> Arrays.compare(a.toArray(new String[0]), b.toArray(new String[0])));
        }
        List<String> values = new ArrayList<>();
        ordered.forEach(values::addAll);
        if (sort.equals("valuesort")) {
            values.sort(null);
        }
        return values;
    }
}
