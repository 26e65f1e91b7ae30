package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import java.util.stream.LongStream;

/** Reads the rows of a table version that an index found, in the order of the table; one task. */
final class IndexLookup implements SourceFactory {
    /** Most keys to look up; for more, a scan costs about the same. */
    private static final int MAX_KEYS = 1000;

    private final TableVersion version;
    private final int[] columns;
    private final long[] rowIds;

    IndexLookup(TableVersion version, int[] columns, long[] rowIds) {
        this.version = version;
        this.columns = columns;
        this.rowIds = rowIds;
    }

    /**
     * The rows of an index all of whose columns are bound to values, or null if there is no such
     * index or they are many.
     */
    static IndexLookup find(TableVersion version, int[] columns, ColumnRanges ranges) {
        HashIndex[] indexes = version.indexes();
        int best = -1;
        for (int i = 0; i < indexes.length; i++) {
            IndexDefinition definition = indexes[i].definition();
            if (ranges.bindsAll(definition.columns()) && (best < 0 || definition.unique())) {
                best = i;
                if (definition.unique()) {
                    break;
                }
            }
        }
        if (best < 0) {
            return null;
        }
        int[] keys = indexes[best].keys();
        if (ranges.combinations(keys) > MAX_KEYS) {
            return null;
        }
        long[] rowIds = lookup(
                version, best, keys, 0, new Vector[version.table().fields().size()], ranges);
        // Where a value is frequent, reading everything in parallel beats picking rows in one task.
        boolean few = rowIds.length <= Batch.MAX_ROWS || rowIds.length < version.rowCount() / 20;
        return few ? new IndexLookup(version, columns, rowIds) : null;
    }

    /** The rows of every combination of values of the key columns from {@code position} on, in the table's order. */
    private static long[] lookup(
            TableVersion version, int index, int[] keys, int position, Vector[] key, ColumnRanges ranges) {
        if (position == keys.length) {
            return version.lookup(index, keys, Keys.hash(key, keys, 0), key);
        }
        int column = keys[position];
        SqlType type = version.table().fields().get(column).type();
        List<Object> values = ranges.values(column);
        long[] all = null;
        for (Object value : values) {
            key[column] = VectorBuilder.single(type, value);
            long[] found = lookup(version, index, keys, position + 1, key, ranges);
            all = all == null
                    ? found
                    : LongStream.concat(LongStream.of(all), LongStream.of(found))
                            .sorted()
                            .distinct()
                            .toArray();
        }
        return all == null ? new long[0] : all;
    }

    @Override
    public Source create(TaskContext context) {
        return new TaskSource();
    }

    @Override
    public int parallelism() {
        return 1;
    }

    private final class TaskSource implements Source {
        private int done;

        /** One batch for each chunk that holds rows; they are copied, for few rows are cheaper on their own. */
        @Override
        public Batch next() {
            if (done == rowIds.length) {
                return null;
            }
            long first = rowIds[done];
            long place = first >>> RowId.ROW_BITS;
            int[] selection = new int[Math.min(Batch.MAX_ROWS, rowIds.length - done)];
            int count = 0;
            while (done < rowIds.length && rowIds[done] >>> RowId.ROW_BITS == place) {
                selection[count++] = RowId.row(rowIds[done++]);
            }
            Chunk chunk = version.visible(first);
            Vector[] vectors = new Vector[columns.length];
            for (int i = 0; i < vectors.length; i++) {
                if (columns[i] == ScanSource.ROW_ID) {
                    VectorBuilder ids = VectorBuilder.create(SqlType.BIGINT, count);
                    for (int j = 0; j < count; j++) {
                        ids.appendLong((first & -(1L << RowId.ROW_BITS)) | selection[j]);
                    }
                    vectors[i] = ids.build();
                } else {
                    vectors[i] = VectorCopier.copy(chunk.columns()[columns[i]], selection, count);
                }
            }
            return Batch.of(vectors, count, place);
        }

        @Override
        public boolean isFinished() {
            return done == rowIds.length;
        }

        @Override
        public long position() {
            return isFinished() ? Long.MAX_VALUE : rowIds[done] >>> RowId.ROW_BITS;
        }
    }
}
