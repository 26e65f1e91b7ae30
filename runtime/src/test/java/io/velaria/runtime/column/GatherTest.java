package io.velaria.runtime.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link Gather} and {@link Concatenation} against the values one by one. */
class GatherTest {
    private static final List<SqlType> TYPES = List.of(
            SqlType.BOOLEAN,
            SqlType.INTEGER,
            SqlType.BIGINT,
            SqlType.decimal(12, 2),
            SqlType.decimal(38, 3),
            SqlType.REAL,
            SqlType.DOUBLE,
            SqlType.VARCHAR,
            SqlType.DATE,
            SqlType.array(SqlType.INTEGER));

    private static Object value(SqlType type, Random random) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        int choice = random.nextInt(20);
        return switch (type.kind()) {
            case BOOLEAN -> (long) (choice & 1);
            case REAL -> (float) choice;
            case DOUBLE -> (double) choice;
            case VARCHAR -> "text " + choice;
            case ARRAY -> List.of((long) choice, 3L);
            default -> (long) choice;
        };
    }

    /** A vector in any of the encodings that the type's values can have. */
    private static Vector vector(SqlType type, int length, Dictionary dictionary, Random random) {
        if (random.nextInt(6) == 0) {
            return VectorBuilder.constant(type, value(type, random), length);
        }
        VectorBuilder builder = VectorBuilder.create(type, length);
        for (int i = 0; i < length; i++) {
            builder.append(value(type, random));
        }
        Vector flat = builder.build();
        boolean narrow = random.nextBoolean();
        if (narrow && (type.kind() == TypeKind.INTEGER || type.kind() == TypeKind.BIGINT)) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = flat.isNull(i) ? 0 : (byte) flat.longAt(i);
            }
            return new ByteVector(type, bytes, flat.validity(), length).bounded(0, 19);
        }
        if (narrow && type.kind() == TypeKind.VARCHAR) {
            byte[] codes = new byte[length];
            for (int i = 0; i < length; i++) {
                byte[] text = (flat.isNull(i) ? "text 0" : flat.textAt(i)).getBytes(StandardCharsets.UTF_8);
                codes[i] = (byte) dictionary.code(text, 0, text.length, true);
            }
            return new DictionaryVector(
                    new ByteVector(type, codes, flat.validity(), length), dictionary.values(), dictionary);
        }
        return flat;
    }

    private static List<Object> values(Vector vector) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < vector.length(); i++) {
            values.add(vector.valueAt(i));
        }
        return values;
    }

    @Test
    void rowsOfRowsAreThoseOfTheColumn() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            SqlType type = TYPES.get(seed % TYPES.size());
            Vector column = vector(type, 1 + random.nextInt(200), new Dictionary(type), random);
            List<Object> expected = values(column);
            for (int depth = 0; depth < 3; depth++) {
                int count = 1 + random.nextInt(150);
                int[] rows = new int[count];
                long[] validity = depth == 2 ? Validity.allValid(count) : null;
                List<Object> chosen = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    rows[i] = random.nextInt(column.length());
                    boolean isNull = validity != null && random.nextInt(4) == 0;
                    if (isNull) {
                        Validity.setNull(validity, i);
                    }
                    chosen.add(isNull ? null : expected.get(rows[i]));
                }
                column = new Gather(rows, count, validity).of(column);
                expected = chosen;
                assertEquals(expected, values(column), "seed " + seed);
                assertEquals(expected, values(VectorCopier.copy(column, null, count)), "seed " + seed);
                if (column.kind().isLongLike()) {
                    long[] longs = new long[count];
                    Decoder.longs(column, null, count, longs);
                    for (int i = 0; i < count; i++) {
                        assertTrue(expected.get(i) == null || expected.get(i).equals(longs[i]), "seed " + seed);
                    }
                }
            }
        }
    }

    @Test
    void columnsOfOneBatchShareTheRows() {
        Vector a = VectorBuilder.single(SqlType.INTEGER, 1L);
        Vector b = VectorBuilder.single(SqlType.DOUBLE, 1.0);
        Gather gather = new Gather(new int[2], 2);
        DictionaryVector ofA = (DictionaryVector) gather.of(a);
        DictionaryVector ofB = (DictionaryVector) gather.of(b);
        assertSame(ofA.codes(), ofB.codes());
        Gather further = new Gather(new int[1], 1);
        DictionaryVector ofRows = (DictionaryVector) further.of(ofA);
        assertSame(a, ofRows.values());
        assertSame(ofRows.codes(), ((DictionaryVector) further.of(ofB)).codes());
    }

    @Test
    void partsComeOneAfterAnother() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            SqlType type = TYPES.get(seed % TYPES.size());
            Dictionary dictionary = new Dictionary(type);
            List<Vector> parts = new ArrayList<>();
            List<Object> expected = new ArrayList<>();
            for (int p = 1 + random.nextInt(5); p > 0; p--) {
                parts.add(vector(type, 1 + random.nextInt(100), dictionary, random));
                expected.addAll(values(parts.get(parts.size() - 1)));
            }
            Vector all = Concatenation.of(parts, expected.size());
            assertEquals(expected, values(all), "seed " + seed);
            assertTrue(
                    type.kind() == TypeKind.ARRAY || all.sizeInBytes() <= Concatenation.bytes(parts, expected.size()),
                    "seed " + seed);
            if (all.kind().isLongLike()) {
                for (Object value : expected) {
                    assertTrue(value == null || all.least() <= (Long) value && (Long) value <= all.greatest());
                }
            }
        }
    }
}
