package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.kernel.Selections;

/** IS NOT DISTINCT FROM: equal, or both NULL. */
final class NullSafeEquality implements Predicate {
    private final Evaluator left;
    private final Evaluator right;
    private final Vector[] held = new Vector[2];
    private final Predicate equality;
    private int[] equal = {};
    private int[] bothNull = {};

    /** Makes the comparison of two operands that are evaluated already. */
    interface EqualityFactory {
        Predicate equality(Evaluator left, Evaluator right);
    }

    NullSafeEquality(Evaluator left, Evaluator right, EqualityFactory factory) {
        this.left = left;
        this.right = right;
        this.equality = factory.equality((batch, rows, n) -> held[0], (batch, rows, n) -> held[1]);
    }

    @Override
    public int select(Batch batch, int[] selection, int count, int[] target) {
        if (count == 0) {
            return 0;
        }
        held[0] = left.evaluate(batch, selection, count);
        held[1] = right.evaluate(batch, selection, count);
        if (!held[0].mayHaveNulls() || !held[1].mayHaveNulls()) {
            return equality.select(batch, selection, count, target);
        }
        if (equal.length < count) {
            equal = new int[count];
            bothNull = new int[count];
        }
        int nulls = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (held[0].isNull(row) && held[1].isNull(row)) {
                bothNull[nulls++] = row;
            }
        }
        int n = equality.select(batch, selection, count, equal);
        return Selections.union(equal, n, bothNull, nulls, target);
    }
}
