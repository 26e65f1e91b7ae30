package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.TableModify;

/**
 * A plan that touches one row of a stored table, made ready once to run at once on the caller's thread: no pipelines, no
 * tasks. Immutable; what depends on rows or indexes is looked up in the transaction that it runs in.
 */
public interface ShortPlan {
    /** The short way of a plan, or null if it has none. */
    static ShortPlan of(PhysicalPlan plan) {
        if (plan instanceof TableModify change) {
            return change.kind() == TableModify.Kind.INSERT ? RowInsert.of(change) : KeyChange.of(change);
        }
        KeyedRow row = row(plan);
        return row == null ? null : new KeyQuery(row);
    }

    /** The row that a chain of at most one projection and a filter gives, or null for any other plan. */
    static KeyedRow row(PhysicalPlan plan) {
        Project project = plan instanceof Project top ? top : null;
        PhysicalPlan below = project == null ? plan : project.input();
        return below instanceof Filter filter ? KeyedRow.of(project, filter) : null;
    }

    /**
     * Runs it: a query gives its rows, a change one row with the number of rows changed. Null, with nothing done, where
     * the plan must take the general way, because no unique index finds its row now.
     *
     * @param own whether the transaction is this statement's own: a change is committed then
     */
    Batch run(SnapshotTransaction transaction, EvaluationContext context, boolean own);
}
