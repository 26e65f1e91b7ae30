package io.velaria.runtime.execution;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The values of a session's settings at one moment, by name in lower case. Immutable. */
public final class Settings {
    public static final Settings EMPTY = new Settings(Map.of());

    private final Map<String, String> values;

    public Settings(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /** The value, or the default where it was never set. */
    public String get(String name, String defaultValue) {
        return values.getOrDefault(name.toLowerCase(Locale.ROOT), defaultValue);
    }

    /** Whether a BOOLEAN setting was turned off. */
    public boolean isOff(String name) {
        return Set.of("off", "false", "no", "0").contains(get(name, "on").trim().toLowerCase(Locale.ROOT));
    }

    public Settings with(String name, String value) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.put(name.toLowerCase(Locale.ROOT), value);
        return new Settings(changed);
    }

    public Map<String, String> asMap() {
        return Map.copyOf(values);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Settings that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }
}
