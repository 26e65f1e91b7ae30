package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.filter.KeySet;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The build side of a join: its rows in pages, and slots that hold 32 bits of a hash and the first row of the chain of
 * rows with those. Chains are in the order of the input. Filled by the build pipeline's last task, then only read, but
 * for the marks of matched rows.
 */
final class JoinTable {
    /** With more keys a filter costs more than it saves. */
    private static final int MOST_FILTER_KEYS = 1 << 22;

    private static final long TAG = 0xFFFFFFFF00000000L;

    /** The rows of one batch: ids {@code [from, to)} of a task's list. */
    private record Run(long ordinal, IdList ids, int from, int to) {}

    /** Row ids of one task, in its order. */
    static final class IdList {
        private int[] ids = new int[64];
        private int size;

        void add(int id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, size * 2);
            }
            ids[size++] = id;
        }

        int size() {
            return size;
        }

        int get(int index) {
            return ids[index];
        }
    }

    private final JoinSpec spec;
    private final QueryContext context;
    private final RowPages rows;
    private final List<Run> runs = new ArrayList<>();
    private final MemoryReservation reservation;
    private long[] slots = {0};
    private int size;
    private int[] order = {}; // all rows in the order of the input
    private int[] nullKeyRows = {};
    private boolean isUnique = true;
    private final boolean[] wantsKeySet;
    private final KeySet[] keySets;
    private int[] direct; // the first row with a key, plus 1, by the key's distance from the least; or null
    private long directMin;
    private long[] keys; // only while building, in the order of the rows

    JoinTable(JoinSpec spec, QueryContext context) {
        this.spec = spec;
        this.context = context;
        this.rows = new RowPages(spec.layout());
        this.wantsKeySet = new boolean[spec.keyCount()];
        this.keySets = new KeySet[spec.keyCount()];
        this.reservation = context.memory().reserve("HashJoin");
    }

    RowPages rows() {
        return rows;
    }

    /** Asks for {@link #keySet}, before any row is there. */
    void wantKeySet(int key) {
        wantsKeySet[key] = true;
    }

    /** The values of an integer key, once the table is built; null if they are too many to be of use. */
    KeySet keySet(int key) {
        return keySets[key];
    }

    /** Whether {@link #directHeads} answers, instead of hashes. */
    boolean isDirect() {
        return direct != null;
    }

    synchronized void addRun(long ordinal, IdList ids, int from, int to) {
        runs.add(new Run(ordinal, ids, from, to));
    }

    /** Puts all rows into the slots. */
    void build() {
        runs.sort(Comparator.comparingLong(Run::ordinal));
        long total = 0;
        for (Run run : runs) {
            total += run.to - run.from;
        }
        if (total > 1 << 29) {
            throw VelariaException.of(
                    SqlState.STATEMENT_TOO_COMPLEX, "a join can't keep " + total + " rows: the most is 2^29");
        }
        size = (int) total;
        int capacity = Math.max(2, Integer.highestOneBit(Math.max(1, size) * 2 - 1) << 1);
        reservation.resize(8L * capacity + 20L * size);
        order = new int[size];
        int at = 0;
        for (Run run : runs) {
            for (int i = run.from; i < run.to; i++) {
                order[at++] = run.ids.get(i);
            }
        }
        runs.clear();
        gatherKeys();
        if (direct == null) {
            slots = new long[capacity];
        }
        int nullKeys = 0;
        int[] withNull = new int[spec.keepsNullKeys() ? size : 0];
        for (int i = size - 1; i >= 0; i--) { // backwards, as each row goes to the front of its chain
            if ((i & 0xffff) == 0) {
                context.cancellation().check();
            }
            if (spec.keepsNullKeys() && hasNullKey(order[i])) {
                withNull[nullKeys++] = order[i];
            } else {
                insert(order[i], i);
            }
        }
        nullKeyRows = Arrays.copyOf(withNull, nullKeys);
        keys = null;
        reservation.resize((direct == null ? 8L * capacity : 4L * direct.length) + 4L * size + keySetBytes());
    }

    private long keySetBytes() {
        return Arrays.stream(keySets).filter(Objects::nonNull).count() * KeySet.maxBytes(size);
    }

    /** Looks at integer keys: makes the sets asked for, and decides whether one key can be the place in an array. */
    private void gatherKeys() {
        boolean mayBeDirect = spec.keyCount() == 1 && spec.isIntegerKey(0);
        for (int k = 0; k < spec.keyCount(); k++) {
            boolean wanted = wantsKeySet[k] && size <= MOST_FILTER_KEYS;
            if (!wanted && !mayBeDirect) {
                continue;
            }
            keys = new long[size];
            int[] block = new int[Math.min(size, Batch.MAX_ROWS)];
            long[] values = new long[block.length];
            boolean[] nulls = new boolean[block.length];
            int present = 0; // without NULLs, which are in the table only where they match nothing
            for (int from = 0; from < size; from += block.length) {
                int count = Math.min(block.length, size - from);
                System.arraycopy(order, from, block, 0, count);
                Vector vector = RowReader.gather(rows, spec.keyColumn(k), block, count);
                boolean someNull = Decoder.nulls(vector, null, count, nulls) > 0;
                Decoder.longs(vector, null, count, values);
                for (int i = 0; i < count; i++) {
                    keys[present] = values[i];
                    present += someNull && nulls[i] ? 0 : 1;
                }
            }
            if (wanted) {
                keySets[k] = KeySet.of(keys, present);
            }
            if (mayBeDirect && present == size) {
                makeDirect();
            }
        }
    }

    private void makeDirect() {
        if (size == 0) {
            return;
        }
        long min = keys[0];
        long max = keys[0];
        for (long key : keys) {
            min = Math.min(min, key);
            max = Math.max(max, key);
        }
        long range = max - min;
        if (range >= 0 && range < Math.max(1 << 10, 4L * size)) {
            direct = new int[(int) range + 1];
            directMin = min;
        }
    }

    private boolean hasNullKey(int id) {
        for (int k = 0; k < spec.keyCount(); k++) {
            if (!spec.nullsEqual(k) && rows.isNull(spec.keyColumn(k), id)) {
                return true;
            }
        }
        return false;
    }

    private void insert(int id, int index) {
        if (direct != null) {
            int at = (int) (keys[index] - directMin);
            if (direct[at] != 0) {
                rows.setInt(spec.nextColumn(), id, direct[at]);
                isUnique = false;
            }
            direct[at] = id + 1;
            return;
        }
        long hash = rows.longAt(spec.hashColumn(), id);
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (true) {
            long entry = slots[slot];
            if (entry == 0) {
                slots[slot] = (hash & TAG) | (id + 1);
                return;
            }
            if (((entry ^ hash) & TAG) == 0) {
                rows.setInt(spec.nextColumn(), id, (int) entry);
                slots[slot] = (hash & TAG) | (id + 1);
                isUnique = false;
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Writes the first row of each hash's chain, or -1. */
    void heads(long[] hashes, int count, int[] ids) {
        long[] table = slots;
        int mask = table.length - 1;
        for (int i = 0; i < count; i++) {
            long hash = hashes[i];
            int slot = (int) hash & mask;
            long entry = table[slot];
            while (entry != 0 && ((entry ^ hash) & TAG) != 0) {
                slot = (slot + 1) & mask;
                entry = table[slot];
            }
            ids[i] = (int) entry - 1;
        }
    }

    /** Writes the first row of each key's chain, or -1; all rows of a chain have that key. */
    void directHeads(long[] values, int count, int[] ids) {
        int[] table = direct;
        long min = directMin;
        int length = table.length;
        for (int i = 0; i < count; i++) {
            long at = values[i] - min;
            ids[i] = at >= 0 && at < length ? table[(int) at] - 1 : -1;
        }
    }

    /** The row after one in its chain, or -1. */
    int next(int id) {
        return rows.intAt(spec.nextColumn(), id) - 1;
    }

    int size() {
        return size;
    }

    /** Whether every chain has one row. */
    boolean isUnique() {
        return isUnique;
    }

    /** All rows in the order of the input. */
    int row(int index) {
        return order[index];
    }

    /** Rows with a NULL in a key where NULL matches nothing. */
    int[] nullKeyRows() {
        return nullKeyRows;
    }

    /** Remembers that a row has met a match. Several tasks may write the same byte at a time. */
    void mark(int id) {
        rows.setByte(spec.matchedColumn(), id, (byte) 1);
    }

    boolean isMarked(int id) {
        return rows.byteAt(spec.matchedColumn(), id) != 0;
    }

    void close() {
        rows.close();
        slots = new long[] {0};
        direct = null;
        Arrays.fill(keySets, null);
        order = new int[0];
        nullKeyRows = new int[0];
        size = 0;
        reservation.close();
    }
}
