package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.row.KeyHasher;
import io.velaria.runtime.row.RowFile;
import io.velaria.runtime.row.RowLayout;
import io.velaria.runtime.row.RowPartitions;
import io.velaria.runtime.row.RowSequence;
import io.velaria.runtime.type.Field;
import java.util.Arrays;
import java.util.List;

/**
 * Both sides of a join in temporary files, divided by the hashes of their keys: rows that match are in partitions of the
 * same number. Used where the build side gets too large; then all of it is here, and none in the table.
 */
final class JoinSpill implements AutoCloseable {
    private static final String NAME = "HashJoin";

    private final JoinSpec spec;
    private final QueryContext context;
    private final int level;
    private final boolean possible;
    private RowFile buildFile;
    private RowFile probeFile;
    private RowPartitions buildRows;
    private RowPartitions probeRows;

    /** @param level of {@link RowPartitions} */
    JoinSpill(JoinSpec spec, QueryContext context, int level) {
        this.spec = spec;
        this.context = context;
        this.level = level;
        // MARK of several columns compares rows that have a NULL key with those of every partition
        boolean divides = spec.kind() != Join.Kind.MARK || spec.keyCount() == 1 && spec.residual() == null;
        this.possible = spec.keyCount() > 0 && divides && level < RowPartitions.LEVELS;
    }

    /** One for a partition of this. */
    JoinSpill next() {
        return new JoinSpill(spec, context, level + 1);
    }

    /**
     * Whether the build side should go on in files, for want of memory.
     *
     * @param isTooLong whether it can't be kept, whatever the memory
     */
    boolean shouldSpill(long held, boolean isTooLong) {
        return possible
                && (context.memory().shouldSpill(held, held)
                        || isTooLong && context.memory().temporaryFiles().isAvailable());
    }

    /** Whether the build side is here; known once it is complete. */
    synchronized boolean isUsed() {
        return buildRows != null;
    }

    private synchronized RowPartitions buildRows() {
        if (buildRows == null) {
            buildFile = file(spec.buildFields());
            probeFile = file(spec.probeFields());
            buildRows = new RowPartitions(buildFile, level, 1);
            probeRows = new RowPartitions(probeFile, level, 1);
        }
        return buildRows;
    }

    private RowFile file(List<Field> fields) {
        RowLayout layout = RowLayout.of(fields.stream().map(Field::type).toList());
        return new RowFile(layout, context.memory(), NAME);
    }

    RowSequence build(int partition) {
        return buildRows.partition(0, partition);
    }

    RowSequence probe(int partition) {
        return probeRows.partition(0, partition);
    }

    /** For rows of the build side of one task. */
    Writer buildWriter(TaskContext task) {
        return new Writer(buildRows().writer(), spec.buildKeys(), task, true);
    }

    /** For rows of the probe side of one task, once the build side is here. */
    Writer probeWriter(TaskContext task) {
        return new Writer(probeRows.writer(), spec.probeKeys(), task, false);
    }

    /** Takes the rows of one task. */
    final class Writer implements AutoCloseable {
        private final RowPartitions.Writer rows;
        private final Evaluator[] keys;
        private final KeyHasher hasher = new KeyHasher();
        private final boolean spreadsNulls;
        private boolean wantsRow; // to be put into every partition
        private boolean wantsNull;
        private long[] hashes = new long[Batch.MAX_ROWS];
        private long spread;

        Writer(RowPartitions.Writer rows, List<Expression> keys, TaskContext task, boolean build) {
            this.rows = rows;
            this.keys = keys.stream().map(task.expressions()::compile).toArray(Evaluator[]::new);
            boolean marks = spec.kind() == Join.Kind.MARK;
            this.spreadsNulls = build && !marks;
            this.wantsRow = build && marks;
            this.wantsNull = build && marks;
        }

        void add(Batch batch) {
            int count = batch.size();
            if (hashes.length < count) {
                hashes = new long[count];
            }
            Vector[] keyVectors = new Vector[keys.length];
            for (int k = 0; k < keys.length; k++) {
                keyVectors[k] = keys[k].evaluate(batch, batch.selection(), count);
            }
            hasher.hash(keyVectors, batch.selection(), count, hashes);
            if (spreadsNulls) {
                spreadNullKeys(batch, keyVectors);
            } else if (wantsRow || wantsNull) {
                putEverywhere(batch, keyVectors[0]);
            }
            rows.append(0, batch.columns(), batch.selection(), count, hashes);
        }

        /** Rows of the build side that match nothing may be in any partition: not all in one. */
        private void spreadNullKeys(Batch batch, Vector[] keyVectors) {
            for (int k = 0; k < keyVectors.length; k++) {
                if (!spec.nullsEqual(k) && keyVectors[k].mayHaveNulls()) {
                    for (int i = 0; i < batch.size(); i++) {
                        if (keyVectors[k].isNull(batch.row(i))) {
                            hashes[i] = Bytes.mix(++spread);
                        }
                    }
                }
            }
        }

        /**
         * MARK: whether the build side has any row, and any NULL key, must be known in every partition. A row more than
         * once makes no difference.
         */
        private void putEverywhere(Batch batch, Vector key) {
            for (int i = 0; i < batch.size() && (wantsRow || wantsNull); i++) {
                boolean isNull = key.isNull(batch.row(i));
                if (wantsRow || wantsNull && isNull) {
                    wantsRow = false;
                    wantsNull &= !isNull;
                    int[] copies = new int[RowPartitions.COUNT];
                    long[] everywhere = new long[RowPartitions.COUNT];
                    Arrays.fill(copies, batch.row(i));
                    for (int p = 0; p < RowPartitions.COUNT; p++) {
                        everywhere[p] = RowPartitions.hashOf(p, level);
                    }
                    rows.append(0, batch.columns(), copies, copies.length, everywhere);
                }
            }
        }

        void flush() {
            rows.flush();
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    @Override
    public synchronized void close() {
        if (buildFile != null) {
            buildFile.close();
            probeFile.close();
        }
    }
}
