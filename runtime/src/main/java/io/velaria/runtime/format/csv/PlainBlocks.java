package io.velaria.runtime.format.csv;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.format.ByteInput;
import io.velaria.runtime.format.FileSet;
import java.util.Arrays;
import java.util.List;

/**
 * Reads files of a plain dialect block by block. Where a record ends is decided here, in order and exactly, by following
 * quotes; cutting records into fields and parsing them is left to whoever takes the block.
 */
final class PlainBlocks implements Blocks {
    static final int BLOCK_BYTES = 1 << 20;

    private final List<FileSet.Entry> files;
    private final CsvDialect dialect;
    private final CsvLayout layout;
    private final Cancellation cancellation;
    private final int blockBytes;
    private final PlainTokenizer tokenizer;

    private int nextFile;
    private FileSet.Entry file;
    private ByteInput input;
    private boolean atStart;
    private boolean ended;
    private long offset; // of the first byte not given out yet, in the unpacked file
    private byte[] carried = new byte[0];
    private int carriedLength;
    private int[] fields;
    private int width;
    private long ordinal;
    private long consumedBefore;

    PlainBlocks(List<FileSet.Entry> files, CsvDialect dialect, CsvLayout layout, Cancellation cancellation) {
        this(files, dialect, layout, cancellation, BLOCK_BYTES);
    }

    /** @param blockBytes how long blocks are, but for records that are longer */
    PlainBlocks(
            List<FileSet.Entry> files,
            CsvDialect dialect,
            CsvLayout layout,
            Cancellation cancellation,
            int blockBytes) {
        this.blockBytes = blockBytes;
        this.files = files;
        this.dialect = dialect;
        this.layout = layout;
        this.cancellation = cancellation;
        this.tokenizer = new PlainTokenizer(dialect);
    }

    @Override
    public Block next(byte[] spare) {
        while (true) {
            if (input == null) {
                if (nextFile == files.size()) {
                    return null;
                }
                open(files.get(nextFile++));
            }
            Block block = ended ? null : readBlock(spare);
            if (block != null) {
                return block;
            }
            close();
        }
    }

    private void open(FileSet.Entry next) {
        file = next;
        input = ByteInput.open(next.path(), dialect.compression());
        atStart = true;
        ended = false;
        offset = 0;
        carriedLength = 0;
        consumedBefore = 0;
    }

    private Block readBlock(byte[] spare) {
        int wanted = (int) Math.min(blockBytes, input.isCompressed() ? blockBytes : file.size() + 1);
        int room = Math.max(wanted, carriedLength + wanted / 2) + Records.SLACK;
        byte[] bytes = spare != null && spare.length >= room ? spare : new byte[room];
        System.arraycopy(carried, 0, bytes, 0, carriedLength);
        int length = carriedLength;
        int from = 0;
        int end;
        while (true) {
            cancellation.check();
            int space = bytes.length - Records.SLACK - length;
            int read = input.read(bytes, length, space);
            length += read;
            ended = read < space;
            from = atStart ? textStart(bytes, length) : 0;
            end = ended
                    ? length
                    : Scanning.lastRecordEnd(bytes, from, length, dialect.delimiterByte(), dialect.quote(), false);
            if (ended || (end > from && (!atStart || isPastHeader(bytes, from, end)))) {
                break;
            }
            if (length >= dialect.maxRowBytes()) {
                throw tooLong(from);
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 64L, bytes.length * 2L));
        }
        long blockOffset = offset;
        if (atStart) {
            atStart = false;
            from = readHeader(bytes, from, end);
        }
        carriedLength = length - end;
        if (carried.length < carriedLength) {
            carried = new byte[Math.max(carriedLength, carried.length * 2)];
        }
        System.arraycopy(bytes, end, carried, 0, carriedLength);
        offset += end;
        if (from >= end) {
            return ended ? null : readBlock(bytes);
        }
        long consumed = input.consumed() - consumedBefore;
        consumedBefore = input.consumed();
        return new Block(file, ordinal++, bytes, from, end, blockOffset, null, fields, width, consumed);
    }

    /** Whether the lines to skip and the header lie within the complete records, with something behind them. */
    private boolean isPastHeader(byte[] bytes, int from, int end) {
        tokenizer.start(bytes, from, end);
        for (int i = 0; i < dialect.skip(); i++) {
            tokenizer.skipLine();
        }
        return !tokenizer.isDone();
    }

    private int readHeader(byte[] bytes, int from, int end) {
        tokenizer.start(bytes, from, end);
        for (int i = 0; i < dialect.skip(); i++) {
            tokenizer.skipLine();
        }
        List<String> header = dialect.header() ? tokenizer.readTexts() : null;
        if (header != null || !dialect.header()) {
            fields = layout.fields(file.path().toString(), header);
            width = layout.width(header);
        }
        return tokenizer.position();
    }

    /** The position behind a byte order mark. */
    private int textStart(byte[] b, int length) {
        if (length >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF) {
            return 3;
        }
        if (length >= 2 && ((b[0] == (byte) 0xFF && b[1] == (byte) 0xFE) || (b[0] == (byte) 0xFE && b[1] == -1))) {
            throw VelariaException.of(
                    SqlState.FEATURE_NOT_SUPPORTED, file.path() + " is in UTF-16; only UTF-8 is read");
        }
        return 0;
    }

    private VelariaException tooLong(int from) {
        long line = BadRows.line(file, dialect.compression(), offset + from);
        return VelariaException.of(
                        SqlState.BAD_COPY_FILE_FORMAT,
                        file.path() + ", line " + line + ": a record is longer than " + dialect.maxRowBytes()
                                + " bytes; perhaps a quote is opened and never closed")
                .hint("max_line_size => " + 4L * dialect.maxRowBytes() + " would read it");
    }

    @Override
    public void close() {
        if (input != null) {
            input.close();
            input = null;
        }
    }

    /** The first record, whether header or not; null if there is none. */
    static List<String> firstRecord(FileSet.Entry file, CsvDialect dialect) {
        try (PlainBlocks blocks = new PlainBlocks(
                List.of(file),
                dialect.withHeader(false),
                new CsvLayout(List.of("all"), false, true),
                new Cancellation())) {
            Block block = blocks.next(null);
            if (block == null) {
                return null;
            }
            blocks.tokenizer.start(block.bytes(), block.from(), block.to());
            return blocks.tokenizer.readTexts();
        }
    }
}
