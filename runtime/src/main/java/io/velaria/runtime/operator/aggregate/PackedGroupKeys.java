package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.row.KeyHasher;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Keys of integers and short texts, each packed into the same few words: a key is one place in memory, and equal keys
 * are equal words. Found by linear probing over slots that hold 32 bits of the hash and the group. When a text comes that
 * is too long, all keys move to {@link RowGroupKeys} and keep their numbers.
 */
final class PackedGroupKeys implements GroupKeys {
    private static final long TAG = 0xFFFFFFFF00000000L;
    private static final int MOST_KEYS = 16;
    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_ROWS = 1 << PAGE_SHIFT;

    private final SqlType[] types;
    private final Supplier<MemoryReservation> reservations;
    private PackedKey[] parts; // null before the first keys
    private int width; // words of a key, the first of which is its hash
    private RowGroupKeys general; // has all keys instead, if not null

    private final KeyHasher hasher = new KeyHasher();
    private long[][] pages = {};
    private int pageCount;
    private int firstPageRows; // the first page grows until it is full
    private long[] slots = new long[64]; // tag in the high half, group + 1 in the low one; 0 is free
    private int size;

    private long[] hashes = {};
    private long[] words = {};

    private PackedGroupKeys(SqlType[] types, Supplier<MemoryReservation> reservations) {
        this.types = types;
        this.reservations = reservations;
    }

    /** Keys of the given types: packed where the types allow it. */
    static GroupKeys of(SqlType[] types, Supplier<MemoryReservation> reservations) {
        return types.length <= MOST_KEYS && Arrays.stream(types).allMatch(PackedKey::canPack)
                ? new PackedGroupKeys(types, reservations)
                : new RowGroupKeys(RowLayout.of(types), reservations.get());
    }

    private void layOut(Vector[] keys) {
        parts = new PackedKey[types.length];
        int bit = Long.SIZE * PackedKey.FLAGS + types.length;
        for (int k = 0; k < types.length; k++) {
            parts[k] = PackedKey.of(types[k], k, bit, keys[k]);
            bit = parts[k].end();
        }
        width = (bit + Long.SIZE - 1) / Long.SIZE;
    }

    @Override
    public void find(Vector[] keys, int[] rows, int count, int[] groups) {
        if (parts == null) {
            layOut(keys);
        }
        if (general == null && !pack(keys, rows, count)) {
            generalise();
        }
        if (general != null) {
            general.find(keys, rows, count, groups);
            return;
        }
        hasher.hash(keys, rows, count, hashes);
        for (int i = 0; i < count; i++) {
            words[i * width] = hashes[i];
        }
        findPacked(count, groups);
    }

    @Override
    public void findOf(GroupKeys other, int[] from, int count, int[] groups) {
        if (!(other instanceof PackedGroupKeys packed) || !adopts(packed)) {
            GroupKeys.super.findOf(other, from, count, groups);
            return;
        }
        prepare(count);
        for (int i = 0; i < count; i++) {
            long[] page = packed.pages[from[i] >>> PAGE_SHIFT];
            int first = (from[i] & (PAGE_ROWS - 1)) * width;
            hashes[i] = page[first];
            System.arraycopy(page, first, words, i * width, width);
        }
        findPacked(count, groups);
    }

    /** Whether the keys of another table are packed in the same way, so that their words may be taken as they are. */
    private boolean adopts(PackedGroupKeys other) {
        if (other.general != null || other.parts == null || general != null) {
            return false;
        }
        if (parts == null) {
            parts = new PackedKey[types.length];
            for (int k = 0; k < parts.length; k++) {
                parts[k] = other.parts[k].sameLayout();
            }
            width = other.width;
        }
        for (int k = 0; k < parts.length; k++) {
            if (!parts[k].adopts(other.parts[k])) {
                return false;
            }
        }
        return true;
    }

    /** Finds or adds the keys in {@link #words} with their {@link #hashes}. */
    private void findPacked(int count, int[] groups) {
        room(count);
        readSlots(count, groups);
        compareKeys(count, groups);
        for (int i = 0; i < count; i++) {
            if (groups[i] < 0) {
                groups[i] = findOrAdd(hashes[i], i * width);
            }
        }
    }

    // Most keys are known and in their first slot. They are looked for in steps over the whole batch, so that many
    // reads of
    // memory are under way at a time, where a row's reads have to wait for each other.

    /** Writes the group in each hash's first slot where the tags agree, else -1. */
    private void readSlots(int count, int[] groups) {
        long[] table = slots;
        int mask = table.length - 1;
        for (int i = 0; i < count; i++) {
            long hash = hashes[i];
            long entry = table[(int) hash & mask];
            groups[i] = ((entry ^ hash) & TAG) == 0 ? (int) entry - 1 : -1;
        }
    }

    /** Replaces groups that have another key by -1. */
    private void compareKeys(int count, int[] groups) {
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            if (group >= 0 && hash(pages, group) != hashes[i]) { // brings the key's words nearer, too
                groups[i] = -1;
            }
        }
        for (int i = 0; i < count; i++) {
            if (groups[i] >= 0 && !isKey(groups[i], i * width)) {
                groups[i] = -1;
            }
        }
    }

    private long hash(long[][] from, int group) {
        return from[group >>> PAGE_SHIFT][(group & (PAGE_ROWS - 1)) * width];
    }

    private int findOrAdd(long hash, int at) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (true) {
            long entry = slots[slot];
            if (entry == 0) {
                System.arraycopy(words, at, pages[size >>> PAGE_SHIFT], (size & (PAGE_ROWS - 1)) * width, width);
                size++;
                slots[slot] = (hash & TAG) | size;
                return size - 1;
            }
            int group = (int) entry - 1;
            if (((entry ^ hash) & TAG) == 0 && hash(pages, group) == hash && isKey(group, at)) {
                return group;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Whether a group of the same hash has the key at a place in {@link #words}. */
    private boolean isKey(int group, int at) {
        long[] page = pages[group >>> PAGE_SHIFT];
        int first = (group & (PAGE_ROWS - 1)) * width;
        for (int w = 1; w < width; w++) {
            if (page[first + w] != words[at + w]) {
                return false;
            }
        }
        return true;
    }

    /** Packs the chosen rows' keys behind room for their hashes; false if one does not fit. */
    private boolean pack(Vector[] keys, int[] rows, int count) {
        prepare(count);
        Arrays.fill(words, 0, count * width, 0);
        for (int k = 0; k < parts.length; k++) {
            if (!parts[k].pack(keys[k], rows, count, words, width)) {
                return false;
            }
        }
        return true;
    }

    private void prepare(int count) {
        if (hashes.length < count) {
            hashes = new long[Math.max(count, Math.min(Batch.MAX_ROWS, 2 * hashes.length))];
            words = new long[hashes.length * width];
        }
    }

    private void generalise() {
        general = new RowGroupKeys(RowLayout.of(types), reservations.get());
        int[] row = new int[1];
        int[] number = new int[1];
        for (int from = 0; from < size; from += Batch.MAX_ROWS) {
            int count = Math.min(Batch.MAX_ROWS, size - from);
            Vector[] keys = new Vector[parts.length];
            for (int k = 0; k < keys.length; k++) {
                keys[k] = packedColumn(k, from, null, count);
            }
            for (int i = 0; i < count; i++) {
                row[0] = i;
                general.find(keys, row, 1, number); // one by one: of several, some may be numbered later than others
            }
        }
        pages = new long[0][];
        pageCount = 0;
        slots = new long[0];
    }

    private void room(int count) {
        int most = size + count;
        if (pageCount <= 1 && firstPageRows < Math.min(most, PAGE_ROWS)) {
            firstPageRows = Math.min(PAGE_ROWS, Math.max(Math.max(64, most), 4 * firstPageRows));
            pages = new long[][] {
                pageCount == 0 ? new long[firstPageRows * width] : Arrays.copyOf(pages[0], firstPageRows * width)
            };
            pageCount = 1;
        }
        while ((long) pageCount << PAGE_SHIFT < most) {
            pages = pageCount < pages.length ? pages : Arrays.copyOf(pages, 2 * pageCount);
            pages[pageCount++] = new long[PAGE_ROWS * width];
        }
        if (most * 2L > slots.length) {
            rehash(most);
        }
    }

    private void rehash(int most) {
        long[] larger = new long[Integer.highestOneBit(most * 2 - 1) << 1];
        int mask = larger.length - 1;
        for (int group = 0; group < size; group++) {
            long hash = hash(group);
            int slot = (int) hash & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = (hash & TAG) | (group + 1);
        }
        slots = larger;
    }

    @Override
    public int size() {
        return general == null ? size : general.size();
    }

    @Override
    public int columnCount() {
        return types.length;
    }

    @Override
    public Vector column(int key, int from, int count) {
        return general == null ? packedColumn(key, from, null, count) : general.column(key, from, count);
    }

    @Override
    public Vector column(int key, int[] groups, int count) {
        return general == null ? packedColumn(key, 0, groups, count) : general.column(key, groups, count);
    }

    @Override
    public Vector[] columns(int columnCount, int from, int count) {
        if (general != null) {
            return general.columns(columnCount, from, count);
        }
        Places places = new Places(from, null, count);
        Vector[] columns = new Vector[columnCount];
        for (int k = 0; k < columnCount; k++) {
            columns[k] = parts[k].unpack(places.pages, places.ats, count);
        }
        return columns;
    }

    private Vector packedColumn(int key, int from, int[] groups, int count) {
        Places places = new Places(from, groups, count);
        return parts[key].unpack(places.pages, places.ats, count);
    }

    /** Where some groups' words are. */
    private final class Places {
        private final long[][] pages;
        private final int[] ats;

        /** @param groups which, or null for those from {@code from} on */
        Places(int from, int[] groups, int count) {
            pages = new long[count][];
            ats = new int[count];
            for (int i = 0; i < count; i++) {
                int group = groups == null ? from + i : groups[i];
                pages[i] = PackedGroupKeys.this.pages[group >>> PAGE_SHIFT];
                ats[i] = (group & (PAGE_ROWS - 1)) * width;
            }
        }
    }

    @Override
    public long hash(int group) {
        return general == null ? hash(pages, group) : general.hash(group);
    }

    @Override
    public long bytes() {
        if (general != null) {
            return general.bytes();
        }
        long rows = pageCount <= 1 ? firstPageRows : (long) pageCount << PAGE_SHIFT;
        return 8L * (slots.length + rows * width);
    }

    @Override
    public void close() {
        if (general != null) {
            general.close();
        }
        pages = null;
        slots = null;
    }
}
