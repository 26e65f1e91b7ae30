package io.velaria.runtime.session;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.command.CommandContext;
import io.velaria.runtime.command.CommandExecutor;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.execution.FixedCursor;
import io.velaria.runtime.execution.PlanExecution;
import io.velaria.runtime.execution.Progress;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.plan.CommandPlan;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.table.SnapshotTransaction;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One execution of a statement: its context, its timeout, and what happens to the transaction at its end. */
final class Statement {
    /** @param own whether the transaction ends with the statement */
    record Scope(SnapshotTransaction transaction, boolean own) {}

    private final Session session;
    private final Scope scope;
    private final Cancellation cancellation;
    private final QueryContext context;
    private final Future<?> timer;
    private volatile Cursor cursor;

    Statement(Session session, Scope scope, Object[] parameters, long timeoutMillis, Cancellation cancellation) {
        this.session = session;
        this.scope = scope;
        this.cancellation = cancellation;
        SessionValues values = session.values();
        Database database = session.database();
        this.context = new QueryContext(
                database.workers(),
                values.threads(),
                database.memory().child("statement", values.memoryLimit()),
                cancellation,
                evaluation(parameters, values, database),
                scope.transaction(),
                values.settings(),
                new Progress(),
                QueryContext.newWarnings(),
                null);
        long timeout = timeoutMillis > 0 ? timeoutMillis : values.timeoutMillis();
        this.timer = timeout <= 0
                ? null
                : database.workers()
                        .schedule(
                                () -> cancellation.cancel(VelariaException.of(
                                        SqlState.QUERY_CANCELED, "statement timeout after " + timeout + " ms")),
                                timeout,
                                TimeUnit.MILLISECONDS);
        session.started(this);
    }

    /** What the expressions of a statement that begins now see. */
    static EvaluationContext evaluation(Object[] parameters, SessionValues values, Database database) {
        Instant now = Instant.now();
        return new EvaluationContext(
                parameters,
                now.getEpochSecond() * 1_000_000 + now.getNano() / 1000,
                values.zone(),
                database.functions());
    }

    /** A query: its transaction ends with the cursor. */
    Cursor open(PhysicalPlan plan) {
        try {
            Cursor opened = PlanExecution.open(plan, context, this::end);
            cursor = opened;
            return opened;
        } catch (RuntimeException | Error e) {
            end();
            throw e;
        }
    }

    private void end() {
        if (timer != null) {
            timer.cancel(false);
        }
        session.ended(this);
    }

    /** A change or command: done when this returns, undone if it throws. */
    Cursor runToEnd(PhysicalPlan plan) {
        return runToEnd(ignored -> plan instanceof CommandPlan command
                ? CommandExecutor.execute(command.command(), new CommandContext(session, context, scope.transaction()))
                : FixedCursor.of(plan.schema(), drain(plan), context.warnings()));
    }

    /** The same with what is done given. */
    <T> T runToEnd(Function<QueryContext, T> work) {
        SnapshotTransaction transaction = scope.transaction();
        Object mark = transaction.mark();
        try {
            T result = work.apply(context);
            cancellation.check();
            if (scope.own()) {
                transaction.commit();
            }
            return result;
        } catch (RuntimeException | Error e) {
            transaction.rollbackTo(mark);
            if (scope.own()) {
                transaction.rollback();
            }
            throw e;
        } finally {
            end();
        }
    }

    private List<Batch> drain(PhysicalPlan plan) {
        try (Cursor rows = PlanExecution.open(plan, context, () -> {})) {
            return FixedCursor.copy(rows);
        }
    }

    /** Stops it, from any thread. */
    void close() {
        cancellation.cancel();
        Cursor open = cursor;
        if (open != null) {
            open.close();
        }
    }
}
