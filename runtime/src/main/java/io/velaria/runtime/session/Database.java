package io.velaria.runtime.session;

import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.WorkerPool;
import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.extension.RuntimeExtension;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.memory.MemoryPool;
import java.util.List;

/** A database: its objects, threads and memory. Shared by its sessions; thread-safe. */
public final class Database implements AutoCloseable {
    private final String name;
    private final WorkerPool workers;
    private final MemoryPool memory;

    private Database(String name, int threads, long memoryLimit) {
        this.name = name;
        this.workers = new WorkerPool(threads);
        this.memory = MemoryPool.root(name, memoryLimit);
    }

    /** A new, empty database in memory. */
    public static Database inMemory(DatabaseOptions options) {
        return new Database(options.name(), options.threads(), options.memoryLimit());
    }

    public String name() {
        return name;
    }

    public WorkerPool workers() {
        return workers;
    }

    public MemoryPool memory() {
        return memory;
    }

    /** The committed state. */
    public CatalogState catalog() {
        throw VelariaException.unsupported("catalog");
    }

    public FunctionRegistry functions() {
        throw VelariaException.unsupported("functions");
    }

    /** The table function of that name in any case, or null. */
    public TableFunction tableFunction(String functionName) {
        throw VelariaException.unsupported(functionName);
    }

    /** The provider of that name in any case, or null. */
    public TableProvider provider(String providerName) {
        throw VelariaException.unsupported(providerName);
    }

    /** The provider that reads the path, or null. */
    public TableProvider providerOf(String path) {
        throw VelariaException.unsupported(path);
    }

    public List<RuntimeExtension> extensions() {
        return List.of();
    }

    /** @param options of the connection: initial settings, file access */
    public Session connect(SessionOptions options) {
        return new Session(this, options);
    }

    @Override
    public void close() {
        workers.close();
    }
}
