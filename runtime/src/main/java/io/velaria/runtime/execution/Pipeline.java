package io.velaria.runtime.execution;

import io.velaria.runtime.operator.OperatorFactory;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.operator.SourceFactory;
import java.util.List;
import java.util.Set;

/**
 * A source, the steps that its batches pass, and a sink, run as a number of equal tasks; it starts when the pipelines it
 * depends on have completed.
 */
public record Pipeline(
        SourceFactory source, List<OperatorFactory> operators, SinkFactory sink, Set<Pipeline> dependencies) {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
