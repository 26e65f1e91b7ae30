package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.ExpressionCompiler;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.memory.MemoryReservation;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.plan.Values;
import java.util.ArrayList;
import java.util.List;

/** An INSERT of one row: of single values, or of columns of them, a row for each set of parameters. */
public final class RowInsert implements ShortPlan {
    private static final Batch ONE_ROW = Batch.of(new Vector[0], 1, 0);

    private final long tableId;
    private final Expression[] row; // all columns of the table
    private final Expression[] overParameters; // with the parameters as inputs; null if that may mean something else

    private RowInsert(long tableId, Expression[] row) {
        this.tableId = tableId;
        this.row = row;
        this.overParameters = overParameters(row);
    }

    /** Null where the plan does not insert exactly one row. */
    static RowInsert of(TableModify insert) {
        List<Expression> row = row(insert.input());
        return row == null ? null : new RowInsert(insert.tableId(), row.toArray(Expression[]::new));
    }

    /** The expressions of the one row, without input references, or null. */
    private static List<Expression> row(PhysicalPlan input) {
        if (input instanceof Values values) {
            return values.rows().size() == 1 ? values.rows().get(0) : null;
        }
        List<Expression> below = input instanceof Project project ? row(project.input()) : null;
        if (below == null) {
            return null;
        }
        int[] uses = new int[below.size()];
        List<Expression> row = new ArrayList<>();
        for (Expression expression : ((Project) input).expressions()) {
            row.add(replaceInputs(expression, below, uses));
        }
        for (int i = 0; i < uses.length; i++) {
            if (uses[i] > 1 && below.get(i) instanceof Call) {
                return null; // it may give another value each time
            }
        }
        return row;
    }

    private static Expression replaceInputs(Expression expression, List<Expression> inputs, int[] uses) {
        if (expression instanceof InputRef input) {
            uses[input.index()]++;
            return inputs.get(input.index());
        }
        if (expression instanceof Call call) {
            List<Expression> operands = new ArrayList<>();
            for (Expression operand : call.operands()) {
                operands.add(replaceInputs(operand, inputs, uses));
            }
            return new Call(call.function(), operands, call.type());
        }
        return expression;
    }

    private static Expression[] overParameters(Expression[] row) {
        Expression[] replaced = new Expression[row.length];
        for (int i = 0; i < row.length; i++) {
            replaced[i] = overParameters(row[i]);
            if (replaced[i] == null) {
                return null;
            }
        }
        return replaced;
    }

    /** Conversions treat a column as they treat a constant; other functions may want to know a constant beforehand. */
    private static Expression overParameters(Expression expression) {
        if (expression instanceof Parameter parameter) {
            return new InputRef(parameter.index(), parameter.type());
        }
        if (!(expression instanceof Call call) || !hasParameter(call)) {
            return expression;
        }
        if (!call.function().equals(Operators.CAST) && !call.function().equals(Operators.CHECK_LENGTH)) {
            return null;
        }
        Expression operand = overParameters(call.operand(0));
        return operand == null ? null : new Call(call.function(), List.of(operand), call.type());
    }

    private static boolean hasParameter(Expression expression) {
        return expression instanceof Parameter
                || expression instanceof Call call && call.operands().stream().anyMatch(RowInsert::hasParameter);
    }

    @Override
    public Batch run(SnapshotTransaction transaction, EvaluationContext context, boolean own) {
        Batch values = KeyedRow.evaluate(row, ONE_ROW, new ExpressionCompiler(context));
        if (own) {
            transaction.commitRow(tableId, RowChange.NO_ROW, values.columns());
            return KeyChange.count(1);
        }
        StoredTableWriter writer = transaction.writer(tableId);
        writer.insert(values);
        writer.finish();
        return KeyChange.count(1);
    }

    /** Whether {@link #insertAll} can be used. */
    public boolean takesColumns() {
        return overParameters != null;
    }

    /** Inserts a row for each set of parameters. */
    public void insertRows(SnapshotTransaction transaction, QueryContext context, List<Object[]> parameters) {
        EvaluationContext all = context.evaluation();
        StoredTableWriter writer = transaction.writer(tableId);
        try (MemoryReservation memory = context.memory().reserve("INSERT")) {
            ChunkCollector collector = writer.newCollector(memory);
            for (int i = 0; i < parameters.size(); i++) {
                context.cancellation().check();
                ExpressionCompiler compiler = new ExpressionCompiler(
                        new EvaluationContext(parameters.get(i), all.statementMicros(), all.zone(), all.functions()));
                collector.add(KeyedRow.evaluate(row, ONE_ROW, compiler).withOrdinal(i));
            }
            writer.finish();
        }
    }

    /**
     * Inserts a row for each row of the batches.
     *
     * @param parameters a column for each parameter, of its type
     */
    public void insertAll(SnapshotTransaction transaction, QueryContext context, List<Batch> parameters) {
        StoredTableWriter writer = transaction.writer(tableId);
        try (MemoryReservation memory = context.memory().reserve("INSERT")) {
            ChunkCollector collector = writer.newCollector(memory);
            Evaluator[] evaluators = new Evaluator[overParameters.length];
            for (int i = 0; i < evaluators.length; i++) {
                evaluators[i] = context.expressions().compile(overParameters[i]);
            }
            for (Batch batch : parameters) {
                context.cancellation().check();
                Vector[] columns = new Vector[evaluators.length];
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = evaluators[i].evaluate(batch, null, batch.size());
                }
                collector.add(batch.withColumns(columns));
            }
            writer.finish();
        }
    }
}
