package io.velaria.runtime.operator.join;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.row.KeyHasher;
import io.velaria.runtime.row.RowAppender;
import java.util.ArrayList;
import java.util.List;

/** Keeps the build side's rows, and at the end makes the table of them. */
final class JoinBuild implements SinkFactory {
    private final JoinSpec spec;
    private final JoinTable table;
    private final List<MemoryReservation> reservations = new ArrayList<>();

    JoinBuild(JoinSpec spec, JoinTable table) {
        this.spec = spec;
        this.table = table;
    }

    @Override
    public synchronized Sink create(TaskContext context) {
        MemoryReservation reservation = context.reserve("HashJoin");
        reservations.add(reservation);
        return new TaskSink(context, table.rows().appender(context.reserve("HashJoin")), reservation);
    }

    private final class TaskSink implements Sink {
        private final Evaluator[] keys;
        private final KeyHasher hasher = new KeyHasher();
        private final RowAppender appender;
        private final MemoryReservation reservation;
        private final JoinTable.IdList kept = new JoinTable.IdList();
        private long[] hashes = new long[Batch.MAX_ROWS];
        private int[] ids = new int[Batch.MAX_ROWS];
        private int[] chosen = new int[Batch.MAX_ROWS];

        TaskSink(TaskContext context, RowAppender appender, MemoryReservation reservation) {
            this.appender = appender;
            this.reservation = reservation;
            this.keys = spec.buildKeys().stream()
                    .map(context.expressions()::compile)
                    .toArray(Evaluator[]::new);
        }

        @Override
        public void add(Batch batch) {
            int count = batch.size();
            if (ids.length < count) {
                hashes = new long[count];
                ids = new int[count];
                chosen = new int[count];
            }
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
            hasher.hash(keyVectors, rows, count, hashes);
            appender.append(columns.toArray(Vector[]::new), rows, count, ids);
            int from = kept.size();
            for (int i = 0; i < count; i++) {
                table.rows().setLong(spec.hashColumn(), ids[i], hashes[i]);
                kept.add(ids[i]);
            }
            reservation.resize(8L * kept.size());
            table.addRun(batch.ordinal(), kept, from, kept.size());
        }

        private int dropNullKeys(Batch batch, Vector[] keyVectors) {
            boolean someNull = false;
            for (int k = 0; k < keys.length; k++) {
                someNull |= !spec.nullsEqual(k) && keyVectors[k].mayHaveNulls();
            }
            if (!someNull) {
                return batch.size();
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
        table.build();
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
    }
}
