package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.operator.Blocked;
import io.velaria.runtime.operator.OperatorFactory;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import java.util.List;

/**
 * The rows of several open pipelines, one after the other: each task runs its share of the first one's source and steps,
 * then of the second's. Ordinals of later parts follow those of earlier ones.
 */
final class ConcatSource implements SourceFactory {
    /** A pipeline without its end. */
    record Part(SourceFactory source, List<OperatorFactory> operators) {}

    private final List<Part> parts;
    private final int ordinalBits;
    private int[] parallelism;

    /** @param ordinalBits how many bits the ordinals of the parts need */
    ConcatSource(List<Part> parts, int ordinalBits) {
        this.parts = List.copyOf(parts);
        this.ordinalBits = ordinalBits;
    }

    @Override
    public synchronized int parallelism() {
        if (parallelism == null) {
            parallelism = parts.stream()
                    .mapToInt(part -> Math.max(1, part.source().parallelism()))
                    .toArray();
        }
        int most = 1;
        for (int tasks : parallelism) {
            most = Math.max(most, tasks);
        }
        return most;
    }

    @Override
    public boolean isSerial() {
        return parts.stream().allMatch(part -> part.source().isSerial());
    }

    @Override
    public Source create(TaskContext context) {
        parallelism();
        return new ChainedSource(context);
    }

    @Override
    public void close() {
        parts.forEach(part -> QueryExecution.closeQuietly(part.source()::close));
    }

    private final class ChainedSource implements Source {
        private final TaskContext context;
        private int index = -1;
        private OperatorChain chain; // null behind the last part
        private long position;

        ChainedSource(TaskContext context) {
            this.context = context;
            nextPart();
        }

        private void nextPart() {
            close();
            do {
                index++;
            } while (index < parts.size() && context.index() >= parallelism[index]);
            position = (long) index << ordinalBits;
            if (index < parts.size()) {
                Part part = parts.get(index);
                int tasks = Math.min(context.count(), parallelism[index]);
                chain = new OperatorChain(
                        part.source(), part.operators(), new TaskContext(context.query(), context.index(), tasks));
            }
        }

        /** Takes one step of the part's, so that the task can stop between them. */
        @Override
        public Batch next() {
            Batch batch = chain.step();
            position = ordinal(chain.position());
            if (batch != null) {
                return batch.withOrdinal(ordinal(batch.ordinal()));
            }
            if (chain.isEnded()) {
                nextPart();
            }
            return null;
        }

        private long ordinal(long ordinalOfPart) {
            return ((long) index << ordinalBits) + Math.max(0, Math.min((1L << ordinalBits) - 1, ordinalOfPart));
        }

        @Override
        public boolean isFinished() {
            return chain == null;
        }

        @Override
        public Blocked blocked() {
            return chain == null ? Blocked.NOT : chain.blocked();
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void close() {
            if (chain != null) {
                chain.close();
                chain = null;
            }
        }
    }
}
