package io.velaria.jdbc;

import io.velaria.runtime.catalog.CatalogObject;
import io.velaria.runtime.catalog.CatalogState;
import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.catalog.ObjectName;
import io.velaria.runtime.catalog.TableKind;
import io.velaria.runtime.catalog.UniqueKey;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.session.Database;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** DatabaseMetaData's results about the objects of the database, read from the catalog as the session sees it. */
final class CatalogResults {
    private static final String TABLE = "TABLE";
    private static final String VIEW = "VIEW";
    private static final String SYSTEM_TABLE = "SYSTEM TABLE";
    private static final String TEMPORARY = "LOCAL TEMPORARY";

    private final VelariaConnection connection;

    CatalogResults(VelariaConnection connection) {
        this.connection = connection;
    }

    private CatalogState state() throws SQLException {
        connection.checkOpen();
        try {
            return connection.session().catalog();
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    private Database database() throws SQLException {
        connection.checkOpen();
        return connection.session().database();
    }

    /** Whether a catalog argument means this database: null and "" mean any. */
    private boolean isThis(String catalog) {
        return catalog == null || catalog.isEmpty() || catalog.equalsIgnoreCase(connection.databaseName());
    }

    ResultSet catalogs() {
        return new FixedRows().text("TABLE_CAT").row(connection.databaseName()).toResultSet(null);
    }

    ResultSet schemas(String catalog, String pattern) throws SQLException {
        FixedRows rows = new FixedRows().text("TABLE_SCHEM", "TABLE_CATALOG");
        NamePattern wanted = new NamePattern(pattern);
        for (String schema : new TreeSet<>(state().schemas())) {
            if (isThis(catalog) && wanted.matches(schema)) {
                rows.row(schema, connection.databaseName());
            }
        }
        return rows.toResultSet(null);
    }

    ResultSet tableTypes() {
        FixedRows rows = new FixedRows().text("TABLE_TYPE");
        for (String type : List.of(TEMPORARY, SYSTEM_TABLE, TABLE, VIEW)) {
            rows.row(type);
        }
        return rows.toResultSet(null);
    }

    private static String tableType(CatalogObject object) {
        if (object instanceof CatalogObject.View) {
            return VIEW;
        }
        TableKind kind = ((CatalogObject.Table) object).kind();
        if (kind == TableKind.SYSTEM) {
            return SYSTEM_TABLE;
        }
        return object.name().schema().equalsIgnoreCase(ObjectName.TEMP_SCHEMA) ? TEMPORARY : TABLE;
    }

    private static String remarks(CatalogObject object) {
        if (object instanceof CatalogObject.View view) {
            return view.sql();
        }
        CatalogObject.Table table = (CatalogObject.Table) object;
        return switch (table.kind()) {
            case EXTERNAL -> "files read by " + table.provider();
            case SOURCE -> "source of a stream";
            case SINK -> "sink of a stream";
            default -> "";
        };
    }

    private static List<ColumnDefinition> columnsOf(CatalogObject object) {
        if (object instanceof CatalogObject.Table table) {
            return table.columns();
        }
        List<ColumnDefinition> columns = new ArrayList<>();
        for (Field field : ((CatalogObject.View) object).columns()) {
            columns.add(new ColumnDefinition(field.name(), field.type(), field.nullable(), null, null));
        }
        return columns;
    }

    /** Tables and views whose names match, in the order of type, schema and name. */
    private List<CatalogObject> relations(String catalog, String schemaPattern, String tablePattern)
            throws SQLException {
        if (!isThis(catalog)) {
            return List.of();
        }
        NamePattern schema = new NamePattern(schemaPattern);
        NamePattern table = new NamePattern(tablePattern);
        return state().objects().stream()
                .filter(object -> !(object instanceof CatalogObject.Index))
                .filter(object -> schema.matches(object.name().schema())
                        && table.matches(object.name().name()))
                .toList();
    }

    ResultSet tables(String catalog, String schemaPattern, String tablePattern, String[] types) throws SQLException {
        FixedRows rows = new FixedRows()
                .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE", "REMARKS")
                .text("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "SELF_REFERENCING_COL_NAME", "REF_GENERATION");
        Set<String> wanted = types == null ? null : Set.copyOf(Arrays.asList(types));
        for (CatalogObject object : relations(catalog, schemaPattern, tablePattern)) {
            String type = tableType(object);
            if (wanted == null || wanted.contains(type)) {
                ObjectName name = object.name();
                rows.row(
                        connection.databaseName(),
                        name.schema(),
                        name.name(),
                        type,
                        remarks(object),
                        null,
                        null,
                        null,
                        null,
                        null);
            }
        }
        return rows.sortBy(3, 1, 2).toResultSet(null);
    }

    ResultSet columns(String catalog, String schemaPattern, String tablePattern, String columnPattern)
            throws SQLException {
        FixedRows rows = new FixedRows()
                .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME")
                .integer("DATA_TYPE")
                .text("TYPE_NAME")
                .integer("COLUMN_SIZE", "BUFFER_LENGTH", "DECIMAL_DIGITS", "NUM_PREC_RADIX", "NULLABLE")
                .text("REMARKS", "COLUMN_DEF")
                .integer("SQL_DATA_TYPE", "SQL_DATETIME_SUB", "CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
                .text("IS_NULLABLE", "SCOPE_CATALOG", "SCOPE_SCHEMA", "SCOPE_TABLE")
                .smallint("SOURCE_DATA_TYPE")
                .text("IS_AUTOINCREMENT", "IS_GENERATEDCOLUMN");
        NamePattern wanted = new NamePattern(columnPattern);
        for (CatalogObject object : relations(catalog, schemaPattern, tablePattern)) {
            int position = 0;
            for (ColumnDefinition column : columnsOf(object)) {
                position++;
                if (wanted.matches(column.name())) {
                    columnRow(rows, object.name(), column, position);
                }
            }
        }
        return rows.sortBy(1, 2, 16).toResultSet(null);
    }

    private void columnRow(FixedRows rows, ObjectName table, ColumnDefinition column, int position) {
        SqlType type = column.type();
        boolean number = type.kind().isNumeric();
        boolean fraction = type.kind() == TypeKind.DECIMAL || type.kind().isDateTime();
        rows.row(
                connection.databaseName(),
                table.schema(),
                table.name(),
                column.name(),
                JdbcTypes.code(type),
                JdbcTypes.name(type),
                JdbcTypes.precision(type),
                null,
                fraction || type.kind().isInteger() ? JdbcTypes.scale(type) : null,
                number ? 10 : null,
                column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                "",
                column.defaultSql(),
                null,
                null,
                type.kind().isText() ? JdbcTypes.precision(type) : null,
                position,
                column.nullable() ? "YES" : "NO",
                null,
                null,
                null,
                null,
                "NO",
                "NO");
    }

    /** Stored tables of exactly that name; in the session's view a null schema means any. */
    private List<CatalogObject.Table> tablesNamed(String catalog, String schema, String table) throws SQLException {
        if (table == null || !isThis(catalog)) {
            return List.of();
        }
        List<CatalogObject.Table> found = new ArrayList<>();
        for (CatalogObject object : state().objects()) {
            ObjectName name = object.name();
            if (object instanceof CatalogObject.Table stored
                    && name.name().equalsIgnoreCase(table)
                    && (schema == null || schema.isEmpty() || name.schema().equalsIgnoreCase(schema))) {
                found.add(stored);
            }
        }
        return found;
    }

    ResultSet primaryKeys(String catalog, String schema, String table) throws SQLException {
        FixedRows rows = new FixedRows()
                .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME")
                .smallint("KEY_SEQ")
                .text("PK_NAME");
        for (CatalogObject.Table stored : tablesNamed(catalog, schema, table)) {
            for (UniqueKey key : stored.keys()) {
                for (int i = 0; key.primary() && i < key.columns().size(); i++) {
                    String column = stored.columns().get(key.columns().get(i)).name();
                    ObjectName name = stored.name();
                    rows.row(connection.databaseName(), name.schema(), name.name(), column, i + 1, key.name());
                }
            }
        }
        return rows.sortBy(3).toResultSet(null);
    }

    ResultSet indexes(String catalog, String schema, String table, boolean uniqueOnly) throws SQLException {
        FixedRows rows = new FixedRows()
                .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME")
                .bool("NON_UNIQUE")
                .text("INDEX_QUALIFIER", "INDEX_NAME")
                .smallint("TYPE", "ORDINAL_POSITION")
                .text("COLUMN_NAME", "ASC_OR_DESC")
                .column("CARDINALITY", SqlType.BIGINT)
                .column("PAGES", SqlType.BIGINT)
                .text("FILTER_CONDITION");
        for (CatalogObject.Table stored : tablesNamed(catalog, schema, table)) {
            for (UniqueKey key : stored.keys()) {
                indexRows(rows, stored, key.name(), key.columns(), true);
            }
            for (CatalogObject.Index index : state().indexes(stored.id())) {
                if (index.unique() || !uniqueOnly) {
                    indexRows(rows, stored, index.name().name(), index.columns(), index.unique());
                }
            }
        }
        return rows.sortBy(3, 6, 5, 7).toResultSet(null);
    }

    private void indexRows(
            FixedRows rows, CatalogObject.Table table, String name, List<Integer> columns, boolean unique) {
        for (int i = 0; i < columns.size(); i++) {
            rows.row(
                    connection.databaseName(),
                    table.name().schema(),
                    table.name().name(),
                    !unique,
                    null,
                    name,
                    DatabaseMetaData.tableIndexHashed,
                    i + 1,
                    table.columns().get(columns.get(i)).name(),
                    null,
                    null,
                    null,
                    null);
        }
    }

    static FixedRows rowIdentifierColumns() {
        return new FixedRows()
                .smallint("SCOPE")
                .text("COLUMN_NAME")
                .integer("DATA_TYPE")
                .text("TYPE_NAME")
                .integer("COLUMN_SIZE", "BUFFER_LENGTH")
                .smallint("DECIMAL_DIGITS", "PSEUDO_COLUMN");
    }

    /** The primary key, or else the first unique key without nullable columns. */
    ResultSet bestRowIdentifier(String catalog, String schema, String table) throws SQLException {
        FixedRows rows = rowIdentifierColumns();
        for (CatalogObject.Table stored : tablesNamed(catalog, schema, table)) {
            UniqueKey best = stored.keys().stream()
                    .filter(key -> key.columns().stream()
                            .noneMatch(column -> stored.columns().get(column).nullable()))
                    .findFirst()
                    .orElse(null);
            for (int i = 0; best != null && i < best.columns().size(); i++) {
                ColumnDefinition column = stored.columns().get(best.columns().get(i));
                rows.row(
                        DatabaseMetaData.bestRowSession,
                        column.name(),
                        JdbcTypes.code(column.type()),
                        JdbcTypes.name(column.type()),
                        JdbcTypes.precision(column.type()),
                        null,
                        JdbcTypes.scale(column.type()),
                        DatabaseMetaData.bestRowNotPseudo);
            }
        }
        return rows.toResultSet(null);
    }

    // ---- functions

    private List<ScalarFunction> scalarFunctions() throws SQLException {
        try {
            return database().functions().functions();
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    private List<TableFunction> tableFunctions() throws SQLException {
        return database().tableFunctions().values().stream()
                .distinct()
                .sorted(Comparator.comparing(TableFunction::name))
                .toList();
    }

    String functionNames(FunctionClass wanted) throws SQLException {
        return scalarFunctions().stream()
                .filter(function -> FunctionClass.of(function) == wanted)
                .map(ScalarFunction::name)
                .sorted()
                .collect(Collectors.joining(","));
    }

    ResultSet functions(String catalog, String schemaPattern, String functionPattern) throws SQLException {
        FixedRows rows = new FixedRows()
                .text("FUNCTION_CAT", "FUNCTION_SCHEM", "FUNCTION_NAME", "REMARKS")
                .smallint("FUNCTION_TYPE")
                .text("SPECIFIC_NAME");
        String schema = ObjectName.DEFAULT_SCHEMA;
        NamePattern wanted = new NamePattern(functionPattern);
        if (isThis(catalog) && new NamePattern(schemaPattern).matches(schema)) {
            String database = connection.databaseName();
            for (ScalarFunction function : scalarFunctions()) {
                String name = function.name();
                if (wanted.matches(name)) {
                    int type = DatabaseMetaData.functionNoTable;
                    rows.row(database, schema, name, function.description(), type, name);
                }
            }
            for (TableFunction function : tableFunctions()) {
                String name = function.name();
                if (wanted.matches(name)) {
                    int type = DatabaseMetaData.functionReturnsTable;
                    rows.row(database, schema, name, function.description(), type, name);
                }
            }
        }
        return rows.sortBy(1, 2, 5).toResultSet(null);
    }

    /** The parameters of table functions; scalar functions take arguments of several types and are not described. */
    ResultSet functionColumns(String catalog, String schemaPattern, String functionPattern, String columnPattern)
            throws SQLException {
        FixedRows rows = new FixedRows()
                .text("FUNCTION_CAT", "FUNCTION_SCHEM", "FUNCTION_NAME", "COLUMN_NAME")
                .smallint("COLUMN_TYPE")
                .integer("DATA_TYPE")
                .text("TYPE_NAME")
                .integer("PRECISION", "LENGTH")
                .smallint("SCALE", "RADIX", "NULLABLE")
                .text("REMARKS")
                .integer("CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
                .text("IS_NULLABLE", "SPECIFIC_NAME");
        String schema = ObjectName.DEFAULT_SCHEMA;
        NamePattern functions = new NamePattern(functionPattern);
        NamePattern columns = new NamePattern(columnPattern);
        if (!isThis(catalog) || !new NamePattern(schemaPattern).matches(schema)) {
            return rows.toResultSet(null);
        }
        for (TableFunction function : tableFunctions()) {
            int position = 0;
            for (TableFunction.Parameter parameter : function.parameters()) {
                position++;
                if (functions.matches(function.name()) && columns.matches(parameter.name())) {
                    SqlType type = parameter.type() == null ? SqlType.NULL : parameter.type();
                    rows.row(
                            connection.databaseName(),
                            schema,
                            function.name(),
                            parameter.name(),
                            DatabaseMetaData.functionColumnIn,
                            JdbcTypes.code(type),
                            JdbcTypes.name(type),
                            JdbcTypes.precision(type),
                            null,
                            JdbcTypes.scale(type),
                            10,
                            DatabaseMetaData.functionNullable,
                            "",
                            null,
                            position,
                            "YES",
                            function.name());
                }
            }
        }
        return rows.sortBy(2, 14).toResultSet(null);
    }
}
