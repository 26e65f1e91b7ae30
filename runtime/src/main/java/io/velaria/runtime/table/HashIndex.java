package io.velaria.runtime.table;

import io.velaria.runtime.column.Vector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongPredicate;

/**
 * Row ids by the hash of their key columns: chains in primitive arrays, newest first. Whether a row is there in a
 * snapshot, and has the key, is checked against the rows. One thread changes at a time; any may read, and sees at least
 * what was added before its snapshot was published.
 *
 * <p>The entry of a deleted row may be retired: it leaves its chain, so that a key which is changed often has no long one,
 * and moves to a second index that only snapshots older than that look into.
 */
final class HashIndex {
    /** Entries of deleted rows that are not worth building a small index anew. */
    private static final int SPARE = 256;

    private static final VarHandle HEADS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle LINKS = MethodHandles.arrayElementVarHandle(long[].class);

    /**
     * @param heads per bucket the newest entry + 1
     * @param links per entry its hash in the upper half, the next older entry + 1 in the lower
     */
    private record Entries(int[] heads, long[] links, long[] rowIds) {}

    private final IndexDefinition definition;
    private final int[] keys;
    private volatile Entries entries = new Entries(new int[32], new long[16], new long[16]);
    private int size;
    private final BitSet unlinked = new BitSet();
    private volatile HashIndex retired;
    private volatile long retiredSince = Long.MIN_VALUE;

    // All keys ever added lie between these, where there is one key column and it holds integers of up to 64 bits.
    // Plain,
    // as the entries are: a reader sees at least what was there when its snapshot was published.
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

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

    /** All entries, those of deleted rows too. */
    int size() {
        return size + (retired == null ? 0 : retired.size);
    }

    /** Whether so many entries are of rows long deleted that the index is better built anew. */
    boolean isStale(long rows) {
        return size() > 2 * rows + SPARE;
    }

    long sizeInBytes() {
        Entries current = entries;
        return 16L * current.rowIds().length
                + 4L * current.heads().length
                + (retired == null ? 0 : retired.sizeInBytes());
    }

    /** Adds a row whose key has no NULL. */
    void add(Vector[] columns, int row, long rowId) {
        if (keys.length == 1 && columns[keys[0]].kind().isLongLike()) {
            long key = columns[keys[0]].longAt(row);
            least = Math.min(least, key);
            greatest = Math.max(greatest, key);
        } else {
            least = Long.MIN_VALUE;
            greatest = Long.MAX_VALUE;
        }
        add(Keys.hash(columns, keys, row), rowId);
    }

    /** False if no row with the key was ever added, as is known at once of keys that ascend. */
    boolean mayHave(Vector[] columns, int row) {
        if (keys.length != 1 || !columns[keys[0]].kind().isLongLike()) {
            return true;
        }
        long key = columns[keys[0]].longAt(row);
        return key >= least && key <= greatest;
    }

    private void add(long hash, long rowId) {
        Entries current = entries;
        if (size == current.rowIds().length) {
            current = grow(current);
        }
        int kept = (int) hash;
        int bucket = kept & (current.heads().length - 1);
        current.rowIds()[size] = rowId;
        current.links()[size] = link(kept, current.heads()[bucket]);
        size++;
        HEADS.setRelease(current.heads(), bucket, size);
    }

    /** Makes room for so many more entries at once. */
    void reserve(int more) {
        if (size + (long) more > entries.rowIds().length) {
            rehash(Math.max(Math.multiplyExact(entries.rowIds().length, 2), Math.addExact(size, more)));
        }
    }

    private static long link(int hash, int next) {
        return (long) hash << 32 | next;
    }

    /** Twice the room, or the same where half of the entries have left their chains. */
    private Entries grow(Entries old) {
        int gone = unlinked.cardinality();
        return rehash(gone > size / 2 ? old.rowIds().length : Math.multiplyExact(old.rowIds().length, 2));
    }

    private Entries rehash(int capacity) {
        Entries old = entries;
        int gone = unlinked.cardinality();
        int buckets = Integer.highestOneBit(Math.max(1, Math.min(capacity, 1 << 29))) * 2;
        int[] heads = new int[buckets];
        long[] links = new long[capacity];
        long[] rowIds = gone == 0 ? Arrays.copyOf(old.rowIds(), capacity) : new long[capacity];
        int count = 0;
        for (int entry = 0; entry < size; entry++) {
            if (gone > 0 && unlinked.get(entry)) {
                continue;
            }
            int hash = (int) (old.links()[entry] >>> 32);
            int bucket = hash & (heads.length - 1);
            rowIds[count] = old.rowIds()[entry];
            links[count] = link(hash, heads[bucket]);
            heads[bucket] = ++count;
        }
        size = count;
        unlinked.clear();
        Entries larger = new Entries(heads, links, rowIds);
        entries = larger;
        return larger;
    }

    /**
     * Takes the entry of a deleted row out of its chain.
     *
     * @param since the sequence number of the version from which on the row is not there
     */
    void retire(Vector[] columns, int row, long rowId, long since) {
        long hash = Keys.hash(columns, keys, row);
        Entries current = entries;
        int bucket = (int) hash & (current.heads().length - 1);
        int before = -1;
        int entry = current.heads()[bucket] - 1;
        while (entry >= 0 && current.rowIds()[entry] != rowId) {
            before = entry;
            entry = (int) current.links()[entry] - 1;
        }
        if (entry < 0) {
            return;
        }
        HashIndex old = retired == null ? new HashIndex(definition) : retired;
        old.add(hash, rowId);
        // In this order: whoever misses the entry in its chain sees that there are older ones.
        retired = old;
        retiredSince = since;
        int next = (int) current.links()[entry];
        if (before < 0) {
            HEADS.setRelease(current.heads(), bucket, next);
        } else {
            LINKS.setRelease(current.links(), before, link((int) (current.links()[before] >>> 32), next));
        }
        unlinked.set(entry);
    }

    /** The id of a visible row other than {@code ownId} with the key of the given row, or -1. */
    long find(TableVersion version, Vector[] columns, int row, long ownId) {
        return mayHave(columns, row) ? find(Keys.hash(columns, keys, row), version, columns, row, ownId) : -1;
    }

    private long find(long hash, TableVersion version, Vector[] columns, int row, long ownId) {
        Entries current = entries;
        int wanted = (int) hash;
        int entry = (int) HEADS.getAcquire(current.heads(), wanted & (current.heads().length - 1)) - 1;
        while (entry >= 0) {
            long link = (long) LINKS.getAcquire(current.links(), entry);
            if ((int) (link >>> 32) == wanted) {
                long rowId = current.rowIds()[entry];
                if (rowId != ownId && version.isKey(rowId, keys, columns, row)) {
                    return rowId;
                }
            }
            entry = (int) link - 1;
        }
        return retiredSince > version.sequence() ? retired.find(hash, version, columns, row, ownId) : -1;
    }

    /**
     * The first row id of the hash that is accepted, newest first, or -1.
     *
     * @param sequence of the version that is looked at
     */
    long find(long hash, long sequence, LongPredicate accepted) {
        Entries current = entries;
        int wanted = (int) hash;
        int entry = (int) HEADS.getAcquire(current.heads(), wanted & (current.heads().length - 1)) - 1;
        while (entry >= 0) {
            long link = (long) LINKS.getAcquire(current.links(), entry);
            if ((int) (link >>> 32) == wanted && accepted.test(current.rowIds()[entry])) {
                return current.rowIds()[entry];
            }
            entry = (int) link - 1;
        }
        return retiredSince > sequence ? retired.find(hash, sequence, accepted) : -1;
    }
}
