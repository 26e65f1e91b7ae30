package io.velaria.jdbc;

import io.velaria.planner.Planner;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.session.DatabaseOptions;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The databases of this JVM: shared ones by name, which live until the JVM ends, and private ones of a connection. */
final class Databases {
    private static final ConcurrentHashMap<String, OpenDatabase> SHARED = new ConcurrentHashMap<>();

    private Databases() {}

    /** A database with the planner that knows it. */
    record OpenDatabase(Database database, Planner planner, DatabaseOptions options) {
        static OpenDatabase create(DatabaseOptions options) {
            return new OpenDatabase(Database.inMemory(options), new Planner(), options);
        }
    }

    static OpenDatabase open(ConnectUrl url) {
        String name = url.name();
        DatabaseOptions options = options(url, name == null ? "memory" : name);
        if (name == null) {
            return OpenDatabase.create(options);
        }
        OpenDatabase shared =
                SHARED.computeIfAbsent(name.toLowerCase(Locale.ROOT), ignored -> OpenDatabase.create(options));
        checkSame(
                url, ConnectOption.THREADS, options.threads(), shared.options().threads());
        checkSame(
                url,
                ConnectOption.MEMORY_LIMIT,
                options.memoryLimit(),
                shared.options().memoryLimit());
        checkSame(
                url,
                ConnectOption.TEMP_DIRECTORY,
                options.temporaryDirectory(),
                shared.options().temporaryDirectory());
        checkSame(
                url,
                ConnectOption.TEMP_LIMIT,
                options.temporaryLimit(),
                shared.options().temporaryLimit());
        return shared;
    }

    private static DatabaseOptions options(ConnectUrl url, String name) {
        DatabaseOptions defaults = DatabaseOptions.defaults(name);
        String threads = url.known().get(ConnectOption.THREADS);
        String memory = url.known().get(ConnectOption.MEMORY_LIMIT);
        String directory = url.known().get(ConnectOption.TEMP_DIRECTORY);
        String limit = url.known().get(ConnectOption.TEMP_LIMIT);
        return new DatabaseOptions(
                name,
                threads == null ? defaults.threads() : ConnectOption.THREADS.asCount(threads),
                memory == null ? defaults.memoryLimit() : ConnectOption.MEMORY_LIMIT.asBytes(memory),
                directory == null ? defaults.temporaryDirectory() : ConnectOption.TEMP_DIRECTORY.asDirectory(directory),
                limit == null ? defaults.temporaryLimit() : ConnectOption.TEMP_LIMIT.asBytes(limit));
    }

    private static void checkSame(ConnectUrl url, ConnectOption option, Object wanted, Object actual) {
        if (url.known().containsKey(option) && !Objects.equals(wanted, actual)) {
            throw VelariaException.of(
                    SqlState.OBJECT_IN_USE,
                    "database \"" + url.name() + "\" is open with " + option.key + " = " + actual
                            + "; it cannot be opened with " + wanted);
        }
    }
}
