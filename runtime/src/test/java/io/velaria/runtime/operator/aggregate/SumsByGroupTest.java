package io.velaria.runtime.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.DoubleVector;
import io.velaria.runtime.column.FloatVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of few groups, which are counted by group, give what the same rows give in batches of one. */
class SumsByGroupTest {
    private static final int LENGTH = Batch.MAX_ROWS;

    private static int[] positions(Random random, int count) {
        return random.ints(0, LENGTH).distinct().limit(count).sorted().toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUM", "AVG", "COUNT"})
    void aggregatesAgree(String function) {
        Random random = new Random(function.hashCode());
        for (Vector vector : vectors(random)) {
            boolean floating = vector.type().kind().isApproximateNumeric();
            SqlType type = function.equals("COUNT")
                    ? SqlType.BIGINT
                    : floating ? SqlType.DOUBLE : SqlType.decimal(38, function.equals("AVG") ? 6 : 0);
            AggregateCall call = new AggregateCall(function, List.of(0), false, -1, List.of(), type);
            List<Field> input = List.of(new Field("v", vector.type()));
            for (int groupCount : new int[] {1, 5, 100, 5000}) {
                Accumulator together = Accumulators.create(call, input, null);
                Accumulator oneByOne = Accumulators.create(call, input, null);
                together.ensure(groupCount);
                oneByOne.ensure(groupCount);
                for (int round = 0; round < 4; round++) {
                    int count = round == 0 ? LENGTH : 1 + random.nextInt(LENGTH);
                    int[] rows = round % 2 == 0 ? null : positions(random, count);
                    int[] groups = random.ints(count, 0, groupCount).toArray();
                    Batch batch = Batch.of(new Vector[] {vector}, LENGTH, 0);
                    Selected selected = new Selected();
                    selected.set(rows, groups, count, groupCount);
                    together.add(batch, selected);
                    for (int i = 0; i < count; i++) {
                        int[] row = {rows == null ? i : rows[i]};
                        selected.set(row, new int[] {groups[i]}, 1);
                        if (selected.count() > 0) {
                            oneByOne.add(batch, selected);
                        }
                    }
                }
                assertEquals(
                        values(oneByOne, groupCount), values(together, groupCount), vector.getClass() + " " + call);
            }
        }
    }

    /** The results of the first groups. */
    static List<Object> values(Accumulator accumulator, int groupCount) {
        Vector result = accumulator.result(0, groupCount);
        List<Object> values = new ArrayList<>();
        for (int group = 0; group < groupCount; group++) {
            values.add(result.valueAt(group));
        }
        return values;
    }

    private static List<Vector> vectors(Random random) {
        byte[] bytes = new byte[LENGTH];
        short[] shorts = new short[LENGTH];
        int[] ints = new int[LENGTH];
        long[] small = new long[LENGTH];
        long[] longs = new long[LENGTH];
        float[] floats = new float[LENGTH];
        double[] doubles = new double[LENGTH];
        int[] codes = new int[LENGTH];
        long[] validity = Validity.allValid(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            longs[i] = random.nextInt(3) == 0
                    ? (random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE)
                    : random.nextLong();
            small[i] = longs[i] >> 20;
            ints[i] = (int) longs[i];
            shorts[i] = (short) longs[i];
            bytes[i] = (byte) longs[i];
            doubles[i] = random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
            floats[i] = (float) doubles[i];
            codes[i] = random.nextInt(LENGTH);
            if (random.nextInt(5) == 0) {
                Validity.setNull(validity, i);
            }
        }
        Vector flat = new LongVector(SqlType.BIGINT, longs, null, LENGTH);
        return List.of(
                new ByteVector(SqlType.BIGINT, bytes, null, LENGTH),
                new ShortVector(SqlType.BIGINT, shorts, validity, LENGTH),
                new IntVector(SqlType.BIGINT, ints, null, LENGTH),
                new LongVector(SqlType.BIGINT, small, null, LENGTH).bounded(Long.MIN_VALUE >> 20, Long.MAX_VALUE >> 20),
                flat,
                new LongVector(SqlType.BIGINT, longs, validity, LENGTH),
                new DictionaryVector(new IntVector(SqlType.INTEGER, codes, null, LENGTH), flat, null),
                new ConstantVector(VectorBuilder.single(SqlType.BIGINT, Long.MIN_VALUE), LENGTH),
                new ConstantVector(VectorBuilder.single(SqlType.BIGINT, null), LENGTH),
                new FloatVector(SqlType.REAL, floats, validity, LENGTH),
                new DoubleVector(SqlType.DOUBLE, doubles, null, LENGTH),
                new DoubleVector(SqlType.DOUBLE, doubles, validity, LENGTH));
    }
}
