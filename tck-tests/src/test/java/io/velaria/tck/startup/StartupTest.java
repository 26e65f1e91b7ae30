package io.velaria.tck.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.Driver;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM of its own loads and prints for one statement. */
class StartupTest {
    private static final String CALCITE = "io.velaria.internal.calcite.";
    private static final String PLANNED = "SELECT a FROM (VALUES (1)) t(a)";

    @TempDir
    Path directory;

    /** Executes the statement that is its argument and prints its first value. */
    static final class OneStatement {
        private OneStatement() {}

        public static void main(String[] arguments) throws Exception {
            try (Connection connection = DriverManager.getConnection("jdbc:velaria:");
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(arguments[0])) {
                result.next();
                System.out.print(result.getString(1));
            }
        }
    }

    @Test
    void aTrivialStatementLoadsNoPlanner() throws Exception {
        assertEquals(List.of(), calciteClasses("SELECT 1"));
    }

    @Test
    void otherStatementsDo() throws Exception {
        assertTrue(calciteClasses(PLANNED).size() > 100);
    }

    @Test
    void lambdasAreClassesOfTheJar() throws Exception {
        List<String> loaded = loadedClasses(PLANNED);
        assertTrue(loaded.stream().anyMatch(line -> line.startsWith("io.velaria.") && line.contains("$$L")));
        List<String> madeByTheJvm = loaded.stream()
                .filter(line -> line.startsWith("io.velaria.") && line.contains("$$Lambda"))
                .toList();
        assertTrue(madeByTheJvm.size() < 30, madeByTheJvm::toString);
    }

    /** The classes of Calcite (Avatica's have another package) that a statement loads. */
    private List<String> calciteClasses(String sql) throws Exception {
        return loadedClasses(sql).stream()
                .filter(line -> line.contains(CALCITE))
                .toList();
    }

    /** The classes that a statement loads, and from where; it must answer 1, quietly. */
    private List<String> loadedClasses(String sql) throws Exception {
        Path loaded = directory.resolve("loaded");
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + loaded + ":none",
                        "-cp",
                        home(OneStatement.class) + File.pathSeparator + home(Driver.class),
                        OneStatement.class.getName(),
                        sql)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> read(errors));
        assertEquals("", read(errors));
        assertEquals("1", read(output));
        return Files.readAllLines(loaded);
    }

    private static Path home(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
