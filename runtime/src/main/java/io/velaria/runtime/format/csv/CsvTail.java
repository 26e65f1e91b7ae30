package io.velaria.runtime.format.csv;

import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.format.ByteInput;
import io.velaria.runtime.format.FileSet;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.type.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads CSV files that grow: of each file the records that have come since it was read last, and of those only such as
 * are complete. Used by one task at a time.
 */
public final class CsvTail implements AutoCloseable {
    private final Map<String, String> options;
    private final List<Field> columns;
    private final List<ColumnDefinition> declared;
    private final int[] positions;
    private final QueryContext context;
    private final MemoryReservation memory;
    private final Map<Path, Followed> files = new HashMap<>();
    private byte[] bytes = new byte[1 << 18];
    private Records records;
    private Followed current;
    private Block block;
    private long ordinal;

    /** How far one file is read. */
    private static final class Followed {
        private final CsvDialect dialect;
        private final PlainTokenizer tokenizer;
        private final RecordParser parser;
        private final BadRows badRows;
        private int[] fields;
        private int width;
        private boolean started;
        private long offset;
        private long inspected; // size up to which no further record is complete

        Followed(CsvDialect dialect, RecordParser parser, BadRows badRows) {
            this.dialect = dialect;
            this.tokenizer = new PlainTokenizer(dialect);
            this.parser = parser;
            this.badRows = badRows;
        }
    }

    /**
     * @param options of the table, as {@code USING csv} takes them, with any path
     * @param columns of the table
     * @param positions columns to give
     */
    public CsvTail(Map<String, String> options, List<Field> columns, int[] positions, QueryContext context) {
        this.options = Map.copyOf(options);
        this.columns = List.copyOf(columns);
        this.declared = columns.stream()
                .map(field -> new ColumnDefinition(field.name(), field.type(), field.nullable(), null, null))
                .toList();
        this.positions = positions;
        this.context = context;
        this.memory = context.memory().reserve("csv tail");
        this.records = new Records(columns.size());
    }

    /**
     * Checks options without a file.
     *
     * @throws VelariaException 22023 for unknown ones, 0A000 for dialects that are only read from complete files
     */
    public static void check(Map<String, String> options, List<Field> columns) {
        CsvOptions parsed = CsvOptions.parse(options);
        if (parsed.comment() != null
                || (parsed.escape() != null && !parsed.escape().equals(parsed.quote()))
                || (parsed.delimiter() != null && parsed.delimiter().length() > 1)
                || parsed.compression() == ByteInput.Compression.GZIP
                || parsed.filename() != null) {
            throw VelariaException.unsupported(
                    "a stream of csv files with comments, escapes, compression, a file name column or a longer delimiter");
        }
        for (Field field : columns) {
            ColumnParser ignored = ColumnParser.of(field, 1, new byte[0]); // refuses a type that has no reader
        }
    }

    /** Position up to which a file has been read; 0 for an unknown one. */
    public long offset(Path file) {
        Followed followed = files.get(file);
        return followed == null ? 0 : followed.offset;
    }

    /** Forgets a file that is gone. */
    public void retain(java.util.Collection<Path> present) {
        files.keySet().retainAll(present);
    }

    /** Whether the file has more bytes than were looked at, so that {@link #advance} may find records. */
    public boolean hasGrown(FileSet.Entry file, boolean settled) {
        Followed followed = files.get(file.path());
        if (followed == null) {
            return file.size() > 0;
        }
        if (file.size() < followed.offset && FileSet.Entry.of(file.path()).size() < followed.offset) {
            // asked again, for it may have been read beyond the size that it had when it was listed
            throw VelariaException.of(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    file.path() + " is shorter than what was read of it: a file of a stream may only grow");
        }
        return file.size() > followed.inspected || (settled && file.size() > followed.offset);
    }

    /**
     * Moves on to the next complete records of a file; {@link #next} then gives them.
     *
     * @param settled whether the file is taken to be complete, so that its last line needs no line end
     * @return whether there are any
     */
    public boolean advance(FileSet.Entry file, boolean settled) {
        Followed followed = files.get(file.path());
        try (ByteInput input = ByteInput.open(file.path(), ByteInput.Compression.AUTO)) {
            if (input.isCompressed()) {
                throw VelariaException.unsupported("a compressed file in a stream (" + file.path() + ")");
            }
            if (followed == null) {
                followed = follow(file, settled);
                if (followed == null) {
                    return false;
                }
                files.put(file.path(), followed);
            }
            input.seek(followed.offset);
            int length = 0;
            while (true) {
                int read = input.read(bytes, length, bytes.length - Records.SLACK - length);
                length += read;
                boolean all = length < bytes.length - Records.SLACK;
                int from = followed.started ? 0 : textStart(length);
                int end = all && settled
                        ? length
                        : Scanning.lastRecordEnd(
                                bytes, from, length, followed.dialect.delimiterByte(), followed.dialect.quote(), false);
                if (end > from) {
                    return take(file, followed, from, end);
                }
                if (all) {
                    followed.inspected = followed.offset + length;
                    return false;
                }
                if (length >= followed.dialect.maxRowBytes()) {
                    throw VelariaException.of(
                            SqlState.BAD_COPY_FILE_FORMAT,
                            file.path() + ": a record is longer than " + followed.dialect.maxRowBytes() + " bytes");
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 64L, bytes.length * 4L));
                memory.resize(bytes.length);
            }
        }
    }

    private int textStart(int length) {
        return length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF ? 3 : 0;
    }

    /** Finds out the dialect of a new file once a line of it is there; null before. */
    private Followed follow(FileSet.Entry file, boolean settled) {
        if (!settled) {
            byte[] start = new byte[1 << 12];
            try (ByteInput input = ByteInput.open(file.path(), ByteInput.Compression.NONE)) {
                int length = input.read(start, 0, start.length);
                boolean lineEnded = Scanning.indexOf(start, 0, length, (byte) '\n') >= 0
                        || Scanning.indexOf(start, 0, length, (byte) '\r') >= 0;
                if (!lineEnded && length < start.length) {
                    return null;
                }
            }
        }
        Map<String, String> given = new HashMap<>(options);
        given.put("path", file.path().toString());
        CsvSource source = CsvDetection.detect(CsvOptions.parse(given), declared, new FileAccess(true, Path.of("")));
        if (!source.dialect().isPlain()) {
            throw VelariaException.unsupported("a stream of csv files of this dialect (" + file.path() + ")");
        }
        BadRows badRows = new BadRows(source.onError(), source.dialect());
        RecordParser parser = new RecordParser(columns, positions, source.dialect(), badRows, context.cancellation());
        return new Followed(source.dialect(), parser, badRows);
    }

    private boolean take(FileSet.Entry file, Followed followed, int start, int end) {
        int from = start;
        if (!followed.started) {
            followed.started = true;
            followed.tokenizer.start(bytes, from, end);
            for (int i = 0; i < followed.dialect.skip(); i++) {
                followed.tokenizer.skipLine();
            }
            List<String> header = followed.dialect.header() ? followed.tokenizer.readTexts() : null;
            CsvLayout layout = new CsvLayout(columns.stream().map(Field::name).toList(), true, true);
            followed.fields = layout.fields(file.path().toString(), header);
            followed.width = layout.width(header);
            from = Math.min(end, followed.tokenizer.position());
        }
        long blockOffset = followed.offset;
        followed.offset += end;
        followed.inspected = followed.offset;
        if (records.width != followed.width) {
            records = new Records(followed.width);
        }
        followed.tokenizer.start(bytes, from, end);
        current = followed;
        block = new Block(file, ordinal++, bytes, from, end, blockOffset, null, followed.fields, followed.width, end);
        return from < end;
    }

    /** The next rows of the records that {@link #advance} found, or null when they are done. */
    public Batch next() {
        while (block != null) {
            current.tokenizer.read(records);
            if (records.count == 0) {
                current.badRows.report(context.warnings());
                block = null;
                return null;
            }
            Batch batch = current.parser.parse(block, records);
            if (batch.size() > 0) {
                return batch;
            }
        }
        return null;
    }

    @Override
    public void close() {
        memory.close();
    }
}
