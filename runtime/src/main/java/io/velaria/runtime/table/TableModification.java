package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.Pipeline;
import io.velaria.runtime.execution.PipelineBuilder;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Sink;
import io.velaria.runtime.operator.SinkFactory;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** INSERT, UPDATE and DELETE: writes the rows of the input and gives one row, how many were changed. */
public final class TableModification {
    private final TableModify.Kind kind;
    private final StoredTableWriter writer;
    private final AtomicLong changed = new AtomicLong();
    private final List<MemoryReservation> reservations = new CopyOnWriteArrayList<>();
    private boolean completed;

    private TableModification(TableModify.Kind kind, StoredTableWriter writer) {
        this.kind = kind;
        this.writer = writer;
    }

    public static PipelineBuilder.Draft build(PipelineBuilder builder, TableModify modify) {
        StoredTableWriter writer =
                (StoredTableWriter) builder.context().transaction().writer(modify.tableId());
        TableModification modification = new TableModification(modify.kind(), writer);
        Pipeline pipeline = builder.build(modify.input()).into(modification.sink());
        return builder.start(modification.count(), pipeline);
    }

    private SinkFactory sink() {
        return new SinkFactory() {
            @Override
            public Sink create(TaskContext context) {
                return TableModification.this.sink(context);
            }

            @Override
            public void complete() {
                completed = true;
                writer.finish();
            }

            @Override
            public void close() {
                if (!completed) {
                    writer.abort();
                }
                reservations.forEach(MemoryReservation::close);
            }
        };
    }

    private Sink sink(TaskContext context) {
        if (kind == TableModify.Kind.DELETE) {
            return new DeleteSink();
        }
        MemoryReservation memory = context.reserve(kind.name());
        reservations.add(memory);
        return new RowSink(memory);
    }

    private final class DeleteSink implements Sink {
        @Override
        public void add(Batch batch) {
            changed.addAndGet(writer.delete(batch.column(0), batch.selection(), batch.size()));
        }
    }

    /** What it holds is held until the pipeline has completed. */
    private final class RowSink implements Sink {
        private final ChunkCollector collector;

        RowSink(MemoryReservation memory) {
            this.collector = writer.newCollector(memory);
        }

        @Override
        public void add(Batch batch) {
            Batch rows = kind == TableModify.Kind.UPDATE ? writer.replace(batch) : batch;
            if (rows.size() > 0) {
                collector.add(rows);
            }
            changed.addAndGet(rows.size());
        }
    }

    private SourceFactory count() {
        return new SourceFactory() {
            @Override
            public Source create(TaskContext context) {
                return new CountSource();
            }

            @Override
            public int parallelism() {
                return 1;
            }
        };
    }

    private final class CountSource implements Source {
        private boolean given;

        @Override
        public Batch next() {
            if (given) {
                return null;
            }
            given = true;
            Vector count = VectorBuilder.single(SqlType.BIGINT, changed.get());
            return Batch.of(new Vector[] {count}, 1, 0);
        }

        @Override
        public boolean isFinished() {
            return given;
        }

        @Override
        public long position() {
            return 0;
        }
    }
}
