package io.velaria.runtime.session;

import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.command.SystemViews;
import io.velaria.runtime.execution.WorkerPool;
import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.extension.RuntimeExtension;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.function.BuiltInFunctions;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.memory.TemporaryFiles;
import io.velaria.runtime.table.TableStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A database: its objects, threads and memory. Shared by its sessions; thread-safe. */
public final class Database implements AutoCloseable {
    private final String name;
    private final WorkerPool workers;
    private final MemoryPool memory;
    private final List<RuntimeExtension> extensions;
    private final FunctionRegistry functions;
    private final Map<String, TableFunction> tableFunctions = new TreeMap<>();
    private final Map<String, TableProvider> providers = new TreeMap<>();
    private final Map<String, TableProvider> streamProviders = new TreeMap<>();
    private final SettingRegistry settings;
    private final TableStore tables;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicLong sessionIds = new AtomicLong();
    private final Map<String, String> rules = new ConcurrentHashMap<>();

    private Database(DatabaseOptions options) {
        this.name = options.name();
        this.workers = new WorkerPool(options.threads());
        TemporaryFiles temporaryFiles = options.temporaryDirectory() == null
                ? TemporaryFiles.none()
                : TemporaryFiles.in(options.temporaryDirectory(), options.temporaryLimit());
        this.memory = MemoryPool.root(name, options.memoryLimit(), temporaryFiles);
        this.settings = new SettingRegistry(options);
        // The driver's own class loader: the context one of a host such as DBeaver knows no extension.
        this.extensions = ServiceLoader.load(RuntimeExtension.class, Database.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        for (RuntimeExtension extension : extensions) {
            for (TableFunction function : extension.tableFunctions()) {
                tableFunctions.put(key(function.name()), function);
                function.aliases().forEach(alias -> tableFunctions.put(key(alias), function));
            }
            extension.providers().forEach(provider -> providers.put(key(provider.name()), provider));
            extension.streamProviders().forEach(provider -> streamProviders.put(key(provider.name()), provider));
            extension.settings().forEach(settings::register);
        }
        this.functions = FunctionRegistry.of(this::allFunctions);
        this.tables = new TableStore(SystemViews.addTo(CatalogState.EMPTY));
    }

    private List<ScalarFunction> allFunctions() {
        List<ScalarFunction> all = new ArrayList<>(BuiltInFunctions.all());
        extensions.forEach(extension -> all.addAll(extension.functions()));
        return all;
    }

    private static String key(String anyCase) {
        return anyCase.toLowerCase(Locale.ROOT);
    }

    /** A new, empty database in memory. */
    public static Database inMemory(DatabaseOptions options) {
        return new Database(options);
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
        return tables.catalog();
    }

    TableStore tables() {
        return tables;
    }

    public FunctionRegistry functions() {
        return functions;
    }

    /** The table function of that name in any case, or null. */
    public TableFunction tableFunction(String functionName) {
        return tableFunctions.get(key(functionName));
    }

    /** All table functions, by name and alias in lower case. */
    public Map<String, TableFunction> tableFunctions() {
        return tableFunctions;
    }

    /** The provider of that name in any case, or null. */
    public TableProvider provider(String providerName) {
        return providers.get(key(providerName));
    }

    /** The provider of stream sources of that name in any case, or null. */
    public TableProvider streamProvider(String providerName) {
        return streamProviders.get(key(providerName));
    }

    public Collection<TableProvider> streamProviders() {
        return streamProviders.values();
    }

    /** The provider that reads the path, or null. */
    public TableProvider providerOf(String path) {
        return providers.values().stream()
                .filter(provider -> provider.claims(path))
                .findFirst()
                .orElse(null);
    }

    public Collection<TableProvider> providers() {
        return providers.values();
    }

    public List<RuntimeExtension> extensions() {
        return extensions;
    }

    /** The settings that sessions know; more may be registered. */
    public SettingRegistry settings() {
        return settings;
    }

    /** Rewrite rules by name, with the phase or purpose of each, as {@code velaria.rules} lists them. */
    public Map<String, String> rules() {
        return rules;
    }

    /** The open sessions. */
    public Collection<Session> sessions() {
        return sessions;
    }

    /** @param options of the connection: initial settings, file access */
    public Session connect(SessionOptions options) {
        Session session = new Session(this, sessionIds.incrementAndGet(), options);
        sessions.add(session);
        return session;
    }

    void disconnected(Session session) {
        sessions.remove(session);
    }

    /** Closes all sessions and ends the threads. */
    @Override
    public void close() {
        sessions.forEach(Session::close);
        workers.close();
    }
}
