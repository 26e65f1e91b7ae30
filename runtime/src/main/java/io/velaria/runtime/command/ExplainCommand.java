package io.velaria.runtime.command;

import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.execution.FixedCursor;
import io.velaria.runtime.execution.PlanExecution;
import io.velaria.runtime.execution.PlanStatistics;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.explain.PlanPrinter;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.CommandPlan;
import java.util.List;

/** EXPLAIN, and EXPLAIN ANALYZE, which runs the plan and drops its rows. */
final class ExplainCommand {
    private ExplainCommand() {}

    static Cursor run(Command.Explain explain, CommandContext context) {
        PlanStatistics statistics = null;
        long nanos = 0;
        if (explain.analyze()) {
            statistics = new PlanStatistics();
            long start = System.nanoTime();
            CommandContext measured =
                    new CommandContext(context.session(), with(context.query(), statistics), context.transaction());
            if (explain.plan() instanceof CommandPlan command) {
                CommandExecutor.execute(command.command(), measured);
            } else {
                try (Cursor cursor = PlanExecution.open(explain.plan(), measured.query(), () -> {})) {
                    while (cursor.next() != null) {
                        // only counted
                    }
                }
            }
            nanos = System.nanoTime() - start;
        }
        List<List<Object>> rows = "JSON".equalsIgnoreCase(explain.format())
                ? List.of(List.of(PlanPrinter.json(explain.plan(), statistics, nanos)))
                : PlanPrinter.text(explain.plan(), statistics, nanos).stream()
                        .map(line -> List.<Object>of(line))
                        .toList();
        return FixedCursor.ofRows(explain.schema(), rows);
    }

    private static QueryContext with(QueryContext query, PlanStatistics statistics) {
        return new QueryContext(
                query.workers(),
                query.parallelism(),
                query.memory(),
                query.cancellation(),
                query.evaluation(),
                query.transaction(),
                query.settings(),
                query.progress(),
                query.warnings(),
                statistics);
    }
}
