package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.kernel.Selections;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * AND as a predicate: each condition narrows the selection for the next. Conditions that can not fail come first, in an
 * order that follows what was observed (rows they drop per time they take); the others keep their order after them.
 */
final class Conjunction implements Predicate {
    private static final int REORDER_EVERY = 16;

    /** A condition and what was observed of it. */
    private static final class Condition {
        private final Predicate predicate;
        private double rows;
        private double kept;
        private double nanos;

        Condition(Predicate predicate) {
            this.predicate = predicate;
        }

        /** Time spent for each row dropped. */
        double cost() {
            return rows == 0 ? 0 : nanos / Math.max(rows - kept, rows * 1e-6);
        }
    }

    private final Condition[] safe;
    private final Predicate[] failable;
    private int batches;

    Conjunction(List<Predicate> safe, List<Predicate> failable) {
        this.safe = safe.stream().map(Condition::new).toArray(Condition[]::new);
        this.failable = failable.toArray(Predicate[]::new);
    }

    @Override
    public int select(Batch batch, int[] selection, int count, int[] target) {
        int[] rows = selection;
        int n = count;
        boolean adapt = safe.length > 1;
        for (Condition condition : safe) {
            if (n == 0) {
                return 0;
            }
            long start = adapt ? System.nanoTime() : 0;
            int kept = condition.predicate.select(batch, rows, n, target);
            if (adapt) {
                condition.nanos += System.nanoTime() - start;
                condition.rows += n;
                condition.kept += kept;
            }
            if (kept < n) { // else the rows are those that were given, perhaps without a selection
                n = kept;
                rows = target;
            }
        }
        for (Predicate predicate : failable) {
            if (n == 0) {
                return 0;
            }
            int kept = predicate.select(batch, rows, n, target);
            if (kept < n) {
                n = kept;
                rows = target;
            }
        }
        if (adapt && ++batches % REORDER_EVERY == 0) {
            reorder();
        }
        return rows == target ? n : Selections.all(rows, n, target);
    }

    private void reorder() {
        Arrays.sort(safe, Comparator.comparingDouble(Condition::cost));
        for (Condition condition : safe) {
            condition.rows /= 2;
            condition.kept /= 2;
            condition.nanos /= 2;
        }
    }
}
