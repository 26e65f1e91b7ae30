package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.plan.PhysicalPlan;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Runs a plan made by hand and gives its rows as {@link Vector#valueAt} gives values, byte arrays as text. */
public final class PlanRunner {
    private static final WorkerPool WORKERS = new WorkerPool(4);

    private PlanRunner() {}

    /** What a run works with. */
    public static QueryContext context(int parallelism, MemoryPool memory, Object... parameters) {
        return new QueryContext(
                WORKERS,
                parallelism,
                memory,
                new Cancellation(),
                new EvaluationContext(parameters, 0, ZoneOffset.UTC, FunctionRegistry.of(List.of())),
                null,
                Settings.EMPTY,
                new Progress(),
                QueryContext.newWarnings(),
                null);
    }

    /** All rows, and a check that what was reserved is given back. */
    public static List<List<Object>> run(PhysicalPlan plan, int parallelism, Object... parameters) {
        MemoryPool memory = MemoryPool.root("test", 1L << 30);
        List<List<Object>> rows = run(plan, context(parallelism, memory, parameters));
        if (memory.reserved() != 0) {
            throw new AssertionError(memory.reserved() + " bytes are still reserved");
        }
        return rows;
    }

    /** A context with the given settings that counts rows in the given statistics. */
    public static QueryContext context(int parallelism, Settings settings, PlanStatistics statistics) {
        QueryContext plain = context(parallelism, MemoryPool.root("test", 1L << 30));
        return new QueryContext(
                plain.workers(),
                parallelism,
                plain.memory(),
                plain.cancellation(),
                plain.evaluation(),
                null,
                settings,
                plain.progress(),
                plain.warnings(),
                statistics);
    }

    public static List<List<Object>> run(PhysicalPlan plan, QueryContext context) {
        List<List<Object>> rows = new ArrayList<>();
        try (Cursor cursor = PlanExecution.open(plan, context, () -> {})) {
            for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
                for (int i = 0; i < batch.size(); i++) {
                    List<Object> row = new ArrayList<>();
                    for (Vector column : batch.columns()) {
                        row.add(column.valueAt(batch.row(i)));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }
}
