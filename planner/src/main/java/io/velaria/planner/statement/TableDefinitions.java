package io.velaria.planner.statement;

import io.velaria.planner.parse.CreateTable;
import io.velaria.planner.parse.TableElements;
import io.velaria.planner.translate.QueryPlanner;
import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.catalog.UniqueKey;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Plans CREATE TABLE: types, defaults, keys, and the query of AS. */
final class TableDefinitions {
    private final QueryPlanner queries;
    private final ObjectNames names;

    TableDefinitions(QueryPlanner queries, ObjectNames names) {
        this.queries = queries;
        this.names = names;
    }

    Command.CreateTable plan(CreateTable create) {
        TableElements elements = create.elements();
        if (elements != null && !elements.checks().isEmpty()) {
            throw VelariaException.unsupported("CHECK");
        }
        if (elements != null && !elements.watermarks().isEmpty()) {
            throw VelariaException.unsupported("WATERMARK");
        }
        QueryPlanner.Query query = create.query() == null ? null : queries.plan(create.query());
        List<ColumnDefinition> columns = query == null ? declared(elements) : ofQuery(elements, query);
        if (query != null && !create.withData()) {
            query = null;
        }
        return new Command.CreateTable(
                names.created(create.name(), create.flags().temporary()),
                TableKind.valueOf(
                        create.kind() == TableKind.BASE && create.provider() != null
                                ? TableKind.EXTERNAL.name()
                                : create.kind().name()),
                create.flags().orReplace(),
                create.flags().ifNotExists(),
                create.flags().temporary(),
                columns,
                elements == null ? List.of() : keys(elements, columns),
                create.provider(),
                create.options(),
                query == null ? null : query.plan());
    }

    private List<ColumnDefinition> declared(TableElements elements) {
        List<ColumnDefinition> columns = new ArrayList<>();
        if (elements != null) {
            for (TableElements.Column column : elements.columns()) {
                if (column.type() == null) {
                    throw ObjectNames.at(
                            VelariaException.of(SqlState.SYNTAX_ERROR, "column \"" + column.name() + "\" needs a type"),
                            column.name());
                }
                SqlType type = queries.type(column.type());
                columns.add(new ColumnDefinition(
                        column.name().getSimple(),
                        type,
                        !column.notNull(),
                        defaultValue(column, type),
                        column.defaultSql()));
            }
        }
        return columns;
    }

    /** The columns of CREATE TABLE AS: the query's, under the names that the statement gives. */
    private static List<ColumnDefinition> ofQuery(TableElements elements, QueryPlanner.Query query) {
        List<ColumnDefinition> columns = new ArrayList<>();
        List<TableElements.Column> given = elements == null ? List.of() : elements.columns();
        if (!given.isEmpty() && given.size() != query.fields().size()) {
            throw VelariaException.of(
                    SqlState.SYNTAX_ERROR,
                    "the table names " + given.size() + " columns, its query gives "
                            + query.fields().size());
        }
        for (int i = 0; i < query.fields().size(); i++) {
            Field field = query.fields().get(i);
            if (!given.isEmpty() && given.get(i).type() != null) {
                throw VelariaException.unsupported("CREATE TABLE AS with column types");
            }
            String name = given.isEmpty() ? field.name() : given.get(i).name().getSimple();
            SqlType type = field.type().equals(SqlType.NULL) ? SqlType.VARCHAR : field.type();
            columns.add(new ColumnDefinition(name, type, true, null, null));
        }
        return columns;
    }

    private Expression defaultValue(TableElements.Column column, SqlType type) {
        SqlNode value = column.defaultValue();
        if (value == null) {
            return null;
        }
        SqlParserPos pos = value.getParserPosition();
        SqlNode cast = SqlStdOperatorTable.CAST.createCall(pos, value, column.type());
        SqlNode row = SqlStdOperatorTable.VALUES.createCall(pos, SqlStdOperatorTable.ROW.createCall(pos, cast));
        if (queries.plan(row).plan() instanceof Values values
                && values.rows().size() == 1
                && values.rows().get(0).get(0).type().kind() == type.kind()) {
            return values.rows().get(0).get(0);
        }
        throw ObjectNames.at(
                VelariaException.of(
                        SqlState.SYNTAX_ERROR,
                        "the default of column \"" + column.name() + "\" is no simple expression"),
                column.name());
    }

    private static List<UniqueKey> keys(TableElements elements, List<ColumnDefinition> columns) {
        List<UniqueKey> keys = new ArrayList<>();
        for (TableElements.Key key : elements.keys()) {
            UniqueKey unique = new UniqueKey(
                    key.name(),
                    key.columns().stream()
                            .map(column -> column(columns, column))
                            .toList(),
                    key.primary());
            if (key.primary() && !keys.isEmpty() && keys.get(0).primary()) {
                throw ObjectNames.at(
                        VelariaException.of(SqlState.SYNTAX_ERROR, "a table has one primary key only"),
                        key.columns().get(0));
            }
            keys.add(key.primary() ? 0 : keys.size(), unique);
        }
        return keys;
    }

    private static int column(List<ColumnDefinition> columns, SqlIdentifier name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name.getSimple())) {
                return i;
            }
        }
        VelariaException missing =
                VelariaException.of(SqlState.UNDEFINED_COLUMN, "the key names no column: \"" + name + "\"");
        String hint = Suggestion.didYouMean(
                name.getSimple(), columns.stream().map(ColumnDefinition::name).toList());
        throw ObjectNames.at(hint == null ? missing : missing.hint(hint), name);
    }
}
