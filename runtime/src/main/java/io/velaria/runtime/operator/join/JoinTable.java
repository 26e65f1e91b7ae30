package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.filter.KeySet;
import io.velaria.runtime.row.KeyHasher;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The build side of a join: its rows in pages, and an index of their keys, chosen by what the keys are. Filled by the
 * build pipeline's last task, then only read, but for the marks of matched rows.
 */
final class JoinTable {
    /** With more keys a filter costs more than it saves. */
    private static final int MOST_FILTER_KEYS = 1 << 22;

    /** An index by one of several keys is used where no more rows than this share a key on average. */
    private static final int MOST_ROWS_PER_KEY = 2;

    /**
     * The rows of one batch, in its order.
     *
     * @param ids of the rows in the pages
     * @param hashes of all keys together, or null where {@link JoinSpec#hasOneIntegerKey}
     * @param values per key, those of an integer key, else null
     * @param nullKeys which rows have a NULL that matches nothing in a key, or null for none
     */
    record Run(long ordinal, int[] ids, long[] hashes, long[][] values, boolean[] nullKeys) {}

    private final JoinSpec spec;
    private final QueryContext context;
    private final MemoryPool memory;
    private final RowPages rows;
    private final List<Run> runs = new ArrayList<>();
    private final MemoryReservation reservation;
    private long held; // bytes
    private int size;
    private int[] order = {}; // all rows in the order of the input, where that is of use
    private int[] nullKeyRows = {};
    private RowIndex index;
    private final boolean[] wantsKeySet;
    private final KeySet[] keySets;

    JoinTable(JoinSpec spec, QueryContext context) {
        this.spec = spec;
        this.context = context;
        this.memory = context.memory().part();
        this.rows = new RowPages(spec.layout());
        this.wantsKeySet = new boolean[spec.keyCount()];
        this.keySets = new KeySet[spec.keyCount()];
        this.reservation = reserve();
    }

    RowPages rows() {
        return rows;
    }

    /** Memory that counts as the table's. */
    MemoryReservation reserve() {
        return memory.reserve("HashJoin");
    }

    /** Bytes that the table and its rows hold. */
    long bytes() {
        return memory.reserved();
    }

    /** Gives the rows out as they came in, without order, and forgets them. */
    void drain(Consumer<Batch> target) {
        int columns = spec.buildFields().size();
        for (Run run : runs) {
            context.cancellation().check();
            int count = run.ids.length;
            target.accept(Batch.of(RowReader.gather(rows, 0, columns, run.ids, count), count, run.ordinal));
        }
        close();
    }

    /** Asks for {@link #keySet}, before any row is there. */
    void wantKeySet(int key) {
        wantsKeySet[key] = true;
    }

    /** The values of an integer key, once the table is built; null if they are too many to be of use. */
    KeySet keySet(int key) {
        return wantsKeySet[key] ? keySets[key] : null;
    }

    RowIndex index() {
        return index;
    }

    synchronized void addRun(Run run) {
        runs.add(run);
    }

    /** Makes the index of all rows, and the sets of keys asked for. */
    void build() {
        runs.sort(Comparator.comparingLong(Run::ordinal));
        long total = 0;
        long matchable = 0;
        for (Run run : runs) {
            total += run.ids.length;
            matchable += run.ids.length - nullKeys(run);
        }
        if (total > 1 << 29) {
            throw VelariaException.of(
                    SqlState.STATEMENT_TOO_COMPLEX, "a join can't keep " + total + " rows: the most is 2^29");
        }
        size = (int) total;
        hold((spec.keepsOrder() ? 4 * total : 0) + 4 * (total - matchable));
        hold(12 * matchable); // ids and values
        int[] ids = new int[(int) matchable];
        gatherIds(ids);
        makeIndex(ids);
        hold(-12 * matchable);
        runs.clear();
    }

    private void hold(long more) {
        held += more;
        reservation.resize(held);
    }

    private static int nullKeys(Run run) {
        int nulls = 0;
        for (int i = 0; run.nullKeys != null && i < run.nullKeys.length; i++) {
            nulls += run.nullKeys[i] ? 1 : 0;
        }
        return nulls;
    }

    /** Divides the rows into those whose keys can match and the others, and keeps the order of all where it matters. */
    private void gatherIds(int[] ids) {
        order = new int[spec.keepsOrder() ? size : 0];
        nullKeyRows = new int[size - ids.length];
        int at = 0;
        int nulls = 0;
        for (Run run : runs) {
            int count = run.ids.length;
            if (spec.keepsOrder()) {
                System.arraycopy(run.ids, 0, order, at + nulls, count);
            }
            if (run.nullKeys == null) {
                System.arraycopy(run.ids, 0, ids, at, count);
                at += count;
                continue;
            }
            for (int i = 0; i < count; i++) {
                if (run.nullKeys[i]) {
                    nullKeyRows[nulls++] = run.ids[i];
                } else {
                    ids[at++] = run.ids[i];
                }
            }
        }
    }

    /** The values of an integer key, or hashes of all keys, of the rows whose keys can match. */
    private void gatherValues(int key, long[] values) {
        int at = 0;
        for (Run run : runs) {
            long[] ofRun = key == RowIndex.HASHED ? run.hashes : run.values[key];
            if (run.nullKeys == null) {
                System.arraycopy(ofRun, 0, values, at, ofRun.length);
                at += ofRun.length;
                continue;
            }
            for (int i = 0; i < ofRun.length; i++) {
                if (!run.nullKeys[i]) {
                    values[at++] = ofRun[i];
                }
            }
        }
    }

    /** Goes by the integer key that leaves least to compare, and by hashes where none is selective and dense. */
    private void makeIndex(int[] ids) {
        int count = ids.length;
        RowIndex.Chains chains = new RowIndex.Chains(rows, spec.nextColumn(), context.cancellation());
        long[] values = new long[count];
        boolean mayIndexByKey = !context.settings().isOff(JoinTranslation.KEY_INDEX);
        int best = RowIndex.HASHED;
        int leastDistinct = spec.keyCount() == 1 ? 1 : Math.max(1, count / MOST_ROWS_PER_KEY);
        for (int k = 0; k < spec.keyCount(); k++) {
            if (!spec.isIntegerKey(k)) {
                continue;
            }
            gatherValues(k, values);
            keySets[k] = keySet(values, wantsKeySet[k] && count <= MOST_FILTER_KEYS);
            if (mayIndexByKey && keySets[k] != null && keySets[k].isExact()) {
                int distinct = keySets[k].distinct();
                if (distinct >= leastDistinct) {
                    best = k;
                    leastDistinct = distinct + 1;
                }
            }
        }
        if (best == RowIndex.HASHED) {
            hold(HashedIndex.bytes(count));
            if (spec.hasOneIntegerKey()) {
                gatherValues(0, values);
                hash(values);
            } else {
                gatherValues(RowIndex.HASHED, values);
            }
            index = HashedIndex.of(values, ids, chains);
        } else {
            KeySet set = keySets[best];
            gatherValues(best, values);
            if (DirectIndex.suits(set.min(), set.max(), count)) {
                hold(DirectIndex.bytes(set.min(), set.max()));
                index = DirectIndex.of(best, values, ids, set, chains);
            } else {
                hold(RankedIndex.bytes(set));
                index = RankedIndex.of(best, values, ids, set, chains);
            }
        }
        for (int k = 0; k < spec.keyCount(); k++) {
            boolean isOfUse = wantsKeySet[k] && count <= MOST_FILTER_KEYS || k == best && index instanceof RankedIndex;
            if (keySets[k] != null && !isOfUse) {
                hold(-keySets[k].bytes());
                keySets[k] = null;
            }
        }
    }

    /** The set of all values, or null where it would only be an approximation and that is not wanted. */
    private KeySet keySet(long[] values, boolean isApproximationWanted) {
        if (values.length == 0) {
            return KeySet.of(values, 0);
        }
        long min = values[0];
        long max = values[0];
        for (long value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        if (!isApproximationWanted && !KeySet.isExact(min, max, values.length)) {
            return null;
        }
        hold(KeySet.bytes(min, max, values.length));
        return KeySet.of(values, values.length, min, max);
    }

    private static void hash(long[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = KeyHasher.hash(values[i]);
        }
    }

    /** The row after one in its chain, or -1. */
    int next(int id) {
        return rows.intAt(spec.nextColumn(), id) - 1;
    }

    int size() {
        return size;
    }

    /** All rows in the order of the input, where {@link JoinSpec#keepsOrder}. */
    int row(int position) {
        return order[position];
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
        runs.clear();
        index = null;
        Arrays.fill(keySets, null);
        order = new int[0];
        nullKeyRows = new int[0];
        size = 0;
        reservation.close();
    }
}
