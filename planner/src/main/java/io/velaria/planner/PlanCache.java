package io.velaria.planner;

import io.velaria.planner.catalog.PlanningContext;
import io.velaria.planner.parse.SqlText;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.execution.Settings;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.type.SqlType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans of the statements that were planned last. A plan is used again for the same text, types of parameters, state of
 * the catalog and settings, while the files that it reads are the same and its tables have not grown out of their
 * estimates. Thread-safe.
 */
final class PlanCache {
    private static final int CAPACITY = 500;

    private final LinkedHashMap<Key, ReadyStatement> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ReadyStatement> eldest) {
            return size() > CAPACITY;
        }
    };

    private long hits;
    private long misses;

    /**
     * What identifies a statement here.
     *
     * @param forValues whether the plan was made for an execution whose values are known
     * @param catalog compared by identity: a changed catalog is another object
     */
    private record Key(
            String sql,
            List<SqlType> parameterTypes,
            boolean forValues,
            CatalogState catalog,
            Settings settings,
            ZoneId zone,
            FileAccess files) {}

    static Object key(String sql, PlanningContext context, List<SqlType> parameterTypes) {
        return new Key(
                SqlText.normalise(sql),
                new ArrayList<>(parameterTypes),
                !context.parameterValues().isEmpty(),
                context.catalog(),
                context.settings(),
                context.zone(),
                context.files());
    }

    /** The plan, or null where there is none or no good one. */
    ReadyStatement find(Object key, Transaction transaction) {
        ReadyStatement kept;
        synchronized (plans) {
            kept = plans.get((Key) key);
        }
        boolean usable = kept != null && kept.isReusable(transaction);
        synchronized (plans) {
            if (usable) {
                hits++;
            } else {
                misses++;
            }
        }
        return usable ? kept : null;
    }

    void add(Object key, ReadyStatement planned) {
        synchronized (plans) {
            plans.put((Key) key, planned);
        }
    }

    long hits() {
        synchronized (plans) {
            return hits;
        }
    }

    long misses() {
        synchronized (plans) {
            return misses;
        }
    }
}
