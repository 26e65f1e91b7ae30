package io.velaria.runtime.session;

import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.KeyDependencies;
import io.velaria.runtime.operator.aggregate.AggregateState;
import io.velaria.runtime.operator.join.JoinTranslation;
import io.velaria.runtime.session.Setting.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The settings that a database knows: the runtime's own, and those of extensions and the planner. Thread-safe. */
public final class SettingRegistry {
    private final TreeMap<String, Setting> byName = new TreeMap<>();

    SettingRegistry(DatabaseOptions options) {
        List.of(
                        new Setting(
                                "threads",
                                Type.INTEGER,
                                Integer.toString(options.threads()),
                                "Threads that one statement computes with, its caller's included."),
                        new Setting(
                                "memory_limit",
                                Type.SIZE,
                                Long.toString(options.memoryLimit()),
                                "Bytes that the operators of one statement may hold; KB, MB and GB are understood."),
                        new Setting(
                                "timezone",
                                Type.ZONE,
                                java.time.ZoneId.systemDefault().getId(),
                                "Time zone in which TIMESTAMP WITH TIME ZONE is shown and read."),
                        new Setting(
                                "schema",
                                Type.TEXT,
                                ObjectName.DEFAULT_SCHEMA,
                                "Schema in which names without one are looked up and created."),
                        new Setting(
                                "statement_timeout",
                                Type.DURATION,
                                "0",
                                "Time after which a statement is cancelled, in milliseconds or with ms, s, min; 0 for"
                                        + " none."),
                        new Setting(
                                "transaction_isolation",
                                Type.ISOLATION,
                                "repeatable read",
                                "Weaker levels are accepted and get snapshot isolation as well."),
                        new Setting("plan_cache", Type.BOOLEAN, "on", "Whether plans are kept and used again."),
                        new Setting(
                                "short_plans",
                                Type.BOOLEAN,
                                "on",
                                "Whether statements about one row, and batches of inserted rows, go around the"
                                        + " pipelines."),
                        new Setting(
                                JoinTranslation.KEY_FILTERS,
                                Type.BOOLEAN,
                                "on",
                                "Whether what a join's one side has as keys filters what is read for the other."),
                        new Setting(
                                JoinTranslation.KEY_INDEX,
                                Type.BOOLEAN,
                                "on",
                                "Whether a join by dense integers finds rows by their place in the range, not by hashes."),
                        new Setting(
                                AggregateState.CACHE,
                                Type.INTEGER,
                                Long.toString(AggregateState.DEFAULT_CACHE),
                                "Bytes of groups above which an aggregation of rows in no order divides rows by their"
                                        + " keys before it groups them."),
                        new Setting(
                                KeyDependencies.SETTING,
                                Type.BOOLEAN,
                                "on",
                                "Whether groups are found without the keys that the snapshot proves to be determined by"
                                        + " others."),
                        new Setting(
                                "disabled_rules",
                                Type.TEXT,
                                "",
                                "Names of rewrite rules, separated by commas, that the planner leaves out."))
                .forEach(this::register);
    }

    /** Makes a setting known; one of the same name is replaced. */
    public synchronized void register(Setting setting) {
        byName.put(setting.name(), setting);
    }

    /** @throws VelariaException 42704 for an unknown name, with a suggestion */
    public synchronized Setting get(String name) {
        Setting setting = byName.get(name.toLowerCase(Locale.ROOT));
        if (setting == null) {
            VelariaException unknown =
                    VelariaException.of(SqlState.UNDEFINED_OBJECT, "unknown setting \"" + name + "\"");
            String hint = Suggestion.didYouMean(name, byName.keySet());
            throw hint == null ? unknown : unknown.hint(hint);
        }
        return setting;
    }

    public synchronized Collection<Setting> all() {
        return new ArrayList<>(byName.values());
    }
}
