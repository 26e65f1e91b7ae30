package io.velaria.tck.sqllogic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SQLite's sqllogictest corpus without one wrong answer. What is not supported must be listed, with its reason, in
 * {@code sqllogic-unsupported.txt}.
 */
class SqlLogicTest {
    @ParameterizedTest
    @ValueSource(strings = {"select1", "select2", "select3", "select4", "select5"})
    void answersAsTheCorpusSays(String name) throws Exception {
        SqlLogicRunner runner = new SqlLogicRunner(listed());
        runner.run(name, SqlLogicFile.parse(read("test/" + name + ".test")));
        check(name, runner);
    }

    /** A twentieth of the two large folders, the same files each time: {@code mvn verify -Psqllogic}. */
    @ParameterizedTest
    @MethodSource("sample")
    @Tag("sqllogic-sample")
    @Execution(ExecutionMode.CONCURRENT)
    void answersASampleOfRandomAndIndex(String name) throws Exception {
        SqlLogicRunner runner = new SqlLogicRunner(listed());
        runner.run(name, SqlLogicFile.parse(read(name)));
        check(name, runner);
    }

    static List<String> sample() throws Exception {
        List<String> names = new ArrayList<>();
        try (ZipFile corpus = new ZipFile(corpusJar().toFile())) {
            corpus.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("test/(random|index)/.*\\.test"))
                    .sorted()
                    .forEach(names::add);
        }
        Collections.shuffle(names, new Random(42));
        return names.subList(0, names.size() / 20);
    }

    private static void check(String name, SqlLogicRunner runner) throws IOException {
        System.out.println(name + ": " + runner.passed() + " right, "
                + runner.wrong().size() + " wrong, unsupported " + runner.unsupported());
        List<String> wrong = runner.wrong();
        assertEquals(0, wrong.size(), () -> String.join("\n", wrong.subList(0, Math.min(10, wrong.size()))));
        Map<String, Integer> unlisted = new TreeMap<>(runner.unsupported());
        listed().forEach(reason -> unlisted.keySet().removeIf(message -> message.contains(reason)));
        assertTrue(unlisted.isEmpty(), () -> "not listed as unsupported: " + unlisted);
        assertTrue(runner.passed() > 0, "nothing ran");
    }

    private static Set<String> listed() throws IOException {
        return read("sqllogic-unsupported.txt")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .collect(Collectors.toSet());
    }

    private static Path corpusJar() throws Exception {
        return Path.of(net.hydromatic.sqllogictest.Main.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = SqlLogicTest.class.getResourceAsStream("/" + resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
