package io.velaria.runtime.session;

import io.velaria.runtime.execution.Settings;
import java.time.ZoneId;

/** A session's settings, with those that every statement needs already understood. */
record SessionValues(
        Settings settings, ZoneId zone, int threads, long memoryLimit, long timeoutMillis, boolean shortPlans) {
    static SessionValues of(SettingRegistry registry, Settings settings) {
        return new SessionValues(
                settings,
                ZoneId.of(value(registry, settings, "timezone").trim()),
                (int) Math.max(
                        1,
                        Math.min(
                                1024,
                                Long.parseLong(
                                        value(registry, settings, "threads").trim()))),
                Setting.bytes(value(registry, settings, "memory_limit")),
                Setting.millis(value(registry, settings, "statement_timeout")),
                Setting.booleanValue(value(registry, settings, "short_plans")));
    }

    private static String value(SettingRegistry registry, Settings settings, String name) {
        return settings.get(name, registry.get(name).defaultValue());
    }
}
