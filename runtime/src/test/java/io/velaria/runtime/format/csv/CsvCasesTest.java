package io.velaria.runtime.format.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.error.VelariaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the case files of {@code src/test/resources/csv}. A case is a title behind {@code #}; options as
 * {@code -name=value}; input lines behind {@code <}, where {@code \r}, {@code \t}, {@code \b} (byte order mark) and
 * {@code \x80} (that byte) are escapes and {@code \} at the end stands for no line end; then the columns behind
 * {@code =} and rows behind {@code >}, or the SQLSTATE and a part of the message behind {@code !}; and a part of the
 * warning behind {@code ?}.
 */
class CsvCasesTest {
    @TempDir
    Path directory;

    private static final class Case {
        String title;
        final Map<String, String> options = new HashMap<>();
        final StringBuilder input = new StringBuilder();
        String schema;
        final List<String> rows = new ArrayList<>();
        String error;
        String warning;
    }

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        Path folder = Path.of("src/test/resources/csv");
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (Case one : parse(Files.readAllLines(file))) {
                    tests.add(DynamicTest.dynamicTest(file.getFileName() + ": " + one.title, () -> run(one)));
                }
            }
        }
        assertTrue(tests.size() > 40);
        return tests.stream();
    }

    private static List<Case> parse(List<String> lines) {
        List<Case> cases = new ArrayList<>();
        Case current = null;
        for (String line : lines) {
            if (line.isEmpty()) {
                continue;
            }
            String rest = line.substring(1);
            switch (line.charAt(0)) {
                case '#' -> {
                    current = new Case();
                    current.title = rest.strip();
                    cases.add(current);
                }
                case '-' ->
                    current.options.put(
                            rest.substring(0, rest.indexOf('=')), unescape(rest.substring(rest.indexOf('=') + 1)));
                case '<' ->
                    current.input.append(
                            rest.endsWith("\\") && !rest.endsWith("\\\\")
                                    ? unescape(rest.substring(0, rest.length() - 1))
                                    : unescape(rest) + "\n");
                case '=' -> current.schema = rest.strip();
                case '>' -> current.rows.add(rest);
                case '!' -> current.error = rest.strip();
                case '?' -> current.warning = rest.strip();
                default -> throw new IllegalArgumentException(line);
            }
        }
        return cases;
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("\\b", "\u00EF\u00BB\u00BF")
                .replace("\\x80", "\u0080");
    }

    private void run(Case one) throws IOException {
        Path file = directory.resolve(one.title.replaceAll("[^a-z0-9]+", "_") + ".csv");
        Files.write(file, one.input.toString().getBytes(StandardCharsets.ISO_8859_1));
        one.options.putIfAbsent("path", file.getFileName().toString());
        if (one.error != null) {
            VelariaException error =
                    assertThrows(VelariaException.class, () -> CsvRows.read(CsvRows.open(directory, one.options), 1));
            String[] expected = one.error.split(" ", 2);
            assertEquals(expected[0], error.state().code(), error.getMessage());
            assertTrue(error.getMessage().contains(expected[1]), error.getMessage());
            return;
        }
        CsvRows.Result result = CsvRows.read(CsvRows.open(directory, one.options), 1);
        assertEquals(one.schema, String.join(" ", result.schema()));
        assertEquals(one.rows, result.rows());
        if (one.warning != null) {
            assertTrue(
                    String.join("\n", result.warnings()).contains(one.warning),
                    result.warnings().toString());
        } else {
            assertEquals(List.of(), result.warnings());
        }
    }
}
