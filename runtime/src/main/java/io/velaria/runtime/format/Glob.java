package io.velaria.runtime.format;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds files by a pattern: {@code ?} is one character, {@code *} any within a name, {@code [a-c]} and {@code [!a]} sets,
 * {@code {x,y}} alternatives, {@code **} any number of directories. Names that start with a dot match only a pattern that
 * does.
 */
public final class Glob {
    private Glob() {}

    public static boolean isPattern(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("*?[{".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The regular files that match, ordered by path; none if nothing does. */
    public static List<Path> find(Path pattern) {
        List<Path> found = new ArrayList<>();
        Path base = pattern.getRoot() == null ? Path.of("") : pattern.getRoot();
        try {
            walk(base, pattern, 0, found);
        } catch (IOException e) {
            throw VelariaException.of(SqlState.IO_ERROR, "cannot list " + pattern + ": " + e, e);
        }
        found.sort(null);
        return found.stream().distinct().toList();
    }

    private static void walk(Path directory, Path pattern, int depth, List<Path> found) throws IOException {
        boolean last = depth == pattern.getNameCount() - 1;
        String name = pattern.getName(depth).toString();
        if (!isPattern(name)) {
            Path next = directory.resolve(name);
            if (!last) {
                if (Files.isDirectory(next)) {
                    walk(next, pattern, depth + 1, found);
                }
            } else if (Files.isRegularFile(next)) {
                found.add(next);
            }
            return;
        }
        if (!Files.isDirectory(directory)) {
            return;
        }
        boolean anyDepth = name.equals("**");
        if (anyDepth && !last) {
            walk(directory, pattern, depth + 1, found); // ** may also stand for no directory
        }
        Pattern regex = anyDepth ? null : regex(name);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String entryName = entry.getFileName().toString();
                if (entryName.startsWith(".") && !name.startsWith(".")) {
                    continue;
                }
                if (anyDepth) {
                    if (Files.isDirectory(entry)) {
                        walk(entry, pattern, depth, found);
                    } else if (last && Files.isRegularFile(entry)) {
                        found.add(entry);
                    }
                } else if (regex.matcher(entryName).matches()) {
                    if (last && Files.isRegularFile(entry)) {
                        found.add(entry);
                    } else if (!last && Files.isDirectory(entry)) {
                        walk(entry, pattern, depth + 1, found);
                    }
                }
            }
        }
    }

    /** The regular expression of one name's pattern. */
    static Pattern regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                case '[' -> {
                    int close = glob.indexOf(']', i + 2);
                    if (close < 0) {
                        regex.append("\\[");
                    } else {
                        String set = glob.substring(i + 1, close).replace("\\", "\\\\");
                        regex.append('[')
                                .append(set.startsWith("!") ? "^" + set.substring(1) : set)
                                .append(']');
                        i = close;
                    }
                }
                case '{' -> {
                    braces++;
                    regex.append("(?:");
                }
                case '}' -> {
                    regex.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "not a file pattern: " + glob, e);
        }
    }
}
