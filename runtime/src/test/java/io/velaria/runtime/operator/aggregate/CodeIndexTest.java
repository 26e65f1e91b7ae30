package io.velaria.runtime.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.ShortVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Keys that come in one encoding in one batch and in another in the next keep their groups. */
class CodeIndexTest {
    private static final int LENGTH = 500;
    private static final int BATCHES = 400; // so many that shorts are found by position, too

    @Test
    void encodingsMayChangeFromBatchToBatch() {
        Random random = new Random(4);
        SqlType type = SqlType.INTEGER;
        for (int keyCount = 1; keyCount <= 2; keyCount++) {
            SqlType[] types = keyCount == 1 ? new SqlType[] {type} : new SqlType[] {type, type};
            try (GroupKeys table = GroupKeys.of(types, () -> {
                throw new AssertionError("these keys need no row pages");
            })) {
                CodeIndex index = new CodeIndex();
                Map<List<Object>, Integer> seen = new HashMap<>();
                for (int batch = 0; batch < BATCHES; batch++) {
                    Vector[] keys = vectors(random, keyCount, LENGTH);
                    int[] rows = batch % 2 == 0
                            ? null
                            : random.ints(0, LENGTH)
                                    .distinct()
                                    .limit(LENGTH / 2)
                                    .sorted()
                                    .toArray();
                    int count = rows == null ? LENGTH : rows.length;
                    int[] groups = new int[count];
                    if (!index.find(table, keys, rows, count, groups)) {
                        table.find(keys, rows, count, groups);
                    }
                    for (int i = 0; i < count; i++) {
                        List<Object> key = new ArrayList<>();
                        for (Vector vector : keys) {
                            key.add(vector.valueAt(rows == null ? i : rows[i]));
                        }
                        int group = groups[i];
                        assertEquals(seen.computeIfAbsent(key, ignored -> group), group, key.toString());
                    }
                }
                assertEquals(seen.size(), table.size());
            }
        }
    }

    private static Vector[] vectors(Random random, int keyCount, int length) {
        Vector[] keys = new Vector[keyCount];
        for (int k = 0; k < keyCount; k++) {
            keys[k] = vector(random, length);
        }
        return keys;
    }

    private static Vector vector(Random random, int length) {
        byte[] bytes = new byte[length];
        short[] shorts = new short[length];
        long[] validity = Validity.allValid(length);
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            shorts[i] = (short) (random.nextBoolean() ? random.nextInt() : bytes[i]);
            if (random.nextInt(4) == 0) {
                Validity.setNull(validity, i);
            }
        }
        return switch (random.nextInt(7)) {
            case 0 -> new ShortVector(SqlType.INTEGER, shorts, null, length);
            case 1 -> new ShortVector(SqlType.INTEGER, shorts, validity, length);
            case 2 -> new ByteVector(SqlType.INTEGER, bytes, validity, length);
            case 3 -> new ConstantVector(VectorBuilder.single(SqlType.INTEGER, null), length);
            case 4 ->
                new ConstantVector(
                        new ByteVector(SqlType.INTEGER, new byte[] {(byte) random.nextInt()}, null, 1), length);
            case 5 -> new ConstantVector(VectorBuilder.single(SqlType.INTEGER, (long) random.nextInt(3)), length);
            default -> new ByteVector(SqlType.INTEGER, bytes, null, length);
        };
    }
}
