package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/** Evaluates a {@link RowFunction}: for functions whose work per row outweighs a call. */
public final class RowEvaluator implements Evaluator {
    private final Evaluator[] operands;
    private final Vector[] vectors;
    private final boolean strict;
    private final boolean foldable;
    private final RowFunction function;
    private final RowWriter out;

    /**
     * @param strict whether a NULL argument makes the result NULL without asking the function
     * @param foldable whether constant arguments give a constant
     */
    public RowEvaluator(
            SqlType type, List<Evaluator> operands, boolean strict, boolean foldable, RowFunction function) {
        this.operands = operands.toArray(Evaluator[]::new);
        this.vectors = new Vector[this.operands.length];
        this.strict = strict;
        this.foldable = foldable;
        this.function = function;
        this.out = new RowWriter(type);
    }

    static RowEvaluator strict(SqlType type, Evaluator operand, RowFunction function) {
        return new RowEvaluator(type, List.of(operand), true, true, function);
    }

    @Override
    public Vector evaluate(Batch batch, int[] selection, int count) {
        int length = batch.length();
        if (count == 0) {
            return VectorBuilder.constant(out.type(), null, length);
        }
        boolean constant = foldable;
        boolean nulls = false;
        for (int i = 0; i < operands.length; i++) {
            vectors[i] = operands[i].evaluate(batch, selection, count);
            constant &= vectors[i] instanceof ConstantVector;
            nulls |= vectors[i].mayHaveNulls();
            if (strict && Operand.isNullConstant(vectors[i])) {
                return VectorBuilder.constant(out.type(), null, length);
            }
        }
        if (constant) {
            out.start(1);
            function.apply(vectors, 0, out);
            return new ConstantVector(out.finish(), length);
        }
        out.start(length);
        if (strict && nulls) {
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                if (anyNull(row)) {
                    out.setNull(row);
                } else {
                    function.apply(vectors, row, out);
                }
            }
        } else {
            for (int i = 0; i < count; i++) {
                function.apply(vectors, selection == null ? i : selection[i], out);
            }
        }
        return out.finish();
    }

    private boolean anyNull(int row) {
        for (Vector vector : vectors) {
            if (vector.isNull(row)) {
                return true;
            }
        }
        return false;
    }
}
