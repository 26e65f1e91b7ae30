package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.kernel.Selections;

/** OR as a predicate: a condition is asked only for the rows that none before it selected. */
final class Disjunction implements Predicate {
    private final Predicate[] conditions;
    private int[] open = {};
    private int[] found = {};
    private int[] merged = {};
    private int[] spare = {};

    Disjunction(Predicate[] conditions) {
        this.conditions = conditions;
    }

    @Override
    public int select(Batch batch, int[] selection, int count, int[] target) {
        if (open.length < count) {
            open = new int[count];
            found = new int[count];
            merged = new int[count];
            spare = new int[count];
        }
        int openCount = Selections.all(selection, count, open);
        int mergedCount = 0;
        for (Predicate condition : conditions) {
            if (openCount == 0) {
                break;
            }
            int foundCount = condition.select(batch, open, openCount, found);
            if (foundCount == 0) {
                continue;
            }
            mergedCount = Selections.union(merged, mergedCount, found, foundCount, spare);
            int[] swap = merged;
            merged = spare;
            spare = swap;
            openCount = Selections.difference(open, openCount, found, foundCount, open);
        }
        System.arraycopy(merged, 0, target, 0, mergedCount);
        return mergedCount;
    }
}
