package io.velaria.runtime.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Row ids by the hash of their key columns: chains in primitive arrays, newest first. Entries are only added; whether a
 * row is there in a snapshot, and has the key, is checked against the rows. One thread adds at a time; any may read,
 * and sees at least what was added before its snapshot was published.
 */
final class HashIndex {
    private static final VarHandle HEADS = MethodHandles.arrayElementVarHandle(int[].class);

    /** @param heads per bucket the newest entry + 1 @param next per entry the next older one + 1 */
    private record Entries(int[] heads, int[] next, int[] hashes, long[] rowIds) {}

    private final IndexDefinition definition;
    private final int[] keys;
    private volatile Entries entries = new Entries(new int[16], new int[16], new int[16], new long[16]);
    private int size;

    HashIndex(IndexDefinition definition) {
        this.definition = definition;
        this.keys = definition.columns().stream().mapToInt(Integer::intValue).toArray();
    }

    IndexDefinition definition() {
        return definition;
    }

    /** The key columns; not to be changed. */
    int[] keys() {
        return keys;
    }

    int size() {
        return size;
    }

    long sizeInBytes() {
        return 20L * entries.rowIds().length;
    }

    void add(long hash, long rowId) {
        Entries current = entries;
        if (size == current.rowIds().length) {
            current = grow(current);
        }
        int kept = (int) hash;
        int bucket = kept & (current.heads().length - 1);
        current.rowIds()[size] = rowId;
        current.hashes()[size] = kept;
        current.next()[size] = current.heads()[bucket];
        size++;
        HEADS.setRelease(current.heads(), bucket, size);
    }

    private Entries grow(Entries old) {
        int capacity = Math.multiplyExact(old.rowIds().length, 2);
        int[] heads = new int[capacity];
        int[] next = new int[capacity];
        int[] hashes = Arrays.copyOf(old.hashes(), capacity);
        for (int entry = 0; entry < size; entry++) {
            int bucket = hashes[entry] & (capacity - 1);
            next[entry] = heads[bucket];
            heads[bucket] = entry + 1;
        }
        Entries larger = new Entries(heads, next, hashes, Arrays.copyOf(old.rowIds(), capacity));
        entries = larger;
        return larger;
    }

    /** The first row id of the hash that is accepted, newest first, or -1. */
    long find(long hash, LongPredicate accepted) {
        Entries current = entries;
        int wanted = (int) hash;
        int entry = (int) HEADS.getAcquire(current.heads(), wanted & (current.heads().length - 1)) - 1;
        while (entry >= 0) {
            if (current.hashes()[entry] == wanted && accepted.test(current.rowIds()[entry])) {
                return current.rowIds()[entry];
            }
            entry = current.next()[entry] - 1;
        }
        return -1;
    }
}
