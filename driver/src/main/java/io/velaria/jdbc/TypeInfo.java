package io.velaria.jdbc;

import io.velaria.runtime.type.SqlType;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Types;

/** The types of columns, as {@code getTypeInfo} lists them. */
final class TypeInfo {
    private TypeInfo() {}

    static ResultSet result() {
        FixedRows rows = new FixedRows()
                .text("TYPE_NAME")
                .integer("DATA_TYPE", "PRECISION")
                .text("LITERAL_PREFIX", "LITERAL_SUFFIX", "CREATE_PARAMS")
                .smallint("NULLABLE")
                .bool("CASE_SENSITIVE")
                .smallint("SEARCHABLE")
                .bool("UNSIGNED_ATTRIBUTE", "FIXED_PREC_SCALE", "AUTO_INCREMENT")
                .text("LOCAL_TYPE_NAME")
                .smallint("MINIMUM_SCALE", "MAXIMUM_SCALE")
                .integer("SQL_DATA_TYPE", "SQL_DATETIME_SUB", "NUM_PREC_RADIX");
        number(rows, SqlType.BOOLEAN, "");
        number(rows, SqlType.TINYINT, "");
        number(rows, SqlType.SMALLINT, "");
        number(rows, SqlType.INTEGER, "");
        number(rows, SqlType.BIGINT, "");
        number(rows, SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, 0), "precision,scale");
        number(rows, SqlType.REAL, "");
        number(rows, SqlType.DOUBLE, "");
        row(rows, "VARCHAR", Types.VARCHAR, JdbcTypes.UNBOUNDED, "'", "'", "length", 0);
        row(rows, "VARBINARY", Types.VARBINARY, JdbcTypes.UNBOUNDED, "X'", "'", "", 0);
        row(rows, "DATE", Types.DATE, 10, "DATE '", "'", "", 0);
        row(rows, "TIME", Types.TIME, 18, "TIME '", "'", "precision", 9);
        row(rows, "TIMESTAMP", Types.TIMESTAMP, 29, "TIMESTAMP '", "'", "precision", 9);
        row(
                rows,
                "TIMESTAMP WITH TIME ZONE",
                Types.TIMESTAMP_WITH_TIMEZONE,
                35,
                "TIMESTAMP WITH TIME ZONE '",
                "'",
                "precision",
                9);
        row(rows, "ARRAY", Types.ARRAY, 0, "ARRAY[", "]", "", 0);
        row(rows, "VECTOR", Types.ARRAY, SqlType.MAX_VECTOR_DIMENSION, "", "", "dimension", 0);
        return rows.sortBy(1).toResultSet(null);
    }

    private static void number(FixedRows rows, SqlType type, String parameters) {
        int maximumScale = parameters.isEmpty() ? 0 : SqlType.MAX_DECIMAL_PRECISION;
        row(
                rows,
                JdbcTypes.name(type),
                JdbcTypes.code(type),
                JdbcTypes.precision(type),
                null,
                null,
                parameters,
                maximumScale);
    }

    private static void row(
            FixedRows rows,
            String name,
            int code,
            int precision,
            String prefix,
            String suffix,
            String parameters,
            int maximumScale) {
        boolean text = code == Types.VARCHAR;
        boolean number = prefix == null && code != Types.BOOLEAN;
        rows.row(
                name,
                code,
                precision,
                prefix,
                suffix,
                parameters.isEmpty() ? null : parameters,
                DatabaseMetaData.typeNullable,
                text,
                text ? DatabaseMetaData.typeSearchable : DatabaseMetaData.typePredBasic,
                !number,
                false,
                false,
                name,
                0,
                maximumScale,
                null,
                null,
                number ? 10 : null);
    }
}
