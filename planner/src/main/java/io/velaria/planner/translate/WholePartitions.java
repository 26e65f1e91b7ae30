package io.velaria.planner.translate;

import io.velaria.runtime.expression.Analysis;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.Window;
import io.velaria.runtime.table.StoredTableSource;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Computes aggregates over whole partitions by grouping, and joins them to the rows: no row is sorted or kept. The input
 * is read twice, so that it must be cheap and the same both times.
 */
final class WholePartitions {
    /** In any order of the rows they give the same. */
    private static final Set<String> FUNCTIONS =
            Set.of("COUNT", "SUM", "$SUM0", "MIN", "MAX", "AVG", "STDDEV_POP", "STDDEV_SAMP", "VAR_POP", "VAR_SAMP");

    private final FunctionRegistry functions;

    private WholePartitions(FunctionRegistry functions) {
        this.functions = functions;
    }

    /** The same rows, in the order of the input where windows are replaced. */
    static PhysicalPlan group(PhysicalPlan plan, FunctionRegistry functions) {
        return new WholePartitions(functions).rewrite(plan);
    }

    private PhysicalPlan rewrite(PhysicalPlan plan) {
        PhysicalPlan rewritten = PlanInputs.map(plan, this::rewrite);
        return rewritten instanceof Window window
                        && !window.partition().isEmpty()
                        && window.partition().stream().noneMatch(column -> isApproximate(window, column))
                        && window.calls().stream().allMatch(call -> isOfWholePartition(window, call))
                        && isCheaplyRepeatable(window.input())
                ? group(window)
                : rewritten;
    }

    private static boolean isApproximate(Window window, int column) {
        return window.input().schema().get(column).type().kind().isApproximateNumeric();
    }

    private static boolean isOfWholePartition(Window window, Window.Call call) {
        Window.Frame frame = call.frame();
        boolean unbounded = frame.start().kind() == Window.Bound.Kind.UNBOUNDED_PRECEDING
                && frame.end().kind() == Window.Bound.Kind.UNBOUNDED_FOLLOWING;
        boolean allPeers = frame.unit() == Window.Unit.RANGE
                && window.order().isEmpty()
                && frame.start().kind() == Window.Bound.Kind.UNBOUNDED_PRECEDING
                && frame.end().kind() == Window.Bound.Kind.CURRENT_ROW;
        return FUNCTIONS.contains(call.aggregate().function())
                && frame.exclude() == Window.Exclude.NO_OTHERS
                && (unbounded || allPeers);
    }

    private boolean isCheaplyRepeatable(PhysicalPlan plan) {
        if (plan instanceof Scan scan) {
            return scan.source() instanceof StoredTableSource; // both times in one snapshot
        }
        if (plan instanceof Filter filter) {
            return isRepeatable(filter.condition()) && isCheaplyRepeatable(filter.input());
        }
        return plan instanceof Project project
                && project.expressions().stream().allMatch(this::isRepeatable)
                && isCheaplyRepeatable(project.input());
    }

    private boolean isRepeatable(Expression expression) {
        return !Analysis.isVolatile(expression, functions);
    }

    private static PhysicalPlan group(Window window) {
        PhysicalPlan input = window.input();
        int inputColumns = input.schema().size();
        int keys = window.partition().size();
        List<Field> grouped = new ArrayList<>();
        window.partition().forEach(column -> grouped.add(input.schema().get(column)));
        grouped.addAll(window.schema().subList(inputColumns, window.schema().size()));
        List<AggregateCall> calls =
                window.calls().stream().map(Window.Call::aggregate).toList();
        List<Integer> allKeys = IntStream.range(0, keys).boxed().toList();
        Aggregate aggregate =
                new Aggregate(input, window.partition(), List.of(allKeys), calls, grouped, input.estimatedRows());
        List<Field> both = new ArrayList<>(input.schema());
        both.addAll(grouped);
        Join join = new Join(
                Join.Kind.LEFT, // where no row is without a match; nothing is gained by leaving out those that are
                input,
                ColumnPruning.prune(aggregate),
                window.partition(),
                allKeys,
                window.partition().stream()
                        .map(column -> input.schema().get(column).nullable())
                        .toList(),
                null,
                false,
                both,
                input.estimatedRows());
        List<Expression> columns = new ArrayList<>(Expressions.references(input.schema()));
        for (int c = inputColumns; c < window.schema().size(); c++) {
            columns.add(new InputRef(c + keys, window.schema().get(c).type()));
        }
        return new Project(join, columns, window.schema());
    }
}
