package io.velaria.runtime.operator.join;

import io.velaria.runtime.execution.Pipeline;
import io.velaria.runtime.execution.PipelineBuilder;
import io.velaria.runtime.plan.Join;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the pipelines of a {@link Join}: one that keeps the build side, and a step of the probe side's. */
public final class JoinTranslation {
    private JoinTranslation() {}

    public static PipelineBuilder.Draft build(PipelineBuilder builder, Join plan) {
        JoinSpec spec = new JoinSpec(plan);
        JoinTable table = new JoinTable(spec, builder.context());
        Pipeline build = builder.build(spec.build()).into(new JoinBuild(spec, table));
        PipelineBuilder.Draft probe = builder.build(spec.probe()).after(build);
        boolean filters = !spec.isBuildFilter()
                && (plan.kind() == Join.Kind.SEMI || plan.kind() == Join.Kind.ANTI || plan.kind() == Join.Kind.MARK);
        if (filters) {
            return probe.then(context -> new FilterProbe(spec, table, context));
        }
        AtomicInteger tasksLeft = new AtomicInteger();
        long lastOrdinal = probe.lastOrdinal();
        return probe.then(context -> new PairProbe(spec, table, context, tasksLeft, lastOrdinal));
    }
}
