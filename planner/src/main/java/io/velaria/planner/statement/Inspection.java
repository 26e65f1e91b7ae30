package io.velaria.planner.statement;

import io.velaria.planner.PlannedStatement;
import io.velaria.planner.parse.DescribeStatement;
import io.velaria.planner.parse.ShowStatement;
import io.velaria.planner.parse.SourceText;
import io.velaria.planner.parse.SqlParsing;
import io.velaria.planner.translate.QueryPlanner;
import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.catalog.UniqueKey;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Plans SHOW, DESCRIBE and SUMMARIZE: what a person asks while exploring. */
final class Inspection {
    private final QueryPlanner queries;
    private final ObjectNames names;
    private final String sql;

    Inspection(QueryPlanner queries, ObjectNames names, String sql) {
        this.queries = queries;
        this.names = names;
        this.sql = sql;
    }

    PlannedStatement show(ShowStatement show) {
        return switch (show.kind()) {
            case TABLES -> relations(show.in(), false);
            case VIEWS -> relations(show.in(), true);
            case SCHEMAS ->
                rows(
                        List.of("schema_name"),
                        names.catalog().schemas().stream().map(List::<Object>of).toList());
            case FUNCTIONS ->
                query("SELECT name AS function_name, kind, description FROM velaria.functions ORDER BY name, kind");
            case COLUMNS -> columns(names.relation(show.in()));
            case ALL -> query("SELECT name, value, description FROM velaria.settings ORDER BY name");
            case SETTING ->
                query("SELECT value AS " + quote(show.setting()) + " FROM velaria.settings WHERE name = "
                        + literal(show.setting().toLowerCase(Locale.ROOT)));
        };
    }

    private PlannedStatement relations(SqlIdentifier in, boolean viewsOnly) {
        String schema = in == null ? null : ObjectNames.last(in);
        List<List<Object>> rows = new ArrayList<>();
        for (String candidate : schema == null ? List.of(names.schema(), "temp") : List.of(schema)) {
            for (CatalogObject object : names.catalog().relations(candidate)) {
                boolean view = object instanceof CatalogObject.View;
                if (view || !viewsOnly) {
                    String type = view ? "VIEW" : ((CatalogObject.Table) object).kind() + " TABLE";
                    rows.add(List.of(
                            object.name().schema(), object.name().name(), type.equals("BASE TABLE") ? "TABLE" : type));
                }
            }
        }
        return rows(List.of("schema_name", "table_name", "table_type"), rows);
    }

    PlannedStatement describe(DescribeStatement describe) {
        SqlNode subject = describe.subject();
        SqlNode query = subject instanceof SqlIdentifier table ? selectAll(table) : subject;
        if (describe.summarize()) {
            return summarize(query, subject);
        }
        if (subject instanceof SqlIdentifier table && isKnown(table)) {
            return columns(names.relation(table));
        }
        List<List<Object>> rows = new ArrayList<>();
        for (Field field : queries.plan(query).fields()) {
            rows.add(Arrays.asList(field.name(), field.type().toString(), field.nullable() ? "YES" : "NO", null, null));
        }
        return rows(List.of("column_name", "column_type", "null", "key", "default"), rows);
    }

    private boolean isKnown(SqlIdentifier table) {
        return names.catalog().find(names.existing(table)) != null;
    }

    private PlannedStatement columns(CatalogObject relation) {
        List<List<Object>> rows = new ArrayList<>();
        if (relation instanceof CatalogObject.Table table) {
            for (int i = 0; i < table.columns().size(); i++) {
                ColumnDefinition column = table.columns().get(i);
                rows.add(Arrays.asList(
                        column.name(),
                        column.type().toString(),
                        column.nullable() ? "YES" : "NO",
                        key(table, i),
                        column.defaultSql()));
            }
        } else {
            for (Field field : ((CatalogObject.View) relation).columns()) {
                rows.add(Arrays.asList(
                        field.name(), field.type().toString(), field.nullable() ? "YES" : "NO", null, null));
            }
        }
        return rows(List.of("column_name", "column_type", "null", "key", "default"), rows);
    }

    private static String key(CatalogObject.Table table, int column) {
        String key = null;
        for (UniqueKey unique : table.keys()) {
            if (unique.columns().contains(column)) {
                key = unique.primary() ? "PRI" : key == null ? "UNI" : key;
            }
        }
        return key;
    }

    /** One row of figures for each column, by one aggregate query for each. */
    private PlannedStatement summarize(SqlNode query, SqlNode subject) {
        String text = SourceText.of(sql, subject.getParserPosition());
        String from = subject instanceof SqlIdentifier ? text : "(" + text + ") AS summarized";
        String figures = queries.plan(query).fields().stream()
                .map(field -> {
                    String column = quote(field.name());
                    boolean numeric = field.type().kind().isNumeric();
                    boolean ordered =
                            switch (field.type().kind()) {
                                case ARRAY, VECTOR, VARBINARY -> false;
                                default -> true;
                            };
                    String least = ordered ? "CAST(min(" + column + ") AS VARCHAR)" : "CAST(NULL AS VARCHAR)";
                    return "SELECT " + literal(field.name()) + " AS column_name, "
                            + literal(field.type().toString())
                            + " AS column_type, " + least + " AS \"min\", " + least.replace("min(", "max(")
                            + " AS \"max\", " + (ordered ? "count(DISTINCT " + column + ")" : "CAST(NULL AS BIGINT)")
                            + " AS distinct_values, "
                            + (numeric ? "avg(CAST(" + column + " AS DOUBLE))" : "CAST(NULL AS DOUBLE)")
                            + " AS \"avg\", count(*) AS \"count\", count(*) - count(" + column + ") AS nulls FROM "
                            + from;
                })
                .collect(Collectors.joining(" UNION ALL "));
        return query(figures);
    }

    private PlannedStatement query(String text) {
        QueryPlanner.Query query = queries.plan(SqlParsing.parseStatement(text));
        return new PlannedStatement(
                PlannedStatement.Kind.QUERY, query.plan(), query.fields(), query.origins(), List.of(), false);
    }

    private static SqlNode selectAll(SqlIdentifier table) {
        SqlParserPos pos = table.getParserPosition();
        return new SqlSelect(
                pos,
                null,
                SqlNodeList.of(SqlIdentifier.star(pos)),
                table,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static PlannedStatement rows(List<String> columns, List<List<Object>> rows) {
        List<Field> fields = columns.stream()
                .map(name -> new Field(name, SqlType.VARCHAR, true))
                .toList();
        return CommandPlanner.command(new Command.FixedResult(fields, rows));
    }

    private static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
