package io.velaria.runtime.operator.sort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A single number is encoded in the same words whether its batch has a NULL, and so goes the general way, or not. */
class SortKeyEncoderTest {
    private static final List<Object> INTEGERS =
            List.of((long) Integer.MIN_VALUE, -70_000L, -1L, 0L, 1L, 255L, 256L, 70_000L, (long) Integer.MAX_VALUE);
    private static final List<Object> LONGS = List.of(Long.MIN_VALUE, -1L << 40, -1L, 0L, 1L, 1L << 40, Long.MAX_VALUE);
    private static final List<Object> DOUBLES = List.of(
            Double.NEGATIVE_INFINITY,
            -1e300,
            -1.5,
            -Double.MIN_VALUE,
            0.0,
            1e-300,
            2.0,
            2.0000000000000004,
            Double.POSITIVE_INFINITY,
            Double.NaN);

    @ParameterizedTest
    @ValueSource(strings = {"INTEGER", "BIGINT", "DOUBLE"})
    void encodesNumbersAlike(String name) {
        SqlType type =
                name.equals("INTEGER") ? SqlType.INTEGER : name.equals("BIGINT") ? SqlType.BIGINT : SqlType.DOUBLE;
        List<Object> values = name.equals("INTEGER") ? INTEGERS : name.equals("BIGINT") ? LONGS : DOUBLES;
        int count = values.size();
        VectorBuilder builder = VectorBuilder.create(type, count + 1);
        values.forEach(builder::append);
        Vector[] columns = {builder.append(null).build()};
        int[] rows = new int[count + 1];
        Arrays.setAll(rows, i -> i);
        for (boolean descending : new boolean[] {false, true}) {
            for (boolean nullsFirst : new boolean[] {false, true}) {
                SortKey key = new SortKey(0, descending, nullsFirst);
                SortSpec spec = new SortSpec(List.of(key), List.of(new Field("a", type, true)));
                SortKeyEncoder encoder = new SortKeyEncoder(spec);
                long[] alone = new long[count * spec.words()];
                long[] withNull = new long[(count + 1) * spec.words()];
                encoder.encode(columns, rows, count, alone);
                encoder.encode(columns, rows, count + 1, withNull);
                assertArrayEquals(Arrays.copyOf(withNull, alone.length), alone);
                assertOrdered(spec, withNull, count, descending, nullsFirst);
                SortSpec plain = new SortSpec(List.of(key), List.of(new Field("a", type, false)));
                long[] words = new long[count * plain.words()];
                new SortKeyEncoder(plain).encode(columns, rows, count, words);
                assertOrdered(plain, words, count, descending, nullsFirst);
            }
        }
    }

    private static void assertOrdered(SortSpec spec, long[] words, int values, boolean descending, boolean nullsFirst) {
        int width = spec.words();
        for (int i = 1; i < words.length / width; i++) {
            int order = spec.compare(words, (i - 1) * width, i - 1, words, i * width, i, null);
            boolean ascends = i < values ? !descending : !nullsFirst;
            assertTrue(ascends ? order < 0 : order > 0, "row " + i);
        }
    }
}
