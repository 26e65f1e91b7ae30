package io.velaria.runtime.expression;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The scalar functions that a database knows, by name and alias in upper case. Thread-safe. */
public final class FunctionRegistry {
    private final Supplier<? extends Collection<? extends ScalarFunction>> functions;
    private volatile Map<String, ScalarFunction> byName;

    private FunctionRegistry(Supplier<? extends Collection<? extends ScalarFunction>> functions) {
        this.functions = functions;
    }

    public static FunctionRegistry of(Collection<? extends ScalarFunction> functions) {
        return of(() -> functions);
    }

    /**
     * Of functions that are made when one is first asked for: the first statements of many a connection need none, and
     * making them takes longer than all else that opening a database does.
     *
     * @throws IllegalArgumentException from the methods here if two functions claim one name
     */
    public static FunctionRegistry of(Supplier<? extends Collection<? extends ScalarFunction>> functions) {
        return new FunctionRegistry(functions);
    }

    private Map<String, ScalarFunction> byName() {
        Map<String, ScalarFunction> known = byName;
        if (known == null) {
            synchronized (this) {
                known = byName;
                if (known == null) {
                    known = index(functions.get());
                    byName = known;
                }
            }
        }
        return known;
    }

    private static Map<String, ScalarFunction> index(Collection<? extends ScalarFunction> functions) {
        Map<String, ScalarFunction> byName = new LinkedHashMap<>();
        for (ScalarFunction function : functions) {
            put(byName, function.name(), function);
            for (String alias : function.aliases()) {
                put(byName, alias, function);
            }
        }
        return Collections.unmodifiableMap(byName);
    }

    private static void put(Map<String, ScalarFunction> byName, String name, ScalarFunction function) {
        if (byName.putIfAbsent(name.toUpperCase(Locale.ROOT), function) != null) {
            throw new IllegalArgumentException("two functions are named " + name);
        }
    }

    /** The function of that name in any case, or null. */
    public ScalarFunction find(String name) {
        return byName().get(name.toUpperCase(Locale.ROOT));
    }

    public Collection<String> names() {
        return byName().keySet();
    }

    public List<ScalarFunction> functions() {
        return byName().values().stream().distinct().toList();
    }
}
