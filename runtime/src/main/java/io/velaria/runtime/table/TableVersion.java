package io.velaria.runtime.table;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.KeyFilter;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.TableStatistics;
import io.velaria.runtime.plan.TableStatistics.ColumnStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stored table at one moment: its segments, ascending by id, and what is deleted of them. Immutable, apart from the
 * entries that its indexes gain for later rows.
 */
public final class TableVersion implements TableSnapshot {
    private final StoredTable table;
    private final Segment[] segments;
    private final DeleteVector[] deletes; // per segment, null for none
    private final long rowCount;
    private final HashIndex[] indexes;
    private final HashIndex[] ownIndexes; // entries for the rows that a transaction added, or null outside of one
    private volatile TableStatistics statistics;

    TableVersion(
            StoredTable table,
            Segment[] segments,
            DeleteVector[] deletes,
            long rowCount,
            HashIndex[] indexes,
            HashIndex[] ownIndexes) {
        this.table = table;
        this.segments = segments;
        this.deletes = deletes;
        this.rowCount = rowCount;
        this.indexes = indexes;
        this.ownIndexes = ownIndexes;
    }

    static TableVersion empty(StoredTable table) {
        HashIndex[] indexes = table.definition().keys().stream()
                .map(key -> new HashIndex(IndexDefinition.of(key)))
                .toArray(HashIndex[]::new);
        return new TableVersion(table, new Segment[0], new DeleteVector[0], 0, indexes, null);
    }

    StoredTable table() {
        return table;
    }

    /** How many segments there are. */
    public int segmentCount() {
        return segments.length;
    }

    Segment segment(int index) {
        return segments[index];
    }

    Segment lastSegment() {
        return segments.length == 0 ? null : segments[segments.length - 1];
    }

    /** The segment's deletions, or null for none. */
    DeleteVector deletes(int segment) {
        return deletes[segment];
    }

    HashIndex[] indexes() {
        return indexes;
    }

    HashIndex[] ownIndexes() {
        return ownIndexes;
    }

    @Override
    public long rowCount() {
        return rowCount;
    }

    /** The position of the segment of that id, or -1. */
    int find(long segmentId) {
        int low = 0;
        int high = segments.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long id = segments[middle].id();
            if (id == segmentId) {
                return middle;
            }
            if (id < segmentId) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** The chunk that holds the row in this version, or null if the row is not there or deleted. */
    Chunk visible(long rowId) {
        int segment = find(RowId.segment(rowId));
        int chunk = RowId.chunk(rowId);
        int row = RowId.row(rowId);
        if (segment < 0
                || chunk >= segments[segment].chunkCount()
                || row >= segments[segment].chunk(chunk).rows()
                || deletes[segment] != null && deletes[segment].contains(chunk, row)) {
            return null;
        }
        return segments[segment].chunk(chunk);
    }

    TableVersion with(Segment[] newSegments, DeleteVector[] newDeletes, long newRowCount) {
        return new TableVersion(table, newSegments, newDeletes, newRowCount, indexes, ownIndexes);
    }

    TableVersion withIndexes(HashIndex[] newIndexes, HashIndex[] newOwnIndexes) {
        return new TableVersion(table, segments, deletes, rowCount, newIndexes, newOwnIndexes);
    }

    /** The row id of another visible row with the same key, or -1. */
    long findKey(int index, int[] keys, long hash, Vector[] columns, int row, long ownId) {
        long found = indexes[index].find(hash, rowId -> isKey(rowId, keys, columns, row, ownId));
        return found < 0 && ownIndexes != null
                ? ownIndexes[index].find(hash, rowId -> isKey(rowId, keys, columns, row, ownId))
                : found;
    }

    private boolean isKey(long rowId, int[] keys, Vector[] columns, int row, long ownId) {
        Chunk chunk = rowId == ownId ? null : visible(rowId);
        return chunk != null && Keys.equal(chunk.columns(), RowId.row(rowId), columns, row, keys);
    }

    /** All visible rows with the key, in the order of the table. */
    long[] lookup(int index, int[] keys, long hash, Vector[] columns) {
        RowIds rows = new RowIds();
        indexes[index].find(hash, rowId -> rows.addIf(isKey(rowId, keys, columns, 0, -1), rowId));
        if (ownIndexes != null) {
            ownIndexes[index].find(hash, rowId -> rows.addIf(isKey(rowId, keys, columns, 0, -1), rowId));
        }
        return rows.sorted();
    }

    private static final class RowIds {
        private long[] ids = new long[1];
        private int count;

        /** Always false, so that the search goes on. */
        boolean addIf(boolean wanted, long id) {
            if (wanted) {
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, count * 2);
                }
                ids[count++] = id;
            }
            return false;
        }

        long[] sorted() {
            long[] sorted = count == ids.length ? ids : Arrays.copyOf(ids, count);
            Arrays.sort(sorted);
            // An undone statement may have left an entry of a row whose id another one got.
            int distinct = 0;
            for (int i = 0; i < count; i++) {
                if (i == 0 || sorted[i] != sorted[i - 1]) {
                    sorted[distinct++] = sorted[i];
                }
            }
            return distinct == count ? sorted : Arrays.copyOf(sorted, distinct);
        }
    }

    /** Heap bytes of the stored chunks, dictionaries not counted. */
    public long sizeInBytes() {
        long bytes = 0;
        for (Segment segment : segments) {
            for (int i = 0; i < segment.chunkCount(); i++) {
                bytes += segment.chunk(i).sizeInBytes();
            }
        }
        for (HashIndex index : indexes) {
            bytes += index.sizeInBytes();
        }
        return bytes;
    }

    @Override
    public SourceFactory scan(QueryContext context, int[] columns, List<Expression> skipping, List<KeyFilter> filters) {
        return TableScan.open(this, context, columns, skipping, filters);
    }

    @Override
    public TableStatistics statistics() {
        TableStatistics known = statistics;
        if (known == null) {
            known = computeStatistics();
            statistics = known;
        }
        return known;
    }

    private TableStatistics computeStatistics() {
        List<ColumnStatistics> columns = new ArrayList<>();
        long stored = 0;
        for (Segment segment : segments) {
            stored += segment.rows();
        }
        Map<Chunk, OpenChunkSummary> open = new IdentityHashMap<>();
        for (Segment segment : segments) {
            if (segment.lastChunk().isOpen()) {
                open.put(segment.lastChunk(), OpenChunkSummary.of(table, segment.lastChunk()));
            }
        }
        for (int column = 0; column < table.fields().size(); column++) {
            long nulls = 0;
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            for (Segment segment : segments) {
                for (int i = 0; i < segment.chunkCount(); i++) {
                    Chunk chunk = segment.chunk(i);
                    ZoneMap zones = chunk.isOpen() ? open.get(chunk).zones() : chunk.zones();
                    nulls += zones.nulls(column);
                    least = Math.min(least, zones.min(column));
                    greatest = Math.max(greatest, zones.max(column));
                }
            }
            DistinctSketch sketch = table.column(column).sketch();
            for (OpenChunkSummary summary : open.values()) {
                sketch.addAll(summary.sketches()[column]);
            }
            columns.add(table.column(column).statistics(sketch, stored, nulls, least, greatest));
        }
        return new TableStatistics(rowCount, columns);
    }
}
