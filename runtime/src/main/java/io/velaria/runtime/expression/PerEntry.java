package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.kernel.CompareByte;
import io.velaria.runtime.kernel.CompareShort;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/**
 * Expressions over one text column, evaluated once for each entry of the column's dictionary instead of for each row.
 * Where the dictionary is larger than the rows seen make worthwhile, or an entry raises an error that perhaps no row
 * has, rows are evaluated as usual.
 */
final class PerEntry {
    private final int column;
    private Dictionary dictionary;
    private long rowsSeen;
    private boolean failed;

    private PerEntry(int column) {
        this.column = column;
    }

    static Predicate predicate(int column, Predicate condition) {
        return new EntryPredicate(new PerEntry(column), condition);
    }

    static Evaluator evaluator(int column, SqlType type, Evaluator expression) {
        return new EntryEvaluator(new PerEntry(column), type, expression);
    }

    /** The column with its dictionary, or null where rows are to be evaluated as usual. */
    private DictionaryVector encoded(Batch batch, int count) {
        if (!(batch.column(column) instanceof DictionaryVector vector) || vector.dictionary() == null) {
            return null;
        }
        if (vector.dictionary() != dictionary) {
            dictionary = vector.dictionary();
            rowsSeen = 0;
            failed = false;
        }
        rowsSeen += count;
        return failed || vector.values().length() > 2 * rowsSeen ? null : vector;
    }

    private Batch over(Vector entries) {
        Vector[] columns = new Vector[column + 1];
        columns[column] = entries;
        return Batch.of(columns, entries.length(), 0);
    }

    private static Vector nullEntry(Vector entries) {
        return new ConstantVector(VectorBuilder.single(entries.type(), null), 1);
    }

    private static final class EntryPredicate implements Predicate {
        private final PerEntry entries;
        private final Predicate condition;
        private Dictionary decidedFor;
        private byte[] accepted = {};
        private int decided;
        private boolean acceptsNull;

        EntryPredicate(PerEntry entries, Predicate condition) {
            this.entries = entries;
            this.condition = condition;
        }

        @Override
        public int select(Batch batch, int[] selection, int count, int[] target) {
            DictionaryVector vector = entries.encoded(batch, count);
            if (vector == null || !decide(vector)) {
                return condition.select(batch, selection, count, target);
            }
            long[] validity = vector.validity();
            if (validity == null && vector.codes() instanceof ByteVector codes) {
                return CompareByte.inTable(codes.values(), accepted, selection, count, target);
            }
            if (validity == null && vector.codes() instanceof ShortVector codes) {
                return CompareShort.inTable(codes.values(), accepted, selection, count, target);
            }
            int n = 0;
            for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                boolean isNull = io.velaria.runtime.column.Validity.isNull(validity, row);
                target[n] = row;
                n += isNull ? (acceptsNull ? 1 : 0) : accepted[vector.codeAt(row)];
            }
            return n;
        }

        private boolean decide(DictionaryVector vector) {
            Vector values = vector.values();
            if (decidedFor != vector.dictionary()) {
                decided = 0;
            } else if (decided >= values.length()) {
                return true;
            }
            try {
                int[] one = new int[1];
                acceptsNull = condition.select(entries.over(nullEntry(values)), null, 1, one) == 1;
                int fresh = values.length() - decided;
                int[] rows = new int[fresh];
                Arrays.setAll(rows, i -> decided + i);
                int n = condition.select(entries.over(values), rows, fresh, rows);
                accepted = Arrays.copyOf(accepted, values.length());
                Arrays.fill(accepted, decided, values.length(), (byte) 0);
                for (int i = 0; i < n; i++) {
                    accepted[rows[i]] = 1;
                }
            } catch (VelariaException e) {
                entries.failed = true; // perhaps of an entry that no selected row has
                return false;
            }
            decided = values.length();
            decidedFor = vector.dictionary();
            return true;
        }
    }

    private static final class EntryEvaluator implements Evaluator {
        private final PerEntry entries;
        private final SqlType type;
        private final Evaluator expression;
        private final Operand flattener = new Operand(null);
        private Dictionary computedFor;
        private Vector results;

        EntryEvaluator(PerEntry entries, SqlType type, Evaluator expression) {
            this.entries = entries;
            this.type = type;
            this.expression = expression;
        }

        @Override
        public Vector evaluate(Batch batch, int[] selection, int count) {
            DictionaryVector vector = count == 0 ? null : entries.encoded(batch, count);
            if (vector == null || !compute(vector)) {
                return expression.evaluate(batch, selection, count);
            }
            DictionaryVector gathered = new DictionaryVector(vector.codes(), results, null);
            return flattener.flat(gathered, selection, count);
        }

        private boolean compute(DictionaryVector vector) {
            Vector values = vector.values();
            if (computedFor == vector.dictionary() && results.length() >= values.length()) {
                return true;
            }
            try {
                Vector ofNull = expression.evaluate(entries.over(nullEntry(values)), null, 1);
                if (!ofNull.isNull(0) || type.kind() == io.velaria.runtime.type.TypeKind.BOOLEAN) {
                    entries.failed = true; // codes can not say what NULL becomes
                    return false;
                }
                Vector computed = expression.evaluate(entries.over(values), null, values.length());
                if (computed instanceof ConstantVector || computed instanceof DictionaryVector) {
                    entries.failed = true; // cheaper by rows
                    return false;
                }
                results = VectorCopier.copy(computed, null, values.length());
            } catch (VelariaException e) {
                entries.failed = true; // perhaps of an entry that no selected row has
                return false;
            }
            computedFor = vector.dictionary();
            return true;
        }
    }
}
