package io.velaria.planner.translate;

import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.Limit;
import io.velaria.runtime.plan.PartitionTop;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.SetOperation;
import io.velaria.runtime.plan.Sort;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.plan.Unnest;
import io.velaria.runtime.plan.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Replaces the inputs of plan nodes. */
final class PlanInputs {
    private PlanInputs() {}

    /** The node over what becomes of its inputs; the node itself where none of them changes. */
    static PhysicalPlan map(PhysicalPlan plan, UnaryOperator<PhysicalPlan> rewrite) {
        List<PhysicalPlan> inputs = new ArrayList<>();
        boolean changed = false;
        for (PhysicalPlan input : plan.inputs()) {
            PhysicalPlan rewritten = rewrite.apply(input);
            changed |= rewritten != input;
            inputs.add(rewritten);
        }
        return changed ? with(plan, inputs) : plan;
    }

    /** The node over other inputs of the same columns. */
    static PhysicalPlan with(PhysicalPlan plan, List<PhysicalPlan> inputs) {
        PhysicalPlan input = inputs.get(0);
        if (plan instanceof Filter filter) {
            return new Filter(input, filter.condition(), filter.estimatedRows());
        }
        if (plan instanceof Project project) {
            return new Project(input, project.expressions(), project.schema());
        }
        if (plan instanceof Join join) {
            return new Join(
                    join.kind(),
                    input,
                    inputs.get(1),
                    join.leftKeys(),
                    join.rightKeys(),
                    join.nullsEqual(),
                    join.residual(),
                    join.buildLeft(),
                    join.schema(),
                    join.estimatedRows());
        }
        if (plan instanceof Aggregate aggregate) {
            return new Aggregate(
                    input,
                    aggregate.keys(),
                    aggregate.groupingSets(),
                    aggregate.calls(),
                    aggregate.schema(),
                    aggregate.estimatedRows());
        }
        if (plan instanceof Sort sort) {
            return new Sort(input, sort.keys(), sort.offset(), sort.fetch(), sort.estimatedRows());
        }
        if (plan instanceof Limit limit) {
            return new Limit(input, limit.offset(), limit.fetch(), limit.estimatedRows());
        }
        if (plan instanceof Window window) {
            return new Window(input, window.partition(), window.order(), window.calls(), window.schema());
        }
        if (plan instanceof PartitionTop top) {
            return new PartitionTop(input, top.partition(), top.order(), top.ranking(), top.bound(), top.below());
        }
        if (plan instanceof SetOperation operation) {
            return new SetOperation(
                    operation.kind(), operation.all(), inputs, operation.schema(), operation.estimatedRows());
        }
        if (plan instanceof Unnest unnest) {
            return new Unnest(
                    input,
                    unnest.column(),
                    unnest.ordinality(),
                    unnest.outer(),
                    unnest.schema(),
                    unnest.estimatedRows());
        }
        if (plan instanceof TableModify modify) {
            return new TableModify(modify.kind(), modify.tableId(), modify.tableName(), input);
        }
        return plan; // an extension's node keeps its inputs
    }
}
