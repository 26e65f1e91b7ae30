package io.velaria.runtime.session;

import java.nio.file.Path;

/**
 * How to open a database.
 *
 * @param threads threads that compute at a time, callers included
 * @param memoryLimit bytes that operators may hold together
 * @param temporaryDirectory where operators write what has no room in memory; null where they must not
 * @param temporaryLimit bytes that they may write there together
 */
public record DatabaseOptions(
        String name, int threads, long memoryLimit, Path temporaryDirectory, long temporaryLimit) {
    /** With temporary files, as many as the disk holds, where Java puts them. */
    public DatabaseOptions(String name, int threads, long memoryLimit) {
        this(name, threads, memoryLimit, Path.of(System.getProperty("java.io.tmpdir")), Long.MAX_VALUE);
    }

    /** All processors, and half of the heap. */
    public static DatabaseOptions defaults(String name) {
        Runtime jvm = Runtime.getRuntime();
        return new DatabaseOptions(name, jvm.availableProcessors(), jvm.maxMemory() / 2);
    }
}
