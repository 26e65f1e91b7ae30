package io.velaria.runtime.operator.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongGroupKeysTest {
    /** Values that start dense and may become sparse, go down, or lie at the ends of the range. */
    private static Long value(int shape, int position, Random random) {
        return switch (shape) {
            case 0 -> (long) position / 3;
            case 1 -> 1_000_000L - position * 5L;
            case 2 -> position < 3000 ? (long) random.nextInt(500) : random.nextLong();
            case 3 -> Long.MAX_VALUE - random.nextInt(1000);
            case 4 -> Long.MIN_VALUE + random.nextInt(5000);
            case 5 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
            case 6 -> (long) random.nextInt(100_000); // too few at first for their range
            case 7 -> position / 700 * 10_000_000L + position % 700; // dense parts far from each other
            default -> position * 8L + random.nextInt(8);
        };
    }

    @Test
    void groupsAreNumberedInTheOrderOfTheirFirstRow() {
        for (int seed = 0; seed < 72; seed++) {
            Random random = new Random(seed);
            LongGroupKeys keys = new LongGroupKeys(SqlType.BIGINT);
            Map<Long, Integer> expected = new HashMap<>();
            List<Long> inOrder = new ArrayList<>();
            int position = 0;
            for (int batch = 0; batch < 12; batch++) {
                int count = 1 + random.nextInt(1000);
                count = batch == 0 ? 1 + count / 100 : count;
                VectorBuilder builder = VectorBuilder.create(SqlType.BIGINT, count);
                int[] wanted = new int[count];
                for (int i = 0; i < count; i++) {
                    Long value = seed >= 36 && random.nextInt(50) == 0 ? null : value(seed % 9, position++, random);
                    builder.append(value);
                    wanted[i] = expected.computeIfAbsent(value, v -> {
                        inOrder.add(v);
                        return inOrder.size() - 1;
                    });
                }
                int[] groups = new int[count];
                keys.find(new Vector[] {builder.build()}, null, count, groups);
                for (int i = 0; i < count; i++) {
                    assertEquals(wanted[i], groups[i], "seed " + seed);
                }
            }
            assertEquals(inOrder.size(), keys.size());
            checkCopy(keys, random);
            Vector column = keys.column(0, 0, keys.size());
            for (int group = 0; group < inOrder.size(); group++) {
                assertEquals(inOrder.get(group), column.valueAt(group));
            }
        }
    }

    /** Keys taken from another table, range by range, are the same keys. */
    private static void checkCopy(LongGroupKeys keys, Random random) {
        LongGroupKeys copy = new LongGroupKeys(SqlType.BIGINT);
        long least = keys.isDirect() ? keys.least() : Long.MIN_VALUE;
        long greatest = keys.isDirect() ? keys.greatest() : Long.MAX_VALUE;
        long cut = keys.isDirect() ? least + random.nextInt((int) (greatest - least + 1)) : random.nextInt(10_000);
        boolean[] found = new boolean[keys.size()];
        for (int half = 0; half < 2; half++) {
            if (half == 1 && cut == greatest) {
                continue;
            }
            long from = half == 0 ? least : cut + 1;
            long to = half == 0 ? cut : greatest;
            int[] groups = keys.groupsBetween(from, to);
            int[] copies = new int[groups.length];
            copy.findOf(keys, groups, groups.length, copies);
            for (int i = 0; i < groups.length; i++) {
                found[groups[i]] = true;
                assertEquals(
                        keys.column(0, groups[i], 1).valueAt(0),
                        copy.column(0, copies[i], 1).valueAt(0));
            }
        }
        for (int group = 0; group < keys.size(); group++) {
            Object value = keys.column(0, group, 1).valueAt(0);
            assertEquals(value != null, found[group]);
        }
        if (keys.nullGroup() >= 0) {
            int[] number = new int[1];
            copy.findOf(keys, new int[] {keys.nullGroup()}, 1, number);
            assertEquals(null, copy.column(0, number[0], 1).valueAt(0));
        }
    }
}
