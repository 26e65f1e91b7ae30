package io.velaria.runtime.format;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.extension.FileAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that a path names at one moment, in the order in which they are read. */
public record FileSet(List<Entry> entries) {
    public FileSet {
        entries = List.copyOf(entries);
    }

    /**
     * A file as it was found.
     *
     * @param modifiedMillis last change, milliseconds since the epoch
     */
    public record Entry(Path path, long size, long modifiedMillis) {
        /** @throws VelariaException 58P01 if it is not there */
        public static Entry of(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new Entry(
                        path, attributes.size(), attributes.lastModifiedTime().toMillis());
            } catch (IOException e) {
                throw missing(path.toString(), path);
            }
        }
    }

    /**
     * Finds files.
     *
     * @param text a file, a directory (then every file in it), a pattern as {@link Glob} reads it, or several of them:
     *     separated by commas or as {@code ['a', 'b']}
     * @throws VelariaException 58P01 if nothing is there, 42501 if files may not be read
     */
    public static FileSet resolve(String text, FileAccess access) {
        Path whole = access.resolve(text);
        if (Files.isRegularFile(whole)) {
            return new FileSet(List.of(Entry.of(whole)));
        }
        List<Entry> entries = new ArrayList<>();
        for (String part : parts(text)) {
            Path path = access.resolve(part);
            List<Path> found;
            if (Files.isDirectory(path)) {
                found = filesIn(path);
            } else if (Files.isRegularFile(path)) {
                found = List.of(path);
            } else {
                found = Glob.isPattern(part) ? Glob.find(path) : List.of();
            }
            if (found.isEmpty()) {
                throw missing(part, path);
            }
            found.forEach(file -> entries.add(Entry.of(file)));
        }
        return new FileSet(entries);
    }

    private static List<String> parts(String text) {
        String list = text.strip();
        if (list.startsWith("[") && list.endsWith("]") && list.contains("'")) {
            list = list.substring(1, list.length() - 1);
        }
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
                continue;
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == ',' && depth == 0 && !quoted) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }

    private static List<Path> filesIn(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(path -> !path.getFileName().toString().startsWith(".") && Files.isRegularFile(path))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw VelariaException.of(SqlState.IO_ERROR, "cannot list " + directory + ": " + e, e);
        }
    }

    private static VelariaException missing(String text, Path path) {
        VelariaException error = VelariaException.of(
                SqlState.UNDEFINED_FILE,
                Glob.isPattern(text) ? "no file matches '" + text + "'" : "there is no file '" + text + "'");
        Path directory = path.toAbsolutePath().getParent();
        if (!Glob.isPattern(text) && directory != null && Files.isDirectory(directory)) {
            List<String> names = filesIn(directory).stream()
                    .map(file -> file.getFileName().toString())
                    .toList();
            String hint = Suggestion.didYouMean(path.getFileName().toString(), names);
            return hint == null ? error : error.hint(hint);
        }
        return error;
    }

    public long totalSize() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    /** Text that changes when a file comes, goes or changes. */
    public String identity() {
        return entries.stream()
                .map(entry -> entry.path() + ":" + entry.size() + ":" + entry.modifiedMillis())
                .collect(Collectors.joining("\n"));
    }
}
