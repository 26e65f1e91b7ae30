package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.operator.Blocked;
import io.velaria.runtime.operator.Sink;

/** One task of a pipeline: moves batches through a chain of operators into the sink. It can stop after any step. */
final class PipelineTask {
    private final QueryExecution query;
    private final PipelineRun pipeline;
    private final TaskContext context;
    private OperatorChain chain;
    private Sink sink;

    PipelineTask(QueryExecution query, PipelineRun pipeline, TaskContext context) {
        this.query = query;
        this.pipeline = pipeline;
        this.context = context;
    }

    QueryExecution query() {
        return query;
    }

    PipelineRun pipeline() {
        return pipeline;
    }

    /**
     * Works until the deadline, and returns null when the task is done, {@link Blocked#NOT} when only the time was up, or
     * what it waits for.
     */
    Blocked run(long deadlineNanos) {
        if (chain == null) {
            chain = new OperatorChain(pipeline.plan().source(), pipeline.plan().operators(), context);
            sink = pipeline.plan().sink().create(context);
        }
        Cancellation cancellation = context.query().cancellation();
        do {
            cancellation.check();
            if (chain.isEnded() || sink.isSatisfied()) {
                sink.finish();
                return null;
            }
            Blocked full = sink.blocked();
            if (!full.isReady()) {
                return full;
            }
            Batch batch = chain.step();
            sink.position(chain.position());
            if (batch != null) {
                sink.add(batch);
            } else if (!chain.blocked().isReady()) {
                return chain.blocked();
            }
        } while (System.nanoTime() - deadlineNanos < 0);
        return Blocked.NOT;
    }

    /** Frees what the task holds; never while it runs. */
    void close() {
        if (sink != null) {
            QueryExecution.closeQuietly(sink::close);
        }
        if (chain != null) {
            chain.close();
        }
    }
}
