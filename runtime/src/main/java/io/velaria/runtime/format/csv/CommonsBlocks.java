package io.velaria.runtime.format.csv;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.format.ByteInput;
import io.velaria.runtime.format.FileSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

/** Reads any dialect with Commons CSV, record by record. What {@link PlainBlocks} reads, it reads alike, slower. */
final class CommonsBlocks implements Blocks {
    private final List<FileSet.Entry> files;
    private final CsvDialect dialect;
    private final CsvLayout layout;
    private final Cancellation cancellation;
    private int nextFile;
    private FileSet.Entry file;
    private ByteInput input;
    private CSVParser parser;
    private Iterator<CSVRecord> iterator;
    private CSVRecord pending;
    private int[] fields;
    private int width;
    private long ordinal;
    private long consumedBefore;
    private byte[] bytes = new byte[1 << 16];
    private int length;

    CommonsBlocks(List<FileSet.Entry> files, CsvDialect dialect, CsvLayout layout, Cancellation cancellation) {
        this.files = files;
        this.dialect = dialect;
        this.layout = layout;
        this.cancellation = cancellation;
    }

    @Override
    public Block next(byte[] spare) {
        while (true) {
            if (parser == null) {
                if (nextFile == files.size()) {
                    return null;
                }
                open(files.get(nextFile++));
            }
            Records records = readRecords(spare);
            if (records != null && records.count > 0) {
                long consumed = input.consumed() - consumedBefore;
                consumedBefore = input.consumed();
                return new Block(file, ordinal++, null, 0, 0, 0, records, fields, width, consumed);
            }
            close();
        }
    }

    private void open(FileSet.Entry next) {
        file = next;
        input = ByteInput.open(next.path(), dialect.compression());
        consumedBefore = 0;
        try {
            InputStream stream = withoutMark(new Stream(input));
            Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
            for (int i = 0; i < dialect.skip(); i++) {
                reader = skipLine(reader);
            }
            // A single column has records that are empty lines; a delimiter would end them.
            parser = CSVParser.builder()
                    .setReader(reader)
                    .setFormat(format(dialect, layout.names().size() != 1))
                    .get();
            iterator = parser.iterator();
        } catch (IOException e) {
            throw failed(e);
        }
        List<String> header = null;
        if (dialect.header()) {
            CSVRecord first = nextRecord();
            header = first == null ? null : first.toList();
        }
        if (header != null || !dialect.header()) {
            fields = layout.fields(file.path().toString(), header);
            width = layout.width(header);
        }
    }

    static CSVFormat format(CsvDialect dialect, boolean ignoreEmptyLines) {
        return CSVFormat.Builder.create()
                .setDelimiter(dialect.delimiter())
                .setQuote(dialect.quote() < 0 ? null : (Character) (char) dialect.quote())
                .setEscape(
                        dialect.escape() < 0 || dialect.escape() == dialect.quote()
                                ? null
                                : (Character) (char) dialect.escape())
                .setCommentMarker(dialect.comment() < 0 ? null : (Character) (char) dialect.comment())
                .setIgnoreEmptyLines(ignoreEmptyLines)
                .setNullString(dialect.nullText().isEmpty() ? null : dialect.nullText())
                .setQuoteMode(dialect.quotedNulls() ? QuoteMode.MINIMAL : QuoteMode.ALL_NON_NULL)
                .setRecordSeparator("\n")
                .get();
    }

    private static InputStream withoutMark(InputStream stream) throws IOException {
        PushbackInputStream peeked = new PushbackInputStream(stream, 3);
        byte[] start = new byte[3];
        int read = peeked.readNBytes(start, 0, 3);
        boolean mark = read == 3 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF;
        if (!mark) {
            peeked.unread(start, 0, read);
        }
        return peeked;
    }

    private static Reader skipLine(Reader reader) throws IOException {
        java.io.PushbackReader lines = new java.io.PushbackReader(reader);
        int c = lines.read();
        while (c >= 0 && c != '\n' && c != '\r') {
            c = lines.read();
        }
        if (c == '\r') {
            int next = lines.read();
            if (next >= 0 && next != '\n') {
                lines.unread(next);
            }
        }
        return lines;
    }

    private CSVRecord nextRecord() {
        try {
            return iterator.hasNext() ? iterator.next() : null;
        } catch (UncheckedIOException | IllegalStateException e) {
            throw VelariaException.of(
                    SqlState.BAD_COPY_FILE_FORMAT,
                    file.path() + ", line " + parser.getCurrentLineNumber() + ": "
                            + (e.getCause() == null
                                    ? e.getMessage()
                                    : e.getCause().getMessage()),
                    e);
        }
    }

    private Records readRecords(byte[] spare) {
        if (fields == null) {
            return null;
        }
        Records records = new Records(width);
        records.lines = new long[records.capacity];
        bytes = spare != null ? spare : new byte[1 << 16];
        length = 0;
        while (!records.isFull() && length < PlainBlocks.BLOCK_BYTES) {
            if ((records.count & 255) == 0) {
                cancellation.check();
            }
            long line = parser.getCurrentLineNumber() + 1;
            CSVRecord record = pending != null ? pending : nextRecord();
            pending = null;
            if (record == null) {
                break;
            }
            append(records, record, line);
        }
        bytes = length + Records.SLACK > bytes.length ? Arrays.copyOf(bytes, length + Records.SLACK) : bytes;
        records.bytes = bytes;
        return records;
    }

    private void append(Records records, CSVRecord record, long line) {
        int base = records.count * width;
        int found = record.size();
        for (int i = 0; i < Math.min(found, width); i++) {
            String value = record.get(i);
            byte[] text = (value == null ? dialect.nullText() : value).getBytes(StandardCharsets.UTF_8);
            int needed = length + text.length + Records.SLACK;
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
            }
            System.arraycopy(text, 0, bytes, length, text.length);
            records.starts[base + i] = length;
            length += text.length;
            // The quote mode makes the parser give null for what is NULL unless it is quoted.
            boolean marked =
                    !dialect.quotedNulls() && value != null && (text.length == 0 || value.equals(dialect.nullText()));
            records.ends[base + i] = marked ? ~length : length;
        }
        records.lines[records.count] = line;
        String last = record.get(found - 1);
        boolean lastEmpty = last == null || last.isEmpty();
        records.endRecord(found, lastEmpty);
    }

    private VelariaException failed(IOException e) {
        return VelariaException.of(SqlState.IO_ERROR, "cannot read " + file.path() + ": " + e.getMessage(), e);
    }

    /** The first record, whether header or not; null if there is none. */
    static List<String> firstRecord(FileSet.Entry file, CsvDialect dialect) {
        try (CommonsBlocks blocks = new CommonsBlocks(
                List.of(file),
                dialect.withHeader(false),
                new CsvLayout(List.of("a", "b"), false, true),
                new Cancellation())) {
            blocks.open(file);
            CSVRecord first = blocks.nextRecord();
            return first == null
                    ? null
                    : first.stream().map(text -> text == null ? "" : text).toList();
        }
    }

    @Override
    public void close() {
        if (parser != null) {
            parser = null;
            pending = null;
        }
        if (input != null) {
            input.close();
            input = null;
        }
    }

    private static final class Stream extends InputStream {
        private final ByteInput input;

        Stream(ByteInput input) {
            this.input = input;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return input.read(one, 0, 1) == 1 ? one[0] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            if (count == 0) {
                return 0;
            }
            int read = input.read(target, offset, Math.min(count, 1 << 16));
            return read == 0 ? -1 : read;
        }
    }
}
