package io.velaria.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of the build that makes classes of lambdas, on lambdas of every form. */
class LambdaClassesTest {
    @TempDir
    Path directory;

    @Test
    void lambdasDoTheSameAsClasses() throws Exception {
        Path jar = jarOf("io/velaria/jdbc/LambdaForms");
        String before = java("-cp", jar.toString(), LambdaForms.class.getName());
        java(
                "-cp",
                System.getProperty("java.class.path"),
                "src/build/java/LambdaClasses.java",
                jar.toString(),
                directory.resolve("names").toString());
        String after = java("-Xverify:all", "-cp", jar.toString(), LambdaForms.class.getName());
        assertEquals(before, after);
        assertTrue(before.contains("constant") && before.contains("nested"), before);
        try (ZipFile file = new ZipFile(jar.toFile())) {
            ZipEntry entry = file.getEntry("io/velaria/jdbc/LambdaForms.class");
            try (InputStream in = file.getInputStream(entry)) {
                String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                assertTrue(!bytes.contains("LambdaMetafactory"), "a lambda is left");
            }
        }
    }

    /** A jar of the class files that begin with a name, and beside it a list of them. */
    private Path jarOf(String prefix) throws IOException {
        Path jar = directory.resolve("forms.jar");
        Path classes = Path.of("target/test-classes");
        List<String> names = new ArrayList<>();
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = classes.relativize(file).toString().replace('\\', '/');
                if (name.startsWith(prefix)) {
                    out.putNextEntry(new ZipEntry(name));
                    out.write(Files.readAllBytes(file));
                    names.add(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                }
            }
        }
        Files.write(directory.resolve("names"), names);
        return jar;
    }

    /** What a JVM of its own prints; it must succeed. */
    private static String java(String... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output;
    }
}
