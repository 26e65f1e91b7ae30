package io.velaria.runtime.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.expression.LongArithmetic.Range;
import io.velaria.runtime.type.SqlType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongArithmeticTest {
    @ParameterizedTest
    @ValueSource(strings = {"+", "-", "*"})
    void boundsHoldAndUncheckedResultsAreExact(String operator) {
        Random random = new Random(operator.hashCode());
        int proven = 0;
        for (int round = 0; round < 3000; round++) {
            LongVector a = vector(random);
            LongVector b = vector(random);
            Range range = Range.of(operator, Range.of(a), Range.of(b));
            int n = a.length();
            long[] checked = new long[n];
            long failed = LongArithmetic.computeChecked(operator, a, b, checked, null, n);
            if (range == null) {
                continue;
            }
            proven++;
            long[] unchecked = new long[n];
            LongArithmetic.computeUnchecked(operator, a, b, unchecked, null, n);
            assertTrue(failed == 0, "proven not to overflow");
            assertArrayEquals(checked, unchecked);
            for (int i = 0; i < n; i++) {
                assertTrue(exact(operator, a.values()[i], b.values()[i]).equals(BigInteger.valueOf(unchecked[i])));
                assertTrue(range.least() <= unchecked[i] && unchecked[i] <= range.greatest());
            }
        }
        assertTrue(proven > 500 && proven < 3000, proven + " of 3000");
        Range all = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
        assertNull(Range.of(operator, all, new Range(0, 1)));
    }

    private static LongVector vector(Random random) {
        int bits = random.nextInt(4) == 0 ? 0 : random.nextInt(62);
        long[] values = new long[8];
        Arrays.setAll(values, i -> random.nextLong() >> bits);
        long least = Arrays.stream(values).min().getAsLong();
        long greatest = Arrays.stream(values).max().getAsLong();
        Vector vector = new LongVector(SqlType.BIGINT, values, null, values.length).bounded(least, greatest);
        return (LongVector) vector;
    }

    private static BigInteger exact(String operator, long a, long b) {
        BigInteger x = BigInteger.valueOf(a);
        BigInteger y = BigInteger.valueOf(b);
        return switch (operator) {
            case "+" -> x.add(y);
            case "-" -> x.subtract(y);
            default -> x.multiply(y);
        };
    }
}
