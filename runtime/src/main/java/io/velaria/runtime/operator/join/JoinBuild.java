package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.StringVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.row.KeyHasher;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the build side's rows; unless they get too many and go to files, the pipeline behind it makes the table of them.
 */
final class JoinBuild implements SinkFactory {
    private final JoinSpec spec;
    private final JoinTable table;
    private final JoinSpill spill;
    private TaskContext anyTask;
    private TableAssembly assembly; // null until all rows are kept, and where they are in files
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
        return new TaskSink(context, reservation);
    }

    private final class TaskSink implements Sink {
        private final TaskContext context;
        private final Evaluator[] keys;
        private final KeyHasher hasher = new KeyHasher();
        private final MemoryReservation reservation;
        private JoinSpill.Writer spilling;
        private long bytes; // of the runs
        private int[] chosen = {};

        TaskSink(TaskContext context, MemoryReservation reservation) {
            this.context = context;
            this.reservation = reservation;
            this.keys = spec.buildKeys().stream()
                    .map(context.expressions()::compile)
                    .toArray(Evaluator[]::new);
        }

        @Override
        public void add(Batch batch) {
            if (spilling == null && spill.shouldSpill(table.bytes(), table.hasTooManyTexts())) {
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
            if (!spec.keepsNullKeys()) {
                int left = dropNullKeys(batch, keyVectors);
                if (left < count) {
                    rows = chosen;
                    count = left;
                }
            }
            if (count > 0) {
                table.addRun(run(batch.ordinal(), columns, keyVectors, rows, count));
            }
        }

        private BuildRun run(long ordinal, List<Vector> columns, Vector[] keyVectors, int[] rows, int count) {
            reservation.resize(bytes += BuildRun.bytes(spec, count));
            long[] hashes = null;
            if (!spec.hasOneIntegerKey()) {
                hashes = new long[count];
                hasher.hash(keyVectors, rows, count, hashes);
            }
            Vector[] kept = new Vector[columns.size()];
            for (int c = 0; c < kept.length; c++) {
                kept[c] = VectorCopier.copy(columns.get(c), rows, count);
                bytes += kept[c].sizeInBytes();
                if (kept[c] instanceof StringVector && c < spec.buildFields().size()) {
                    table.addTexts(c, kept[c].sizeInBytes());
                }
            }
            reservation.resize(bytes);
            return new BuildRun(spec, ordinal, kept, hashes, count);
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
            freeLists();
        } else {
            assembly = table.assembly();
        }
    }

    /** The units of the next stage of what is left to do once all rows are here. */
    List<Runnable> nextStage() {
        return assembly == null ? List.of() : assembly.get();
    }

    /** To be called when that is done. */
    void completeTable() {
        if (assembly != null) {
            table.take(assembly);
            assembly = null;
            freeLists();
        }
    }

    /** Makes the table of the rows kept: the sink of a pipeline behind this one, which no rows come to. */
    SinkFactory table() {
        return new SinkFactory() {
            @Override
            public Sink create(TaskContext context) {
                return batch -> {};
            }

            @Override
            public void complete() {
                completeTable();
            }
        };
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
