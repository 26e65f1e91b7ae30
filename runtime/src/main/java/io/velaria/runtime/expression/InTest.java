package io.velaria.runtime.expression;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.kernel.Int128Math;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** IN a list of constants, none of them NULL: a loop over a few, a hash table for more. */
abstract class InTest extends StrictTest {
    private static final int FEW = 6;

    private InTest(Evaluator value) {
        super(value);
    }

    abstract boolean contains(Vector vector, int row);

    @Override
    int test(Vector[] values, int[] selection, int count, int[] target) {
        Vector vector = values[0];
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            target[n] = row;
            n += contains(vector, row) ? 1 : 0;
        }
        return n;
    }

    /** @param candidates in the form of {@link Vector#valueAt}, of the given types */
    static StrictTest of(Evaluator value, SqlType type, List<Object> candidates, List<SqlType> types) {
        return switch (type.carrier()) {
            case INT8, INT16, INT32, INT64, INT128 -> exact(value, type, candidates, types);
            case FLOAT32, FLOAT64 -> new Doubles(value, candidates);
            case BYTES -> new Texts(value, candidates);
            case FLOAT_LIST, LIST -> throw new IllegalArgumentException(type.toString());
        };
    }

    private static StrictTest exact(Evaluator value, SqlType type, List<Object> candidates, List<SqlType> types) {
        int scale = ExactComparison.scale(type);
        List<BigInteger> wide = new ArrayList<>();
        List<Long> narrow = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            BigInteger unscaled = candidates.get(i) instanceof Int128 big
                    ? big.toBigInteger()
                    : BigInteger.valueOf((Long) candidates.get(i));
            int digits = scale - ExactComparison.scale(types.get(i));
            if (digits >= 0) {
                unscaled = unscaled.multiply(Int128Math.bigPower(digits));
            } else {
                BigInteger[] parts = unscaled.divideAndRemainder(Int128Math.bigPower(-digits));
                if (parts[1].signum() != 0) {
                    continue; // between two values of the operand's scale: equal to none
                }
                unscaled = parts[0];
            }
            if (unscaled.bitLength() < 64) {
                narrow.add(unscaled.longValue());
            } else if (unscaled.bitLength() < 128) {
                wide.add(unscaled);
            }
        }
        return new Longs(value, narrow.stream().mapToLong(Long::longValue).toArray(), wide);
    }

    private static final class Longs extends InTest {
        private final long[] few;
        private final long[] table;
        private final boolean[] used;
        private final List<BigInteger> wide;

        Longs(Evaluator value, long[] candidates, List<BigInteger> wide) {
            super(value);
            this.wide = wide;
            this.few = candidates;
            if (candidates.length <= FEW) {
                table = null;
                used = null;
                return;
            }
            int size = Integer.highestOneBit(candidates.length * 2) * 2;
            table = new long[size];
            used = new boolean[size];
            for (long candidate : candidates) {
                int slot = (int) Bytes.mix(candidate) & (size - 1);
                while (used[slot] && table[slot] != candidate) {
                    slot = (slot + 1) & (size - 1);
                }
                used[slot] = true;
                table[slot] = candidate;
            }
        }

        @Override
        int test(Vector[] values, int[] selection, int count, int[] target) {
            if (few.length == 0 && wide.isEmpty()) {
                return 0;
            }
            return super.test(values, selection, count, target);
        }

        @Override
        boolean contains(Vector vector, int row) {
            long value = vector.lowAt(row);
            if (vector.highAt(row) != value >> 63) {
                return wide.contains(Int128Math.big(vector.highAt(row), value));
            }
            if (table == null) {
                for (long candidate : few) {
                    if (candidate == value) {
                        return true;
                    }
                }
                return false;
            }
            int slot = (int) Bytes.mix(value) & (table.length - 1);
            while (used[slot]) {
                if (table[slot] == value) {
                    return true;
                }
                slot = (slot + 1) & (table.length - 1);
            }
            return false;
        }
    }

    private static final class Doubles extends InTest {
        private final double[] candidates;

        Doubles(Evaluator value, List<Object> candidates) {
            super(value);
            this.candidates = candidates.stream()
                    .mapToDouble(candidate -> ((Number) candidate).doubleValue())
                    .toArray();
        }

        @Override
        boolean contains(Vector vector, int row) {
            double value = vector.doubleAt(row);
            for (double candidate : candidates) {
                if (FloatingComparison.compare(value, candidate) == 0) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class Texts extends InTest {
        private final byte[][] table;

        Texts(Evaluator value, List<Object> candidates) {
            super(value);
            int size = Integer.highestOneBit(Math.max(1, candidates.size()) * 2) * 2;
            table = new byte[size][];
            for (Object candidate : candidates) {
                byte[] bytes =
                        candidate instanceof byte[] raw ? raw : ((String) candidate).getBytes(StandardCharsets.UTF_8);
                int slot = Bytes.hash(bytes, 0, bytes.length) & (size - 1);
                while (table[slot] != null && !Arrays.equals(table[slot], bytes)) {
                    slot = (slot + 1) & (size - 1);
                }
                table[slot] = bytes;
            }
        }

        @Override
        boolean contains(Vector vector, int row) {
            byte[] base = vector.stringBase(row);
            int offset = vector.stringOffset(row);
            int length = vector.stringLength(row);
            int slot = Bytes.hash(base, offset, length) & (table.length - 1);
            while (table[slot] != null) {
                if (Bytes.equal(table[slot], 0, table[slot].length, base, offset, length)) {
                    return true;
                }
                slot = (slot + 1) & (table.length - 1);
            }
            return false;
        }
    }
}
