package io.velaria.runtime.operator.window;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;
import io.velaria.runtime.operator.aggregate.GroupKeys;
import io.velaria.runtime.operator.limit.LimitOperator;
import io.velaria.runtime.operator.limit.RowLimit;
import io.velaria.runtime.operator.sort.SortKeyEncoder;
import io.velaria.runtime.operator.sort.SortSpec;
import io.velaria.runtime.plan.PartitionTop;
import io.velaria.runtime.plan.PartitionTop.Ranking;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/**
 * Leaves out rows that enough rows of their partition come before: it remembers the least keys of each partition, holds
 * back the rows whose keys may be among them, and gives these at the end. Where that takes too much memory, or leaves out
 * next to nothing, it gives what it holds and lets everything pass from then on.
 */
public final class PartitionTopOperator implements Operator {
    private static final String NAME = "PartitionTopN";
    /** Rows of a partition up to which it is worth while. */
    private static final int MOST = 1 << 14;
    /** The part of the budget that a task may hold. */
    private static final int MEMORY_PART = 8;

    private static final int FIRST_DROP = 1 << 15;
    /** After so many rows it must have left out one in ten. */
    private static final long TRIAL_ROWS = 1 << 20;

    private final QueryContext context;
    private final MemoryPool memory;
    private final MemoryReservation reservation;
    private final int[] partition;
    private final GroupKeys partitions; // null where all rows are one
    private final SortSpec spec;
    private final SortKeyEncoder encoder;
    private final LeastKeys least;
    private final HeldRows held;
    private int dropAt = FIRST_DROP;
    private long seen;

    private int[] groups = new int[Batch.MAX_ROWS];
    private long[] words;
    private int[] rows = new int[Batch.MAX_ROWS];
    private int[] positions = new int[Batch.MAX_ROWS];

    private HeldRows.Reader reader; // once it gives what it holds
    private boolean passing;
    private Batch passed;
    private boolean finished;

    private PartitionTopOperator(PartitionTop plan, int most, QueryContext context) {
        this.context = context;
        this.memory = context.memory().part();
        this.reservation = memory.reserve(NAME);
        List<Field> fields = plan.input().schema();
        SqlType[] types = fields.stream().map(Field::type).toArray(SqlType[]::new);
        this.partition = plan.partition().stream().mapToInt(Integer::intValue).toArray();
        SqlType[] keyTypes =
                plan.partition().stream().map(column -> types[column]).toArray(SqlType[]::new);
        this.partitions = partition.length == 0 ? null : GroupKeys.of(keyTypes, () -> memory.reserve(NAME));
        this.spec = new SortSpec(plan.order(), fields);
        this.encoder = new SortKeyEncoder(spec);
        this.words = new long[Batch.MAX_ROWS * spec.words()];
        boolean distinct = plan.ranking() == Ranking.DENSE_RANK;
        boolean keepsTies = plan.ranking() != Ranking.ROW_NUMBER || !spec.isExact();
        this.least = new LeastKeys(most, spec.leadingWords(), distinct, keepsTies);
        this.held = new HeldRows(RowLayout.of(types), spec.leadingWords(), () -> memory.reserve(NAME));
    }

    public static OperatorFactory factory(PartitionTop plan) {
        return task -> {
            long most = most(plan, task.query().evaluation().parameters());
            int limit = plan.ranking() == Ranking.DENSE_RANK ? LeastKeys.MOST_DISTINCT : MOST;
            if (most <= 0 || most > limit) {
                return LimitOperator.factory(new RowLimit(0, most <= 0 ? 0 : Long.MAX_VALUE))
                        .create(task);
            }
            return new PartitionTopOperator(plan, (int) most, task.query());
        };
    }

    private static long most(PartitionTop plan, Object[] parameters) {
        Expression bound = plan.bound();
        Object value = bound instanceof Literal literal ? literal.value() : parameters[((Parameter) bound).index()];
        if (value == null) {
            return 0;
        }
        long number = ((Number) value).longValue();
        return plan.below() && number > Long.MIN_VALUE ? number - 1 : number;
    }

    @Override
    public boolean needsInput() {
        return passed == null && (reader == null || passing);
    }

    @Override
    public void add(Batch batch) {
        if (passing) {
            passed = batch;
            return;
        }
        int count = batch.size();
        if (groups.length < count) {
            groups = new int[count];
            rows = new int[count];
            positions = new int[count];
            words = new long[count * spec.words()];
        }
        if (partitions != null) {
            Vector[] keys = new Vector[partition.length];
            for (int k = 0; k < keys.length; k++) {
                keys[k] = batch.column(partition[k]);
            }
            partitions.find(keys, batch.selection(), count, groups);
        }
        encoder.encode(batch.columns(), batch.selection(), count, words);
        hold(batch, count);
        seen += count;
        if (isTooMuch()) {
            startGiving();
        }
    }

    private void hold(Batch batch, int count) {
        least.ensure(partitions == null ? 1 : partitions.size());
        int candidates = least.candidates(words, spec.words(), groups, count, rows);
        int kept = 0;
        for (int c = 0; c < candidates; c++) {
            int row = rows[c];
            if (least.add(groups[row], words, row * spec.words())) {
                rows[kept] = row;
                positions[kept++] = batch.row(row);
            }
        }
        if (kept > 0) {
            held.add(batch, rows, positions, kept, groups, words, spec.words());
        }
        if (held.size() >= dropAt) {
            held.keep(least, context.cancellation()::check);
            dropAt = Math.max(FIRST_DROP, 2 * held.size());
        }
        reservation.resize(least.bytes() + held.arrayBytes() + (partitions == null ? 0 : partitions.bytes()));
    }

    private boolean isTooMuch() {
        long bytes = memory.reserved();
        return bytes > memory.limit() / MEMORY_PART
                || memory.shouldSpill(bytes, bytes)
                || least.isFull(Batch.MAX_ROWS)
                || seen >= TRIAL_ROWS && held.size() > seen - seen / 10;
    }

    private void startGiving() {
        held.keep(least, context.cancellation()::check);
        reader = held.new Reader();
    }

    @Override
    public Batch next() {
        if (passing) {
            Batch batch = passed;
            passed = null;
            return batch;
        }
        if (reader == null) {
            return null;
        }
        Batch batch = reader.next();
        if (batch == null) {
            passing = true;
            close();
        }
        return batch;
    }

    @Override
    public void finish() {
        finished = true;
        if (reader == null) {
            startGiving();
        }
    }

    @Override
    public boolean isFinished() {
        return finished && passing && passed == null;
    }

    @Override
    public void close() {
        held.close();
        if (partitions != null) {
            partitions.close();
        }
        reservation.close();
    }
}
