package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.row.Decoder;
import io.velaria.runtime.row.KeyHasher;
import io.velaria.runtime.row.RowAppender;
import java.util.ArrayList;
import java.util.List;

/** Keeps the build side's rows, and at the end makes the table of them, unless they get too many and go to files. */
final class JoinBuild implements SinkFactory {
    private final JoinSpec spec;
    private final JoinTable table;
    private final JoinSpill spill;
    private TaskContext anyTask;
    private final List<MemoryReservation> reservations = new ArrayList<>();

    JoinBuild(JoinSpec spec, JoinTable table, JoinSpill spill) {
        this.spec = spec;
        this.table = table;
        this.spill = spill;
    }

    @Override
    public synchronized Sink create(TaskContext context) {
        anyTask = context;
        MemoryReservation reservation = table.reserve();
        reservations.add(reservation);
        return new TaskSink(context, table.rows().appender(table.reserve()), reservation);
    }

    private final class TaskSink implements Sink {
        private final TaskContext context;
        private final Evaluator[] keys;
        private final KeyHasher hasher = new KeyHasher();
        private final RowAppender appender;
        private final MemoryReservation reservation;
        private JoinSpill.Writer spilling;
        private long bytes; // of the runs
        private int[] chosen = {};

        TaskSink(TaskContext context, RowAppender appender, MemoryReservation reservation) {
            this.context = context;
            this.appender = appender;
            this.reservation = reservation;
            this.keys = spec.buildKeys().stream()
                    .map(context.expressions()::compile)
                    .toArray(Evaluator[]::new);
        }

        @Override
        public void add(Batch batch) {
            if (spilling == null && spill.shouldSpill(table.bytes())) {
                spilling = spill.buildWriter(context);
            }
            if (spilling != null) {
                spilling.add(batch);
                return;
            }
            int count = batch.size();
            Vector[] keyVectors = new Vector[keys.length];
            List<Vector> columns = new ArrayList<>(List.of(batch.columns()));
            for (int k = 0; k < keys.length; k++) {
                keyVectors[k] = keys[k].evaluate(batch, batch.selection(), count);
                if (!(spec.buildKeys().get(k) instanceof InputRef)) {
                    columns.add(keyVectors[k]);
                }
            }
            int[] rows = batch.selection();
            boolean[] nullKeys = null;
            if (spec.keepsNullKeys()) {
                nullKeys = nullKeys(batch, keyVectors);
            } else {
                int left = dropNullKeys(batch, keyVectors);
                if (left < count) {
                    rows = chosen;
                    count = left;
                }
            }
            if (count == 0) {
                return;
            }
            table.addRun(run(batch.ordinal(), columns.toArray(Vector[]::new), keyVectors, nullKeys, rows, count));
        }

        private JoinTable.Run run(
                long ordinal, Vector[] columns, Vector[] keyVectors, boolean[] nullKeys, int[] rows, int count) {
            boolean hashed = !spec.hasOneIntegerKey();
            int integers = 0;
            for (int k = 0; k < keys.length; k++) {
                integers += spec.isIntegerKey(k) ? 1 : 0;
            }
            bytes += (4L + (nullKeys == null ? 0 : 1) + 8L * (integers + (hashed ? 1 : 0))) * count;
            reservation.resize(bytes);
            long[] hashes = null;
            if (hashed) {
                hashes = new long[count];
                hasher.hash(keyVectors, rows, count, hashes);
            }
            long[][] values = new long[keys.length][];
            for (int k = 0; k < keys.length; k++) {
                if (spec.isIntegerKey(k)) {
                    values[k] = new long[count];
                    Decoder.longs(keyVectors[k], rows, count, values[k]);
                }
            }
            int[] ids = new int[count];
            appender.append(columns, rows, count, ids);
            return new JoinTable.Run(ordinal, ids, hashes, values, nullKeys);
        }

        /** Which rows have a key that matches nothing, or null for none. */
        private boolean[] nullKeys(Batch batch, Vector[] keyVectors) {
            boolean[] nullKeys = null;
            for (int k = 0; k < keys.length; k++) {
                if (!spec.nullsEqual(k) && keyVectors[k].mayHaveNulls()) {
                    for (int i = 0; i < batch.size(); i++) {
                        if (keyVectors[k].isNull(batch.row(i))) {
                            nullKeys = nullKeys == null ? new boolean[batch.size()] : nullKeys;
                            nullKeys[i] = true;
                        }
                    }
                }
            }
            return nullKeys;
        }

        @Override
        public void finish() {
            if (spilling != null) {
                spilling.flush();
            }
        }

        @Override
        public void close() {
            if (spilling != null) {
                spilling.close();
            }
        }

        private int dropNullKeys(Batch batch, Vector[] keyVectors) {
            boolean someNull = false;
            for (int k = 0; k < keys.length; k++) {
                someNull |= !spec.nullsEqual(k) && keyVectors[k].mayHaveNulls();
            }
            if (!someNull) {
                return batch.size();
            }
            if (chosen.length < batch.size()) {
                chosen = new int[Math.max(batch.size(), Batch.MAX_ROWS)];
            }
            int left = 0;
            for (int i = 0; i < batch.size(); i++) {
                int row = batch.row(i);
                boolean isNull = false;
                for (int k = 0; k < keys.length; k++) {
                    isNull |= !spec.nullsEqual(k) && keyVectors[k].isNull(row);
                }
                if (!isNull) {
                    chosen[left++] = row;
                }
            }
            return left;
        }
    }

    @Override
    public void complete() {
        if (spill.isUsed()) {
            try (JoinSpill.Writer writer = spill.buildWriter(anyTask)) {
                table.drain(writer::add);
                writer.flush();
            }
        } else {
            table.build();
        }
        freeLists();
    }

    private synchronized void freeLists() {
        reservations.forEach(MemoryReservation::close);
        reservations.clear();
    }

    @Override
    public void close() {
        freeLists();
        table.close();
        spill.close();
    }
}
