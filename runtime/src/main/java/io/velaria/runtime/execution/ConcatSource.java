package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.operator.Blocked;
import io.velaria.runtime.operator.Operator;
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
        private Source source;
        private Operator[] operators;
        private int finished; // operators [0, finished) have been told that no more input comes
        private boolean sourceEnded;
        private boolean partEnded;
        private long position;
        private Blocked blocked = Blocked.NOT;

        ChainedSource(TaskContext context) {
            this.context = context;
            nextPart();
        }

        private void nextPart() {
            closePart();
            index++;
            while (index < parts.size() && context.index() >= parallelism[index]) {
                index++;
            }
            position = (long) index << ordinalBits;
            if (index < parts.size()) {
                Part part = parts.get(index);
                TaskContext own = new TaskContext(
                        context.query(), context.index(), Math.min(context.count(), parallelism[index]));
                finished = 0;
                sourceEnded = false;
                partEnded = false;
                operators = new Operator[part.operators().size()];
                source = part.source().create(own);
                for (int i = 0; i < operators.length; i++) {
                    operators[i] = part.operators().get(i).create(own);
                }
            }
        }

        @Override
        public Batch next() {
            blocked = Blocked.NOT;
            while (index < parts.size()) {
                context.query().cancellation().check();
                Batch batch = pull();
                if (batch != null) {
                    return batch.withOrdinal(((long) index << ordinalBits) + clamp(batch.ordinal()));
                }
                if (!partEnded) {
                    return null; // blocked, even if what it waited for has happened meanwhile
                }
                nextPart();
            }
            return null;
        }

        private long clamp(long ordinal) {
            return Math.max(0, Math.min((1L << ordinalBits) - 1, ordinal));
        }

        /** The part's next batch; null at its end, then {@code partEnded}, or with {@code blocked} set. */
        private Batch pull() {
            while (true) {
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
                    blocked = operator.blocked();
                    if (!blocked.isReady()) {
                        return null;
                    }
                    if (finished > producer) {
                        break;
                    }
                    producer--;
                }
                if (batch == null) {
                    if (producer < 0 && !sourceEnded) {
                        position = ((long) index << ordinalBits) + clamp(source.position());
                        batch = source.next();
                        if (batch == null) {
                            if (source.isFinished()) {
                                sourceEnded = true;
                            } else {
                                blocked = source.blocked();
                                if (!blocked.isReady()) {
                                    return null;
                                }
                            }
                            continue;
                        }
                    } else if (finished == operators.length) {
                        if (operators.length == 0 || operators[operators.length - 1].isFinished()) {
                            partEnded = true;
                            return null;
                        }
                        continue;
                    } else {
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
                    return batch;
                }
                if (operators[producer + 1].needsInput()) {
                    operators[producer + 1].add(batch);
                }
            }
        }

        @Override
        public boolean isFinished() {
            return index >= parts.size();
        }

        @Override
        public Blocked blocked() {
            return blocked;
        }

        @Override
        public long position() {
            return position;
        }

        private void closePart() {
            if (operators != null) {
                for (Operator operator : operators) {
                    if (operator != null) {
                        operator.close();
                    }
                }
                operators = null;
            }
            if (source != null) {
                source.close();
                source = null;
            }
        }

        @Override
        public void close() {
            closePart();
        }
    }
}
