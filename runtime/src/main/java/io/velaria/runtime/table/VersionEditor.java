package io.velaria.runtime.table;

import io.velaria.runtime.column.Vector;
import java.util.ArrayList;
import java.util.List;

/** Builds the next version of a table: appends rows, chunks and segments, and replaces delete vectors. */
final class VersionEditor {
    private final TableVersion base;
    private final StoredTable table;
    private final int firstOwn;
    private final ArrayList<Segment> segments;
    private final ArrayList<DeleteVector> deletes;
    private long rowCount;
    private AppendBuffer buffer;
    private boolean open;
    private boolean unflushed;
    private ChunkEncoder encoder;

    /**
     * @param firstOwn segments before this one are not appended to
     * @param buffer where earlier rows were appended, or null
     */
    VersionEditor(TableVersion base, int firstOwn, AppendBuffer buffer) {
        this.base = base;
        this.table = base.table();
        this.firstOwn = firstOwn;
        this.segments = new ArrayList<>(base.segmentCount() + 1);
        this.deletes = new ArrayList<>(base.segmentCount() + 1);
        for (int i = 0; i < base.segmentCount(); i++) {
            segments.add(base.segment(i));
            deletes.add(base.deletes(i));
        }
        this.rowCount = base.rowCount();
        this.buffer = buffer;
        this.open = buffer != null && segments.size() > firstOwn && buffer.continues(last());
    }

    private Segment last() {
        return segments.get(segments.size() - 1);
    }

    AppendBuffer buffer() {
        return buffer;
    }

    /** Appends one row and returns its id. */
    long appendRow(Vector[] columns, int row) {
        if (open && buffer.room() == 0) {
            closeBuffer();
        }
        if (!open) {
            openBuffer();
        }
        buffer.append(columns, row);
        unflushed = true;
        rowCount++;
        return buffer.lastRowId();
    }

    private void openBuffer() {
        sealLast();
        boolean goOn = segments.size() > firstOwn && last().chunkCount() < RowId.MAX_CHUNKS;
        buffer = goOn
                ? new AppendBuffer(table.fields(), last().id(), last().chunkCount())
                : new AppendBuffer(table.fields(), table.newSegmentId(), 0);
        open = true;
    }

    /** Takes the buffer's rows into the segments. */
    private void flush() {
        if (!unflushed) {
            return;
        }
        unflushed = false;
        Chunk chunk = buffer.chunk();
        if (segments.isEmpty() || last().id() != buffer.segmentId()) {
            segments.add(new Segment(buffer.segmentId(), chunk));
            deletes.add(null);
        } else {
            boolean replace = last().chunkCount() > buffer.chunkIndex();
            segments.set(segments.size() - 1, last().withLast(chunk, replace));
        }
    }

    private void closeBuffer() {
        flush();
        open = false;
        sealLast();
    }

    /** Encodes the last chunk if it is open; rows keep their places. */
    private void sealLast() {
        if (segments.size() <= firstOwn || !last().lastChunk().isOpen()) {
            return;
        }
        segments.set(segments.size() - 1, last().withLast(encode(last().lastChunk()), true));
    }

    private Chunk encode(Chunk chunk) {
        if (encoder == null) {
            encoder = new ChunkEncoder(table);
        }
        encoder.add(chunk.columns(), null, 0, chunk.rows());
        return encoder.seal();
    }

    /** Appends encoded chunks as new segments. */
    void appendChunks(List<Chunk> chunks) {
        closeBuffer();
        for (int i = 0; i < chunks.size(); i += RowId.MAX_CHUNKS) {
            Chunk[] some = chunks.subList(i, Math.min(chunks.size(), i + RowId.MAX_CHUNKS))
                    .toArray(Chunk[]::new);
            appendSegment(new Segment(table.newSegmentId(), some), null);
        }
    }

    /** Appends a segment, under a new id if others came behind it in the meantime; returns its id. */
    long appendSegment(Segment segment, DeleteVector itsDeletes) {
        closeBuffer();
        Segment added =
                segments.isEmpty() || last().id() < segment.id() ? segment : segment.withId(table.newSegmentId());
        if (added.lastChunk().isOpen()) {
            added = added.withLast(encode(added.lastChunk()), true);
        }
        segments.add(added);
        deletes.add(itsDeletes);
        rowCount += added.rows() - (itsDeletes == null ? 0 : itsDeletes.count());
        return added.id();
    }

    void replaceDeletes(int segment, DeleteVector changed) {
        DeleteVector old = deletes.set(segment, changed);
        rowCount -= changed.count() - (old == null ? 0 : old.count());
    }

    /** Drops segments of which every row is deleted. */
    void dropEmptySegments() {
        int kept = 0;
        for (int i = 0; i < segments.size(); i++) {
            boolean inUse = open && i == segments.size() - 1;
            if (deletes.get(i) == null
                    || deletes.get(i).count() < segments.get(i).rows()
                    || inUse) {
                segments.set(kept, segments.get(i));
                deletes.set(kept++, deletes.get(i));
            }
        }
        segments.subList(kept, segments.size()).clear();
        deletes.subList(kept, deletes.size()).clear();
    }

    TableVersion build() {
        flush();
        if (encoder != null) {
            encoder.finish();
            encoder = null;
        }
        return base.with(segments.toArray(Segment[]::new), deletes.toArray(DeleteVector[]::new), rowCount);
    }
}
