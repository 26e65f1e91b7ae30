package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.KeyHasher;
import io.velaria.runtime.row.RowFile;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.row.RowPartitions;
import io.velaria.runtime.row.RowSequence;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Input rows that an aggregation had no room for, in a temporary file, divided by the hashes of their keys. A row is
 * there once for each grouping set, with the ordinal of its batch as last column.
 */
final class AggregateSpill implements AutoCloseable {
    private final AggregateSpec spec;
    private final RowFile file;
    private final RowPartitions partitions;

    /** @param level of {@link RowPartitions} */
    AggregateSpill(AggregateSpec spec, QueryContext context, int level) {
        this.spec = spec;
        List<SqlType> types = new ArrayList<>();
        for (Field field : spec.input()) {
            types.add(field.type());
        }
        types.add(SqlType.BIGINT);
        this.file = new RowFile(RowLayout.of(types), context.memory(), "Aggregate");
        this.partitions = new RowPartitions(file, level, spec.setCount());
    }

    /** The rows of a partition in a grouping set, once all writers have been flushed. */
    RowSequence rows(int set, int partition) {
        return partitions.partition(set, partition);
    }

    Writer writer() {
        return new Writer();
    }

    /** Takes the rows of one task. */
    final class Writer implements AutoCloseable {
        private final RowPartitions.Writer rows = partitions.writer();
        private final KeyHasher hasher = new KeyHasher();
        private long[] hashes = new long[Batch.MAX_ROWS];

        void add(Batch batch) {
            for (int set = 0; set < spec.setCount(); set++) {
                add(batch, set);
            }
        }

        void add(Batch batch, int set) {
            int count = batch.size();
            if (hashes.length < count) {
                hashes = new long[count];
            }
            hasher.hash(spec.hashed(spec.keyColumns(batch, set)), batch.selection(), count, hashes);
            Vector[] columns = Arrays.copyOf(batch.columns(), spec.input().size() + 1);
            long[] ordinals = new long[batch.length()];
            Arrays.fill(ordinals, batch.ordinal());
            columns[columns.length - 1] = new LongVector(SqlType.BIGINT, ordinals, null, batch.length());
            rows.append(set, columns, batch.selection(), count, hashes);
        }

        void flush() {
            rows.flush();
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** Reads rows back as the batches that they were, or with some of several batches together. */
    static final class Reader implements AutoCloseable {
        private final RowSequence.Reader rows;
        private final boolean byOrdinal;
        private Batch read;
        private long[] ordinals = {};
        private int at;

        /** @param byOrdinal whether the rows of a batch all have its ordinal */
        Reader(RowSequence rows, boolean byOrdinal) {
            this.rows = rows.reader();
            this.byOrdinal = byOrdinal;
        }

        /** The next batch, or null. */
        Batch next() {
            if (read == null || at == read.size()) {
                read = rows.next();
                at = 0;
                if (read == null) {
                    return null;
                }
                if (ordinals.length < read.size()) {
                    ordinals = new long[Batch.MAX_ROWS];
                }
                Decoder.longs(read.column(read.columnCount() - 1), null, read.size(), ordinals);
            }
            int end = at + 1;
            while (end < read.size() && (!byOrdinal || ordinals[end] == ordinals[at])) {
                end++;
            }
            Batch batch = read.withOrdinal(ordinals[at]);
            if (at > 0 || end < read.size()) {
                int[] selection = new int[end - at];
                for (int i = 0; i < selection.length; i++) {
                    selection[i] = at + i;
                }
                batch = batch.select(selection, selection.length);
            }
            at = end;
            return batch;
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
