package io.velaria.runtime.operator.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.operator.filter.KeySet;
import io.velaria.runtime.row.KeyHasher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowIndexTest {
    private static RowIndex.Chains chains(long[] keys) {
        return new RowIndex.Chains(keys.length, bytes -> {}, new Cancellation());
    }

    private static List<Integer> chain(RowIndex.Chains chains, int head) {
        List<Integer> chain = new ArrayList<>();
        for (int id = head; id >= 0; id = chains.next(id)) {
            chain.add(id);
        }
        return chain;
    }

    /** Half of the cases have other ids than the rows' numbers. */
    private static int[] ids(int size, Random random) {
        if (random.nextBoolean()) {
            return null;
        }
        int[] ids = new int[size];
        for (int i = 0; i < size; i++) {
            ids[i] = size - 1 - i;
        }
        return ids;
    }

    private static long[] hashes(long[] keys) {
        long[] hashes = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            hashes[i] = KeyHasher.hash(keys[i]);
        }
        return hashes;
    }

    @Test
    void everyIndexFindsTheRowsOfAKeyInTheirOrder() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            long step = new long[] {1, 3, 63, 64, 1000}[seed % 5];
            long least = seed % 4 == 0 ? Long.MAX_VALUE - (1 << 24) : random.nextInt(2000) - 1000;
            int size = 1 + random.nextInt(seed % 2 == 0 ? 40 : 6000);
            int distinct = seed % 3 == 0 ? size * 8 : 1 + size / 2;
            long[] keys = new long[size];
            for (int i = 0; i < size; i++) {
                keys[i] = least + random.nextInt(Math.min(distinct, (1 << 23) / (int) step)) * step;
            }
            KeySet set = KeySet.of(keys, size);
            Map<Long, List<Integer>> expected = new HashMap<>();
            List<RowIndex> indexes = new ArrayList<>();
            List<RowIndex.Chains> chains = new ArrayList<>();
            int[] ids = ids(size, random);
            chains.add(chains(keys));
            indexes.add(HashedIndex.of(hashes(keys), ids, chains.get(0)));
            if (set.isExact()) {
                chains.add(chains(keys));
                indexes.add(RankedIndex.of(0, keys, ids, set, chains.get(1)));
                chains.add(chains(keys));
                indexes.add(DirectIndex.of(0, keys, ids, set, chains.get(2)));
            }
            for (int i = 0; i < size; i++) {
                expected.computeIfAbsent(keys[i], k -> new ArrayList<>()).add(ids == null ? i : ids[i]);
            }
            long[] wanted = new long[Batch.MAX_ROWS];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = switch (random.nextInt(4)) {
                    case 0 -> random.nextLong();
                    case 1 -> keys[random.nextInt(size)] + random.nextInt(5) - 2;
                    default -> keys[random.nextInt(size)];
                };
            }
            for (int k = 0; k < indexes.size(); k++) {
                RowIndex index = indexes.get(k);
                assertEquals(expected.size() == size, index.isUnique());
                int[] heads = new int[wanted.length];
                index.heads(index.key() == RowIndex.HASHED ? hashes(wanted) : wanted, wanted.length, heads);
                for (int i = 0; i < wanted.length; i++) {
                    assertEquals(
                            expected.getOrDefault(wanted[i], List.of()),
                            chain(chains.get(k), heads[i]),
                            "seed " + seed + " " + index.getClass().getSimpleName());
                }
            }
        }
    }

    @Test
    void theEmptyIndexFindsNothing() {
        int[] heads = new int[2];
        HashedIndex.of(new long[0], null, chains(new long[0])).heads(new long[] {0, -1}, 2, heads);
        assertEquals(-1, heads[0]);
        assertEquals(-1, heads[1]);
    }
}
