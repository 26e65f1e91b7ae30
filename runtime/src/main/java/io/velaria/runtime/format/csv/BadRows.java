package io.velaria.runtime.format.csv;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.format.ByteInput;
import io.velaria.runtime.format.FileSet;
import io.velaria.runtime.type.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What one scan does with rows and values that do not fit: raises the error, or counts them for one warning. */
final class BadRows {
    private static final int SHOWN_BYTES = 60;

    private final CsvOptions.OnError onError;
    private final CsvDialect dialect;
    private long rowsSkipped;
    private long valuesNulled;
    private String first;

    BadRows(CsvOptions.OnError onError, CsvDialect dialect) {
        this.onError = onError;
        this.dialect = dialect;
    }

    boolean isSkipping() {
        return onError == CsvOptions.OnError.SKIP;
    }

    boolean isFailing() {
        return onError == CsvOptions.OnError.FAIL;
    }

    /** The error for a value that is none of its column's type. */
    VelariaException badValue(Block block, Records records, int row, Field column, int start, int end) {
        String name = column.name().matches("[A-Za-z_][A-Za-z0-9_]*") ? column.name() : '"' + column.name() + '"';
        return VelariaException.of(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        place(block, records, row) + ", column \"" + column.name() + "\": '"
                                + text(records.bytes, start, end) + "' is no " + column.type())
                .hint("read the column as text with types => '" + name
                        + " VARCHAR', or go on with on_error => 'null' or 'skip'");
    }

    VelariaException nullValue(Block block, Records records, int row, Field column) {
        return VelariaException.of(
                SqlState.NOT_NULL_VIOLATION,
                place(block, records, row) + ", column \"" + column.name() + "\": NULL in a column that is NOT NULL");
    }

    VelariaException broken(Block block, Records records, int row, String reason) {
        return VelariaException.of(SqlState.BAD_COPY_FILE_FORMAT, place(block, records, row) + ": " + reason)
                .hint("go on without such rows with on_error => 'skip'");
    }

    private String place(Block block, Records records, int row) {
        long line = records.lines != null
                ? records.lines[row]
                : line(block.file(), dialect.compression(), block.offset() + records.starts[row * records.stride]);
        return block.file().path() + ", line " + line;
    }

    static String text(byte[] bytes, int start, int end) {
        String text = new String(bytes, start, Math.min(end - start, SHOWN_BYTES), StandardCharsets.UTF_8);
        return end - start > SHOWN_BYTES ? text + ".." : text;
    }

    /** The number, from 1, of the line that holds a byte of the unpacked file. */
    static long line(FileSet.Entry file, ByteInput.Compression compression, long offset) {
        long line = 1;
        byte[] bytes = new byte[1 << 16];
        boolean afterReturn = false;
        try (ByteInput input = ByteInput.open(file.path(), compression)) {
            long left = offset;
            while (left > 0) {
                int read = input.read(bytes, 0, (int) Math.min(left, bytes.length));
                for (int i = 0; i < read; i++) {
                    line += bytes[i] == '\r' || (bytes[i] == '\n' && !afterReturn) ? 1 : 0;
                    afterReturn = bytes[i] == '\r';
                }
                left = read == 0 ? 0 : left - read;
            }
        }
        return line;
    }

    synchronized boolean needsExample() {
        return first == null;
    }

    synchronized void count(int skipped, int nulled, VelariaException example) {
        rowsSkipped += skipped;
        valuesNulled += nulled;
        if (first == null && example != null) {
            first = example.reason();
        }
    }

    /** Adds a warning about what was counted since the last one. */
    synchronized void report(List<String> warnings) {
        if (first == null) {
            return;
        }
        warnings.add(
                rowsSkipped > 0
                        ? rowsSkipped + (rowsSkipped == 1 ? " row was" : " rows were") + " left out, such as " + first
                        : valuesNulled
                                + (valuesNulled == 1 ? " value was" : " values were")
                                + " read as NULL, such as "
                                + first);
        first = null;
        rowsSkipped = 0;
        valuesNulled = 0;
    }
}
