package io.velaria.planner;

import io.velaria.planner.catalog.PlannerTable;
import io.velaria.planner.catalog.PlanningContext;
import io.velaria.planner.parse.SqlText;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.execution.Settings;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.plan.CommandPlan;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.SqlType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
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
    /** A table that is this many times as large as when it was planned for is planned for again. */
    private static final double GROWTH = 8;

    private static final double SMALL_TABLE = 1000;

    private final LinkedHashMap<Key, Entry> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
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

    /**
     * What a plan reads.
     *
     * @param table the stored table, or null for anything else
     * @param rows of the stored table when it was planned for
     */
    private record Source(ScanSource source, String identity, CatalogObject.Table table, double rows) {
        boolean isSame(PlanningContext context) {
            return table == null ? identity.equals(source.identity()) : !outgrown(rows, context.rowCount(table));
        }
    }

    private record Entry(PlannedStatement statement, List<Source> sources) {}

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
    PlannedStatement find(Object key, PlanningContext context) {
        Entry entry;
        synchronized (plans) {
            entry = plans.get((Key) key);
        }
        boolean usable = entry != null && entry.sources().stream().allMatch(source -> source.isSame(context));
        synchronized (plans) {
            if (usable) {
                hits++;
            } else {
                misses++;
            }
        }
        return usable ? entry.statement() : null;
    }

    /**
     * Keeps a query's or a change's plan; commands are not worth it.
     *
     * @param used what the statement named: its columns count even where the plan reads nothing of it
     */
    void add(Object key, PlannedStatement statement, Collection<PlannerTable> used, PlanningContext context) {
        if (statement.plan() instanceof CommandPlan || statement.continuous()) {
            return;
        }
        Map<ScanSource, Source> sources = new LinkedHashMap<>();
        for (PlannerTable named : used) {
            CatalogObject.Table table = named.catalogTable();
            if (table != null && table.kind() == TableKind.BASE) {
                sources.put(named.source(), new Source(named.source(), "", table, context.rowCount(table)));
            } else if (named.source() != null) {
                sources.computeIfAbsent(named.source(), PlanCache::outside);
            }
        }
        collect(statement.plan(), sources);
        synchronized (plans) {
            plans.put((Key) key, new Entry(statement, List.copyOf(sources.values())));
        }
    }

    /** Adds what the plan reads without a name in the statement's FROM, such as the files of COPY. */
    private static void collect(PhysicalPlan plan, Map<ScanSource, Source> sources) {
        if (plan instanceof Scan scan) {
            sources.computeIfAbsent(scan.source(), PlanCache::outside);
        }
        plan.inputs().forEach(input -> collect(input, sources));
    }

    private static Source outside(ScanSource source) {
        return new Source(source, source.identity(), null, Double.NaN);
    }

    private static boolean outgrown(double planned, double now) {
        double larger = Math.max(planned, now);
        double smaller = Math.max(1, Math.min(planned, now));
        return larger > SMALL_TABLE && larger > smaller * GROWTH;
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
