package io.velaria.stream;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.ExpressionCompiler;
import io.velaria.runtime.expression.Predicate;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;
import io.velaria.runtime.operator.aggregate.RunningGroups;
import io.velaria.runtime.type.Field;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a {@link ChangelogAggregate}. */
final class ChangelogOperator implements Operator {
    /** A step made ready: one of the two is null. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record ReadyStep(Predicate condition, Evaluator[] projection) {}

    private final List<Field> schema;
    private final RunningGroups groups;
    private final ReadyStep[] steps;
    private final boolean filtered;
    private final MemoryReservation memory;
    private final StreamMetrics metrics;
    private final BitSet shown = new BitSet();
    private final Map<Integer, Object[]> lastRows = new HashMap<>(); // of shown groups, where rows may go again
    private long sequence;
    private Batch pending;
    private boolean finished;

    private ChangelogOperator(ChangelogAggregate plan, TaskContext context) {
        this.schema = plan.schema();
        this.groups = new RunningGroups(plan.aggregate(), context.query());
        ExpressionCompiler compiler = context.expressions();
        this.steps = plan.steps().stream()
                .map(step -> step.condition() != null
                        ? new ReadyStep(compiler.predicate(step.condition()), null)
                        : new ReadyStep(null, compile(step.projection(), compiler)))
                .toArray(ReadyStep[]::new);
        this.filtered = plan.steps().stream().anyMatch(step -> step.condition() != null);
        this.memory = context.reserve("changes of groups");
        this.metrics = context.query().progress().stream() instanceof StreamMetrics counted ? counted : null;
    }

    private static Evaluator[] compile(List<Expression> expressions, ExpressionCompiler compiler) {
        return expressions.stream().map(compiler::compile).toArray(Evaluator[]::new);
    }

    static OperatorFactory factory(ChangelogAggregate plan) {
        return context -> new ChangelogOperator(plan, context);
    }

    @Override
    public boolean needsInput() {
        return pending == null && !finished;
    }

    @Override
    public void add(Batch batch) {
        long start = System.nanoTime();
        groups.add(batch);
        int[] touched = touchedGroups(batch.size());
        pending = changes(touched).withOrdinal(batch.ordinal());
        if (metrics != null) {
            metrics.stateUpdated(System.nanoTime() - start, groups.bytes() + memory.bytes());
        }
    }

    /** The groups of the batch added last, ascending, each once. */
    private int[] touchedGroups(int rows) {
        int[] ofRows = groups.groupsOfRows();
        if (ofRows == null) {
            return new int[] {0};
        }
        int[] sorted = Arrays.copyOf(ofRows, rows);
        Arrays.sort(sorted);
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[count++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    private Batch changes(int[] touched) {
        Batch rows = groups.rows(touched, touched.length);
        for (ReadyStep step : steps) {
            if (step.condition() != null) {
                int[] selection = new int[rows.size()];
                int size = step.condition().select(rows, rows.selection(), rows.size(), selection);
                rows = rows.select(selection, size);
            } else {
                Vector[] columns = new Vector[step.projection().length];
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = step.projection()[i].evaluate(rows, rows.selection(), rows.size());
                }
                rows = rows.withColumns(columns);
            }
        }
        VectorBuilder[] builders = schema.stream()
                .map(field -> VectorBuilder.create(field.type(), touched.length))
                .toArray(VectorBuilder[]::new);
        int next = 0;
        int written = 0;
        for (int i = 0; i < touched.length; i++) {
            boolean present = next < rows.size() && rows.row(next) == i;
            next += present ? 1 : 0;
            boolean before = shown.get(touched[i]);
            if (present) {
                for (int column = 0; column < rows.columnCount(); column++) {
                    builders[column].appendFrom(rows.column(column), i);
                }
                if (filtered) {
                    remember(touched[i], rows, i);
                }
            } else if (before) {
                Object[] last = lastRows.remove(touched[i]);
                for (int column = 0; column < last.length; column++) {
                    builders[column].append(last[column]);
                }
            } else {
                continue;
            }
            shown.set(touched[i], present);
            builders[schema.size() - 2].append(present ? before ? "U" : "I" : "D");
            builders[schema.size() - 1].appendLong(++sequence);
            written++;
        }
        Vector[] columns = new Vector[builders.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = builders[i].build();
        }
        return Batch.of(columns, written, 0);
    }

    private void remember(int group, Batch rows, int row) {
        Object[] values = new Object[rows.columnCount()];
        for (int column = 0; column < values.length; column++) {
            values[column] = rows.column(column).valueAt(row);
        }
        lastRows.put(group, values);
        memory.resize(lastRows.size() * (48L + 40L * values.length));
    }

    @Override
    public Batch next() {
        Batch batch = pending;
        pending = null;
        return batch;
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public boolean isFinished() {
        return finished && pending == null;
    }

    @Override
    public void close() {
        groups.close();
        memory.close();
    }
}
