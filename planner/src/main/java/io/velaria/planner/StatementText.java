package io.velaria.planner;

import io.velaria.planner.parse.TrivialStatements;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.execution.Settings;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.type.SqlType;
import java.time.ZoneId;
import java.util.List;

/**
 * The text of a statement that may be executed often, with the plan it had last: a few comparisons tell whether that is
 * still good. Thread-safe.
 */
public final class StatementText {
    private final Planner planner;
    private final String sql;
    private volatile Last last;
    private volatile Last lastForValues;

    /** @param parameterTypes the list that the plan was asked for with; a caller that asks again gives the same one */
    private record Last(
            ReadyStatement statement,
            List<SqlType> parameterTypes,
            CatalogState catalog,
            Settings settings,
            ZoneId zone,
            FileAccess files) {
        boolean isFor(Session session, Transaction transaction, List<SqlType> wantedTypes) {
            return parameterTypes == wantedTypes
                    && catalog == transaction.catalog()
                    && settings.equals(session.settings())
                    && zone.equals(session.zone())
                    && files.equals(session.files())
                    && statement.isReusable(transaction);
        }
    }

    StatementText(Planner planner, String sql) {
        this.planner = planner;
        this.sql = sql;
    }

    /**
     * The plan of the statement for what the transaction sees, and for an execution with the values.
     *
     * @param parameterTypes as {@link Planner#plan} takes them; not changed afterwards
     * @throws io.velaria.runtime.error.VelariaException as {@link Planner#plan} does
     */
    public ReadyStatement plan(
            Session session, Transaction transaction, List<SqlType> parameterTypes, ParameterValues values) {
        Last known = values.isEmpty() ? last : lastForValues;
        if (known != null && known.isFor(session, transaction, parameterTypes)) {
            planner.foundAtHand();
        } else {
            known = new Last(
                    find(session, transaction, parameterTypes, values),
                    parameterTypes,
                    transaction.catalog(),
                    session.settings(),
                    session.zone(),
                    session.files());
            if (values.isEmpty()) {
                last = known;
            } else {
                lastForValues = known;
            }
        }
        ReadyStatement found = known.statement();
        return Assumptions.hold(found.statement(), values, session)
                ? found
                : plan(session, transaction, parameterTypes, ParameterValues.NONE);
    }

    private ReadyStatement find(
            Session session, Transaction transaction, List<SqlType> parameterTypes, ParameterValues values) {
        PlannedStatement trivial = TrivialStatements.plan(sql);
        return trivial != null
                ? ReadyStatement.of(trivial)
                : planner.ready(sql, session, transaction, parameterTypes, values);
    }
}
