package io.velaria.runtime.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments of whole numbers, exact in longs or gone on with in doubles, are those of the same numbers as doubles. */
class MomentsAccumulatorTest {
    private static final int GROUPS = 50;
    private static final int ROWS = 2000;
    private static final int[] NUMBERS = numbers();

    private static int[] numbers() {
        int[] numbers = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VAR_POP", "STDDEV_SAMP", "COVAR_POP", "COVAR_SAMP", "CORR", "REGR_COUNT", "REGR_SLOPE",
                "REGR_INTERCEPT", "REGR_R2", "REGR_AVGX", "REGR_AVGY", "REGR_SXX", "REGR_SYY", "REGR_SXY"
            })
    void wholeNumbersAgreeWithDoubles(String function) {
        boolean two = !function.equals("VAR_POP") && !function.equals("STDDEV_SAMP");
        // Values of so many bits in each of the batches: few, more than longs have room for, few again.
        for (int[] bits : new int[][] {{4, 4, 4}, {4, 31, 4}, {31, 31, 31}, {4, 40, 7}, {29, 29, 29}}) {
            for (int scale : new int[] {0, 2, 15}) {
                Random random = new Random(bits[1] + scale);
                SqlType exact = scale == 0 ? SqlType.BIGINT : SqlType.decimal(18, scale);
                Accumulator[] ofLongs = {accumulator(function, exact, two), accumulator(function, exact, two)};
                Accumulator ofDoubles = accumulator(function, SqlType.DOUBLE, two);
                for (int round = 0; round < bits.length; round++) {
                    int[] groups = random.ints(ROWS, 0, GROUPS).toArray();
                    long[] validity = Validity.allValid(ROWS);
                    long bound = 1L << bits[round];
                    long[][] longs = new long[2][ROWS];
                    double[][] doubles = new double[2][ROWS];
                    for (int i = 0; i < ROWS; i++) {
                        for (int v = 0; v < 2; v++) {
                            longs[v][i] = v == 1 && random.nextBoolean()
                                    ? longs[0][i]
                                    : Math.floorMod(random.nextLong(), bound) - bound / 3;
                            doubles[v][i] = longs[v][i] / Math.pow(10, scale);
                        }
                        if (random.nextInt(9) == 0) {
                            Validity.setNull(validity, i);
                        }
                    }
                    Vector[] whole = new Vector[2];
                    Vector[] floating = new Vector[2];
                    for (int v = 0; v < 2; v++) {
                        whole[v] = new LongVector(exact, longs[v], validity, ROWS).bounded(-bound, bound);
                        floating[v] = new DoubleVector(SqlType.DOUBLE, doubles[v], validity, ROWS);
                    }
                    add(ofLongs[round % 2], whole, groups);
                    add(ofDoubles, floating, groups);
                }
                ofLongs[0].merge(ofLongs[1], NUMBERS, NUMBERS, GROUPS);
                Vector expected = ofDoubles.result(0, GROUPS);
                Vector actual = ofLongs[0].result(0, GROUPS);
                for (int group = 0; group < GROUPS; group++) {
                    double wanted = ((Number) expected.valueAt(group)).doubleValue();
                    double found = ((Number) actual.valueAt(group)).doubleValue();
                    assertEquals(wanted, found, Math.abs(wanted) * 1e-10, function + " " + bits[1] + " " + scale);
                }
            }
        }
    }

    @Test
    void noSpreadIsNone() {
        for (long value : new long[] {0, 7, -3, 1234567}) {
            int rows = 1000;
            long[] longs = new long[rows];
            double[] doubles = new double[rows];
            java.util.Arrays.fill(longs, value);
            java.util.Arrays.fill(doubles, value / 10.0);
            int[] groups = new int[rows];
            Vector whole = new LongVector(SqlType.BIGINT, longs, null, rows).bounded(value, value);
            Vector floating = new DoubleVector(SqlType.DOUBLE, doubles, null, rows);
            Accumulator deviation = accumulator("STDDEV_POP", SqlType.BIGINT, false);
            add(deviation, new Vector[] {whole, whole}, groups);
            assertEquals(0.0, deviation.result(0, 1).valueAt(0));
            Accumulator correlation = accumulator("CORR", SqlType.BIGINT, true);
            add(correlation, new Vector[] {whole, whole}, groups);
            assertNull(correlation.result(0, 1).valueAt(0));
            Accumulator ofDoubles = accumulator("STDDEV_POP", SqlType.DOUBLE, false);
            add(ofDoubles, new Vector[] {floating, floating}, groups);
            assertEquals(0.0, (double) ofDoubles.result(0, 1).valueAt(0), 1e-12);
        }
    }

    private static Accumulator accumulator(String function, SqlType type, boolean two) {
        SqlType result = function.equals("REGR_COUNT") ? SqlType.BIGINT : SqlType.DOUBLE;
        List<Field> input = List.of(new Field("y", type), new Field("x", type));
        AggregateCall call =
                new AggregateCall(function, two ? List.of(0, 1) : List.of(0), false, -1, List.of(), result);
        Accumulator accumulator = Accumulators.create(call, input, null);
        accumulator.ensure(GROUPS);
        return accumulator;
    }

    private static void add(Accumulator accumulator, Vector[] columns, int[] groups) {
        Selected selected = new Selected();
        selected.set(null, groups, groups.length, GROUPS);
        accumulator.add(Batch.of(columns, groups.length, 0), selected);
    }
}
