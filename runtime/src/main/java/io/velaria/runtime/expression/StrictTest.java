package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.kernel.Selections;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/**
 * A boolean operator that is NULL where an operand is, and can say at once which rows are TRUE. Serves as predicate and
 * as boolean vector.
 */
abstract class StrictTest implements Predicate, Evaluator {
    private final Operand[] operands;
    private final Vector[] vectors;
    private final long[][] bitmaps;
    private byte[] flags = {};
    private int[] rows = {};
    private int[] trueRows = {};

    StrictTest(Evaluator... operands) {
        this.operands = Arrays.stream(operands).map(Operand::new).toArray(Operand[]::new);
        this.vectors = new Vector[operands.length];
        this.bitmaps = new long[operands.length][0];
    }

    /**
     * The rows that are TRUE, among rows without NULLs. Text may come in any encoding, all else is flat or constant; not
     * every operand is a constant unless there is one row only.
     */
    abstract int test(Vector[] values, int[] selection, int count, int[] target);

    /** An operand's values at the first row of a batch that has one. */
    final Vector operand(int index, Batch batch) {
        return operands[index].evaluate(batch, null, 1);
    }

    /** Evaluates the operands and returns their common validity; {@code vectors[0]} is null if one is constant NULL. */
    private long[] evaluateOperands(Batch batch, int[] selection, int count) {
        long[] validity = null;
        for (int i = 0; i < operands.length; i++) {
            vectors[i] = operands[i].evaluateFlat(batch, selection, count);
            if (Operand.isNullConstant(vectors[i])) {
                vectors[0] = null;
                return null;
            }
            long[] own = operands[i].validity(vectors[i], selection, count);
            if (own != null && validity != null && own != validity) {
                int words = Validity.words(batch.length());
                bitmaps[i] = bitmaps[i].length < words ? new long[words] : bitmaps[i];
            }
            validity = Validity.and(validity, own, bitmaps[i], batch.length());
        }
        return validity;
    }

    @Override
    public final int select(Batch batch, int[] selection, int count, int[] target) {
        if (count == 0) {
            return 0;
        }
        long[] validity = evaluateOperands(batch, selection, count);
        if (vectors[0] == null) {
            return 0;
        }
        if (validity == null) {
            return testAll(selection, count, target);
        }
        int valid = Selections.valid(validity, selection, count, target);
        return testAll(target, valid, target);
    }

    private int testAll(int[] selection, int count, int[] target) {
        for (Vector vector : vectors) {
            if (!(vector instanceof io.velaria.runtime.column.ConstantVector)) {
                return test(vectors, selection, count, target);
            }
        }
        int[] one = new int[1];
        return count > 0 && test(vectors, null, 1, one) == 1 ? Selections.all(selection, count, target) : 0;
    }

    @Override
    public final Vector evaluate(Batch batch, int[] selection, int count) {
        int length = batch.length();
        if (count == 0) {
            return VectorBuilder.constant(SqlType.BOOLEAN, null, length);
        }
        long[] validity = evaluateOperands(batch, selection, count);
        if (vectors[0] == null) {
            return VectorBuilder.constant(SqlType.BOOLEAN, null, length);
        }
        if (flags.length < length) {
            flags = new byte[length];
            trueRows = new int[length];
        } else {
            Arrays.fill(flags, 0, length, (byte) 0);
        }
        int[] valid = selection;
        int validCount = count;
        if (validity != null) {
            rows = rows.length < count ? new int[count] : rows;
            validCount = Selections.valid(validity, selection, count, rows);
            valid = rows;
        }
        int n = testAll(valid, validCount, trueRows);
        for (int i = 0; i < n; i++) {
            flags[trueRows[i]] = 1;
        }
        return new ByteVector(SqlType.BOOLEAN, flags, validity, length);
    }
}
