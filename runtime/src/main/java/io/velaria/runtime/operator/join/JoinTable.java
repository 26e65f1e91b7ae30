package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Concatenation;
import io.velaria.runtime.column.Dictionary;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.filter.KeySet;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.KeyHasher;
import io.velaria.runtime.type.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * The build side of a join: its columns, each in one vector, and an index of the keys, chosen by what these are. A row's
 * id is its place in the order of the input. Filled by the build pipeline's last task, then only read, but for the marks
 * of matched rows.
 */
final class JoinTable {
    /** With more keys a filter costs more than it saves. */
    private static final int MOST_FILTER_KEYS = 1 << 22;

    /** An index by one of several keys is used where no more rows than this share a key on average. */
    private static final int MOST_ROWS_PER_KEY = 2;

    /** Half of what a vector's offsets reach. */
    private static final long MOST_TEXT_BYTES = 1 << 30;

    /** Texts of so few rows are numbered, so that whatever reads the join's result finds codes. */
    private static final int MOST_NUMBERED_TEXTS = 1 << 10;

    /**
     * The rows of one batch, in its order.
     *
     * @param columns of the build side, then keys that had to be cast
     * @param hashes of all keys together, or null where {@link JoinSpec#hasOneIntegerKey}
     */
    record Run(long ordinal, Vector[] columns, long[] hashes, int size) {}

    private final JoinSpec spec;
    private final QueryContext context;
    private final MemoryPool memory;
    private final List<Run> runs = new ArrayList<>();
    private final MemoryReservation reservation;
    private final AtomicLongArray textBytes; // per column of the build side
    private long held; // bytes
    private int size;
    private Vector[] columns = {};
    private int[] nullKeyRows = {};
    private byte[] marked = {};
    private RowIndex.Chains chains;
    private RowIndex index;
    private final boolean[] wantsKeySet;
    private final KeySet[] keySets;

    JoinTable(JoinSpec spec, QueryContext context) {
        this.spec = spec;
        this.context = context;
        this.memory = context.memory().part();
        this.textBytes = new AtomicLongArray(spec.buildFields().size());
        this.wantsKeySet = new boolean[spec.keyCount()];
        this.keySets = new KeySet[spec.keyCount()];
        this.reservation = reserve();
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
        int count = spec.buildFields().size();
        for (Run run : runs) {
            context.cancellation().check();
            target.accept(Batch.of(Arrays.copyOf(run.columns, count), run.size, run.ordinal));
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

    /** Counts the bytes of a column's texts, before they are added. */
    void addTexts(int column, long bytes) {
        textBytes.addAndGet(column, bytes);
    }

    /** Whether a column's texts may soon be too many for one vector. */
    boolean hasTooManyTexts() {
        for (int c = 0; c < textBytes.length(); c++) {
            if (textBytes.get(c) > MOST_TEXT_BYTES) {
                return true;
            }
        }
        return false;
    }

    /** Puts the rows together, and makes the index and the sets of keys asked for. */
    void build() {
        runs.sort(Comparator.comparingLong(Run::ordinal));
        long total = 0;
        for (Run run : runs) {
            total += run.size;
        }
        if (total > 1 << 29) {
            throw VelariaException.of(
                    SqlState.STATEMENT_TOO_COMPLEX, "a join can't keep " + total + " rows: the most is 2^29");
        }
        size = (int) total;
        if (size > 0) {
            putTogether();
        }
        if (spec.marksMatches()) {
            hold(size);
            marked = new byte[size];
        }
        int[] ids = matchableRows();
        makeIndex(ids, ids == null ? size : ids.length);
        runs.clear();
    }

    private void hold(long more) {
        held += more;
        reservation.resize(held);
    }

    private void putTogether() {
        columns = new Vector[runs.get(0).columns.length];
        for (int c = 0; c < columns.length; c++) {
            context.cancellation().check();
            List<Vector> parts = new ArrayList<>(runs.size());
            for (Run run : runs) {
                parts.add(run.columns[c]);
            }
            hold(Concatenation.bytes(parts, size));
            columns[c] = Concatenation.of(parts, size);
            if (columns[c] instanceof StringVector texts
                    && size <= MOST_NUMBERED_TEXTS
                    && texts.type().kind() == TypeKind.VARCHAR) {
                hold(texts.sizeInBytes() + 4L * size);
                columns[c] = numbered(texts);
            }
            columns[c].kept();
            for (Run run : runs) {
                run.columns[c] = null;
            }
        }
    }

    private Vector numbered(StringVector texts) {
        Dictionary dictionary = new Dictionary(texts.type());
        int[] codes = new int[size];
        for (int i = 0; i < size; i++) {
            codes[i] = texts.isNull(i)
                    ? 0
                    : dictionary.code(texts.bytes(), texts.stringOffset(i), texts.stringLength(i), true);
        }
        if (dictionary.size() == 0) {
            return texts;
        }
        IntVector numbers = new IntVector(texts.type(), codes, texts.validity(), size);
        return new DictionaryVector(numbers, dictionary.values(), dictionary);
    }

    /** The rows whose keys can match, or null for all; those with a NULL that matches nothing are put aside. */
    private int[] matchableRows() {
        if (!spec.keepsNullKeys() || size == 0) {
            return null;
        }
        boolean[] isNull = new boolean[size];
        int nulls = 0;
        for (int k = 0; k < spec.keyCount(); k++) {
            Vector key = columns[spec.keyColumn(k)];
            for (int i = 0; i < size && !spec.nullsEqual(k) && key.mayHaveNulls(); i++) {
                if (!isNull[i] && key.isNull(i)) {
                    isNull[i] = true;
                    nulls++;
                }
            }
        }
        if (nulls == 0) {
            return null;
        }
        hold(4L * size);
        int[] ids = new int[size - nulls];
        nullKeyRows = new int[nulls];
        int n = 0;
        for (int i = 0; i < size; i++) {
            if (isNull[i]) {
                nullKeyRows[n++] = i;
            } else {
                ids[i - n] = i;
            }
        }
        return ids;
    }

    /** The values of an integer key, or hashes of all keys, of the rows whose keys can match. */
    private void gatherValues(int key, int[] ids, long[] values) {
        if (key != RowIndex.HASHED) {
            Decoder.longs(columns[spec.keyColumn(key)], ids, values.length, values);
            return;
        }
        int row = 0;
        int at = 0;
        for (Run run : runs) {
            for (int i = 0; i < run.size; i++, row++) {
                if (ids == null || at < ids.length && ids[at] == row) {
                    values[at++] = run.hashes[i];
                }
            }
        }
    }

    /** Goes by the integer key that leaves least to compare, and by hashes where none is selective and dense. */
    private void makeIndex(int[] ids, int count) {
        chains = new RowIndex.Chains(size, this::hold, context.cancellation());
        hold(8L * count);
        long[] values = new long[count];
        boolean mayIndexByKey = !context.settings().isOff(JoinTranslation.KEY_INDEX);
        int best = RowIndex.HASHED;
        int leastDistinct = spec.keyCount() == 1 ? 1 : Math.max(1, count / MOST_ROWS_PER_KEY);
        for (int k = 0; k < spec.keyCount(); k++) {
            if (!spec.isIntegerKey(k)) {
                continue;
            }
            if (count > 0) {
                gatherValues(k, ids, values);
            }
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
                hash(values); // those of the only key
            } else {
                gatherValues(RowIndex.HASHED, ids, values);
            }
            index = HashedIndex.of(values, ids, chains);
        } else {
            KeySet set = keySets[best];
            gatherValues(best, ids, values);
            if (DirectIndex.suits(set.min(), set.max(), count)) {
                hold(DirectIndex.bytes(set.min(), set.max()));
                index = DirectIndex.of(best, values, ids, set, chains);
            } else {
                hold(RankedIndex.bytes(set));
                index = RankedIndex.of(best, values, ids, set, chains);
            }
        }
        hold(-8L * count);
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

    /** A column of all rows, where there are any: one of the build side's, or after them keys that had to be cast. */
    Vector column(int column) {
        return columns[column];
    }

    /** The row after one in its chain, or -1. */
    int next(int id) {
        return chains.next(id);
    }

    int size() {
        return size;
    }

    /** Rows with a NULL in a key where NULL matches nothing. */
    int[] nullKeyRows() {
        return nullKeyRows;
    }

    /** Remembers that a row has met a match. Several tasks may write the same byte at a time. */
    void mark(int id) {
        marked[id] = 1;
    }

    boolean isMarked(int id) {
        return marked[id] != 0;
    }

    void close() {
        runs.clear();
        columns = new Vector[0];
        chains = null;
        index = null;
        Arrays.fill(keySets, null);
        nullKeyRows = new int[0];
        marked = new byte[0];
        size = 0;
        reservation.close();
    }
}
