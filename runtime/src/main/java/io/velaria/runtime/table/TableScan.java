package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.KeyFilter;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.operator.filter.KeySet;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads a table version chunk by chunk, handing out the stored vectors themselves. Chunks whose zone maps prove that no
 * row can pass a condition, or that no row has a key that a join wants, are left out; deleted rows are left out by a
 * selection. The ordinal is the chunk's place in the table.
 */
final class TableScan implements SourceFactory {
    /** Chunks that a task takes at a time. */
    private static final int MORSEL = 4;

    private final TableVersion version;
    private final int[] columns;
    private final ChunkFilter filter;
    private final List<KeyFilter> keyFilters;
    private final QueryContext context;
    private final int[] firstChunk; // per segment, its first chunk's place in the table
    private final int chunks;
    private final AtomicInteger taken = new AtomicInteger();

    private TableScan(
            TableVersion version, int[] columns, ChunkFilter filter, List<KeyFilter> keyFilters, QueryContext context) {
        this.version = version;
        this.columns = columns;
        this.filter = filter;
        this.keyFilters = keyFilters.stream()
                .filter(keyFilter -> columns[keyFilter.column()] != ScanSource.ROW_ID)
                .toList();
        this.context = context;
        this.firstChunk = new int[version.segmentCount()];
        int count = 0;
        for (int i = 0; i < firstChunk.length; i++) {
            firstChunk[i] = count;
            count += version.segment(i).chunkCount();
        }
        this.chunks = count;
    }

    static SourceFactory open(
            TableVersion version,
            QueryContext context,
            int[] columns,
            List<Expression> skipping,
            List<KeyFilter> filters) {
        if (skipping.isEmpty()) {
            return new TableScan(version, columns, ChunkFilter.NONE, filters, context);
        }
        ColumnRanges ranges = ColumnRanges.of(version.table().fields(), columns, skipping, context);
        if (ranges.isImpossible()) {
            return new IndexLookup(version, columns, new long[0]);
        }
        IndexLookup lookup = IndexLookup.find(version, columns, ranges);
        return lookup != null ? lookup : new TableScan(version, columns, ranges.toChunkFilter(), filters, context);
    }

    @Override
    public Source create(TaskContext task) {
        return new TaskSource();
    }

    @Override
    public boolean isInPlace() {
        return true;
    }

    @Override
    public int parallelism() {
        context.progress().expect(version.rowCount());
        return (chunks + MORSEL - 1) / MORSEL;
    }

    /** The ids of a chunk's rows, densely for its rows from 0. */
    static Vector rowIds(long segment, int chunk, int rows) {
        long first = RowId.of(segment, chunk, 0);
        long[] ids = new long[rows];
        for (int i = 0; i < rows; i++) {
            ids[i] = first + i;
        }
        return new LongVector(SqlType.BIGINT, ids, null, rows);
    }

    private final class TaskSource implements Source {
        private final KeySet[] keys =
                keyFilters.stream().map(keyFilter -> keyFilter.keys().get()).toArray(KeySet[]::new);
        private final int[] selection = new int[Batch.MAX_ROWS];
        private int next;
        private int end;
        private int segment;
        private boolean finished;

        @Override
        public Batch next() {
            while (!finished) {
                if (next == end) {
                    next = taken.getAndAdd(MORSEL);
                    if (next >= chunks || next < 0) {
                        finished = true;
                        return null;
                    }
                    end = Math.min(chunks, next + MORSEL);
                }
                while (segment + 1 < firstChunk.length && firstChunk[segment + 1] <= next) {
                    segment++;
                }
                Batch batch = read(segment, next - firstChunk[segment], next);
                next++;
                if (batch != null) {
                    return batch;
                }
            }
            return null;
        }

        private Batch read(int segmentIndex, int chunkIndex, int ordinal) {
            Segment from = version.segment(segmentIndex);
            Chunk chunk = from.chunk(chunkIndex);
            context.progress().advance(chunk.rows());
            if (!chunk.isOpen() && (!filter.mayPass(chunk.zones(), chunk.rows()) || !mayHaveKeys(chunk.zones()))) {
                return null;
            }
            Vector[] vectors = new Vector[columns.length];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = columns[i] == ScanSource.ROW_ID
                        ? rowIds(from.id(), chunkIndex, chunk.rows())
                        : chunk.columns()[columns[i]];
            }
            Batch batch = Batch.of(vectors, chunk.rows(), ordinal);
            DeleteVector deletes = version.deletes(segmentIndex);
            if (deletes == null || deletes.chunk(chunkIndex) == null) {
                return batch;
            }
            int live = deletes.live(chunkIndex, chunk.rows(), selection);
            return live == 0 ? null : batch.select(selection, live);
        }

        private boolean mayHaveKeys(ZoneMap zones) {
            for (int i = 0; i < keys.length; i++) {
                int column = columns[keyFilters.get(i).column()];
                if (keys[i] != null && !keys[i].mayContainAny(zones.min(column), zones.max(column))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean isFinished() {
            return finished;
        }

        @Override
        public long position() {
            return finished ? Long.MAX_VALUE : next == end ? Math.max(next, taken.get()) : next;
        }
    }
}
