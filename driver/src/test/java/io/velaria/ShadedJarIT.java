package io.velaria;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that users get, alone in a JVM of its own. */
class ShadedJarIT {
    private static final Path JAR = Path.of("target", "velaria-jdbc.jar").toAbsolutePath();

    @TempDir
    Path directory;

    private record Outcome(int status, String out, String err) {}

    private Outcome java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        int status = process.waitFor();
        return new Outcome(status, Files.readString(out), Files.readString(err));
    }

    private Outcome shell(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-jar", JAR.toString()));
        all.addAll(Arrays.asList(arguments));
        return java(all.toArray(String[]::new));
    }

    @Test
    void selectOneLoadsNoCalciteAndPrintsNothingElse() throws Exception {
        Outcome outcome = java("-Xlog:class+load", "-jar", JAR.toString(), "-c", "SELECT 1");
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals("", outcome.err());
        List<String> calcite = outcome.out()
                .lines()
                .filter(line -> line.contains("io.velaria.internal.calcite")
                        && !line.contains("io.velaria.internal.calcite.avatica"))
                .toList();
        assertEquals(List.of(), calcite);
        assertTrue(outcome.out().contains("(1 row)"), outcome.out());
    }

    @Test
    void statementsRunFromTheCommandLine() throws Exception {
        Outcome outcome = shell(
                "-c",
                "CREATE TABLE t (a INTEGER, b VARCHAR); INSERT INTO t VALUES (1, 'one; two'), (20, NULL);"
                        + " SELECT * FROM t ORDER BY a");
        assertEquals("", outcome.err());
        assertEquals(0, outcome.status());
        String expected = String.join(
                System.lineSeparator(),
                "ok",
                "2 rows changed",
                "  a | b",
                "----+----------",
                "  1 | one; two",
                " 20 | NULL",
                "(2 rows)",
                "");
        assertEquals(expected, outcome.out());
    }

    @Test
    void anErrorEndsAScriptWithItsPosition() throws Exception {
        Path script = directory.resolve("bad.sql");
        Files.writeString(script, "SELECT 1;\nSELECT 1 FROM missing;\nSELECT 2;", StandardCharsets.UTF_8);
        Outcome outcome = shell(script.toString());
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().startsWith("error 42P01: "), outcome.err());
        assertTrue(outcome.err().contains("line "), outcome.err());
        assertEquals(
                1, outcome.out().lines().filter(line -> line.equals("(1 row)")).count(), outcome.out());
    }

    @Test
    void everythingForeignIsRelocated() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> foreign = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("io/velaria/"))
                    .toList();
            assertEquals(List.of(), foreign);
            assertTrue(Files.size(JAR) <= 20 << 20, Files.size(JAR) + " bytes");
            assertEquals(
                    "io.velaria.jdbc", jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
            try (var drivers = jar.getInputStream(jar.getEntry("META-INF/services/java.sql.Driver"))) {
                assertEquals("io.velaria.Driver", new String(drivers.readAllBytes(), StandardCharsets.UTF_8).trim());
            }
        }
    }
}
