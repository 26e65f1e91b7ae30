package io.velaria.runtime.operator.values;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.Values;
import java.util.List;

/** Rows given by constant expressions, a batch at a time. */
public final class ValuesSource implements Source {
    private static final Batch ONE_ROW = Batch.of(new Vector[0], 1, 0);

    private final Values plan;
    private final TaskContext context;
    private int done;

    private ValuesSource(Values plan, TaskContext context) {
        this.plan = plan;
        this.context = context;
    }

    public static SourceFactory factory(Values plan) {
        return new SourceFactory() {
            @Override
            public Source create(TaskContext context) {
                return new ValuesSource(plan, context);
            }

            @Override
            public int parallelism() {
                return 1;
            }
        };
    }

    @Override
    public Batch next() {
        if (isFinished()) {
            return null;
        }
        int size = Math.min(Batch.MAX_ROWS, plan.rows().size() - done);
        VectorBuilder[] builders = plan.schema().stream()
                .map(field -> VectorBuilder.create(field.type(), size))
                .toArray(VectorBuilder[]::new);
        var compiler = context.expressions();
        for (List<Expression> row : plan.rows().subList(done, done + size)) {
            for (int i = 0; i < builders.length; i++) {
                Evaluator evaluator = compiler.compile(row.get(i));
                builders[i].appendFrom(evaluator.evaluate(ONE_ROW, null, 1), 0);
            }
        }
        Vector[] columns = new Vector[builders.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = builders[i].build();
        }
        Batch batch = Batch.of(columns, size, position());
        done += size;
        return batch;
    }

    @Override
    public boolean isFinished() {
        return done == plan.rows().size();
    }

    @Override
    public long position() {
        return done / Batch.MAX_ROWS;
    }
}
