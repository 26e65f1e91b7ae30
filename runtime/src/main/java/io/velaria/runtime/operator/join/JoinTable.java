package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.filter.KeySet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * The build side of a join: its columns, each in one vector, and an index of the keys, chosen by what these are. A row's
 * id is its place in the order of the input. Filled by the build pipelines, then only read, but for the marks of
 * matched rows.
 */
final class JoinTable {
    /** Half of what a vector's offsets reach. */
    private static final long MOST_TEXT_BYTES = 1 << 30;

    /** With fewer rows more than one task would be slower. */
    private static final int FEW_ROWS = 1 << 15;

    private final JoinSpec spec;
    private final QueryContext context;
    private final MemoryPool memory;
    private final List<BuildRun> runs = new ArrayList<>();
    private final MemoryReservation reservation;
    private final AtomicLongArray textBytes; // per column of the build side
    private long held; // bytes
    private int size;
    private Vector[] columns = {};
    private int[] nullKeyRows = {};
    private byte[] marked = {};
    private RowIndex index;
    private final boolean[] wantsKeySet;
    private KeySet[] keySets;

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
        for (BuildRun run : runs) {
            context.cancellation().check();
            target.accept(Batch.of(Arrays.copyOf(run.columns(), count), run.size(), run.ordinal()));
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

    synchronized void addRun(BuildRun run) {
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

    /** The work that makes the columns, the index and the sets asked for of the rows kept, which are all. */
    TableAssembly assembly() {
        runs.sort(Comparator.comparingLong(BuildRun::ordinal));
        long total = 0;
        for (BuildRun run : runs) {
            total += run.size();
        }
        if (total > 1 << 29) {
            throw VelariaException.of(
                    SqlState.STATEMENT_TOO_COMPLEX, "a join can't keep " + total + " rows: the most is 2^29");
        }
        size = (int) total;
        if (spec.marksMatches()) {
            hold(size);
            marked = new byte[size];
        }
        int tasks = size < FEW_ROWS ? 1 : context.parallelism();
        return new TableAssembly(spec, context, runs, size, wantsKeySet, this::hold, tasks);
    }

    /** Takes what was made of the rows, and lets these go. */
    void take(TableAssembly assembly) {
        columns = assembly.columns();
        index = assembly.index();
        nullKeyRows = assembly.nullKeyRows();
        keySets = assembly.keySets();
        runs.clear();
    }

    private synchronized void hold(long more) {
        held += more;
        reservation.resize(held);
    }

    /** A column of all rows, where there are any: one of the build side's, or after them keys that had to be cast. */
    Vector column(int column) {
        return columns[column];
    }

    /** The row after one in its chain, or -1. */
    int next(int id) {
        return index.chains().next(id);
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
        index = null;
        Arrays.fill(keySets, null);
        nullKeyRows = new int[0];
        marked = new byte[0];
        size = 0;
        reservation.close();
    }
}
