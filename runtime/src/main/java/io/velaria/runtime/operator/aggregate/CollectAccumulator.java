package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.IntVector;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.sort.SortRun;
import io.velaria.runtime.operator.sort.SortSpec;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.RowAppender;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.row.RowPages;
import io.velaria.runtime.row.RowReader;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Aggregates that need all values of a group in order: they are kept as rows of group, ordinal, arguments and sort keys,
 * and sorted at the end. Without an order of its own a call sees the order of the input.
 */
final class CollectAccumulator extends Accumulator {
    private static final int FIXED = 2;

    private final OrderedAggregate aggregate;
    private final int[] columns; // of the input: arguments, then sort keys
    private final int needed; // how many of the first may not be NULL
    private final SqlType type;
    private final RowPages pages;
    private final RowAppender appender;
    private final MemoryReservation sortMemory;
    private final SortSpec sort;
    private int size;
    private int groupCount;
    private int[] order; // row ids by group and order
    private int[] starts; // of each group in order
    private int[] ids = {};

    CollectAccumulator(AggregateCall call, OrderedAggregate aggregate, List<Field> input, QueryContext context) {
        this.aggregate = aggregate;
        this.type = call.type();
        List<Integer> all = new ArrayList<>(call.arguments());
        List<SortKey> keys = new ArrayList<>();
        keys.add(new SortKey(0, false, false));
        for (SortKey key : call.order()) {
            keys.add(new SortKey(FIXED + all.size(), key.descending(), key.nullsFirst()));
            all.add(key.column());
        }
        if (aggregate.sortsByValue() && call.order().isEmpty()) {
            keys.add(new SortKey(FIXED, false, false));
        }
        keys.add(new SortKey(1, false, false));
        this.columns = all.stream().mapToInt(Integer::intValue).toArray();
        this.needed = aggregate.valueColumn();
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("group", SqlType.INTEGER, false));
        fields.add(new Field("ordinal", SqlType.BIGINT, false));
        for (int column : columns) {
            fields.add(input.get(column));
        }
        this.pages = new RowPages(RowLayout.of(fields.stream().map(Field::type).toList()));
        this.appender = pages.appender(context.memory().reserve("Aggregate"));
        this.sortMemory = context.memory().reserve("Aggregate");
        this.sort = new SortSpec(keys, fields);
    }

    @Override
    void ensure(int groups) {
        groupCount = Math.max(groupCount, groups);
    }

    @Override
    boolean readsOrdinals() {
        return true;
    }

    @Override
    void add(Batch batch, Selected rows) {
        if (needed >= 0) {
            rows.dropNulls(batch.column(columns[needed]));
        }
        int count = rows.count();
        if (count == 0) {
            return;
        }
        int length = batch.length();
        int[] groups = new int[length];
        for (int i = 0; i < count; i++) {
            groups[rows.row(i)] = rows.group(i);
        }
        long[] ordinals = new long[length];
        Arrays.fill(ordinals, batch.ordinal());
        Vector[] row = new Vector[FIXED + columns.length];
        row[0] = new IntVector(SqlType.INTEGER, groups, null, length);
        row[1] = new LongVector(SqlType.BIGINT, ordinals, null, length);
        for (int c = 0; c < columns.length; c++) {
            row[FIXED + c] = batch.column(columns[c]);
        }
        append(row, rows.rows(), count);
    }

    private void append(Vector[] row, int[] rows, int count) {
        if (ids.length < count) {
            ids = new int[Math.max(count, Batch.MAX_ROWS)];
        }
        appender.append(row, rows, count, ids);
        size += count;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] to, int count) {
        CollectAccumulator theirs = (CollectAccumulator) other;
        int[] targets = new int[theirs.groupCount];
        Arrays.fill(targets, -1);
        for (int i = 0; i < count; i++) {
            targets[from[i]] = to[i];
        }
        int[] chosen = new int[Batch.MAX_ROWS];
        long[] owners = new long[Batch.MAX_ROWS];
        for (int at = 0; at < theirs.size; at += Batch.MAX_ROWS) {
            int chunk = Math.min(Batch.MAX_ROWS, theirs.size - at);
            Decoder.longs(RowReader.gather(theirs.pages, 0, range(at, chunk), chunk), null, chunk, owners);
            int[] groups = new int[chunk];
            int wanted = 0;
            for (int i = 0; i < chunk; i++) {
                int group = targets[(int) owners[i]];
                if (group >= 0) {
                    chosen[wanted] = at + i;
                    groups[wanted++] = group;
                }
            }
            if (wanted > 0) {
                Vector[] row = RowReader.gather(theirs.pages, 0, FIXED + columns.length, chosen, wanted);
                row[0] = new IntVector(SqlType.INTEGER, groups, null, wanted);
                append(row, null, wanted);
            }
        }
    }

    private static int[] range(int from, int count) {
        int[] range = new int[count];
        for (int i = 0; i < count; i++) {
            range[i] = from + i;
        }
        return range;
    }

    @Override
    void prepare() {
        SortRun run = new SortRun(sort, pages, sortMemory);
        starts = new int[groupCount + 1];
        long[] owners = new long[Batch.MAX_ROWS];
        for (int at = 0; at < size; at += Batch.MAX_ROWS) {
            int chunk = Math.min(Batch.MAX_ROWS, size - at);
            int[] chunkIds = range(at, chunk); // one appender: ids count up from 0
            Vector[] row = RowReader.gather(pages, 0, FIXED + columns.length, chunkIds, chunk);
            run.add(row, null, chunk, chunkIds, 0);
            Decoder.longs(row[0], null, chunk, owners);
            for (int i = 0; i < chunk; i++) {
                starts[(int) owners[i] + 1]++;
            }
        }
        for (int group = 0; group < groupCount; group++) {
            starts[group + 1] += starts[group];
        }
        run.sort();
        order = new int[size];
        for (int rank = 0; rank < size; rank++) {
            order[rank] = run.id(rank);
        }
        run.close();
    }

    @Override
    Vector result(int from, int count) {
        VectorBuilder builder = VectorBuilder.create(type, count);
        for (int group = from; group < from + count; group++) {
            int rows = starts[group + 1] - starts[group];
            if (rows == 0) {
                builder.appendNull();
            } else {
                int[] groupIds = Arrays.copyOfRange(order, starts[group], starts[group + 1]);
                aggregate.append(RowReader.gather(pages, FIXED, columns.length, groupIds, rows), rows, builder);
            }
        }
        return builder.build();
    }

    @Override
    long bytes() {
        return 0; // all is reserved by the pages
    }

    @Override
    public void close() {
        pages.close();
        sortMemory.close();
    }
}
