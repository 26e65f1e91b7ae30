package io.velaria.vector;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.FloatListVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import java.util.ArrayList;
import java.util.List;

/** Scores every row that reaches it, keeps the best per task, and merges them when all tasks are done. */
final class VectorSearchSink implements SinkFactory {
    private static final Batch ONE_ROW = Batch.of(new Vector[0], 1, 0);

    private final VectorSearch plan;
    private final float[] query;
    private final double querySquaredNorm;
    private final int k;
    private final List<TopKVectors> found = new ArrayList<>();
    private final List<MemoryReservation> reservations = new ArrayList<>();
    private List<Batch> result = List.of();

    VectorSearchSink(VectorSearch plan, QueryContext context) {
        this.plan = plan;
        var compiler = context.expressions();
        this.query = (float[])
                compiler.compile(plan.query()).evaluate(ONE_ROW, null, 1).valueAt(0);
        Vector limit = compiler.compile(plan.topK()).evaluate(ONE_ROW, null, 1);
        if (query == null || limit.isNull(0)) {
            throw VelariaException.of(
                    SqlState.INVALID_PARAMETER_VALUE, (query == null ? "QUERY" : "TOP_K") + " must not be NULL");
        }
        this.k = (int) Math.max(
                plan.nulls() == NullVectors.EXCLUDED ? 1 : 0, Math.min(Integer.MAX_VALUE / 8, limit.longAt(0)));
        this.querySquaredNorm = Distance.dot(query, 0, query, 0, query.length);
    }

    @Override
    public Sink create(TaskContext context) {
        MemoryReservation memory = context.reserve("VectorSearch");
        TopKVectors best = new TopKVectors(k, plan.metric(), plan.nulls(), memory);
        synchronized (found) {
            found.add(best);
            reservations.add(memory);
        }
        return new TaskSink(best);
    }

    @Override
    public void complete() {
        TopKVectors all = found.get(0);
        for (TopKVectors other : found.subList(1, found.size())) {
            all.merge(other);
        }
        result = all.result(plan.input().schema());
    }

    @Override
    public void close() {
        synchronized (found) {
            reservations.forEach(MemoryReservation::close);
        }
    }

    /** The merged result, once the scan has completed. */
    SourceFactory source() {
        return new SourceFactory() {
            @Override
            public Source create(TaskContext context) {
                return new ResultSource();
            }

            @Override
            public int parallelism() {
                return 1;
            }
        };
    }

    private final class TaskSink implements Sink {
        private final TopKVectors best;
        private int[] rows = new int[Batch.MAX_ROWS];
        private int[] nulls = new int[Batch.MAX_ROWS];
        private double[] scores = new double[Batch.MAX_ROWS];

        TaskSink(TopKVectors best) {
            this.best = best;
        }

        @Override
        public void add(Batch batch) {
            if (rows.length < batch.size()) {
                rows = new int[batch.size()];
                nulls = new int[batch.size()];
                scores = new double[batch.size()];
            }
            Batch flat = batch;
            Vector vectors = batch.column(plan.column());
            if (!(vectors instanceof FloatListVector)) {
                Vector[] columns = batch.columns().clone();
                columns[plan.column()] = flatten(vectors, batch.length());
                flat = batch.withColumns(columns);
                vectors = columns[plan.column()];
            }
            int count = 0;
            int unknown = 0;
            for (int i = 0; i < batch.size(); i++) {
                int row = batch.row(i);
                if (vectors.isNull(row)) {
                    nulls[unknown++] = row;
                } else {
                    rows[count++] = row;
                }
            }
            if (plan.nulls() != NullVectors.EXCLUDED) {
                best.addUnknown(flat, nulls, unknown);
            }
            FloatListVector list = (FloatListVector) vectors;
            Distance.scores(
                    plan.metric(), list.elements(), list.dimension(), rows, count, query, querySquaredNorm, scores);
            best.add(flat, rows, count, scores);
        }

        private Vector flatten(Vector vectors, int length) {
            VectorBuilder builder = VectorBuilder.create(vectors.type(), length);
            for (int row = 0; row < length; row++) {
                builder.appendFrom(vectors, row);
            }
            return builder.build();
        }
    }

    private final class ResultSource implements Source {
        private int next;

        @Override
        public Batch next() {
            return next < result.size() ? result.get(next).withOrdinal(next++) : null;
        }

        @Override
        public boolean isFinished() {
            return next >= result.size();
        }

        @Override
        public long position() {
            return next;
        }
    }
}
