package io.velaria.runtime.operator.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
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
            int count = 4096;
            long[] values = new long[count];
            boolean[] nulls = new boolean[count];
            int[] rows = new int[count];
            for (int i = 0; i < count; i++) {
                values[i] = random.nextBoolean() ? keys[random.nextInt(size)] : random.nextLong();
                nulls[i] = random.nextInt(10) == 0;
                rows[i] = 3 * i + 1;
            }
            int[] kept = new int[count];
            int found = set.select(values, rows, count, nulls, kept);
            int at = 0;
            int others = 0;
            for (int i = 0; i < count; i++) {
                boolean isKept = at < found && kept[at] == rows[i];
                at += isKept ? 1 : 0;
                if (nulls[i]) {
                    assertTrue(!isKept);
                } else if (known.contains(values[i])) {
                    assertTrue(isKept, "lost " + values[i]);
                } else {
                    others += isKept ? 1 : 0;
                }
            }
            assertEquals(found, at);
            assertTrue(others < count / 10, others + " false positives, seed " + seed);
        }
    }

    @Test
    void nothingIsInTheEmptySet() {
        KeySet set = KeySet.of(new long[3], 0);
        assertTrue(set.isEmpty());
        assertEquals(0, set.select(new long[] {0, 1}, null, 2, null, new int[2]));
    }
}
