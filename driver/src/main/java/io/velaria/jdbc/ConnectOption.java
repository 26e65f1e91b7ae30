package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The options of a connection beside the settings, which {@code SET} changes too. */
enum ConnectOption {
    THREADS(
            "threads",
            "Threads that compute for this database at a time. Default: all processors. Whoever opens a shared database"
                    + " first decides.",
            List.of()),
    MEMORY_LIMIT(
            "memory_limit",
            "Memory that the statements of this database may hold together, such as 512MB, 2GB or 50%. Default: half of"
                    + " the heap. Whoever opens a shared database first decides.",
            List.of()),
    TEMP_DIRECTORY(
            "temp_directory",
            "Directory for what has no room in memory_limit, or off. Default: that of the JVM (java.io.tmpdir). Whoever"
                    + " opens a shared database first decides.",
            List.of()),
    TEMP_LIMIT(
            "temp_limit",
            "Bytes that temporary files may have together, such as 20GB. Default: what the disk holds. Whoever opens a"
                    + " shared database first decides.",
            List.of()),
    TIMEZONE(
            "timezone",
            "Time zone that TIMESTAMP WITH TIME ZONE is shown in, such as UTC or Europe/Berlin. Default: that of the"
                    + " JVM.",
            List.of()),
    FILES("files", "Whether statements may read and write files. Default: on.", List.of("on", "off")),
    READ_ONLY(
            "read_only", "Whether this connection refuses to change the database. Default: off.", List.of("on", "off")),
    USER("user", "Accepted and not used: a database in this process has no users.", List.of()),
    PASSWORD("password", "Accepted and not used: a database in this process has no users.", List.of()),
    APPLICATION_NAME("ApplicationName", "Name of the program, kept as client info.", List.of());

    final String key;
    final String description;
    final List<String> choices;

    ConnectOption(String key, String description, List<String> choices) {
        this.key = key;
        this.description = description;
        this.choices = choices;
    }

    /** The option of that name in any case, or null. */
    static ConnectOption find(String name) {
        for (ConnectOption option : values()) {
            if (option.key.equalsIgnoreCase(name)) {
                return option;
            }
        }
        return null;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(option -> option.key).toList();
    }

    boolean asSwitch(String value) {
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes", "1" -> true;
            case "off", "false", "no", "0" -> false;
            default -> throw invalid(value, "on or off");
        };
    }

    /** A directory, or null for off. */
    Path asDirectory(String value) {
        if (value.trim().equalsIgnoreCase("off")) {
            return null;
        }
        try {
            return Path.of(value.trim()).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw VelariaException.of(
                    SqlState.INVALID_PARAMETER_VALUE, key + " must be a path or off, not \"" + value + "\"", e);
        }
    }

    int asCount(String value) {
        try {
            int count = Integer.parseInt(value.trim());
            if (count >= 1 && count <= 4096) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw VelariaException.of(
                    SqlState.INVALID_PARAMETER_VALUE, key + " must be a number from 1 to 4096, not " + value, e);
        }
        throw invalid(value, "a number from 1 to 4096");
    }

    /** A number of bytes: digits with B, KB, MB, GB or TB (powers of 1024), or a percentage of the heap. */
    long asBytes(String value) {
        String text = value.trim().toUpperCase(Locale.ROOT);
        int digits = 0;
        while (digits < text.length() && (Character.isDigit(text.charAt(digits)) || text.charAt(digits) == '.')) {
            digits++;
        }
        double number;
        try {
            number = Double.parseDouble(text.substring(0, digits));
        } catch (NumberFormatException e) {
            throw VelariaException.of(
                    SqlState.INVALID_PARAMETER_VALUE, key + " must be a size such as 512MB, not " + value, e);
        }
        double bytes =
                switch (text.substring(digits).trim()) {
                    case "", "B" -> number;
                    case "K", "KB", "KIB" -> number * (1L << 10);
                    case "M", "MB", "MIB" -> number * (1L << 20);
                    case "G", "GB", "GIB" -> number * (1L << 30);
                    case "T", "TB", "TIB" -> number * (1L << 40);
                    case "%" -> number / 100 * Runtime.getRuntime().maxMemory();
                    default -> throw invalid(value, "a size such as 512MB");
                };
        if (bytes < 1 || bytes > Long.MAX_VALUE) {
            throw invalid(value, "a size such as 512MB");
        }
        return (long) bytes;
    }

    private VelariaException invalid(String value, String wanted) {
        return VelariaException.of(
                SqlState.INVALID_PARAMETER_VALUE, key + " must be " + wanted + ", not \"" + value + "\"");
    }
}
