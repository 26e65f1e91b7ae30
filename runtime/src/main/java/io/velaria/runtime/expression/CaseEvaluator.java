package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.kernel.Selections;
import io.velaria.runtime.type.SqlType;

/** CASE: each value is evaluated for the rows whose condition is the first that is TRUE. */
final class CaseEvaluator implements Evaluator {
    private final SqlType type;
    private final Predicate[] conditions;
    private final Evaluator[] values;
    private final BranchMerge merge;
    private int[] open = {};
    private int[] hit = {};

    /** @param values one for each condition and one more for the rest */
    CaseEvaluator(SqlType type, Predicate[] conditions, Evaluator[] values) {
        this.type = type;
        this.conditions = conditions;
        this.values = values;
        this.merge = new BranchMerge(type, values.length);
    }

    @Override
    public Vector evaluate(Batch batch, int[] selection, int count) {
        int length = batch.length();
        if (count == 0) {
            return VectorBuilder.constant(type, null, length);
        }
        if (open.length < count) {
            open = new int[count];
            hit = new int[count];
        }
        int openCount = Selections.all(selection, count, open);
        merge.start(length);
        for (int i = 0; i < conditions.length && openCount > 0; i++) {
            int n = conditions[i].select(batch, open, openCount, hit);
            if (n == 0) {
                continue;
            }
            Vector value = values[i].evaluate(batch, hit, n);
            if (n == count) {
                return value;
            }
            merge.take(value, hit, n);
            openCount = Selections.difference(open, openCount, hit, n, open);
        }
        if (openCount > 0) {
            Vector value = values[conditions.length].evaluate(batch, open, openCount);
            if (openCount == count) {
                return value;
            }
            merge.take(value, open, openCount);
        }
        return merge.finish(selection, count);
    }
}
