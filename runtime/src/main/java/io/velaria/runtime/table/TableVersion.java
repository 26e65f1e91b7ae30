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
    private final Segment[] segments; // but for the last, in whose place is the one below
    private final Segment last; // null where there is none
    private final DeleteVector[] deletes; // per segment, null for none
    private final long rowCount;
    private final HashIndex[] indexes;
    private final HashIndex[] ownIndexes; // entries for the rows that a transaction added, or null outside of one
    private final long sequence;
    private volatile TableStatistics statistics;
    private volatile List<List<Integer>> keys;

    TableVersion(
            StoredTable table,
            Segment[] segments,
            DeleteVector[] deletes,
            long rowCount,
            HashIndex[] indexes,
            HashIndex[] ownIndexes) {
        this(
                table,
                segments,
                segments.length == 0 ? null : segments[segments.length - 1],
                deletes,
                rowCount,
                indexes,
                ownIndexes,
                0);
    }

    private TableVersion(
            StoredTable table,
            Segment[] segments,
            Segment last,
            DeleteVector[] deletes,
            long rowCount,
            HashIndex[] indexes,
            HashIndex[] ownIndexes,
            long sequence) {
        this.table = table;
        this.segments = segments;
        this.last = last;
        this.deletes = deletes;
        this.rowCount = rowCount;
        this.indexes = indexes;
        this.ownIndexes = ownIndexes;
        this.sequence = sequence;
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
        return index == segments.length - 1 ? last : segments[index];
    }

    private Segment[] allSegments() {
        Segment[] all = segments.clone();
        if (last != null) {
            all[all.length - 1] = last;
        }
        return all;
    }

    Segment lastSegment() {
        return last;
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

    /** The number of the commit that made this version or the one that a transaction's version builds on. */
    long sequence() {
        return sequence;
    }

    /** The same as what is committed behind an older version, or as the first of its table. */
    TableVersion committedAfter(TableVersion older) {
        long next = older == null ? 0 : older.sequence + 1;
        return new TableVersion(table, segments, last, deletes, rowCount, indexes, ownIndexes, next);
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
        int index = find(RowId.segment(rowId));
        if (index < 0) {
            return null;
        }
        Segment segment = segment(index);
        int chunk = RowId.chunk(rowId);
        int row = RowId.row(rowId);
        if (chunk >= segment.chunkCount()
                || row >= segment.chunk(chunk).rows()
                || deletes[index] != null && deletes[index].contains(chunk, row)) {
            return null;
        }
        return segment.chunk(chunk);
    }

    /** The same with the last segment, which has the same id, replaced: costs nothing for the others. */
    TableVersion withLast(Segment replacement, long newRowCount) {
        return new TableVersion(table, segments, replacement, deletes, newRowCount, indexes, ownIndexes, sequence);
    }

    /** The same without a row that is visible. */
    TableVersion without(long rowId) {
        int segment = find(RowId.segment(rowId));
        DeleteVector.Builder builder = new DeleteVector.Builder(deletes[segment]);
        builder.add(RowId.chunk(rowId), RowId.row(rowId));
        DeleteVector[] changed = deletes.clone();
        changed[segment] = builder.build();
        return new TableVersion(table, segments, last, changed, rowCount - 1, indexes, ownIndexes, sequence);
    }

    TableVersion with(Segment[] newSegments, DeleteVector[] newDeletes, long newRowCount) {
        Segment newLast = newSegments.length == 0 ? null : newSegments[newSegments.length - 1];
        return new TableVersion(table, newSegments, newLast, newDeletes, newRowCount, indexes, ownIndexes, sequence);
    }

    TableVersion withIndexes(HashIndex[] newIndexes, HashIndex[] newOwnIndexes) {
        return new TableVersion(table, segments, last, deletes, rowCount, newIndexes, newOwnIndexes, sequence);
    }

    /** The row id of another visible row with the same key, or -1. */
    long findKey(int index, Vector[] columns, int row, long ownId) {
        long found = indexes[index].find(this, columns, row, ownId);
        return found < 0 && ownIndexes != null ? ownIndexes[index].find(this, columns, row, ownId) : found;
    }

    /** Whether the row is visible and has the key of the given one. */
    boolean isKey(long rowId, int[] keys, Vector[] columns, int row) {
        Chunk chunk = visible(rowId);
        return chunk != null && Keys.equal(chunk.columns(), RowId.row(rowId), columns, row, keys);
    }

    /** All visible rows with the key, in the order of the table. */
    long[] lookup(int index, int[] keys, long hash, Vector[] columns) {
        RowIds rows = new RowIds();
        indexes[index].find(hash, sequence, rowId -> rows.addIf(isKey(rowId, keys, columns, 0), rowId));
        if (ownIndexes != null) {
            ownIndexes[index].find(hash, sequence, rowId -> rows.addIf(isKey(rowId, keys, columns, 0), rowId));
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
        for (Segment segment : allSegments()) {
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
    public List<List<Integer>> keys() {
        List<List<Integer>> known = keys;
        if (known == null) {
            known = ProvenKeys.of(this);
            keys = known;
        }
        return known;
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
        for (Segment segment : allSegments()) {
            stored += segment.rows();
        }
        Map<Chunk, OpenChunkSummary> open = new IdentityHashMap<>();
        for (Segment segment : allSegments()) {
            if (segment.lastChunk().isOpen()) {
                open.put(segment.lastChunk(), OpenChunkSummary.of(table, segment.lastChunk()));
            }
        }
        for (int column = 0; column < table.fields().size(); column++) {
            long nulls = 0;
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            for (Segment segment : allSegments()) {
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
