package io.velaria.runtime.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.velaria.runtime.column.ByteVector;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Validity;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packed keys are numbered, found and given back as a map of their values would. */
class PackedGroupKeysTest {
    private static final List<SqlType> TYPES = List.of(
            SqlType.INTEGER, SqlType.VARCHAR, SqlType.BIGINT, SqlType.BOOLEAN, SqlType.SMALLINT, SqlType.decimal(9, 2));

    private final MemoryPool pool = MemoryPool.root("test", 1L << 30);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void agreesWithAMap(int seed) {
        Random random = new Random(seed);
        int keyCount = 1 + random.nextInt(5);
        SqlType[] types = new SqlType[keyCount];
        for (int k = 0; k < keyCount; k++) {
            types[k] = seed % 4 == 0 ? SqlType.VARCHAR : TYPES.get(random.nextInt(TYPES.size()));
        }
        Dictionary dictionary = new Dictionary(SqlType.VARCHAR);
        int longest = seed % 3 == 0 ? 30 : 15; // some too long to be packed
        boolean coded = seed % 2 == 0;
        int distinct = 1 + random.nextInt(3000);
        try (GroupKeys keys = PackedGroupKeys.of(types, () -> pool.reserve("test"))) {
            assertInstanceOf(PackedGroupKeys.class, keys);
            Map<List<Object>, Integer> numbers = new HashMap<>();
            List<List<Object>> inOrder = new ArrayList<>();
            for (int b = 0; b < 12; b++) {
                int count = 1 + random.nextInt(2000);
                Vector[] columns = new Vector[keyCount];
                for (int k = 0; k < keyCount; k++) {
                    int longestNow = b < 6 ? Math.min(longest, 15) : longest;
                    columns[k] = column(types[k], count, random, distinct, longestNow, coded ? dictionary : null, b);
                }
                int[] rows = b % 2 == 0 ? null : random.ints(count, 0, count).toArray();
                int[] groups = new int[count];
                keys.find(columns, rows, count, groups);
                Map<Integer, Integer> seen = new HashMap<>();
                for (int i = 0; i < count; i++) {
                    List<Object> key = new ArrayList<>();
                    for (Vector column : columns) {
                        key.add(column.valueAt(rows == null ? i : rows[i]));
                    }
                    Integer known = numbers.putIfAbsent(key, groups[i]);
                    assertEquals(known == null ? groups[i] : known, groups[i]);
                    if (known == null) {
                        seen.put(groups[i], i);
                        while (inOrder.size() <= groups[i]) {
                            inOrder.add(null);
                        }
                        inOrder.set(groups[i], key);
                    }
                }
            }
            assertEquals(numbers.size(), keys.size());
            check(keys, types, inOrder, random);
        }
        assertEquals(0, pool.reserved());
    }

    private void check(GroupKeys keys, SqlType[] types, List<List<Object>> expected, Random random) {
        int size = keys.size();
        int[] some = random.ints(100, 0, size).toArray();
        GroupKeys general = new RowGroupKeys(io.velaria.runtime.row.RowLayout.of(types), pool.reserve("test"));
        Vector[] all = new Vector[types.length];
        for (int k = 0; k < types.length; k++) {
            all[k] = keys.column(k, 0, size);
            Vector chosen = keys.column(k, some, some.length);
            for (int group = 0; group < size; group++) {
                assertEquals(expected.get(group).get(k), all[k].valueAt(group));
            }
            for (int i = 0; i < some.length; i++) {
                assertEquals(expected.get(some[i]).get(k), chosen.valueAt(i));
            }
        }
        int[] others = new int[size];
        general.find(all, null, size, others);
        assertEquals(size, general.size());
        for (int group = 0; group < size; group++) {
            assertEquals(general.hash(others[group]), keys.hash(group)); // partitions of all tables agree
        }
        general.close();
    }

    private static Vector column(
            SqlType type, int count, Random random, int distinct, int longest, Dictionary dictionary, int batch) {
        if (random.nextInt(8) == 0) {
            return new ConstantVector(VectorBuilder.single(type, null), count);
        }
        VectorBuilder builder = VectorBuilder.create(type, count);
        for (int i = 0; i < count; i++) {
            builder.append(random.nextInt(10) == 0 ? null : value(type, random.nextInt(distinct), longest));
        }
        Vector flat = builder.build();
        if (!type.kind().isText() || dictionary == null || batch == 9) {
            if (random.nextInt(4) == 0) {
                int[] codes = random.ints(count, 0, count).toArray();
                return new DictionaryVector(new IntVector(SqlType.INTEGER, codes, null, count), flat, null);
            }
            return flat;
        }
        int[] codes = new int[count];
        long[] validity = Validity.allValid(count);
        for (int i = 0; i < count; i++) {
            if (flat.isNull(i)) {
                Validity.setNull(validity, i);
                codes[i] = 77_777; // means nothing
            } else {
                byte[] text = flat.bytesAt(i);
                codes[i] = dictionary.code(text, 0, text.length, true);
            }
        }
        return new DictionaryVector(new IntVector(type, codes, validity, count), dictionary.values(), dictionary);
    }

    private static Object value(SqlType type, int number, int longest) {
        return switch (type.kind()) {
            case VARCHAR -> text(number, longest);
            case BOOLEAN -> (long) (number & 1);
            case BIGINT -> number % 7 == 0 ? Long.MIN_VALUE + number : number * 0x123456789ABCDL;
            case SMALLINT -> (long) (short) (number * 31);
            default -> (long) (number - 1000);
        };
    }

    private static String text(int number, int longest) {
        String digits = Integer.toString(number);
        return ("é" + digits + "abcdefghijklmnopqrstuvwxyz").substring(0, Math.min(longest - 1, 1 + number % longest));
    }

    @Test
    void textsOfEveryLengthAndPlace() {
        byte[] bytes = "abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
        for (int length = 0; length <= 15; length++) {
            int count = bytes.length - length + 1;
            GroupKeys keys = PackedGroupKeys.of(new SqlType[] {SqlType.VARCHAR}, () -> pool.reserve("test"));
            for (int from = 0; from < count; from++) {
                Vector one = new StringVector(SqlType.VARCHAR, bytes, new int[] {from, from + length}, null, 1);
                int[] group = new int[1];
                keys.find(new Vector[] {one}, null, 1, group);
                assertEquals(one.textAt(0), keys.column(0, group, 1).textAt(0));
                assertEquals(length == 0 ? 0 : from, group[0]);
            }
            keys.close();
        }
    }

    @Test
    void nullIsNoValue() {
        GroupKeys keys =
                PackedGroupKeys.of(new SqlType[] {SqlType.TINYINT, SqlType.VARCHAR}, () -> pool.reserve("test"));
        long[] validity = Validity.allValid(2);
        Validity.setNull(validity, 1);
        Vector numbers = new ByteVector(SqlType.TINYINT, new byte[] {0, 0}, validity, 2);
        Vector texts = new StringVector(SqlType.VARCHAR, new byte[0], new int[3], null, 2);
        int[] groups = new int[2];
        keys.find(new Vector[] {numbers, texts}, null, 2, groups);
        assertEquals(List.of(0, 1), List.of(groups[0], groups[1]));
        keys.close();
    }
}
