package io.velaria.runtime.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.column.Gather;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that others determine come back as they came in, whatever they were kept as. */
class CarryingKeysTest {
    private static final SqlType[] TYPES = {SqlType.VARCHAR, SqlType.BIGINT, SqlType.DOUBLE, SqlType.VARCHAR};
    private static final boolean[] DETERMINED = {true, false, true, true};
    private static final int KEYS = 3000;

    private final MemoryPool memory = MemoryPool.root("test", 1L << 28);

    private static Object value(int column, long key) {
        return switch (column) {
            case 0 -> key % 7 == 0 ? null : "a text that is long enough " + key;
            case 1 -> key % 100 == 99 ? null : (Object) key;
            case 2 -> key % 5 == 0 ? null : (Object) (key / 8.0);
            default -> "t" + key % 100;
        };
    }

    /** NULL is one key, so its determined columns must be those of one row. */
    private static long keyOf(int random) {
        return random % 100 == 99 ? 99 : random;
    }

    private static Vector[] columns(long[] keys) {
        Vector[] columns = new Vector[TYPES.length];
        for (int c = 0; c < columns.length; c++) {
            VectorBuilder builder = VectorBuilder.create(TYPES[c], keys.length);
            for (long key : keys) {
                builder.append(value(c, key));
            }
            columns[c] = builder.build();
        }
        return columns;
    }

    /** Columns of all keys, as a join's build side has them. */
    private static Vector[] kept() {
        long[] all = new long[KEYS];
        for (int i = 0; i < KEYS; i++) {
            all[i] = keyOf(i);
        }
        Vector[] columns = columns(all);
        for (Vector column : columns) {
            column.kept();
        }
        return columns;
    }

    @ParameterizedTest
    @ValueSource(strings = {"kept", "kept, kept", "flat", "kept, flat", "flat, kept", "kept, other, flat"})
    void keepsWhatCameFirst(String kinds) {
        Random random = new Random(3);
        List<Long> groupKeys = new ArrayList<>();
        try (CarryingKeys keys = new CarryingKeys(TYPES, DETERMINED, () -> memory.reserve("test"));
                CarryingKeys merged = new CarryingKeys(TYPES, DETERMINED, () -> memory.reserve("test"))) {
            Vector[] kept = kept();
            for (String kind : kinds.split(", ")) {
                Vector[] source = kind.equals("other") ? kept() : kept;
                for (int batch = 0; batch < 3; batch++) {
                    add(keys, source, !kind.equals("flat"), random, groupKeys);
                }
            }
            check(keys, groupKeys);
            int[] groups = new int[keys.size()];
            Vector[] all = new Vector[TYPES.length];
            for (int c = 0; c < all.length; c++) {
                all[c] = keys.column(c, 0, keys.size());
            }
            merged.find(all, null, keys.size(), groups);
            check(merged, groupKeys);
        }
        assertEquals(0, memory.reserved());
    }

    private static void add(CarryingKeys keys, Vector[] source, boolean refers, Random random, List<Long> groupKeys) {
        int count = 700;
        int[] chosen = new int[count];
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = random.nextInt(KEYS);
            values[i] = keyOf(chosen[i]);
        }
        Vector[] columns = columns(values);
        if (refers) {
            Gather gather = new Gather(chosen, count);
            for (int c = 0; c < columns.length; c++) {
                columns[c] = gather.of(source[c]);
            }
        }
        int[] rows = random.nextBoolean() ? null : new int[count / 2];
        for (int i = 0; rows != null && i < rows.length; i++) {
            rows[i] = 2 * i;
        }
        int size = rows == null ? count : rows.length;
        int[] groups = new int[size];
        keys.find(columns, rows, size, groups);
        for (int i = 0; i < size; i++) {
            while (groups[i] >= groupKeys.size()) {
                groupKeys.add(null);
            }
            groupKeys.set(groups[i], values[rows == null ? i : rows[i]]);
        }
    }

    private static void check(CarryingKeys keys, List<Long> groupKeys) {
        assertEquals(groupKeys.size(), keys.size());
        int[] backwards = new int[keys.size()];
        for (int i = 0; i < backwards.length; i++) {
            backwards[i] = backwards.length - 1 - i;
        }
        for (int c = 0; c < TYPES.length; c++) {
            Vector forth = keys.column(c, 0, keys.size());
            Vector back = keys.column(c, backwards, backwards.length);
            for (int group = 0; group < keys.size(); group++) {
                assertEquals(value(c, groupKeys.get(group)), forth.valueAt(group));
                assertEquals(value(c, groupKeys.get(group)), back.valueAt(backwards[group]));
            }
        }
    }
}
