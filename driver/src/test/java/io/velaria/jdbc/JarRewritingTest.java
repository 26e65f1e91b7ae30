package io.velaria.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the build that change classes of the jar, on lambdas and records of every form. */
class JarRewritingTest {
    @TempDir
    Path directory;

    @Test
    void lambdasDoTheSameAsClasses() throws Exception {
        String output = rewritten(LambdaForms.class, "LambdaClasses", "LambdaMetafactory");
        assertTrue(output.contains("constant") && output.contains("nested"), output);
    }

    @Test
    void recordsDoTheSameWithMethodsWrittenOut() throws Exception {
        String output = rewritten(RecordForms.class, "RecordMethods", "runtime/ObjectMethods");
        assertTrue(output.contains("Pair[first=1, second=") && output.contains("Nothing[]"), output);
    }

    /** What a program prints, which must be the same before and after its classes are changed and lost a bootstrap. */
    private String rewritten(Class<?> program, String buildProgram, String bootstrap) throws Exception {
        Path jar = jarOf(program.getName().replace('.', '/'));
        String before = java("-cp", jar.toString(), program.getName());
        java(
                "-cp",
                System.getProperty("java.class.path"),
                "src/build/java/" + buildProgram + ".java",
                jar.toString(),
                directory.resolve("names").toString());
        assertEquals(before, java("-Xverify:all", "-cp", jar.toString(), program.getName()));
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                try (InputStream in = file.getInputStream(entry)) {
                    String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertTrue(!bytes.contains(bootstrap), entry.getName());
                }
            }
        }
        return before;
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
