package io.velaria.runtime.table;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.catalog.UniqueKey;
import io.velaria.runtime.column.Batch;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.CommandPlan;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.session.DatabaseOptions;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.session.SessionOptions;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A session with plans made by hand, for tests. */
final class TestSession implements AutoCloseable {
    final Session session;

    private TestSession(Session session) {
        this.session = session;
    }

    static TestSession open() {
        return on(Database.inMemory(new DatabaseOptions("test", 3, 256L << 20)));
    }

    static TestSession on(Database database) {
        return new TestSession(database.connect(SessionOptions.defaults()));
    }

    /** A second session on the same database. */
    TestSession other() {
        return on(session.database());
    }

    static ColumnDefinition column(String name, SqlType type) {
        return new ColumnDefinition(name, type, true, null, null);
    }

    static UniqueKey primary(int... columns) {
        return new UniqueKey(null, Arrays.stream(columns).boxed().toList(), true);
    }

    void createTable(String name, List<ColumnDefinition> columns, UniqueKey... keys) {
        command(new Command.CreateTable(
                name(name), TableKind.BASE, false, false, false, columns, List.of(keys), null, Map.of(), null));
    }

    void createTableAs(String name, PhysicalPlan query) {
        command(new Command.CreateTable(
                name(name), TableKind.BASE, false, false, false, List.of(), List.of(), null, Map.of(), query));
    }

    static ObjectName name(String name) {
        return new ObjectName(ObjectName.DEFAULT_SCHEMA, name);
    }

    List<List<Object>> command(Command command) {
        return run(new CommandPlan(command));
    }

    CatalogObject.Table table(String name) {
        return (CatalogObject.Table) session.catalog().find(name(name));
    }

    Scan scan(String name, Expression... skipping) {
        CatalogObject.Table table = table(name);
        List<Integer> columns =
                IntStream.range(0, table.columns().size()).boxed().toList();
        return new Scan(table.source(), columns, table.fields(), List.of(skipping), 1);
    }

    Filter where(String name, Expression condition) {
        return new Filter(scan(name, condition), condition, 1);
    }

    InputRef ref(String table, int column) {
        return new InputRef(column, table(table).fields().get(column).type());
    }

    static Expression compare(String operator, Expression left, Object value, SqlType type) {
        return Call.of(operator, SqlType.BOOLEAN, left, new Literal(value, type));
    }

    Expression equal(String table, int column, Object value) {
        return compare(
                Operators.EQUAL,
                ref(table, column),
                value,
                table(table).fields().get(column).type());
    }

    Expression isParameter(String table, int column, int parameter) {
        InputRef ref = ref(table, column);
        return Call.of(Operators.EQUAL, SqlType.BOOLEAN, ref, new Parameter(parameter, ref.type()));
    }

    long insert(String name, Object[]... rows) {
        List<Field> fields = table(name).fields();
        List<List<Expression>> literals = new ArrayList<>();
        for (Object[] row : rows) {
            List<Expression> values = new ArrayList<>();
            for (int i = 0; i < row.length; i++) {
                Object value = row[i] instanceof Integer number ? (Object) (long) number : row[i];
                values.add(new Literal(value, fields.get(i).type()));
            }
            literals.add(values);
        }
        return insert(name, new Values(literals, fields));
    }

    long insert(String name, PhysicalPlan input) {
        return (Long) run(new TableModify(TableModify.Kind.INSERT, table(name).id(), name, input))
                .get(0)
                .get(0);
    }

    Filter scanWithRowId(String name, Expression condition) {
        // The row id comes last, so that the condition's references stay as they are.
        CatalogObject.Table table = table(name);
        List<Integer> columns = new ArrayList<>(
                IntStream.range(0, table.columns().size()).boxed().toList());
        columns.add(ScanSource.ROW_ID);
        List<Field> schema = new ArrayList<>(table.fields());
        schema.add(new Field("rowid", SqlType.BIGINT, false));
        return new Filter(new Scan(table.source(), columns, schema, List.of(condition), 1), condition, 1);
    }

    long delete(String name, Expression condition) {
        Filter input = scanWithRowId(name, condition);
        int width = table(name).columns().size();
        Project ids = new Project(
                input,
                List.of(new InputRef(width, SqlType.BIGINT)),
                List.of(new Field("rowid", SqlType.BIGINT, false)));
        return (Long) run(new TableModify(TableModify.Kind.DELETE, table(name).id(), name, ids))
                .get(0)
                .get(0);
    }

    long update(String name, Expression condition, int column, Expression value) {
        Filter input = scanWithRowId(name, condition);
        List<Field> fields = table(name).fields();
        List<Expression> expressions = new ArrayList<>();
        List<Field> schema = new ArrayList<>();
        expressions.add(new InputRef(fields.size(), SqlType.BIGINT));
        schema.add(new Field("rowid", SqlType.BIGINT, false));
        for (int i = 0; i < fields.size(); i++) {
            expressions.add(i == column ? value : ref(name, i));
            schema.add(fields.get(i));
        }
        return (Long) run(new TableModify(
                        TableModify.Kind.UPDATE, table(name).id(), name, new Project(input, expressions, schema)))
                .get(0)
                .get(0);
    }

    List<List<Object>> rows(String name) {
        return run(scan(name));
    }

    List<List<Object>> run(PhysicalPlan plan, Object... parameters) {
        try (Cursor cursor = session.execute(plan, parameters, 0)) {
            return drain(cursor);
        }
    }

    static List<List<Object>> drain(Cursor cursor) {
        List<List<Object>> rows = new ArrayList<>();
        for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
            for (int i = 0; i < batch.size(); i++) {
                List<Object> row = new ArrayList<>();
                for (int column = 0; column < batch.columnCount(); column++) {
                    row.add(batch.column(column).valueAt(batch.row(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Override
    public void close() {
        session.close();
    }
}
