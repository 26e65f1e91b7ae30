package io.velaria.runtime.operator.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.operator.filter.KeySet;
import io.velaria.runtime.row.KeyHasher;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Half of the cases leave some rows out. */
    private static boolean[] left(int size, Random random) {
        if (random.nextBoolean()) {
            return null;
        }
        boolean[] left = new boolean[size];
        for (int i = 0; i < size; i++) {
            left[i] = random.nextInt(8) == 0;
        }
        return left;
    }

    /** Adds rows part by part in two runs. */
    private static RowIndex fill(RowIndex index, long[] values, boolean[] left) {
        int middle = values.length / 3;
        long[] head = Arrays.copyOf(values, middle);
        long[] tail = Arrays.copyOfRange(values, middle, values.length);
        for (int part = 0; part < index.parts(); part++) {
            boolean[] ofTail = left == null ? null : Arrays.copyOfRange(left, middle, left.length);
            index.add(part, tail, ofTail, middle, tail.length);
            index.add(part, head, left, 0, head.length);
        }
        return index;
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
            boolean[] left = left(size, random);
            int parts = 1 << random.nextInt(3);
            indexes.add(fill(
                    new HashedIndex(chains(keys), size, false, HashedIndex.suits(size, parts) ? parts : 1),
                    hashes(keys),
                    left));
            indexes.add(fill(
                    new HashedIndex(chains(keys), size, true, HashedIndex.suits(size, parts) ? parts : 1), keys, left));
            if (set.isExact()) {
                indexes.add(fill(new RankedIndex(0, chains(keys), set, parts), keys, left));
                indexes.add(fill(new DirectIndex(0, chains(keys), set.min(), set.max(), parts), keys, left));
            }
            int added = 0;
            for (int i = 0; i < size; i++) {
                if (left == null || !left[i]) {
                    expected.computeIfAbsent(keys[i], k -> new ArrayList<>()).add(i);
                    added++;
                }
            }
            long[] wanted = new long[Batch.MAX_ROWS];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = switch (random.nextInt(4)) {
                    case 0 -> random.nextLong();
                    case 1 -> keys[random.nextInt(size)] + random.nextInt(5) - 2;
                    default -> keys[random.nextInt(size)];
                };
            }
            for (RowIndex index : indexes) {
                assertEquals(expected.size() == added, index.isUnique());
                int[] heads = new int[wanted.length];
                index.heads(index.key() == RowIndex.HASHED ? hashes(wanted) : wanted, wanted.length, heads);
                for (int i = 0; i < wanted.length; i++) {
                    assertEquals(
                            expected.getOrDefault(wanted[i], List.of()),
                            chain(index.chains(), heads[i]),
                            "seed " + seed + " " + index.getClass().getSimpleName());
                }
            }
        }
    }

    @Test
    void rangesOutsideOfAPartAreTold() {
        long[] keys = {5, 900, 70_000};
        KeySet set = KeySet.of(keys, keys.length);
        for (int parts : new int[] {1, 2, 4}) {
            RowIndex direct = new DirectIndex(0, chains(keys), 5, 70_000, parts);
            RowIndex ranked = new RankedIndex(0, chains(keys), set, parts);
            for (int part = 0; part < parts; part++) {
                for (RowIndex index : List.of(direct, ranked)) {
                    assertTrue(index.mayHavePlace(part, 5, 70_000));
                    assertFalse(index.mayHavePlace(part, Long.MAX_VALUE, Long.MIN_VALUE));
                    assertEquals(part == 0, index.mayHavePlace(part, 5, 6));
                    assertEquals(part == parts - 1, index.mayHavePlace(part, 70_000, 70_000));
                }
            }
        }
    }

    @Test
    void aPartWithoutFreePlacesIsTold() {
        int size = 1 << 12;
        long[] alike = new long[size];
        for (int i = 0; i < size; i++) {
            alike[i] = (long) i << 32 | 7;
        }
        assertTrue(fill(new HashedIndex(chains(alike), size, false, 4), alike, null)
                .isOverfull());
        RowIndex whole = fill(new HashedIndex(chains(alike), size, false, 1), alike, null);
        assertFalse(whole.isOverfull());
        int[] heads = new int[size];
        whole.heads(alike, size, heads);
        for (int i = 0; i < size; i++) {
            assertEquals(i, heads[i]);
        }
    }

    @Test
    void theEmptyIndexFindsNothing() {
        int[] heads = new int[2];
        new HashedIndex(chains(new long[0]), 0, false, 1).heads(new long[] {0, -1}, 2, heads);
        assertEquals(-1, heads[0]);
        assertEquals(-1, heads[1]);
    }
}
