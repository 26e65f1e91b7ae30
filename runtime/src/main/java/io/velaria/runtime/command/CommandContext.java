package io.velaria.runtime.command;

import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.execution.PlanExecution;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.table.SnapshotTransaction;

/** What a command works with. */
public record CommandContext(Session session, QueryContext query, SnapshotTransaction transaction) {
    /** Runs a plan inside of the command. */
    Cursor open(PhysicalPlan plan) {
        return PlanExecution.open(plan, query, () -> {});
    }
}
