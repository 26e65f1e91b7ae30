package io.velaria.runtime.execution;

import io.velaria.runtime.plan.PhysicalPlan;

/** Starts plans. */
public final class PlanExecution {
    private PlanExecution() {}

    /**
     * A cursor over the plan's rows; nothing runs before it is read.
     *
     * @param onClose run once, when the execution has ended and freed what it held; not if this method fails
     * @throws io.velaria.runtime.error.VelariaException where the plan cannot be built or a source not be opened
     */
    public static Cursor open(PhysicalPlan plan, QueryContext context, Runnable onClose) {
        PipelineBuilder builder = new PipelineBuilder(context);
        try {
            ResultBuffer result = new ResultBuffer();
            builder.build(plan).into(result);
            return new QueryExecution(plan.schema(), context, builder.pipelines(), result, onClose);
        } catch (RuntimeException | Error e) {
            builder.abandon();
            throw e;
        }
    }
}
