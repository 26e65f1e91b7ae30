package io.velaria.runtime.execution;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.operator.OperatorFactory;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.operator.filter.FilterOperator;
import io.velaria.runtime.operator.shared.SharedRows;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Shared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a plan into the pipelines of one execution. A streaming node adds an operator to its input's draft; a breaker
 * ends its input's draft with a sink and starts a new draft, behind it, with a source.
 */
public final class PipelineBuilder {
    /** Ordinals of sources stay below {@code (1 << ORDINAL_BITS) - 1}. */
    static final int ORDINAL_BITS = 48;

    private final QueryContext context;
    private final List<Pipeline> pipelines = new ArrayList<>();
    private final List<SourceFactory> sources = new ArrayList<>();
    private final Map<Integer, FilledRows> shared = new HashMap<>();

    /** Rows that several pipelines read, and the pipeline after which they are there. */
    private record FilledRows(SharedRows rows, Pipeline filling) {}

    public PipelineBuilder(QueryContext context) {
        this.context = context;
    }

    public QueryContext context() {
        return context;
    }

    /** The pipelines so far, in the order in which they were ended. */
    List<Pipeline> pipelines() {
        return pipelines;
    }

    /** Frees what was opened, where building or starting failed. */
    void abandon() {
        for (SourceFactory source : sources) {
            QueryExecution.closeQuietly(source::close);
        }
        for (Pipeline pipeline : pipelines) {
            QueryExecution.closeQuietly(pipeline.sink()::close);
        }
    }

    /** The pipelines below a node, and the open end that gives its rows. */
    public Draft build(PhysicalPlan plan) {
        return build(plan, List.of());
    }

    /** The same, without some of the rows that the filters don't want. */
    public Draft build(PhysicalPlan plan, List<KeyFilter> filters) {
        List<KeyFilter> here = new ArrayList<>();
        List<KeyFilter> below = new ArrayList<>();
        for (KeyFilter filter : filters) {
            (PlanTranslator.takes(plan, filter) ? below : here).add(filter);
        }
        Draft draft = counted(PlanTranslator.translate(plan, below, this), plan);
        return draft.keeping(here);
    }

    /** Makes the draft count its rows as the node's, if EXPLAIN ANALYZE asked for that. */
    Draft counted(Draft draft, PhysicalPlan plan) {
        return context.statistics() == null
                ? draft
                : draft.then(RowCounter.factory(context.statistics().node(plan)));
    }

    /** The rows of a shared input, which the first of its readers builds. */
    Draft share(Shared node) {
        FilledRows filled = shared.get(node.number());
        if (filled == null) {
            SharedRows rows = new SharedRows(context);
            filled = new FilledRows(rows, build(node.input()).into(rows));
            shared.put(node.number(), filled);
        }
        return start(filled.rows().source(), filled.filling());
    }

    /** A new pipeline that starts when the given ones have completed. */
    public Draft start(SourceFactory source, Pipeline... dependencies) {
        sources.add(source);
        return new Draft(source, Set.of(dependencies), ORDINAL_BITS);
    }

    /** The rows of several open pipelines, one after the other; these must not be used any more. */
    public Draft concat(List<Draft> drafts) {
        Set<Pipeline> dependencies = new HashSet<>();
        List<ConcatSource.Part> parts = new ArrayList<>();
        int bits = 0;
        for (Draft draft : drafts) {
            dependencies.addAll(draft.dependencies);
            parts.add(new ConcatSource.Part(draft.source, List.copyOf(draft.operators)));
            bits = Math.max(bits, draft.ordinalBits);
        }
        int all = bits + 32 - Integer.numberOfLeadingZeros(drafts.size());
        if (all > 62) {
            throw VelariaException.of(SqlState.STATEMENT_TOO_COMPLEX, "UNION ALL is nested too deeply");
        }
        return new Draft(new ConcatSource(parts, bits), dependencies, all);
    }

    /** A pipeline whose end is still open. */
    public final class Draft {
        private final SourceFactory source;
        private final List<OperatorFactory> operators = new ArrayList<>();
        private final Set<Pipeline> dependencies;
        private final int ordinalBits;

        private Draft(SourceFactory source, Set<Pipeline> dependencies, int ordinalBits) {
            this.source = source;
            this.ordinalBits = ordinalBits;
            this.dependencies = new HashSet<>(dependencies);
        }

        public Draft then(OperatorFactory operator) {
            operators.add(operator);
            return this;
        }

        /** An ordinal past those of all batches of the source, for rows that come after them. */
        public long lastOrdinal() {
            return (1L << ordinalBits) - 1;
        }

        /** Whether the pipeline will have one task, so that its batches come in order. */
        public boolean isSerial() {
            return source.isSerial();
        }

        /** Makes the pipeline wait for another one to complete. */
        public Draft after(Pipeline dependency) {
            dependencies.add(dependency);
            return this;
        }

        /** Leaves out rows that the filters don't want, once these are known. */
        Draft keeping(List<KeyFilter> filters) {
            filters.forEach(filter -> dependencies.add(filter.ready()));
            return filters.isEmpty() ? this : then(FilterOperator.factory(filters));
        }

        /** Ends the pipeline. */
        public Pipeline into(SinkFactory sink) {
            Pipeline pipeline = new Pipeline(source, List.copyOf(operators), sink, Set.copyOf(dependencies));
            pipelines.add(pipeline);
            return pipeline;
        }
    }
}
