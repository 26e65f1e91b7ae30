package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.operator.Blocked;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.Source;

/**
 * One task of a pipeline: moves batches from the source through the operators to the sink, always draining the deepest
 * operator first, so that a batch has passed entirely before the next one is read. It can stop after any batch.
 */
final class PipelineTask {
    private final QueryExecution query;
    private final PipelineRun pipeline;
    private final TaskContext context;
    private Source source;
    private Operator[] operators;
    private Sink sink;
    private int finished; // operators [0, finished) have been told that no more input comes
    private boolean sourceEnded;

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
        if (source == null) {
            open();
        }
        Cancellation cancellation = context.query().cancellation();
        do {
            cancellation.check();
            if (sink.isSatisfied()) {
                return end();
            }
            Blocked full = sink.blocked();
            if (!full.isReady()) {
                return full;
            }
            int producer = operators.length - 1;
            Batch batch = null;
            while (producer >= 0) {
                Operator operator = operators[producer];
                batch = operator.next();
                if (batch != null) {
                    break;
                }
                if (operator.isFinished()) {
                    sourceEnded = true;
                    finished = Math.max(finished, producer + 1);
                    break;
                }
                Blocked waiting = operator.blocked();
                if (!waiting.isReady()) {
                    return waiting;
                }
                if (finished > producer) {
                    break; // told to finish, and not done yet: ask it again
                }
                producer--;
            }
            if (batch == null) {
                if (producer < 0 && !sourceEnded) {
                    sink.position(source.position());
                    batch = source.next();
                    if (batch == null) {
                        if (source.isFinished()) {
                            sourceEnded = true;
                        } else {
                            Blocked waiting = source.blocked();
                            if (!waiting.isReady()) {
                                return waiting;
                            }
                        }
                        continue;
                    }
                } else {
                    if (finished == operators.length) {
                        if (operators.length == 0 || operators[operators.length - 1].isFinished()) {
                            return end();
                        }
                        continue;
                    }
                    if (finished == 0 || operators[finished - 1].isFinished()) {
                        operators[finished++].finish();
                    }
                    continue;
                }
            }
            if (batch.size() == 0) {
                continue;
            }
            if (producer + 1 == operators.length) {
                sink.add(batch);
            } else if (operators[producer + 1].needsInput()) {
                operators[producer + 1].add(batch);
            } else if (!operators[producer + 1].isFinished()) {
                throw new IllegalStateException(
                        operators[producer + 1].getClass().getSimpleName()
                                + " gave no batch, wants none and is not finished");
            }
        } while (System.nanoTime() - deadlineNanos < 0);
        return Blocked.NOT;
    }

    private void open() {
        Pipeline plan = pipeline.plan();
        source = plan.source().create(context);
        operators = new Operator[plan.operators().size()];
        int i = 0;
        for (OperatorFactory factory : plan.operators()) {
            operators[i++] = factory.create(context);
        }
        sink = plan.sink().create(context);
    }

    private Blocked end() {
        sink.finish();
        return null;
    }

    /** Frees what the task holds; never while it runs. */
    void close() {
        if (sink != null) {
            QueryExecution.closeQuietly(sink::close);
        }
        if (operators != null) {
            for (Operator operator : operators) {
                if (operator != null) {
                    QueryExecution.closeQuietly(operator::close);
                }
            }
        }
        if (source != null) {
            QueryExecution.closeQuietly(source::close);
        }
    }
}
