package io.velaria.runtime.command;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.execution.FixedCursor;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.table.SnapshotTransaction;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A system view: its columns, and what makes its rows from a session and its transaction. */
record SystemView(ObjectName name, List<Field> fields, Function<Input, List<List<Object>>> rows) {
    /** What rows are made from. */
    record Input(Session session, SnapshotTransaction transaction) {}

    /** @param columns name and type in turn */
    static SystemView of(String schema, String name, Function<Input, List<List<Object>>> rows, Object... columns) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.length; i += 2) {
            fields.add(new Field((String) columns[i], (SqlType) columns[i + 1], true));
        }
        return new SystemView(new ObjectName(schema, name), fields, rows);
    }

    /** @param id below 0, where no other table's is */
    CatalogObject.Table table(long id) {
        List<ColumnDefinition> definitions = fields.stream()
                .map(field -> new ColumnDefinition(field.name(), field.type(), true, null, null))
                .toList();
        return new CatalogObject.Table(
                id, name, TableKind.SYSTEM, definitions, List.of(), null, Map.of(), new ViewSource(name, fields));
    }

    /** The view as data, which is found again by its name. */
    private record ViewSource(ObjectName name, List<Field> schema) implements ScanSource {
        private static final long serialVersionUID = 1L;

        @Override
        public String description() {
            return name.schema() + "." + name.name();
        }

        @Override
        public SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping) {
            SnapshotTransaction transaction = (SnapshotTransaction) context.transaction();
            List<List<Object>> rows =
                    SystemViews.find(name).rows().apply(new Input(transaction.session(), transaction));
            return new SourceFactory() {
                @Override
                public Source create(TaskContext task) {
                    return new RowSource(FixedCursor.batches(schema, rows), columns);
                }

                @Override
                public int parallelism() {
                    return 1;
                }
            };
        }
    }

    private static final class RowSource implements Source {
        private final List<Batch> batches;
        private final int[] columns;
        private int done;

        RowSource(List<Batch> batches, int[] columns) {
            this.batches = batches;
            this.columns = columns;
        }

        @Override
        public Batch next() {
            if (isFinished()) {
                return null;
            }
            Batch batch = batches.get(done++);
            Vector[] wanted = new Vector[columns.length];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = columns[i] == ScanSource.ROW_ID ? rowNumbers(batch) : batch.column(columns[i]);
            }
            return batch.withColumns(wanted);
        }

        private static Vector rowNumbers(Batch batch) {
            long[] numbers = new long[batch.length()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = batch.ordinal() * Batch.MAX_ROWS + i;
            }
            return new io.velaria.runtime.column.LongVector(SqlType.BIGINT, numbers, null, numbers.length);
        }

        @Override
        public boolean isFinished() {
            return done == batches.size();
        }

        @Override
        public long position() {
            return done;
        }
    }
}
