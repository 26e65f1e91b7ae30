package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.kernel.Selections;

/** Predicates that are not operators of their own. */
final class Predicates {
    static final Predicate ALWAYS = (batch, selection, count, target) -> Selections.all(selection, count, target);
    static final Predicate NEVER = (batch, selection, count, target) -> 0;

    private Predicates() {}

    /** The rows where a boolean expression's vector is TRUE. */
    static Predicate isTrue(Evaluator condition) {
        return (batch, selection, count, target) -> {
            if (count == 0) {
                return 0;
            }
            Vector flags = condition.evaluate(batch, selection, count);
            if (flags instanceof ConstantVector constant) {
                return !constant.isNull() && constant.longAt(0) != 0 ? Selections.all(selection, count, target) : 0;
            }
            if (flags instanceof ByteVector flat) {
                return selectTrue(flat.values(), flat.validity(), selection, count, target);
            }
            int n = 0;
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                target[n] = row;
                n += !flags.isNull(row) && flags.longAt(row) != 0 ? 1 : 0;
            }
            return n;
        };
    }

    private static int selectTrue(byte[] flags, long[] validity, int[] selection, int count, int[] target) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            target[n] = row;
            n += flags[row] & (validity == null ? 1 : (int) (validity[row >>> 6] >>> row) & 1);
        }
        return n;
    }

    /** The rows where an expression is NULL, or where it is not. */
    static Predicate isNull(Evaluator operand, boolean wanted) {
        return (batch, selection, count, target) -> {
            if (count == 0) {
                return 0;
            }
            Vector vector = operand.evaluate(batch, selection, count);
            if (vector instanceof ConstantVector || !vector.mayHaveNulls()) {
                return vector.isNull(0) == wanted ? Selections.all(selection, count, target) : 0;
            }
            if (!(vector instanceof DictionaryVector)) {
                return wanted
                        ? Selections.nulls(vector.validity(), selection, count, target)
                        : Selections.valid(vector.validity(), selection, count, target);
            }
            int n = 0;
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                target[n] = row;
                n += vector.isNull(row) == wanted ? 1 : 0;
            }
            return n;
        };
    }

    /** The given rows that a predicate does not select. */
    static final class Complement implements Predicate {
        private final Predicate predicate;
        private int[] selected = {};

        Complement(Predicate predicate) {
            this.predicate = predicate;
        }

        @Override
        public int select(Batch batch, int[] selection, int count, int[] target) {
            selected = selected.length < count ? new int[count] : selected;
            int n = predicate.select(batch, selection, count, selected);
            return Selections.difference(selection, count, selected, n, target);
        }
    }

    /** A boolean that is never NULL, from the predicate that selects its TRUE rows. */
    static final class AsVector implements Evaluator {
        private final Predicate predicate;
        private byte[] flags = {};
        private int[] selected = {};

        AsVector(Predicate predicate) {
            this.predicate = predicate;
        }

        @Override
        public Vector evaluate(Batch batch, int[] selection, int count) {
            int length = batch.length();
            if (flags.length < length) {
                flags = new byte[length];
                selected = new int[length];
            } else {
                java.util.Arrays.fill(flags, 0, length, (byte) 0);
            }
            int n = predicate.select(batch, selection, count, selected);
            for (int i = 0; i < n; i++) {
                flags[selected[i]] = 1;
            }
            return new ByteVector(io.velaria.runtime.type.SqlType.BOOLEAN, flags, null, length);
        }
    }

    /** NOT of a boolean vector. */
    static final class Not implements Evaluator {
        private final Operand operand;
        private byte[] flags = {};

        Not(Evaluator operand) {
            this.operand = new Operand(operand);
        }

        @Override
        public Vector evaluate(Batch batch, int[] selection, int count) {
            Vector vector = operand.evaluateFlat(batch, selection, count);
            int length = batch.length();
            if (vector instanceof ConstantVector constant) {
                return constant.isNull() || count == 0
                        ? constant
                        : io.velaria.runtime.column.VectorBuilder.constant(
                                io.velaria.runtime.type.SqlType.BOOLEAN, 1 - constant.longAt(0), length);
            }
            flags = flags.length < length ? new byte[length] : flags;
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                if (!Validity.isNull(vector.validity(), row)) {
                    flags[row] = (byte) (1 - vector.longAt(row));
                }
            }
            return new ByteVector(io.velaria.runtime.type.SqlType.BOOLEAN, flags, vector.validity(), length);
        }
    }
}
