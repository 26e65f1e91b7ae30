package io.velaria.runtime.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts come back whether they came flat or as codes, and whatever was encoded before. */
class TextEncoderTest {
    private static Vector flat(List<String> texts) {
        VectorBuilder builder = VectorBuilder.create(SqlType.VARCHAR, texts.size());
        texts.forEach(builder::append);
        return builder.build();
    }

    private static Vector coded(Dictionary dictionary, List<String> texts) {
        short[] codes = new short[texts.size()];
        long[] validity = Validity.allValid(codes.length);
        for (int i = 0; i < codes.length; i++) {
            if (texts.get(i) == null) {
                Validity.setNull(validity, i);
            } else {
                byte[] bytes = texts.get(i).getBytes(StandardCharsets.UTF_8);
                codes[i] = (short) dictionary.code(bytes, 0, bytes.length, true);
            }
        }
        return new DictionaryVector(
                new ShortVector(SqlType.VARCHAR, codes, validity, codes.length), dictionary.values(), dictionary);
    }

    private static List<String> texts(Random random, int count, int variety, int nulls) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean isNull = nulls == 2 || (nulls == 1 && random.nextInt(10) == 0);
            int number = random.nextInt(variety);
            texts.add(isNull ? null : "x".repeat(number % 40) + number);
        }
        return texts;
    }

    private static void check(List<String> expected, Vector vector, TextEncoder encoder) {
        assertEquals(expected.size(), vector.length());
        int nulls = 0;
        for (int row = 0; row < expected.size(); row++) {
            assertEquals(expected.get(row), vector.valueAt(row));
            if (expected.get(row) == null) {
                nulls++;
                continue;
            }
            byte[] bytes = vector.bytesAt(row);
            long prefix = ZoneMap.prefix(bytes, 0, bytes.length);
            assertTrue(encoder.min <= prefix && prefix <= encoder.max);
        }
        assertEquals(nulls, encoder.nulls);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void textsComeBack(long seed) {
        Random random = new Random(seed);
        Dictionary own = new Dictionary(SqlType.VARCHAR);
        Dictionary[] foreign = {new Dictionary(SqlType.VARCHAR), new Dictionary(SqlType.VARCHAR), own};
        TextEncoder encoder = new TextEncoder(SqlType.VARCHAR, own);
        DistinctSketch sketch = new DistinctSketch();
        List<String> waiting = new ArrayList<>();
        for (int round = 0; round < 150; round++) {
            int style = random.nextInt(3);
            for (int n = random.nextInt(4); n >= 0 && waiting.size() < ColumnEncoder.CAPACITY; n--) {
                int count = 1 + random.nextInt(ColumnEncoder.CAPACITY - waiting.size());
                List<String> texts = texts(random, count, 1 << (1 + random.nextInt(14)), random.nextInt(3));
                boolean asCodes = style == 0 || (style == 1 && random.nextBoolean());
                Vector vector = asCodes ? coded(foreign[random.nextInt(3)], texts) : flat(texts);
                int from = random.nextInt(count);
                int[] selection = null;
                if (random.nextBoolean()) {
                    selection = IntStream.range(0, count)
                            .filter(i -> i >= from || random.nextBoolean())
                            .toArray();
                }
                int to = selection == null ? count : selection.length;
                int start = Math.min(from, to);
                encoder.add(vector, selection, start, to - start);
                for (int i = start; i < to; i++) {
                    waiting.add(texts.get(selection == null ? i : selection[i]));
                }
            }
            int seal = waiting.size() > Batch.MAX_ROWS ? 64 * (1 + random.nextInt(64)) : waiting.size();
            Vector sealed = encoder.seal(seal, sketch);
            check(waiting.subList(0, seal), sealed, encoder);
            waiting.subList(0, seal).clear();
        }
    }

    @Test
    void aFullDictionaryLeavesTextsFlat() {
        Dictionary own = new Dictionary(SqlType.VARCHAR);
        for (int i = 0; i < Dictionary.MAX_SIZE - 2; i++) {
            byte[] bytes = ("taken " + i).getBytes(StandardCharsets.UTF_8);
            own.code(bytes, 0, bytes.length, true);
        }
        TextEncoder encoder = new TextEncoder(SqlType.VARCHAR, own);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            texts.add(i < 900 ? "taken 7" : "new " + i % 2);
        }
        encoder.add(coded(new Dictionary(SqlType.VARCHAR), texts), null, 0, 1000);
        Vector fits = encoder.seal(1000, new DistinctSketch());
        assertInstanceOf(DictionaryVector.class, fits);
        check(texts, fits, encoder);
        texts.set(950, "one too many");
        encoder.add(coded(new Dictionary(SqlType.VARCHAR), texts), null, 0, 1000);
        Vector full = encoder.seal(1000, new DistinctSketch());
        assertInstanceOf(StringVector.class, full);
        check(texts, full, encoder);
    }

    @Test
    void repeatingTextsAreFoundAgain() {
        Dictionary own = new Dictionary(SqlType.VARCHAR);
        TextEncoder encoder = new TextEncoder(SqlType.VARCHAR, own);
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            encoder.add(flat(texts(random, 4096, 1 << 20, 0)), null, 0, 4096);
            assertInstanceOf(StringVector.class, encoder.seal(4096, new DistinctSketch()));
        }
        assertEquals(0, own.size());
        boolean found = false;
        for (int i = 0; i < 20; i++) {
            encoder.add(flat(texts(random, 4096, 5, 0)), null, 0, 4096);
            found = encoder.seal(4096, new DistinctSketch()) instanceof DictionaryVector;
        }
        assertTrue(found);
        assertEquals(5, own.size());
    }

    @Test
    void onlyNullsNeedNoDictionary() {
        TextEncoder encoder = new TextEncoder(SqlType.VARCHAR, new Dictionary(SqlType.VARCHAR));
        encoder.add(coded(new Dictionary(SqlType.VARCHAR), texts(new Random(1), 100, 2, 2)), null, 0, 100);
        Vector vector = encoder.seal(64, new DistinctSketch());
        assertNull(vector.valueAt(63));
        assertEquals(36, encoder.seal(36, new DistinctSketch()).length());
    }
}
