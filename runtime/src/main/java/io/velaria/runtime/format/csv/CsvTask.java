package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Blocked;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.type.SqlType;

/** One task's part of a {@link CsvScan}: takes blocks, cuts them into fields, parses the columns asked for. */
final class CsvTask implements Source {
    private final CsvScan scan;
    private final PlainTokenizer tokenizer;
    private final MemoryReservation memory;
    private final RecordParser parser;
    private Records records;
    private Block block;
    private byte[] spare;
    private boolean cut; // whether the block's records were given already, where they came cut
    private Vector fileName;

    CsvTask(CsvScan scan, TaskContext context) {
        this.scan = scan;
        CsvDialect dialect = scan.source().dialect();
        this.tokenizer = dialect.isPlain() ? new PlainTokenizer(dialect) : null;
        this.parser = new RecordParser(
                scan.source().fileSchema(),
                scan.positions(),
                dialect,
                scan.badRows(),
                scan.context().cancellation());
        this.memory = context.reserve("csv scan");
    }

    @Override
    public Batch next() {
        while (true) {
            if (block == null && !take()) {
                return null;
            }
            Records current = block.records();
            if (current == null) {
                tokenizer.read(records);
                current = records;
            } else if (cut) {
                current = null;
            }
            cut = true;
            if (current == null || current.count == 0) {
                scan.done(block);
                spare = block.bytes() != null ? block.bytes() : block.records().bytes;
                block = null;
                continue;
            }
            Batch batch = parser.parse(block, current);
            memory.resize(current.bytes.length + 8L * current.starts.length + parser.sizeInBytes());
            if (batch.size() > 0) {
                return batch.withColumns(withFileName(batch));
            }
        }
    }

    private boolean take() {
        block = scan.claim(spare);
        spare = null;
        if (block == null) {
            return false;
        }
        cut = false;
        fileName = null;
        if (block.records() == null) {
            int stride = parser.stride(block);
            if (records == null || records.width != block.width() || records.stride != stride) {
                records = new Records(block.width(), stride);
            }
            tokenizer.start(block.bytes(), block.from(), block.to());
        }
        return true;
    }

    /** The columns asked for, in their order; the file's name is one value for all rows. */
    private Vector[] withFileName(Batch batch) {
        int[] positions = scan.positions();
        int fileColumns = scan.source().fileSchema().size();
        Vector[] columns = new Vector[positions.length];
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] < fileColumns) {
                columns[i] = batch.column(i);
            } else {
                if (fileName == null || fileName.length() != batch.length()) {
                    fileName = VectorBuilder.constant(
                            SqlType.VARCHAR, block.file().path().toString(), batch.length());
                }
                columns[i] = fileName;
            }
        }
        return columns;
    }

    @Override
    public boolean isFinished() {
        return block == null && scan.isExhausted();
    }

    @Override
    public Blocked blocked() {
        return block != null ? Blocked.NOT : scan.whenReleased();
    }

    @Override
    public long position() {
        return block != null ? block.ordinal() : scan.nextOrdinal();
    }

    @Override
    public void close() {
        memory.close();
    }
}
