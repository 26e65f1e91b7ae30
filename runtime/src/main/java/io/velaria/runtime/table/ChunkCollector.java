package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.memory.MemoryReservation;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the rows that one task inserts: few of them as they came, many as encoded chunks. A chunk never spans rows
 * between which another task may have some, so that the pieces of all tasks can be put in order.
 */
final class ChunkCollector {
    /** A run of rows in order, encoded or not. */
    record Piece(long ordinal, int task, int sequence, Chunk chunk, Batch rows) {}

    private final StoredTable table;
    private final int task;
    private final MemoryReservation memory;
    private List<Piece> pieces = new ArrayList<>();
    private ChunkEncoder encoder;
    private long bytes;
    private int smallRows;
    private long firstOrdinal;
    private long lastOrdinal;

    /** @param memory closed by the owner */
    ChunkCollector(StoredTable table, int task, MemoryReservation memory) {
        this.table = table;
        this.task = task;
        this.memory = memory;
    }

    void add(Batch batch) {
        table.checkNotNull(batch.columns(), batch.selection(), batch.size());
        if (encoder == null && smallRows + batch.size() <= TableCommit.SMALL) {
            smallRows += batch.size();
            pieces.add(new Piece(batch.ordinal(), task, pieces.size(), null, VectorCopier.copy(batch)));
        } else {
            encodeSmall();
            encode(batch);
        }
    }

    /** Whether rows are encoded here, being many. */
    boolean isLarge() {
        return encoder != null;
    }

    int smallRows() {
        return smallRows;
    }

    private void encodeSmall() {
        if (encoder == null) {
            encoder = new ChunkEncoder(table);
            List<Piece> small = List.copyOf(pieces);
            pieces.clear();
            small.forEach(piece -> encode(piece.rows()));
        }
    }

    private void encode(Batch batch) {
        if (encoder.rows() > 0 && batch.ordinal() > lastOrdinal + 1) {
            encoder.sealAll(this::keep);
        }
        int done = 0;
        while (done < batch.size()) {
            if (encoder.rows() == 0) {
                firstOrdinal = batch.ordinal();
            }
            int count = Math.min(encoder.room(), batch.size() - done);
            encoder.add(batch.columns(), batch.selection(), done, count);
            done += count;
            lastOrdinal = batch.ordinal();
            if (encoder.room() == 0) {
                keep(encoder.seal(Batch.MAX_ROWS));
            }
        }
    }

    /** Adds a chunk of the current run; all have the ordinal that the run began with, and follow by their sequence. */
    private void keep(Chunk chunk) {
        pieces.add(new Piece(firstOrdinal, task, pieces.size(), chunk, null));
        bytes += chunk.sizeInBytes();
        memory.resize(bytes);
    }

    /** Hands over all pieces; encoded ones if {@code large}. Nothing may be added afterwards. */
    List<Piece> finish(boolean large) {
        if (large) {
            encodeSmall();
        }
        if (encoder != null) {
            encoder.sealAll(this::keep);
            encoder.finish();
            encoder = null;
        }
        List<Piece> all = pieces;
        pieces = null; // a statement that stays open must not hold what the table may drop
        return all;
    }
}
