package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What tools ask about the database. Every method answers; what does not exist is an empty result of the right shape. */
final class VelariaDatabaseMetaData extends DatabaseFeatures {
    private final VelariaConnection connection;
    private final CatalogResults catalog;

    VelariaDatabaseMetaData(VelariaConnection connection) {
        this.connection = connection;
        this.catalog = new CatalogResults(connection);
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public String getURL() {
        return connection.url();
    }

    @Override
    public String getUserName() {
        return connection.user();
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.isReadOnly();
    }

    // ---- product and words

    @Override
    public String getDatabaseProductName() {
        return "Velaria";
    }

    @Override
    public String getDatabaseProductVersion() {
        return Connections.VERSION.toString();
    }

    @Override
    public int getDatabaseMajorVersion() {
        return Connections.VERSION.major();
    }

    @Override
    public int getDatabaseMinorVersion() {
        return Connections.VERSION.minor();
    }

    @Override
    public String getDriverName() {
        return "Velaria JDBC";
    }

    @Override
    public String getDriverVersion() {
        return Connections.VERSION.toString();
    }

    @Override
    public int getDriverMajorVersion() {
        return Connections.VERSION.major();
    }

    @Override
    public int getDriverMinorVersion() {
        return Connections.VERSION.minor();
    }

    @Override
    public String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    public String getSearchStringEscape() {
        return "\\";
    }

    @Override
    public String getExtraNameCharacters() {
        return "$";
    }

    @Override
    public String getSchemaTerm() {
        return "schema";
    }

    @Override
    public String getCatalogTerm() {
        return "database";
    }

    @Override
    public String getProcedureTerm() {
        return "procedure";
    }

    @Override
    public String getCatalogSeparator() {
        return ".";
    }

    /** Words that SQL:2003 does not have. */
    @Override
    public String getSQLKeywords() {
        return "ANALYZE,ASOF,CHANGES,COPY,DESCRIBE,EMIT,EXCLUDE,EXPLAIN,FORMAT,IF,ILIKE,INDEX,JSON,LIMIT,OFFSET,OPTIONS,"
                + "PRAGMA,QUALIFY,REPLACE,RESET,SHOW,SINK,SOURCE,STREAM,SUMMARIZE,TEMP,TEMPORARY,TRUNCATE,TRY_CAST,"
                + "USING,VECTOR,VIEW";
    }

    @Override
    public String getNumericFunctions() throws SQLException {
        return catalog.functionNames(FunctionClass.NUMERIC);
    }

    @Override
    public String getStringFunctions() throws SQLException {
        return catalog.functionNames(FunctionClass.STRING);
    }

    @Override
    public String getTimeDateFunctions() throws SQLException {
        return catalog.functionNames(FunctionClass.TIME_DATE);
    }

    @Override
    public String getSystemFunctions() throws SQLException {
        return catalog.functionNames(FunctionClass.SYSTEM);
    }

    // ---- catalog

    @Override
    public ResultSet getCatalogs() throws SQLException {
        return catalog.catalogs();
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return catalog.schemas(null, null);
    }

    @Override
    public ResultSet getSchemas(String catalogName, String schemaPattern) throws SQLException {
        return catalog.schemas(catalogName, schemaPattern);
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        return catalog.tableTypes();
    }

    @Override
    public ResultSet getTables(String catalogName, String schemaPattern, String tablePattern, String[] types)
            throws SQLException {
        return catalog.tables(catalogName, schemaPattern, tablePattern, types);
    }

    @Override
    public ResultSet getColumns(String catalogName, String schemaPattern, String tablePattern, String columnPattern)
            throws SQLException {
        return catalog.columns(catalogName, schemaPattern, tablePattern, columnPattern);
    }

    @Override
    public ResultSet getPrimaryKeys(String catalogName, String schema, String table) throws SQLException {
        return catalog.primaryKeys(catalogName, schema, table);
    }

    @Override
    public ResultSet getIndexInfo(String catalogName, String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        return catalog.indexes(catalogName, schema, table, unique);
    }

    @Override
    public ResultSet getBestRowIdentifier(String catalogName, String schema, String table, int scope, boolean nullable)
            throws SQLException {
        return catalog.bestRowIdentifier(catalogName, schema, table);
    }

    @Override
    public ResultSet getFunctions(String catalogName, String schemaPattern, String functionPattern)
            throws SQLException {
        return catalog.functions(catalogName, schemaPattern, functionPattern);
    }

    @Override
    public ResultSet getFunctionColumns(
            String catalogName, String schemaPattern, String functionPattern, String columnPattern)
            throws SQLException {
        return catalog.functionColumns(catalogName, schemaPattern, functionPattern, columnPattern);
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        return TypeInfo.result();
    }

    // ---- what does not exist

    @Override
    public ResultSet getImportedKeys(String catalogName, String schema, String table) throws SQLException {
        return foreignKeys();
    }

    @Override
    public ResultSet getExportedKeys(String catalogName, String schema, String table) throws SQLException {
        return foreignKeys();
    }

    @Override
    public ResultSet getCrossReference(
            String parentCatalog,
            String parentSchema,
            String parentTable,
            String foreignCatalog,
            String foreignSchema,
            String foreignTable)
            throws SQLException {
        return foreignKeys();
    }

    private static ResultSet foreignKeys() {
        return new FixedRows()
                .text("PKTABLE_CAT", "PKTABLE_SCHEM", "PKTABLE_NAME", "PKCOLUMN_NAME")
                .text("FKTABLE_CAT", "FKTABLE_SCHEM", "FKTABLE_NAME", "FKCOLUMN_NAME")
                .smallint("KEY_SEQ", "UPDATE_RULE", "DELETE_RULE")
                .text("FK_NAME", "PK_NAME")
                .smallint("DEFERRABILITY")
                .toResultSet(null);
    }

    @Override
    public ResultSet getProcedures(String catalogName, String schemaPattern, String procedurePattern)
            throws SQLException {
        return new FixedRows()
                .text("PROCEDURE_CAT", "PROCEDURE_SCHEM", "PROCEDURE_NAME", "reserved1", "reserved2", "reserved3")
                .text("REMARKS")
                .smallint("PROCEDURE_TYPE")
                .text("SPECIFIC_NAME")
                .toResultSet(null);
    }

    @Override
    public ResultSet getProcedureColumns(
            String catalogName, String schemaPattern, String procedurePattern, String columnPattern)
            throws SQLException {
        return new FixedRows()
                .text("PROCEDURE_CAT", "PROCEDURE_SCHEM", "PROCEDURE_NAME", "COLUMN_NAME")
                .smallint("COLUMN_TYPE")
                .integer("DATA_TYPE")
                .text("TYPE_NAME")
                .integer("PRECISION", "LENGTH")
                .smallint("SCALE", "RADIX", "NULLABLE")
                .text("REMARKS", "COLUMN_DEF")
                .integer("SQL_DATA_TYPE", "SQL_DATETIME_SUB", "CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
                .text("IS_NULLABLE", "SPECIFIC_NAME")
                .toResultSet(null);
    }

    @Override
    public ResultSet getColumnPrivileges(String catalogName, String schema, String table, String columnPattern)
            throws SQLException {
        return new FixedRows()
                .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME", "GRANTOR", "GRANTEE", "PRIVILEGE")
                .text("IS_GRANTABLE")
                .toResultSet(null);
    }

    @Override
    public ResultSet getTablePrivileges(String catalogName, String schemaPattern, String tablePattern)
            throws SQLException {
        return new FixedRows()
                .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "GRANTOR", "GRANTEE", "PRIVILEGE", "IS_GRANTABLE")
                .toResultSet(null);
    }

    @Override
    public ResultSet getVersionColumns(String catalogName, String schema, String table) throws SQLException {
        return CatalogResults.rowIdentifierColumns().toResultSet(null);
    }

    @Override
    public ResultSet getPseudoColumns(
            String catalogName, String schemaPattern, String tablePattern, String columnPattern) throws SQLException {
        return new FixedRows()
                .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME")
                .integer("DATA_TYPE", "COLUMN_SIZE", "DECIMAL_DIGITS", "NUM_PREC_RADIX")
                .text("COLUMN_USAGE", "REMARKS")
                .integer("CHAR_OCTET_LENGTH")
                .text("IS_NULLABLE")
                .toResultSet(null);
    }

    @Override
    public ResultSet getUDTs(String catalogName, String schemaPattern, String typePattern, int[] types)
            throws SQLException {
        return new FixedRows()
                .text("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "CLASS_NAME")
                .integer("DATA_TYPE")
                .text("REMARKS")
                .smallint("BASE_TYPE")
                .toResultSet(null);
    }

    @Override
    public ResultSet getSuperTypes(String catalogName, String schemaPattern, String typePattern) throws SQLException {
        return new FixedRows()
                .text("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "SUPERTYPE_CAT", "SUPERTYPE_SCHEM", "SUPERTYPE_NAME")
                .toResultSet(null);
    }

    @Override
    public ResultSet getSuperTables(String catalogName, String schemaPattern, String tablePattern) throws SQLException {
        return new FixedRows()
                .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "SUPERTABLE_NAME")
                .toResultSet(null);
    }

    @Override
    public ResultSet getAttributes(
            String catalogName, String schemaPattern, String typePattern, String attributePattern) throws SQLException {
        return new FixedRows()
                .text("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "ATTR_NAME")
                .integer("DATA_TYPE")
                .text("ATTR_TYPE_NAME")
                .integer("ATTR_SIZE", "DECIMAL_DIGITS", "NUM_PREC_RADIX", "NULLABLE")
                .text("REMARKS", "ATTR_DEF")
                .integer("SQL_DATA_TYPE", "SQL_DATETIME_SUB", "CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
                .text("IS_NULLABLE", "SCOPE_CATALOG", "SCOPE_SCHEMA", "SCOPE_TABLE")
                .smallint("SOURCE_DATA_TYPE")
                .toResultSet(null);
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        return new FixedRows()
                .text("NAME")
                .integer("MAX_LEN")
                .text("DEFAULT_VALUE", "DESCRIPTION")
                .row("ApplicationName", 0, "", "Name of the program that uses the connection")
                .toResultSet(null);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.of(SqlState.INVALID_PARAMETER_VALUE, "database metadata is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
