package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.kernel.Selections;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** Three-valued AND and OR as boolean vectors; an operand is evaluated only for rows still undecided. */
final class Connective implements Evaluator {
    private final Evaluator[] operands;
    private final byte deciding;
    private byte[] flags = {};
    private long[] validity = {};
    private int[] undecided = {};

    /** @param conjunction AND, which FALSE decides; else OR, which TRUE decides */
    Connective(boolean conjunction, Evaluator[] operands) {
        this.operands = operands;
        this.deciding = (byte) (conjunction ? 0 : 1);
    }

    @Override
    public Vector evaluate(Batch batch, int[] selection, int count) {
        int length = batch.length();
        if (flags.length < length) {
            flags = new byte[length];
            validity = new long[Validity.words(length)];
            undecided = new int[length];
        }
        Arrays.fill(flags, 0, length, (byte) (1 - deciding));
        Arrays.fill(validity, -1L);
        int open = Selections.all(selection, count, undecided);
        boolean nulls = false;
        for (Evaluator operand : operands) {
            if (open == 0) {
                break;
            }
            Vector vector = operand.evaluate(batch, undecided, open);
            int n = 0;
            for (int i = 0; i < open; i++) {
                int row = undecided[i];
                if (vector.isNull(row)) {
                    Validity.setNull(validity, row);
                    nulls = true;
                    undecided[n++] = row;
                } else if (vector.longAt(row) == deciding) {
                    flags[row] = deciding;
                    Validity.setValid(validity, row);
                } else {
                    undecided[n++] = row;
                }
            }
            open = n;
        }
        return new ByteVector(SqlType.BOOLEAN, flags, nulls ? validity : null, length);
    }
}
