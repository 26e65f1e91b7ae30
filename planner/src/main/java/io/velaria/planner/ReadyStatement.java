package io.velaria.planner;

import io.velaria.planner.catalog.PlannerTable;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.session.PreparedPlan;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A planned statement with its plan made ready for sessions, and what it rests on beside the catalog and the session's
 * settings. Immutable.
 */
public final class ReadyStatement {
    /** A table that is this many times as large as when it was planned for is planned for again. */
    private static final double GROWTH = 8;

    private static final double SMALL_TABLE = 1000;

    /**
     * What a plan reads.
     *
     * @param table the stored table, or null for anything else
     * @param rows of the stored table when it was planned for
     */
    private record Source(ScanSource source, String identity, CatalogObject.Table table, double rows) {
        boolean isSame(Transaction transaction) {
            return table == null
                    ? identity.equals(source.identity())
                    : !outgrown(rows, transaction.table(table.id()).rowCount());
        }
    }

    private final PlannedStatement statement;
    private final PreparedPlan plan;
    private final boolean reusable;
    private final Source[] sources;

    private ReadyStatement(PlannedStatement statement, boolean reusable, Source[] sources) {
        this.statement = statement;
        this.plan = PreparedPlan.of(statement.plan());
        this.reusable = reusable;
        this.sources = sources;
    }

    /** A plan that is not to be used again. */
    static ReadyStatement once(PlannedStatement statement) {
        return new ReadyStatement(statement, false, new Source[0]);
    }

    /** A plan that rests on nothing. */
    static ReadyStatement of(PlannedStatement statement) {
        return new ReadyStatement(statement, true, new Source[0]);
    }

    /**
     * A plan that also rests on what it reads.
     *
     * @param used what the statement named: its columns count even where the plan reads nothing of it
     */
    static ReadyStatement of(PlannedStatement statement, Collection<PlannerTable> used, Transaction transaction) {
        Map<ScanSource, Source> sources = new LinkedHashMap<>();
        for (PlannerTable named : used) {
            CatalogObject.Table table = named.catalogTable();
            if (table != null && table.kind() == TableKind.BASE) {
                double rows = transaction.table(table.id()).rowCount();
                sources.put(named.source(), new Source(named.source(), "", table, rows));
            } else if (named.source() != null) {
                sources.computeIfAbsent(named.source(), ReadyStatement::outside);
            }
        }
        collect(statement.plan(), sources);
        return new ReadyStatement(statement, true, sources.values().toArray(Source[]::new));
    }

    /** Adds what the plan reads without a name in the statement's FROM, such as the files of COPY. */
    private static void collect(PhysicalPlan plan, Map<ScanSource, Source> sources) {
        if (plan instanceof Scan scan) {
            sources.computeIfAbsent(scan.source(), ReadyStatement::outside);
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

    public PlannedStatement statement() {
        return statement;
    }

    /** For {@code Session.execute}. */
    public PreparedPlan plan() {
        return plan;
    }

    /** Whether it may be used again: the files that it reads are the same, its tables not out of their estimates. */
    boolean isReusable(Transaction transaction) {
        if (!reusable) {
            return false;
        }
        for (Source source : sources) {
            if (!source.isSame(transaction)) {
                return false;
            }
        }
        return true;
    }
}
