package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.type.SqlType;

/** An expression over constants only: evaluated once, when the first row asks for it, since only rows raise errors. */
final class FoldedEvaluator implements Evaluator {
    private static final Batch ONE_ROW = Batch.of(new Vector[0], 1, 0);

    private final Evaluator expression;
    private final SqlType type;
    private ConstantEvaluator folded;

    FoldedEvaluator(Evaluator expression, SqlType type) {
        this.expression = expression;
        this.type = type;
    }

    @Override
    public Vector evaluate(Batch batch, int[] selection, int count) {
        if (folded == null) {
            if (count == 0) {
                return VectorBuilder.constant(type, null, batch.length());
            }
            Vector value = VectorCopier.copy(expression.evaluate(ONE_ROW, null, 1), null, 1);
            folded = value instanceof io.velaria.runtime.column.ConstantVector constant
                    ? new ConstantEvaluator(constant.value())
                    : new ConstantEvaluator(value);
        }
        return folded.evaluate(batch, selection, count);
    }
}
