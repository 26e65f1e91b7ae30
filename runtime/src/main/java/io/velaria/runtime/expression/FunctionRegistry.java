package io.velaria.runtime.expression;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The scalar functions that a database knows, by name and alias in upper case. Immutable. */
public final class FunctionRegistry {
    private final Map<String, ScalarFunction> byName;

    private FunctionRegistry(Map<String, ScalarFunction> byName) {
        this.byName = byName;
    }

    /** @throws IllegalArgumentException if two functions claim one name */
    public static FunctionRegistry of(Collection<? extends ScalarFunction> functions) {
        Map<String, ScalarFunction> byName = new LinkedHashMap<>();
        for (ScalarFunction function : functions) {
            put(byName, function.name(), function);
            for (String alias : function.aliases()) {
                put(byName, alias, function);
            }
        }
        return new FunctionRegistry(Collections.unmodifiableMap(byName));
    }

    private static void put(Map<String, ScalarFunction> byName, String name, ScalarFunction function) {
        if (byName.putIfAbsent(name.toUpperCase(Locale.ROOT), function) != null) {
            throw new IllegalArgumentException("two functions are named " + name);
        }
    }

    /** The function of that name in any case, or null. */
    public ScalarFunction find(String name) {
        return byName.get(name.toUpperCase(Locale.ROOT));
    }

    public Collection<String> names() {
        return byName.keySet();
    }

    public List<ScalarFunction> functions() {
        return byName.values().stream().distinct().toList();
    }
}
