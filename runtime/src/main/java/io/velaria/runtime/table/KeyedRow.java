package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.LongVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.ExpressionCompiler;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/** The at most one row that {@code SELECT expressions FROM table WHERE key = constant AND ..} gives. Immutable. */
final class KeyedRow {
    private final KeyLookup lookup;
    private final int[] columns; // of the table, or ROW_ID
    private final Expression[] expressions; // over them; null for the columns themselves
    private final boolean plain; // whether all expressions are columns of the table

    private KeyedRow(KeyLookup lookup, int[] columns, Expression[] expressions, boolean plain) {
        this.lookup = lookup;
        this.columns = columns;
        this.expressions = expressions;
        this.plain = plain;
    }

    /** @param project null for the columns that the filter reads */
    static KeyedRow of(Project project, Filter filter) {
        KeyLookup lookup = KeyLookup.of(filter);
        if (lookup == null) {
            return null;
        }
        List<Integer> scanned = ((Scan) filter.input()).columns();
        int[] columns = scanned.stream().mapToInt(Integer::intValue).toArray();
        if (project == null) {
            return new KeyedRow(lookup, columns, null, !scanned.contains(ScanSource.ROW_ID));
        }
        Expression[] expressions = project.expressions().toArray(Expression[]::new);
        boolean plain = true;
        for (Expression expression : expressions) {
            plain &= expression instanceof InputRef input && columns[input.index()] != ScanSource.ROW_ID;
        }
        return new KeyedRow(lookup, columns, expressions, plain);
    }

    long tableId() {
        return lookup.tableId();
    }

    /** The row with its expressions evaluated, or a batch of none; null if no unique index of the version finds it. */
    Batch find(TableVersion version, EvaluationContext context) {
        int index = lookup.index(version);
        if (index < 0) {
            return null;
        }
        long rowId = lookup.find(version, index, context.parameters());
        if (rowId == KeyLookup.NO_ROW) {
            return none();
        }
        Chunk chunk = version.visible(rowId);
        Expression rest = lookup.rest(version, index);
        int[] selection = {RowId.row(rowId)};
        if (rest == null && plain) {
            return inPlace(chunk, selection);
        }
        // Expressions are evaluated over whole vectors: those of the one row alone, not of its chunk.
        Vector[] row = new Vector[columns.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = columns[i] == ScanSource.ROW_ID
                    ? new LongVector(SqlType.BIGINT, new long[] {rowId}, null, 1)
                    : VectorCopier.copy(chunk.columns()[columns[i]], selection, 1);
        }
        Batch batch = Batch.of(row, 1, 0);
        ExpressionCompiler compiler = new ExpressionCompiler(context);
        if (rest != null && compiler.predicate(rest).select(batch, null, 1, new int[1]) == 0) {
            return none();
        }
        return expressions == null ? batch : evaluate(expressions, batch, compiler);
    }

    private Batch none() {
        return Batch.of(new Vector[expressions == null ? columns.length : expressions.length], 0, 0);
    }

    /** The stored vectors, with the row selected. */
    private Batch inPlace(Chunk chunk, int[] selection) {
        Vector[] vectors = new Vector[expressions == null ? columns.length : expressions.length];
        for (int i = 0; i < vectors.length; i++) {
            int column = expressions == null ? i : ((InputRef) expressions[i]).index();
            vectors[i] = chunk.columns()[columns[column]];
        }
        return Batch.of(vectors, chunk.rows(), 0).select(selection, 1);
    }

    /** A parameter without the check of its length, if its value is surely short enough. */
    private static Expression unchecked(Expression expression, EvaluationContext context) {
        return expression instanceof Call call
                        && call.function().equals(Operators.CHECK_LENGTH)
                        && call.operand(0) instanceof Parameter parameter
                        && context.parameters()[parameter.index()] instanceof String text
                        && text.length() <= call.type().precision()
                ? parameter
                : expression;
    }

    /** The values of expressions for the one row of a batch. */
    static Batch evaluate(Expression[] expressions, Batch row, ExpressionCompiler compiler) {
        Vector[] values = new Vector[expressions.length];
        for (int i = 0; i < values.length; i++) {
            Expression expression = unchecked(expressions[i], compiler.context());
            if (expression instanceof InputRef input) {
                values[i] = row.column(input.index());
            } else if (expression instanceof Parameter parameter) {
                Object value = compiler.context().parameters()[parameter.index()];
                values[i] = VectorBuilder.single(parameter.type(), value);
            } else if (expression instanceof Literal literal) {
                values[i] = VectorBuilder.single(literal.type(), literal.value());
            } else {
                values[i] = compiler.compile(expression).evaluate(row, null, 1);
            }
        }
        return Batch.of(values, 1, 0);
    }
}
