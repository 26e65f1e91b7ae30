package io.velaria.planner.statement;

import io.velaria.planner.PlannedStatement;
import io.velaria.planner.parse.CopyStatement;
import io.velaria.planner.parse.CreateIndex;
import io.velaria.planner.parse.CreateSchema;
import io.velaria.planner.parse.CreateTable;
import io.velaria.planner.parse.CreateView;
import io.velaria.planner.parse.DescribeStatement;
import io.velaria.planner.parse.DropStatement;
import io.velaria.planner.parse.ExplainStatement;
import io.velaria.planner.parse.SetStatement;
import io.velaria.planner.parse.ShowStatement;
import io.velaria.planner.parse.TransactionStatement;
import io.velaria.planner.parse.TruncateTable;
import io.velaria.planner.translate.QueryPlanner;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.CommandPlan;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Plans statements that are neither queries nor changes of rows: definitions, settings, COPY TO, SHOW, EXPLAIN. */
public final class CommandPlanner {
    private final QueryPlanner queries;
    private final ObjectNames names;
    private final String sql;
    private final Function<SqlNode, PlannedStatement> anyStatement;

    /**
     * @param sql the statement's text
     * @param anyStatement plans a statement of any kind, for EXPLAIN
     */
    public CommandPlanner(QueryPlanner queries, String sql, Function<SqlNode, PlannedStatement> anyStatement) {
        this.queries = queries;
        this.names = new ObjectNames(queries.context());
        this.sql = sql;
        this.anyStatement = anyStatement;
    }

    /** The statement planned, or null where it is none of these. */
    public PlannedStatement plan(SqlNode statement) {
        if (statement instanceof CreateTable create) {
            return command(new TableDefinitions(queries, names).plan(create));
        }
        if (statement instanceof CreateView create) {
            return command(view(create));
        }
        if (statement instanceof CreateIndex create) {
            return command(index(create));
        }
        if (statement instanceof CreateSchema create) {
            return command(new Command.CreateSchema(
                    ObjectNames.last(create.name()), create.flags().ifNotExists()));
        }
        if (statement instanceof DropStatement drop) {
            return command(drop(drop));
        }
        if (statement instanceof TruncateTable truncate) {
            return command(new Command.Truncate(names.table(truncate.name()).name()));
        }
        if (statement instanceof SetStatement set) {
            return command(new Command.SetOption(set.name(), set.value()));
        }
        if (statement instanceof TransactionStatement transaction) {
            return command(new Command.TransactionControl(transaction.kind(), transaction.savepoint()));
        }
        if (statement instanceof ShowStatement show) {
            return new Inspection(queries, names, sql).show(show);
        }
        if (statement instanceof DescribeStatement describe) {
            return new Inspection(queries, names, sql).describe(describe);
        }
        if (statement instanceof ExplainStatement explain && !explain.stream()) {
            return explain(explain);
        }
        if (statement instanceof CopyStatement copy && !copy.from()) {
            return command(new Command.CopyTo(queries.plan(subject(copy)).plan(), copy.path(), copy.options()));
        }
        return null;
    }

    static PlannedStatement command(Command command) {
        List<Field> schema = command.schema();
        return new PlannedStatement(
                PlannedStatement.Kind.COMMAND,
                new CommandPlan(command),
                schema,
                Collections.nCopies(schema.size(), null),
                List.of(),
                false);
    }

    private Command view(CreateView create) {
        QueryPlanner.Query query = queries.plan(create.query());
        List<Field> fields = new ArrayList<>(query.fields());
        SqlNodeList renamed = create.columns();
        if (renamed != null) {
            if (renamed.size() != fields.size()) {
                throw VelariaException.of(
                                SqlState.SYNTAX_ERROR,
                                "the view names " + renamed.size() + " columns, its query gives " + fields.size())
                        .at(
                                renamed.getParserPosition().getLineNum(),
                                renamed.getParserPosition().getColumnNum());
            }
            for (int i = 0; i < fields.size(); i++) {
                String name = ((SqlIdentifier) renamed.get(i)).getSimple();
                fields.set(
                        i, new Field(name, fields.get(i).type(), fields.get(i).nullable()));
            }
        }
        return new Command.CreateView(
                names.created(create.name(), create.flags().temporary()),
                create.flags().orReplace(),
                create.flags().ifNotExists(),
                create.flags().temporary(),
                fields,
                create.querySql());
    }

    private Command index(CreateIndex create) {
        if (create.method() != null && !create.method().equalsIgnoreCase("hash")) {
            throw VelariaException.unsupported("an index of method " + create.method());
        }
        CatalogObject.Table table = names.table(create.table());
        List<Integer> columns = new ArrayList<>();
        for (SqlNode column : create.columns()) {
            columns.add(names.column(table, (SqlIdentifier) column));
        }
        String name = create.name() == null
                ? table.name().name() + "_"
                        + ObjectNames.last((SqlIdentifier) create.columns().get(0)) + "_idx"
                : ObjectNames.last(create.name());
        return new Command.CreateIndex(
                name, table.name(), columns, create.unique(), create.flags().ifNotExists());
    }

    private Command drop(DropStatement drop) {
        if (drop.names().size() != 1) {
            throw VelariaException.unsupported("DROP of several objects at once");
        }
        SqlIdentifier identifier = (SqlIdentifier) drop.names().get(0);
        ObjectName name =
                switch (drop.type()) {
                    case "SCHEMA" -> new ObjectName("", ObjectNames.last(identifier));
                    case "INDEX" -> names.created(identifier, false);
                    default -> names.existing(identifier);
                };
        return new Command.Drop(drop.type(), name, drop.ifExists(), drop.cascade());
    }

    private PlannedStatement explain(ExplainStatement explain) {
        PlannedStatement planned = anyStatement.apply(explain.statement());
        PlannedStatement result = command(new Command.Explain(planned.plan(), explain.analyze(), explain.format()));
        return new PlannedStatement(
                result.kind(), result.plan(), result.schema(), result.origins(), planned.parameterTypes(), false);
    }

    /** What is copied: the query, or the table as a query of its columns. */
    private static SqlNode subject(CopyStatement copy) {
        if (!(copy.subject() instanceof SqlIdentifier table)) {
            return copy.subject();
        }
        SqlParserPos pos = table.getParserPosition();
        SqlNodeList columns = copy.columns() == null || copy.columns().isEmpty()
                ? SqlNodeList.of(SqlIdentifier.star(pos))
                : copy.columns();
        return new SqlSelect(pos, null, columns, table, null, null, null, null, null, null, null, null, null);
    }
}
