package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.SqlType;

/** One value for every row. */
final class ConstantEvaluator implements Evaluator {
    private final Vector value;
    private ConstantVector last;

    /** @param value a flat vector of one row */
    ConstantEvaluator(Vector value) {
        this.value = value;
    }

    static ConstantEvaluator of(SqlType type, Object value) {
        return new ConstantEvaluator(VectorBuilder.single(type, value));
    }

    /** The flat vector of one row. */
    Vector value() {
        return value;
    }

    @Override
    public Vector evaluate(Batch batch, int[] selection, int count) {
        if (last == null || last.length() != batch.length()) {
            last = new ConstantVector(value, batch.length());
        }
        return last;
    }
}
