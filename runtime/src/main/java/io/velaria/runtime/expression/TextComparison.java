package io.velaria.runtime.expression;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;

/** Comparison of VARCHAR or VARBINARY by unsigned bytes, which for UTF-8 is the order of code points. */
final class TextComparison extends StrictTest {
    private final Comparison comparison;

    TextComparison(Comparison comparison, Evaluator left, Evaluator right) {
        super(left, right);
        this.comparison = comparison;
    }

    @Override
    int test(Vector[] values, int[] selection, int count, int[] target) {
        Vector a = values[0];
        Vector b = values[1];
        boolean equality = comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL;
        if (equality && a instanceof StringVector flat && b instanceof ConstantVector constant) {
            return equal(flat, constant.bytesAt(0), comparison == Comparison.EQUAL, selection, count, target);
        }
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            target[n] = row;
            boolean accepted;
            if (equality) {
                boolean same = a.stringLength(row) == b.stringLength(row) && compare(a, b, row) == 0;
                accepted = same == (comparison == Comparison.EQUAL);
            } else {
                accepted = comparison.accepts(compare(a, b, row));
            }
            n += accepted ? 1 : 0;
        }
        return n;
    }

    private static int equal(
            StringVector column, byte[] constant, boolean wanted, int[] selection, int count, int[] target) {
        byte[] bytes = column.bytes();
        int[] offsets = column.offsets();
        int length = constant.length;
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            int start = offsets[row];
            target[n] = row;
            boolean same = offsets[row + 1] - start == length
                    && (length == 0 || bytes[start] == constant[0])
                    && Bytes.equal(bytes, start, length, constant, 0, length);
            n += same == wanted ? 1 : 0;
        }
        return n;
    }

    private static int compare(Vector a, Vector b, int row) {
        return Bytes.compare(
                a.stringBase(row),
                a.stringOffset(row),
                a.stringLength(row),
                b.stringBase(row),
                b.stringOffset(row),
                b.stringLength(row));
    }
}
