package io.velaria.runtime.operator.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeySetTest {
    @Test
    void losesNoValueAndKeepsFewOthers() {
        long[] steps = {1, 3, 60, 1000, 1_000_003, 1L << 40};
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            long step = steps[seed % steps.length];
            int size = 1 + random.nextInt(seed % 2 == 0 ? 20 : 5000);
            long[] keys = new long[size];
            Set<Long> known = new HashSet<>();
            for (int i = 0; i < size; i++) {
                keys[i] = (random.nextInt(4 * size) - size) * step;
            }
            if (seed % 7 == 0) {
                keys[0] = Long.MIN_VALUE;
                keys[size - 1] = Long.MAX_VALUE;
            }
            for (long key : keys) {
                known.add(key);
            }
            KeySet set = KeySet.of(keys, size);
            for (int width : new int[] {8, 16, 32, 64}) {
                check(set, known, width, random, "seed " + seed + ", width " + width);
            }
        }
    }

    /** Selects from every encoding of random values of a width, many of them in the set. */
    private static void check(KeySet set, Set<Long> known, int width, Random random, String label) {
        long[] wanted = known.stream()
                .mapToLong(Long::longValue)
                .filter(key -> key << (64 - width) >> (64 - width) == key)
                .toArray();
        int count = 4096;
        byte[] bytes = new byte[count];
        short[] shorts = new short[count];
        int[] ints = new int[count];
        long[] longs = new long[count];
        int[] codes = new int[count];
        long[] validity = Validity.allValid(count);
        for (int i = 0; i < count; i++) {
            boolean in = wanted.length > 0 && random.nextBoolean();
            longs[i] = in ? wanted[random.nextInt(wanted.length)] : random.nextLong() >> (64 - width);
            bytes[i] = (byte) longs[i];
            shorts[i] = (short) longs[i];
            ints[i] = (int) longs[i];
            codes[i] = random.nextInt(count);
            if (random.nextInt(10) == 0) {
                Validity.setNull(validity, i);
            }
        }
        List<Vector> vectors = new ArrayList<>();
        for (long[] bitmap : new long[][] {null, validity}) {
            Vector flat = new LongVector(SqlType.BIGINT, longs, bitmap, count);
            vectors.add(flat);
            vectors.add(new DictionaryVector(new IntVector(SqlType.INTEGER, codes, validity, count), flat, null));
            vectors.add(width <= 32 ? new IntVector(SqlType.BIGINT, ints, bitmap, count) : flat);
            vectors.add(width <= 16 ? new ShortVector(SqlType.BIGINT, shorts, bitmap, count) : flat);
            vectors.add(width == 8 ? new ByteVector(SqlType.BIGINT, bytes, bitmap, count) : flat);
        }
        vectors.add(new ConstantVector(VectorBuilder.single(SqlType.BIGINT, longs[0]), count));
        vectors.add(new ConstantVector(VectorBuilder.single(SqlType.BIGINT, null), count));
        int[] every = new int[count / 3];
        Arrays.setAll(every, i -> 3 * i + 1);
        for (Vector vector : vectors) {
            check(set, known, vector, null, count, label);
            check(set, known, vector, every, every.length, label);
        }
    }

    private static void check(KeySet set, Set<Long> known, Vector vector, int[] rows, int count, String label) {
        int[] kept = rows == null ? new int[count] : rows.clone();
        int found = set.select(vector, rows == null ? null : kept, count, kept, new long[count]);
        int at = 0;
        int others = 0;
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            boolean isKept = at < found && kept[at] == row;
            at += isKept ? 1 : 0;
            if (vector.isNull(row)) {
                assertTrue(!isKept, label);
            } else if (known.contains(vector.longAt(row))) {
                assertTrue(isKept, () -> label + " lost " + vector.longAt(row));
            } else {
                others += isKept ? 1 : 0;
            }
        }
        assertEquals(found, at, label);
        assertTrue(vector instanceof ConstantVector || others < count / 8, others + " false positives, " + label);
    }

    @Test
    void tellsRangesWithoutValues() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            long base = round % 3 == 0 ? 0 : random.nextLong();
            long[] keys = random.longs(1 + random.nextInt(20), 0, 1 << random.nextInt(19))
                    .map(key -> key + base)
                    .toArray();
            KeySet set = KeySet.of(keys, keys.length);
            for (int i = 0; i < 500; i++) {
                long low = base + random.nextInt(1 << 19) - 1000;
                long high = low + random.nextInt(1 << random.nextInt(20));
                if (low > high) {
                    continue; // around the end of the longs
                }
                boolean any = Arrays.stream(keys).anyMatch(key -> key >= low && key <= high);
                if (any || high - low < 64 * 1024) {
                    assertEquals(any, set.mayContainAny(low, high), () -> low + " to " + high);
                }
            }
            assertTrue(set.mayContainAny(Long.MIN_VALUE, Long.MAX_VALUE));
            assertFalse(set.mayContainAny(Long.MAX_VALUE, Long.MIN_VALUE)); // a column of NULLs
        }
        long[] extremes = {Long.MIN_VALUE, 5, Long.MAX_VALUE};
        assertTrue(KeySet.of(extremes, 3).mayContainAny(7, 8), "a Bloom filter knows no ranges");
    }

    @Test
    void nothingIsInTheEmptySet() {
        KeySet set = KeySet.of(new long[3], 0);
        assertTrue(set.isEmpty());
        Vector values = new LongVector(SqlType.BIGINT, new long[] {0, 1}, null, 2);
        assertEquals(0, set.select(values, null, 2, new int[2], new long[2]));
        assertFalse(set.mayContainAny(Long.MIN_VALUE, Long.MAX_VALUE));
    }
}
