package io.velaria.planner.translate;

import io.velaria.planner.catalog.PlannerTable;
import io.velaria.planner.catalog.VelariaCatalogReader;
import io.velaria.planner.parse.CopyStatement;
import io.velaria.planner.parse.SqlParsing;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Scan;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.plan.TableModify;
import io.velaria.runtime.plan.Values;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Plans INSERT, UPDATE, DELETE and COPY FROM: a query for the new rows, or the old ones, under a {@link TableModify}. */
final class ChangePlanner {
    private final QueryPlanner queries;

    ChangePlanner(QueryPlanner queries) {
        this.queries = queries;
    }

    TableModify insert(SqlInsert insert) {
        if (insert.isUpsert()) {
            throw VelariaException.unsupported("UPSERT");
        }
        CatalogObject.Table table = target(insert.getTargetTable());
        int[] columns = columns(table, insert.getTargetColumnList());
        SqlNode source = insert.getSource();
        PhysicalPlan rows = source.getKind() == SqlKind.VALUES
                ? values(table, columns, (SqlCall) source)
                : queries.plan(source).plan();
        checkCount(columns.length, rows.schema().size(), source);
        return insert(table, columns, rows);
    }

    private static TableModify insert(CatalogObject.Table table, int[] columns, PhysicalPlan rows) {
        List<Expression> all = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            all.add(column.defaultValue() == null ? Literal.nullOf(column.type()) : column.defaultValue());
        }
        for (int i = 0; i < columns.length; i++) {
            InputRef value = new InputRef(i, rows.schema().get(i).type());
            ColumnDefinition column = table.columns().get(columns[i]);
            if (!(rows instanceof Values)) {
                all.set(columns[i], Assignment.to(column, value));
            } else {
                all.set(columns[i], value);
            }
        }
        PhysicalPlan input = rows instanceof Values values
                ? assigned(table, columns, values, all)
                : RelationConverter.project(rows, all, table.fields());
        return new TableModify(
                TableModify.Kind.INSERT, table.id(), table.name().toString(), ColumnPruning.prune(input));
    }

    /** Constant rows are converted one by one, so that each is as simple as it can be. */
    private static PhysicalPlan assigned(
            CatalogObject.Table table, int[] columns, Values values, List<Expression> template) {
        List<List<Expression>> rows = new ArrayList<>(values.rows().size());
        for (List<Expression> row : values.rows()) {
            List<Expression> full = new ArrayList<>(template);
            for (int i = 0; i < columns.length; i++) {
                full.set(columns[i], Assignment.to(table.columns().get(columns[i]), row.get(i)));
            }
            rows.add(full);
        }
        return new Values(rows, table.fields());
    }

    /** Rows of literals and parameters need no validator; any other expression sends all rows through it. */
    private PhysicalPlan values(CatalogObject.Table table, int[] columns, SqlCall values) {
        List<List<Expression>> rows = new ArrayList<>(values.operandCount());
        boolean simple = true;
        for (SqlNode row : values.getOperandList()) {
            List<SqlNode> items = items(row);
            checkCount(columns.length, items.size(), row);
            List<Expression> converted = new ArrayList<>(items.size());
            for (int i = 0; simple && i < columns.length; i++) {
                Expression value = simple(items.get(i), table.columns().get(columns[i]));
                simple = value != null;
                converted.add(value);
            }
            rows.add(converted);
        }
        if (!simple) {
            return queries.plan(typed(table, columns, values)).plan();
        }
        List<Field> fields = new ArrayList<>();
        for (int column : columns) {
            fields.add(table.columns().get(column).field());
        }
        return new Values(rows, fields);
    }

    private static List<SqlNode> items(SqlNode row) {
        return row.getKind() == SqlKind.ROW ? ((SqlCall) row).getOperandList() : List.of(row);
    }

    private Expression simple(SqlNode item, ColumnDefinition column) {
        if (item instanceof SqlDynamicParam parameter) {
            Expression typed = Assignment.parameter(parameter.getIndex(), column);
            queries.parameter(parameter.getIndex(), typed.type());
            return typed;
        }
        if (item.getKind() == SqlKind.DEFAULT) {
            return column.defaultValue() == null ? Literal.nullOf(column.type()) : column.defaultValue();
        }
        boolean negated = item.getKind() == SqlKind.MINUS_PREFIX;
        SqlNode value = negated ? ((SqlCall) item).operand(0) : item;
        return value instanceof SqlLiteral literal ? LiteralConverter.ofSyntax(literal, negated) : null;
    }

    /** The rows with DEFAULT replaced, and with the column's type for what has none of its own. */
    private SqlNode typed(CatalogObject.Table table, int[] columns, SqlCall values) {
        List<SqlNode> rows = new ArrayList<>();
        for (SqlNode row : values.getOperandList()) {
            List<SqlNode> items = new ArrayList<>();
            for (int i = 0; i < columns.length; i++) {
                items.add(typed(items(row).get(i), table.columns().get(columns[i])));
            }
            rows.add(SqlStdOperatorTable.ROW.createCall(row.getParserPosition(), items));
        }
        return new SqlBasicCall(SqlStdOperatorTable.VALUES, rows, values.getParserPosition());
    }

    private static SqlNode typed(SqlNode item, ColumnDefinition column) {
        if (item.getKind() == SqlKind.DEFAULT) {
            SqlNode value = column.defaultSql() == null
                    ? SqlLiteral.createNull(item.getParserPosition())
                    : SqlParsing.parseExpression(column.defaultSql());
            return KnownType.cast(value, column.type());
        }
        boolean untyped = item instanceof SqlDynamicParam
                || item instanceof SqlLiteral literal
                        && (literal.getTypeName() == SqlTypeName.NULL || literal.getTypeName() == SqlTypeName.CHAR);
        return untyped ? KnownType.cast(item, column.type()) : item;
    }

    TableModify update(SqlUpdate update) {
        CatalogObject.Table table = target(update.getTargetTable());
        int[] changed = columns(table, update.getTargetColumnList());
        SqlParserPos pos = update.getParserPosition();
        SqlIdentifier alias = alias(table, update.getAlias(), pos);
        SqlNodeList select = new SqlNodeList(pos);
        select.add(alias.plus(PlannerTable.ROW_ID, pos));
        for (ColumnDefinition column : table.columns()) {
            select.add(alias.plus(column.name(), pos));
        }
        for (int i = 0; i < changed.length; i++) {
            SqlNode value = update.getSourceExpressionList().get(i);
            select.set(changed[i] + 1, typed(value, table.columns().get(changed[i])));
        }
        PhysicalPlan rows = queries.plan(select(table, alias, select, update.getCondition()))
                .plan();
        List<Expression> columns = Expressions.references(rows.schema());
        List<Field> fields = new ArrayList<>(table.fields());
        fields.add(0, rows.schema().get(0));
        for (int column : changed) {
            columns.set(column + 1, Assignment.to(table.columns().get(column), columns.get(column + 1)));
        }
        PhysicalPlan input = ColumnPruning.prune(RelationConverter.project(rows, columns, fields));
        return new TableModify(TableModify.Kind.UPDATE, table.id(), table.name().toString(), input);
    }

    TableModify delete(SqlDelete delete) {
        CatalogObject.Table table = target(delete.getTargetTable());
        SqlParserPos pos = delete.getParserPosition();
        SqlIdentifier alias = alias(table, delete.getAlias(), pos);
        SqlNodeList select = SqlNodeList.of(alias.plus(PlannerTable.ROW_ID, pos));
        PhysicalPlan rows = queries.plan(select(table, alias, select, delete.getCondition()))
                .plan();
        return new TableModify(TableModify.Kind.DELETE, table.id(), table.name().toString(), rows);
    }

    private static SqlIdentifier alias(CatalogObject.Table table, SqlIdentifier given, SqlParserPos pos) {
        return given != null ? given : new SqlIdentifier(table.name().name(), pos);
    }

    private static SqlNode select(
            CatalogObject.Table table, SqlIdentifier alias, SqlNodeList columns, SqlNode condition) {
        SqlParserPos pos = columns.getParserPosition();
        String name = table.name().schema() + "." + table.name().name();
        SqlNode from = SqlStdOperatorTable.AS.createCall(
                pos, new SqlIdentifier(List.of(VelariaCatalogReader.TARGETS, name), pos), alias);
        return new SqlSelect(pos, null, columns, from, condition, null, null, null, null, null, null, null, null);
    }

    TableModify copyFrom(CopyStatement copy) {
        CatalogObject.Table table = target(copy.subject());
        int[] columns = columns(table, copy.columns());
        List<ColumnDefinition> declared = new ArrayList<>();
        for (int column : columns) {
            declared.add(table.columns().get(column));
        }
        Map<String, String> options = new LinkedHashMap<>(copy.options());
        String format = options.remove("format");
        TableProvider provider = format == null
                ? queries.context().providerOf(copy.path())
                : queries.context().provider(format);
        if (provider == null) {
            throw VelariaException.unsupported(
                    format == null ? "reading files like '" + copy.path() + "'" : "format " + format);
        }
        options.put("path", copy.path());
        ScanSource source = provider.open(declared, options, queries.context().files());
        List<Integer> all = IntStream.range(0, source.schema().size()).boxed().toList();
        checkCount(columns.length, all.size(), copy);
        PhysicalPlan rows = new Scan(
                source, all, source.schema(), List.of(), source.statistics().rows());
        return insert(table, columns, rows);
    }

    /** The stored table that a statement changes. */
    private CatalogObject.Table target(SqlNode node) {
        SqlNode name = node.getKind() == SqlKind.TABLE_REF ? ((SqlCall) node).operand(0) : node;
        SqlParserPos pos = name.getParserPosition();
        List<String> names = ((SqlIdentifier) name).names;
        CatalogObject object = queries.catalog().resolve(names);
        if (object == null) {
            VelariaException error = VelariaException.of(
                            SqlState.UNDEFINED_TABLE, "table \"" + String.join(".", names) + "\" does not exist")
                    .at(pos.getLineNum(), pos.getColumnNum());
            String hint = queries.catalog().suggestTable(names);
            throw hint == null ? error : error.hint(hint);
        }
        if (object instanceof CatalogObject.Table table && table.kind() == TableKind.BASE) {
            return table;
        }
        throw VelariaException.of(
                        SqlState.WRONG_OBJECT_TYPE, "\"" + object.name() + "\" is no table whose rows can be changed")
                .at(pos.getLineNum(), pos.getColumnNum());
    }

    private static int[] columns(CatalogObject.Table table, SqlNodeList names) {
        int count = table.columns().size();
        if (names == null || names.isEmpty()) {
            return IntStream.range(0, count).toArray();
        }
        int[] columns = new int[names.size()];
        for (int i = 0; i < columns.length; i++) {
            SqlIdentifier name = (SqlIdentifier) names.get(i);
            int found = position(table, name);
            for (int j = 0; j < i; j++) {
                if (columns[j] == found) {
                    throw VelariaException.of(
                                    SqlState.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once")
                            .at(
                                    name.getParserPosition().getLineNum(),
                                    name.getParserPosition().getColumnNum());
                }
            }
            columns[i] = found;
        }
        return columns;
    }

    private static int position(CatalogObject.Table table, SqlIdentifier name) {
        String column = name.names.get(name.names.size() - 1);
        List<String> known = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            known.add(table.columns().get(i).name());
            if (known.get(i).equalsIgnoreCase(column)) {
                return i;
            }
        }
        VelariaException error = VelariaException.of(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + column + "\" of table \"" + table.name() + "\" does not exist")
                .at(
                        name.getParserPosition().getLineNum(),
                        name.getParserPosition().getColumnNum());
        String hint = Suggestion.didYouMean(column, known);
        throw hint == null ? error : error.hint(hint);
    }

    private static void checkCount(int columns, int values, SqlNode where) {
        if (columns != values) {
            throw VelariaException.of(
                            SqlState.SYNTAX_ERROR,
                            (values > columns ? "more values than columns: " : "fewer values than columns: ") + values
                                    + " for " + columns)
                    .at(
                            where.getParserPosition().getLineNum(),
                            where.getParserPosition().getColumnNum());
        }
    }
}
