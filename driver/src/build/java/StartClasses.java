import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lists the classes of a jar that planning and executing statements load, in that order. A program of the build: its
 * arguments are the jar, the file to write and scripts of statements.
 */
final class StartClasses {
    private StartClasses() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path jar = Path.of(arguments[0]);
        List<String> names = loadedBy(jar, Arrays.asList(arguments).subList(2, arguments.length));
        if (names.size() < 1000) {
            throw new IOException("the statements loaded only " + names.size() + " classes");
        }
        Files.write(Path.of(arguments[1]), names);
    }

    private static List<String> loadedBy(Path jar, List<String> scripts) throws IOException, InterruptedException {
        Path log = jar.resolveSibling("classes.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log + ":none",
                "-cp",
                jar.toString(),
                "io.velaria.shell.Main"));
        command.addAll(scripts);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" source: file:"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .filter(name -> name.startsWith("io.velaria.") && name.indexOf('/') < 0)
                .filter(name -> !name.startsWith("io.velaria.shell."))
                .filter(name -> !name.contains("jline") && !name.contains("sqlline"))
                .distinct()
                .toList();
    }
}
