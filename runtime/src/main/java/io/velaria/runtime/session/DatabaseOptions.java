package io.velaria.runtime.session;

/**
 * How to open a database.
 *
 * @param threads threads that compute at a time, callers included
 * @param memoryLimit bytes that operators may hold together
 */
public record DatabaseOptions(String name, int threads, long memoryLimit) {
    /** All processors, and half of the heap. */
    public static DatabaseOptions defaults(String name) {
        Runtime jvm = Runtime.getRuntime();
        return new DatabaseOptions(name, jvm.availableProcessors(), jvm.maxMemory() / 2);
    }
}
