package io.velaria.runtime.format.csv;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.type.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Parses cut records into typed columns, and decides about what does not fit. One per task. */
final class RecordParser {
    private final List<Field> schema;
    private final int[] positions;
    private final BadRows badRows;
    private final Cancellation cancellation;
    private final byte[] nullText;
    private ColumnParser[] parsers; // by position in the schema; null where the column is not needed
    private int capacity;

    private boolean[] bad;
    private boolean anyBad;
    private int failedRow;
    private VelariaException failure;

    /**
     * @param schema columns of the file
     * @param positions columns to give; those beyond the schema are left to the caller
     */
    RecordParser(List<Field> schema, int[] positions, CsvDialect dialect, BadRows badRows, Cancellation cancellation) {
        this.schema = schema;
        this.positions = positions;
        this.badRows = badRows;
        this.cancellation = cancellation;
        this.nullText = dialect.nullText().getBytes(StandardCharsets.UTF_8);
    }

    private void prepare(int rows) {
        if (capacity >= rows) {
            return;
        }
        capacity = rows;
        bad = new boolean[rows];
        parsers = new ColumnParser[schema.size()];
        // Whether a row is left out must not depend on the columns that a query happens to read.
        boolean all = badRows.isSkipping();
        for (int i = 0; i < parsers.length; i++) {
            int position = i;
            if (all || Arrays.stream(positions).anyMatch(wanted -> wanted == position)) {
                parsers[i] = ColumnParser.of(schema.get(i), rows, nullText);
            }
        }
    }

    /** How many fields of a block's records must be located for {@link #parse}. */
    int stride(Block block) {
        if (badRows.isSkipping()) {
            return block.width();
        }
        int stride = 1;
        for (int position : positions) {
            stride = position < schema.size() ? Math.max(stride, block.fields()[position] + 1) : stride;
        }
        return stride;
    }

    /** The given columns of the records; null in the place of those beyond the schema. */
    Batch parse(Block block, Records records) {
        prepare(records.capacity);
        int count = records.count;
        anyBad = false;
        failure = null;
        failedRow = Integer.MAX_VALUE;
        for (int i = 0; i < records.broken; i++) {
            int row = records.brokenRows[i];
            fail(row, () -> badRows.broken(block, records, row, records.brokenReasons[indexOf(records, row)]));
        }
        for (int column = 0; column < parsers.length; column++) {
            if (parsers[column] != null) {
                cancellation.check();
                parseColumn(parsers[column], block, records, block.fields()[column], count);
            }
        }
        if (failure != null && badRows.isFailing()) {
            throw failure;
        }
        Vector[] columns = new Vector[positions.length];
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] < parsers.length) {
                columns[i] = parsers[positions[i]].build(count);
            }
        }
        Batch batch = Batch.of(columns, count, block.ordinal());
        return anyBad ? withoutBad(batch) : batch;
    }

    private static int indexOf(Records records, int row) {
        return Arrays.binarySearch(records.brokenRows, 0, records.broken, row);
    }

    private void parseColumn(ColumnParser parser, Block block, Records records, int field, int count) {
        byte[] b = records.bytes;
        int stride = records.stride;
        parser.start();
        int row = 0;
        for (; field < 0 && row < count; row++) {
            parser.appendNull(row); // the file lacks the column
        }
        while (row < count
                && (row = parser.parse(b, records.starts, records.ends, stride, field, row, count)) < count) {
            int start = records.starts[row * stride + field];
            int stored = records.ends[row * stride + field];
            boolean marked = stored < 0;
            int end = marked ? ~stored : stored;
            if (!marked && end - start == nullText.length && Arrays.equals(b, start, end, nullText, 0, end - start)) {
                parser.appendNull(row);
            } else if (parser.isText()) {
                parser.parseOne(row, b, start, end);
            } else {
                parseTrimmed(parser, block, records, row, start, end);
            }
            row++;
        }
        for (int odd = field < 0 ? count : parser.check(0, count); odd < count; odd = parser.check(odd + 1, count)) {
            int start = records.starts[odd * stride + field];
            int end = records.ends[odd * stride + field];
            reject(parser, block, records, odd, start, end < 0 ? ~end : end);
            parser.setNull(odd);
        }
        if (!parser.column.nullable() && parser.anyNull()) {
            for (int i = 0; i < count; i++) {
                if (parser.isNull(i) && !isBad(records, i)) {
                    int nullRow = i;
                    VelariaException error = badRows.nullValue(block, records, nullRow, parser.column);
                    if (!badRows.isSkipping()) {
                        throw error;
                    }
                    fail(i, () -> error);
                }
            }
        }
    }

    private boolean isBad(Records records, int row) {
        return (anyBad && bad[row]) || (records.broken > 0 && indexOf(records, row) >= 0);
    }

    /** Numbers, dates and the like may have blanks around them, and nothing but blanks is NULL. */
    private void parseTrimmed(ColumnParser parser, Block block, Records records, int row, int from, int to) {
        byte[] b = records.bytes;
        int start = from;
        int end = to;
        while (start < end && b[start] == ' ') {
            start++;
        }
        while (end > start && b[end - 1] == ' ') {
            end--;
        }
        if (start == end) {
            parser.appendNull(row);
        } else if (!parser.parseOne(row, b, start, end)) {
            reject(parser, block, records, row, start, end);
            parser.appendNull(row);
        }
    }

    private void reject(ColumnParser parser, Block block, Records records, int row, int start, int end) {
        fail(row, () -> badRows.badValue(block, records, row, parser.column, start, end));
    }

    /** Notes what is wrong with a row; of several, the one of the first row is reported. */
    private void fail(int row, java.util.function.Supplier<VelariaException> error) {
        if (badRows.isSkipping()) {
            if (!anyBad) {
                anyBad = true;
                Arrays.fill(bad, false);
            }
            bad[row] = true;
        }
        if (badRows.isFailing() ? row < failedRow : failure == null && badRows.needsExample()) {
            failedRow = row;
            failure = error.get(); // finding its line may mean to read the file again
        }
        if (!badRows.isFailing() && !badRows.isSkipping()) {
            badRows.count(0, 1, failure);
        }
    }

    private Batch withoutBad(Batch batch) {
        int[] selection = new int[batch.length()];
        int size = 0;
        for (int i = 0; i < batch.length(); i++) {
            if (!bad[i]) {
                selection[size++] = i;
            }
        }
        badRows.count(batch.length() - size, 0, failure);
        return batch.select(selection, size);
    }

    long sizeInBytes() {
        long bytes = 0;
        for (ColumnParser parser : parsers) {
            bytes += parser == null ? 0 : parser.sizeInBytes();
        }
        return bytes;
    }
}
