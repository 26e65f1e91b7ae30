package io.velaria.runtime.execution;

import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Analysis;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.aggregate.AggregateState;
import io.velaria.runtime.operator.filter.FilterOperator;
import io.velaria.runtime.operator.join.JoinTranslation;
import io.velaria.runtime.operator.limit.LimitOperator;
import io.velaria.runtime.operator.limit.LimitState;
import io.velaria.runtime.operator.limit.RowLimit;
import io.velaria.runtime.operator.project.ProjectOperator;
import io.velaria.runtime.operator.setop.SetOperationTranslation;
import io.velaria.runtime.operator.sort.SortState;
import io.velaria.runtime.operator.unnest.UnnestOperator;
import io.velaria.runtime.operator.values.ValuesSource;
import io.velaria.runtime.operator.window.PartitionTopOperator;
import io.velaria.runtime.operator.window.WindowState;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.ExtensionNode;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.Limit;
import io.velaria.runtime.plan.PartitionTop;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.SetOperation;
import io.velaria.runtime.plan.Shared;
import io.velaria.runtime.plan.Sort;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.plan.Unnest;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.plan.Window;
import io.velaria.runtime.table.TableModification;
import java.util.List;

/** Says for each kind of plan node which operators run it. */
final class PlanTranslator {
    private PlanTranslator() {}

    /** Whether {@link #translate} can make use of a filter on the node's rows below the node. */
    static boolean takes(PhysicalPlan plan, KeyFilter filter) {
        return plan instanceof Join join ? JoinTranslation.takes(join, filter) : filter.below(plan) != null;
    }

    /** @param filters on the node's rows, of those that it {@link #takes} */
    static PipelineBuilder.Draft translate(PhysicalPlan plan, List<KeyFilter> filters, PipelineBuilder builder) {
        if (plan instanceof Scan scan) {
            return scan(scan, filters, builder).keeping(filters);
        }
        if (plan instanceof Filter filter && filter.input() instanceof Scan scan) {
            // a chunk that the scan leaves out because of keys would not raise the errors of its rows
            boolean canFail = Analysis.canFail(filter.condition(), constant -> true);
            PipelineBuilder.Draft rows = scan(scan, canFail ? List.of() : filters, builder);
            filters.forEach(known -> rows.after(known.ready()));
            return builder.counted(rows, scan).then(FilterOperator.factory(filter.condition(), filters));
        }
        if (plan instanceof Filter filter) {
            return builder.build(filter.input(), KeyFilter.allBelow(plan, filters))
                    .then(FilterOperator.factory(filter.condition()));
        }
        if (plan instanceof Project project) {
            return builder.build(project.input(), KeyFilter.allBelow(plan, filters))
                    .then(ProjectOperator.factory(
                            project.expressions(), project.input().schema().size()));
        }
        if (plan instanceof Values values) {
            return builder.start(ValuesSource.factory(values));
        }
        if (plan instanceof TableModify modify) {
            return TableModification.build(builder, modify);
        }
        if (plan instanceof Aggregate aggregate) {
            AggregateState state = new AggregateState(aggregate, builder.context());
            Pipeline input = builder.build(aggregate.input(), KeyFilter.allBelow(plan, filters))
                    .into(state);
            return builder.start(state.source(), input);
        }
        if (plan instanceof Join join) {
            return JoinTranslation.build(builder, join, filters);
        }
        if (plan instanceof SetOperation operation) {
            return SetOperationTranslation.build(builder, operation);
        }
        if (plan instanceof Window window) {
            WindowState state = new WindowState(window, builder.context());
            Pipeline input = builder.build(window.input()).into(state);
            return builder.start(state.source(), input);
        }
        if (plan instanceof PartitionTop top) {
            return builder.build(top.input()).then(PartitionTopOperator.factory(top));
        }
        if (plan instanceof Unnest unnest) {
            return builder.build(unnest.input()).then(UnnestOperator.factory(unnest));
        }
        if (plan instanceof Sort sort && !sort.keys().isEmpty()) {
            SortState state = new SortState(sort, builder.context());
            Pipeline input = builder.build(sort.input()).into(state);
            return builder.start(state.source(), input);
        }
        if (plan instanceof Sort sort) {
            return limit(sort.input(), sort.offset(), sort.fetch(), builder);
        }
        if (plan instanceof Limit limit) {
            return limit(limit.input(), limit.offset(), limit.fetch(), builder);
        }
        if (plan instanceof Shared shared) {
            return builder.share(shared);
        }
        if (plan instanceof ExtensionNode extension) {
            return extension.build(builder);
        }
        throw VelariaException.unsupported(plan.label());
    }

    /** The scan itself, which makes use of the filters only where that is free. */
    private static PipelineBuilder.Draft scan(Scan scan, List<KeyFilter> filters, PipelineBuilder builder) {
        int[] columns = scan.columns().stream().mapToInt(Integer::intValue).toArray();
        PipelineBuilder.Draft draft =
                builder.start(scan.source().open(builder.context(), columns, scan.skipping(), filters));
        filters.forEach(filter -> draft.after(filter.ready()));
        return draft;
    }

    private static PipelineBuilder.Draft limit(
            PhysicalPlan input, Expression offset, Expression fetch, PipelineBuilder builder) {
        RowLimit limit = RowLimit.of(offset, fetch, builder.context());
        PipelineBuilder.Draft draft = builder.build(input);
        if (draft.isSerial()) {
            return draft.then(LimitOperator.factory(limit));
        }
        LimitState state = new LimitState(limit, builder.context());
        return builder.start(state.source(), draft.into(state));
    }
}
