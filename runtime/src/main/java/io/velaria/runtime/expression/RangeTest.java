package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.expression.LongArithmetic.Range;
import io.velaria.runtime.kernel.Selections;
import java.util.List;

/**
 * Several comparisons of one column with constants, all of which must hold: a single range check of flat integers, of
 * other encodings one after the other.
 */
final class RangeTest implements Predicate {
    private final int column;
    private final List<ExactComparison> comparisons;
    private Range range; // null until the constants are known

    /** @param comparisons of the column on their left with constants, none of them {@code <>}; at least one */
    RangeTest(int column, List<ExactComparison> comparisons) {
        this.column = column;
        this.comparisons = List.copyOf(comparisons);
    }

    @Override
    public int select(Batch batch, int[] selection, int count, int[] target) {
        if (count == 0) {
            return 0;
        }
        Vector vector = batch.column(column);
        if (!vector.kind().isLongLike() || vector instanceof ConstantVector || vector instanceof DictionaryVector) {
            return oneByOne(batch, selection, count, target);
        }
        if (range == null) {
            range = common(batch);
        }
        if (vector.validity() == null) {
            return ExactComparison.within(vector, range.least(), range.greatest(), selection, count, target);
        }
        int valid = Selections.valid(vector.validity(), selection, count, target);
        return ExactComparison.within(vector, range.least(), range.greatest(), target, valid, target);
    }

    private int oneByOne(Batch batch, int[] selection, int count, int[] target) {
        int[] rows = selection;
        int kept = count;
        for (ExactComparison comparison : comparisons) {
            kept = comparison.select(batch, rows, kept, target);
            rows = target;
        }
        return kept;
    }

    private Range common(Batch batch) {
        long least = Long.MIN_VALUE;
        long greatest = Long.MAX_VALUE;
        for (ExactComparison comparison : comparisons) {
            Range each = comparison.rangeOfConstant(batch);
            least = Math.max(least, each.least());
            greatest = Math.min(greatest, each.greatest());
        }
        return new Range(least, greatest);
    }
}
