package io.velaria.planner;

import io.velaria.planner.catalog.PlanningContext;
import io.velaria.planner.parse.SqlParsing;
import io.velaria.planner.parse.SqlText;
import io.velaria.planner.rewrite.Rewrite;
import io.velaria.planner.translate.StatementPlanner;
import io.velaria.planner.validate.Extensions;
import io.velaria.planner.validate.OperatorTable;
import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.plan.CommandPlan;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.type.SqlType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Turns SQL text into plans: one for each database. Thread-safe. Calcite is behind this class and in none of its
 * signatures, so a caller that plans nothing loads nothing of it.
 */
public final class Planner {
    private static final int MAX_TEXTS = 500;
    /** Longer texts are not kept: they are hardly written twice. */
    private static final int MAX_LENGTH = 20_000;

    private final PlanCache cache = new PlanCache();
    private final LongAdder foundAtHand = new LongAdder();
    private volatile Engine engine;

    /** The texts planned last, as they were written: what is asked for again needs not even be read. */
    private final LinkedHashMap<String, StatementText> texts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StatementText> eldest) {
            return size() > MAX_TEXTS;
        }
    };

    /** What planning shares between statements; loaded with the first of them. */
    private record Engine(FunctionRegistry functions, Extensions extensions, OperatorTable operators) {
        static Engine of(FunctionRegistry functions) {
            Extensions extensions = Extensions.load();
            return new Engine(functions, extensions, new OperatorTable(functions, extensions.operators()));
        }
    }

    /**
     * Plans one statement.
     *
     * @param parameterTypes types that bound values need a {@code ?} to have, null elements (or none) where the
     *     statement itself is to say it
     * @throws VelariaException with position and SQLSTATE: 42601 for syntax, 42P01 for an unknown table, ..
     */
    public PlannedStatement plan(String sql, Session session, List<SqlType> parameterTypes) {
        return plan(sql, session, parameterTypes, ParameterValues.NONE);
    }

    /**
     * Plans one statement for an execution with these values. The plan may have been made for others, or be used for
     * others later: they only tell it what to expect. What it assumes of parameters holds for these.
     */
    public PlannedStatement plan(String sql, Session session, List<SqlType> parameterTypes, ParameterValues values) {
        return text(sql)
                .plan(session, session.transaction(), parameterTypes, values)
                .statement();
    }

    /** A statement to be planned, perhaps with the plan that it had before. */
    public StatementText text(String sql) {
        if (sql.length() > MAX_LENGTH) {
            return new StatementText(this, sql);
        }
        synchronized (texts) {
            return texts.computeIfAbsent(sql, unknown -> new StatementText(this, unknown));
        }
    }

    /** Plans for what the transaction sees, or takes the plan from the cache: what it assumes is still to be checked. */
    ReadyStatement ready(
            String sql,
            Session session,
            Transaction transaction,
            List<SqlType> parameterTypes,
            ParameterValues values) {
        describeRules(session.database());
        PlanningContext context = PlanningContext.of(session, transaction, parameterTypes, values);
        if (isOff(context.settings().get("plan_cache", "on"))) {
            return ReadyStatement.once(plan(sql, context));
        }
        Object key = PlanCache.key(sql, context, parameterTypes);
        ReadyStatement cached = cache.find(key, transaction);
        if (cached != null) {
            return cached;
        }
        StatementPlanner planner = planner(sql, context);
        PlannedStatement planned = planner.plan(SqlParsing.parseStatement(sql));
        if (context.dependsOnTime() || planned.continuous() || planned.plan() instanceof CommandPlan) {
            return ReadyStatement.once(planned);
        }
        ReadyStatement ready = ReadyStatement.of(planned, planner.usedTables(), transaction);
        cache.add(key, ready);
        return ready;
    }

    /** For {@code velaria.rules}. */
    private static void describeRules(Database database) {
        if (database.rules().isEmpty()) {
            for (Rewrite rewrite : Rewrite.values()) {
                database.rules().put(rewrite.ruleName(), rewrite.description());
            }
        }
    }

    private static boolean isOff(String value) {
        return value.equalsIgnoreCase("off") || value.equalsIgnoreCase("false") || value.equals("0");
    }

    void foundAtHand() {
        foundAtHand.increment();
    }

    /** How many statements found their plan ready. */
    public long cacheHits() {
        return cache.hits() + foundAtHand.sum();
    }

    /** How many statements were planned although plans are kept. */
    public long cacheMisses() {
        return cache.misses();
    }

    /** Plans one statement as if by a session that sees this context. */
    public PlannedStatement plan(String sql, PlanningContext context) {
        return planner(sql, context).plan(SqlParsing.parseStatement(sql));
    }

    private StatementPlanner planner(String sql, PlanningContext context) {
        Engine shared = engine(context.functions());
        return new StatementPlanner(sql, context, shared.extensions(), shared.operators());
    }

    private Engine engine(FunctionRegistry functions) {
        Engine shared = engine;
        if (shared == null || shared.functions() != functions) {
            shared = Engine.of(functions);
            engine = shared;
        }
        return shared;
    }

    /** The statements of a script, in order, without their semicolons; comments and quotes are respected. */
    public static List<String> split(String script) {
        return SqlText.split(script);
    }
}
