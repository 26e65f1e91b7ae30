package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.memory.MemoryReservation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects one statement's changes of a stored table, and makes them part of the transaction at its end. */
final class StoredTableWriter implements TableWriter {
    /** A piece of at least so many rows stays a chunk of its own. */
    private static final int FULL_ENOUGH = Batch.MAX_ROWS / 2;

    private final SnapshotTransaction transaction;
    private final long tableId;
    private final TableVersion snapshot;
    private final List<ChunkCollector> collectors = new ArrayList<>();
    private final Map<Long, DeleteVector.Builder> deletes = new HashMap<>(4);
    private ChunkCollector own;
    private boolean finished;

    StoredTableWriter(SnapshotTransaction transaction, long tableId) {
        this.transaction = transaction;
        this.tableId = tableId;
        this.snapshot = transaction.table(tableId);
    }

    /** Where one task inserts its rows. */
    synchronized ChunkCollector newCollector(MemoryReservation memory) {
        ChunkCollector collector = new ChunkCollector(snapshot.table(), collectors.size(), memory);
        collectors.add(collector);
        return collector;
    }

    @Override
    public synchronized void insert(Batch rows) {
        if (own == null) {
            own = newCollector(MemoryPool.root("insert", Long.MAX_VALUE).reserve("insert"));
        }
        own.add(rows);
    }

    @Override
    public synchronized long delete(Vector rowIds, int[] selection, int count) {
        return markDeleted(rowIds, selection, count, null);
    }

    /** Marks rows, and writes the positions of those that were not deleted before to {@code target} if it is given. */
    synchronized int markDeleted(Vector rowIds, int[] selection, int count, int[] target) {
        int marked = 0;
        for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            long id = rowIds.longAt(row);
            long segment = RowId.segment(id);
            DeleteVector.Builder builder = deletes.get(segment);
            if (builder == null) {
                builder = new DeleteVector.Builder(snapshot.deletes(snapshot.find(segment)));
                deletes.put(segment, builder);
            }
            if (builder.add(RowId.chunk(id), RowId.row(id))) {
                if (target != null) {
                    target[marked] = row;
                }
                marked++;
            }
        }
        return marked;
    }

    @Override
    public long update(Batch rows) {
        Batch replaced = replace(rows);
        synchronized (this) {
            if (replaced.size() > 0) {
                insert(replaced);
            }
        }
        return replaced.size();
    }

    /** Marks the old rows of an update, and gives the new ones: each old row is replaced once. */
    Batch replace(Batch rows) {
        int[] target = new int[rows.size()];
        int marked = markDeleted(rows.column(0), rows.selection(), rows.size(), target);
        Vector[] values = Arrays.copyOfRange(rows.columns(), 1, rows.columnCount());
        return rows.withColumns(values).select(target, marked);
    }

    @Override
    public synchronized void finish() {
        if (finished) {
            throw new IllegalStateException("finished twice");
        }
        finished = true;
        int total = 0;
        boolean large = false;
        for (ChunkCollector collector : collectors) {
            total += collector.smallRows();
            large |= collector.isLarge();
        }
        large |= total > TableCommit.SMALL;
        List<ChunkCollector.Piece> pieces = new ArrayList<>();
        for (ChunkCollector collector : collectors) {
            pieces.addAll(collector.finish(large));
        }
        collectors.clear();
        if (pieces.isEmpty() && deletes.isEmpty()) {
            return;
        }
        pieces.sort(Comparator.comparingLong(ChunkCollector.Piece::ordinal)
                .thenComparingInt(ChunkCollector.Piece::task)
                .thenComparingInt(ChunkCollector.Piece::sequence));
        synchronized (transaction) {
            apply(large ? coalesce(pieces) : List.of(), large ? List.of() : pieces);
        }
    }

    @Override
    public synchronized void abort() {
        finished = true;
        collectors.clear();
        deletes.clear();
    }

    /** Puts small chunks together with neighbours that they fit beside; others stay as they are. */
    private List<Chunk> coalesce(List<ChunkCollector.Piece> pieces) {
        List<Chunk> chunks = new ArrayList<>();
        ChunkEncoder encoder = new ChunkEncoder(snapshot.table());
        int first = 0; // of those that will be put together
        int rows = 0;
        for (int i = 0; i <= pieces.size(); i++) {
            int more = i == pieces.size() ? 0 : pieces.get(i).chunk().rows();
            boolean anySmall = rows < FULL_ENOUGH || more < FULL_ENOUGH;
            if (i < pieces.size() && anySmall && rows + more <= Batch.MAX_ROWS) {
                rows += more;
                continue;
            }
            if (i - first == 1) {
                chunks.add(pieces.get(first).chunk());
            } else if (i > first) {
                for (int j = first; j < i; j++) {
                    Chunk chunk = pieces.get(j).chunk();
                    encoder.add(chunk.columns(), null, 0, chunk.rows());
                }
                chunks.add(encoder.seal());
            }
            first = i;
            rows = more;
        }
        return chunks;
    }

    private void apply(List<Chunk> chunks, List<ChunkCollector.Piece> small) {
        TableState state = transaction.state(tableId);
        TableVersion current = state.current();
        VersionEditor editor = new VersionEditor(current, state.firstOwn(), state.buffer());
        deletes.forEach((segmentId, builder) -> {
            int segment = current.find(segmentId);
            if (segment >= 0) {
                editor.replaceDeletes(segment, DeleteVector.union(current.deletes(segment), builder.build()));
            }
        });
        boolean indexed = current.indexes().length > 0;
        long[] ids = new long[0];
        if (!chunks.isEmpty()) {
            editor.appendChunks(chunks);
        } else if (!small.isEmpty()) {
            ids = appendRows(editor, small);
        }
        TableVersion version = editor.build();
        if (indexed && (!chunks.isEmpty() || !small.isEmpty())) {
            if (version.ownIndexes() == null) {
                version = version.withIndexes(version.indexes(), Indexes.fresh(version.indexes()));
            }
            TableVersion checked = version;
            if (!chunks.isEmpty()) {
                int rows = chunks.stream().mapToInt(Chunk::rows).sum();
                for (HashIndex index : version.ownIndexes()) {
                    index.reserve(rows);
                }
                int first = version.segmentCount() - (chunks.size() + RowId.MAX_CHUNKS - 1) / RowId.MAX_CHUNKS;
                for (int i = first; i < version.segmentCount(); i++) {
                    Indexes.forEachRow(
                            version.segment(i), null, 0, (columns, row, rowId) -> index(checked, columns, row, rowId));
                }
            } else {
                int at = 0;
                for (ChunkCollector.Piece piece : small) {
                    for (int row = 0; row < piece.rows().size(); row++) {
                        index(checked, piece.rows().columns(), row, ids[at++]);
                    }
                }
            }
        }
        transaction.change(tableId, new TableState(state.base(), version, state.firstOwn(), editor.buffer()));
    }

    private static void index(TableVersion version, Vector[] columns, int row, long rowId) {
        Indexes.checkUnique(version, columns, row, rowId);
        Indexes.add(version.ownIndexes(), columns, row, rowId);
    }

    private static long[] appendRows(VersionEditor editor, List<ChunkCollector.Piece> pieces) {
        int total = 0;
        for (ChunkCollector.Piece piece : pieces) {
            total += piece.rows().size();
        }
        long[] ids = new long[total];
        int at = 0;
        for (ChunkCollector.Piece piece : pieces) {
            for (int row = 0; row < piece.rows().size(); row++) {
                ids[at++] = editor.appendRow(piece.rows().columns(), row);
            }
        }
        return ids;
    }
}
