package io.velaria.runtime.plan;

import io.velaria.runtime.execution.PipelineBuilder;

/**
 * A node that an extension adds. Implementations are immutable, serialisable data with value equality like the other
 * nodes.
 */
public non-sealed interface ExtensionNode extends PhysicalPlan {
    /** Names the node type, such as {@code vector.topk}. */
    String id();

    /** Builds its part of the pipelines: usually {@code builder.build(input)} with operators added. */
    PipelineBuilder.Draft build(PipelineBuilder builder);
}
