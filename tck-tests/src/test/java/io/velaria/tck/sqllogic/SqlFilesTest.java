package io.velaria.tck.sqllogic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our own black-box tests as data: every file of {@code src/test/resources/sql}, in the format of sqllogictest. {@code
 * statement error 22012} expects that SQLSTATE. To add a case, add its lines to a file.
 */
class SqlFilesTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/sql");

    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void answersAsTheFileSays(String name) throws Exception {
        SqlLogicRunner runner = new SqlLogicRunner();
        runner.run(name, SqlLogicFile.parse(Files.readString(DIRECTORY.resolve(name))));
        assertEquals(0, runner.wrong().size(), () -> String.join("\n", runner.wrong()));
        assertTrue(runner.unsupported().isEmpty(), () -> runner.unsupported().toString());
        assertTrue(runner.passed() > 0, "nothing ran");
    }
}
