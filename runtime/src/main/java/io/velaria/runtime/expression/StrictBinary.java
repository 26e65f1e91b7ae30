package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.SqlType;

/** An operator of two operands that is NULL where either is; what is left to do is flat or constant on each side. */
abstract class StrictBinary implements Evaluator {
    final SqlType type;
    private final Operand left;
    private final Operand right;
    private long[] bitmap = {};

    StrictBinary(SqlType type, Evaluator left, Evaluator right) {
        this.type = type;
        this.left = new Operand(left);
        this.right = new Operand(right);
    }

    @Override
    public final Vector evaluate(Batch batch, int[] selection, int count) {
        int length = batch.length();
        if (count == 0) {
            return VectorBuilder.constant(type, null, length);
        }
        Vector a = left.evaluateFlat(batch, selection, count);
        Vector b = right.evaluateFlat(batch, selection, count);
        if (Operand.isNullConstant(a) || Operand.isNullConstant(b)) {
            return VectorBuilder.constant(type, null, length);
        }
        if (a instanceof ConstantVector x && b instanceof ConstantVector y) {
            return new ConstantVector(compute(x.value(), y.value(), null, null, 1, 1), length);
        }
        int words = Validity.words(length);
        bitmap = bitmap.length < words ? new long[words] : bitmap;
        long[] validity =
                Validity.and(left.validity(a, selection, count), right.validity(b, selection, count), bitmap, length);
        return compute(a, b, validity, selection, count, length);
    }

    /** The result, flat and with the given validity. At most one of the operands is constant, and it is not NULL. */
    abstract Vector compute(Vector a, Vector b, long[] validity, int[] selection, int count, int length);
}
