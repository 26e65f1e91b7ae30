package io.velaria.jdbc;

import io.velaria.planner.PlannedStatement;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of {@code INSERT .. VALUES (?, ..)} as one insert: the bound values become the columns of a source, and the
 * plan reads its columns where it had parameters.
 */
final class BatchInsert {
    private BatchInsert() {}

    /**
     * The plan that inserts all rows, or null where the statement is no insert of one row of parameters, constants and
     * casts of them, or where a value is not of the type that the plan has for its parameter.
     */
    static PhysicalPlan plan(PlannedStatement planned, List<BoundValue[]> rows, ZoneId zone) throws SQLException {
        if (!(planned.plan() instanceof TableModify insert) || insert.kind() != TableModify.Kind.INSERT) {
            return null;
        }
        List<SqlType> types = planned.parameterTypes();
        if (types.isEmpty()) {
            return null;
        }
        for (BoundValue[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                if (!ParameterTypes.fits(row[i], types.get(i))) {
                    return null;
                }
            }
        }
        PhysicalPlan input = withColumns(insert.input(), types, rows, zone);
        return input == null ? null : new TableModify(insert.kind(), insert.tableId(), insert.tableName(), input);
    }

    private static PhysicalPlan withColumns(
            PhysicalPlan plan, List<SqlType> types, List<BoundValue[]> rows, ZoneId zone) throws SQLException {
        if (!(plan instanceof Values values) || values.rows().size() != 1) {
            return null;
        }
        List<Expression> expressions = new ArrayList<>();
        for (Expression expression : values.rows().get(0)) {
            Expression changed = withColumns(expression);
            if (changed == null) {
                return null;
            }
            expressions.add(changed);
        }
        BoundRows source = BoundRows.of(types, rows, zone);
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(i);
        }
        Scan scan = new Scan(source, columns, source.schema(), List.of(), rows.size());
        return new Project(scan, expressions, values.schema());
    }

    private static Expression withColumns(Expression expression) {
        if (expression instanceof Literal) {
            return expression;
        }
        if (expression instanceof Parameter parameter) {
            return new InputRef(parameter.index(), parameter.type());
        }
        if (expression instanceof Call call && call.function().equals(Operators.CAST)) {
            Expression operand = withColumns(call.operand(0));
            return operand == null ? null : new Call(call.function(), List.of(operand), call.type());
        }
        return null;
    }

    /** Bound values as columns. Made for one execution, so never part of a stored plan. */
    private static final class BoundRows implements ScanSource {
        private static final long serialVersionUID = 1L;

        private final List<Field> schema;
        private final transient List<Vector[]> chunks;

        private BoundRows(List<Field> schema, List<Vector[]> chunks) {
            this.schema = schema;
            this.chunks = chunks;
        }

        static BoundRows of(List<SqlType> types, List<BoundValue[]> rows, ZoneId zone) throws SQLException {
            List<Field> schema = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                schema.add(new Field("?" + (i + 1), types.get(i)));
            }
            List<Vector[]> chunks = new ArrayList<>();
            for (int start = 0; start < rows.size(); start += Batch.MAX_ROWS) {
                List<BoundValue[]> part = rows.subList(start, Math.min(rows.size(), start + Batch.MAX_ROWS));
                Vector[] columns = new Vector[types.size()];
                for (int i = 0; i < columns.length; i++) {
                    VectorBuilder column = VectorBuilder.create(types.get(i), part.size());
                    for (BoundValue[] row : part) {
                        column.append(ParameterTypes.convert(row[i], types.get(i), zone));
                    }
                    columns[i] = column.build();
                }
                chunks.add(columns);
            }
            return new BoundRows(List.copyOf(schema), chunks);
        }

        @Override
        public List<Field> schema() {
            return schema;
        }

        @Override
        public String description() {
            return "batch of parameters";
        }

        @Override
        public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping) {
            return new SourceFactory() {
                @Override
                public Source create(TaskContext task) {
                    return new BoundRowsSource(chunks, columns);
                }

                @Override
                public int parallelism() {
                    return 1;
                }
            };
        }
    }

    private static final class BoundRowsSource implements Source {
        private final List<Vector[]> chunks;
        private final int[] columns;
        private int next;

        BoundRowsSource(List<Vector[]> chunks, int[] columns) {
            this.chunks = chunks;
            this.columns = columns;
        }

        @Override
        public Batch next() {
            if (isFinished()) {
                return null;
            }
            Vector[] chunk = chunks.get(next);
            Vector[] wanted = new Vector[columns.length];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = chunk[columns[i]];
            }
            return Batch.of(wanted, chunk[0].length(), next++);
        }

        @Override
        public boolean isFinished() {
            return next == chunks.size();
        }

        @Override
        public long position() {
            return next;
        }
    }
}
