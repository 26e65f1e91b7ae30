package io.velaria.runtime.execution;

import io.velaria.runtime.catalog.Transaction;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.ExpressionCompiler;
import io.velaria.runtime.memory.MemoryPool;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one execution of a statement works with, shared by all its tasks.
 *
 * @param transaction where tables are read from and written to
 * @param settings the session's settings when the statement started
 * @param warnings messages that the driver reports as SQLWarnings
 * @param statistics rows and time per plan node if EXPLAIN ANALYZE asked for them, else null
 */
public record QueryContext(
        WorkerPool workers,
        int parallelism,
        MemoryPool memory,
        Cancellation cancellation,
        EvaluationContext evaluation,
        Transaction transaction,
        Settings settings,
        Progress progress,
        List<String> warnings,
        PlanStatistics statistics) {
    public static List<String> newWarnings() {
        return new CopyOnWriteArrayList<>();
    }

    /** The same with another pool below this one's, to tell what one user holds. */
    public QueryContext with(MemoryPool part) {
        return new QueryContext(
                workers,
                parallelism,
                part,
                cancellation,
                evaluation,
                transaction,
                settings,
                progress,
                warnings,
                statistics);
    }

    /** A compiler for one task's expressions. */
    public ExpressionCompiler expressions() {
        return new ExpressionCompiler(evaluation);
    }
}
