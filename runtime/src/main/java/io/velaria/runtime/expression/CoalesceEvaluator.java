package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.kernel.Selections;
import io.velaria.runtime.type.SqlType;

/** COALESCE: an operand is evaluated for the rows where all before it are NULL. */
final class CoalesceEvaluator implements Evaluator {
    private final SqlType type;
    private final Evaluator[] operands;
    private final BranchMerge merge;
    private int[] open = {};
    private int[] taken = {};

    CoalesceEvaluator(SqlType type, Evaluator[] operands) {
        this.type = type;
        this.operands = operands;
        this.merge = new BranchMerge(type, operands.length);
    }

    @Override
    public Vector evaluate(Batch batch, int[] selection, int count) {
        int length = batch.length();
        if (count == 0) {
            return VectorBuilder.constant(type, null, length);
        }
        if (open.length < count) {
            open = new int[count];
            taken = new int[count];
        }
        int openCount = Selections.all(selection, count, open);
        merge.start(length);
        for (Evaluator operand : operands) {
            Vector value = operand.evaluate(batch, open, openCount);
            if (openCount == count && !value.mayHaveNulls()) {
                return value;
            }
            int n = 0;
            int left = 0;
            for (int i = 0; i < openCount; i++) {
                int row = open[i];
                if (value.isNull(row)) {
                    open[left++] = row;
                } else {
                    taken[n++] = row;
                }
            }
            merge.take(value, taken, n);
            openCount = left;
            if (openCount == 0) {
                break;
            }
        }
        return merge.finish(selection, count);
    }
}
