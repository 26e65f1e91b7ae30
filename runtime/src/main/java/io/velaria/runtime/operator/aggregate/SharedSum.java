package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.plan.AggregateCall;
import java.util.List;

/** SUM or AVG of what another call sums up already: the sums are the other's, only the result is made of them anew. */
final class SharedSum extends Accumulator {
    private final AggregateCall call;
    private final SumAccumulator sums;

    private SharedSum(AggregateCall call, SumAccumulator sums) {
        this.call = call;
        this.sums = sums;
        sums.share(call.function());
    }

    /**
     * An accumulator that shares the sums of one of the earlier calls, or null.
     *
     * @param accumulators those of the earlier calls, in their order
     */
    static Accumulator of(AggregateCall call, List<AggregateCall> earlier, Accumulator[] accumulators) {
        for (int i = 0; i < earlier.size(); i++) {
            AggregateCall other = earlier.get(i);
            if (accumulators[i] instanceof SumAccumulator sums
                    && SumAccumulator.isSum(call.function())
                    && call.arguments().equals(other.arguments())
                    && call.filter() == other.filter()
                    && call.order().isEmpty()
                    && !call.distinct()) {
                return new SharedSum(call, sums);
            }
        }
        return null;
    }

    @Override
    void ensure(int groups) {}

    @Override
    void add(Batch batch, Selected rows) {}

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {}

    @Override
    Vector result(int from, int count) {
        return sums.result(call.function(), call.type(), from, count);
    }

    @Override
    long bytes() {
        return 0;
    }
}
