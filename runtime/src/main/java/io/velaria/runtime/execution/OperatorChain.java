package io.velaria.runtime.execution;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.operator.Blocked;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import java.util.List;

/**
 * A source and the operators behind it, in one task. It always drains the deepest operator first, so that a batch has
 * passed entirely before the next one is read, and moves in single steps, between which its task may stop.
 */
final class OperatorChain implements AutoCloseable {
    private final Source source;
    private final Operator[] operators;
    private int finished; // operators [0, finished) have been told that no more input comes
    private boolean sourceEnded;
    private boolean ended;
    private Blocked blocked = Blocked.NOT;
    private long position = Long.MIN_VALUE;

    OperatorChain(SourceFactory source, List<OperatorFactory> operators, TaskContext context) {
        this.operators = new Operator[operators.size()];
        this.source = source.create(context);
        try {
            int i = 0;
            for (OperatorFactory factory : operators) {
                this.operators[i++] = factory.create(context);
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Whether all rows have come out. */
    boolean isEnded() {
        return ended;
    }

    /** What the last step found in its way. */
    Blocked blocked() {
        return blocked;
    }

    /** Every batch still to come of the source has at least this ordinal. */
    long position() {
        return position;
    }

    /**
     * Moves one batch by one operator. Returns it where it leaves the last one. Null means that there is more to do, or
     * that the chain is {@link #blocked}, or has {@link #isEnded ended}.
     */
    Batch step() {
        blocked = Blocked.NOT;
        int producer = operators.length - 1;
        while (producer >= 0) {
            Operator operator = operators[producer];
            Batch batch = operator.next();
            if (batch != null) {
                return passOn(batch, producer + 1);
            }
            if (operator.isFinished()) { // what is before it need not go on
                sourceEnded = true;
                finished = Math.max(finished, producer + 1);
                break;
            }
            blocked = operator.blocked();
            if (!blocked.isReady() || finished > producer) { // told to finish, and not done yet: to be asked again
                return null;
            }
            producer--;
        }
        if (sourceEnded) {
            finishNext();
            return null;
        }
        position = source.position();
        Batch batch = source.next();
        if (batch != null) {
            return passOn(batch, 0);
        }
        if (source.isFinished()) {
            sourceEnded = true;
        } else {
            blocked = source.blocked();
        }
        return null;
    }

    /** Tells the next operator that its input is over, once the one before has given its last. */
    private void finishNext() {
        if (finished > 0 && !operators[finished - 1].isFinished()) {
            return;
        }
        if (finished == operators.length) {
            ended = true;
        } else {
            operators[finished++].finish();
        }
    }

    private Batch passOn(Batch batch, int to) {
        if (batch.size() == 0) {
            return null;
        }
        if (to == operators.length) {
            return batch;
        }
        if (operators[to].needsInput()) {
            operators[to].add(batch);
        } else if (!operators[to].isFinished()) {
            throw new IllegalStateException(
                    operators[to].getClass().getSimpleName() + " gave no batch, wants none and is not finished");
        }
        return null;
    }

    /** Frees what the operators and the source hold, each of them whatever becomes of the others. */
    @Override
    public void close() {
        for (Operator operator : operators) {
            if (operator != null) {
                QueryExecution.closeQuietly(operator::close);
            }
        }
        QueryExecution.closeQuietly(source::close);
    }
}
