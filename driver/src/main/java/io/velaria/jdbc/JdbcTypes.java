package io.velaria.jdbc;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.Types;

/** What JDBC's metadata says of an SQL type, and the SQL type that a {@link java.sql.Types} code names. */
final class JdbcTypes {
    /** The size reported for text without a declared length: the most that a Java string can hold. */
    static final int UNBOUNDED = Integer.MAX_VALUE;

    private JdbcTypes() {}

    static int code(SqlType type) {
        return switch (type.kind()) {
            case NULL -> Types.NULL;
            case BOOLEAN -> Types.BOOLEAN;
            case TINYINT -> Types.TINYINT;
            case SMALLINT -> Types.SMALLINT;
            case INTEGER -> Types.INTEGER;
            case BIGINT -> Types.BIGINT;
            case DECIMAL -> Types.DECIMAL;
            case REAL -> Types.REAL;
            case DOUBLE -> Types.DOUBLE;
            case VARCHAR -> Types.VARCHAR;
            case VARBINARY -> Types.VARBINARY;
            case DATE -> Types.DATE;
            case TIME -> Types.TIME;
            case TIMESTAMP -> Types.TIMESTAMP;
            case TIMESTAMP_TZ -> Types.TIMESTAMP_WITH_TIMEZONE;
            case INTERVAL_MONTHS, INTERVAL_MICROS -> Types.OTHER;
            case VECTOR, ARRAY -> Types.ARRAY;
        };
    }

    /** The type's name without length, precision and scale, which metadata gives in columns of their own. */
    static String name(SqlType type) {
        return switch (type.kind()) {
            case TIMESTAMP_TZ -> "TIMESTAMP WITH TIME ZONE";
            case INTERVAL_MONTHS, INTERVAL_MICROS, VECTOR, ARRAY -> type.toString();
            default -> type.kind().name();
        };
    }

    /** The class of what {@code getObject} returns. */
    static String className(SqlType type) {
        return switch (type.kind()) {
            case NULL -> "java.lang.Object";
            case BOOLEAN -> "java.lang.Boolean";
            case TINYINT, SMALLINT, INTEGER -> "java.lang.Integer";
            case BIGINT -> "java.lang.Long";
            case DECIMAL -> "java.math.BigDecimal";
            case REAL -> "java.lang.Float";
            case DOUBLE -> "java.lang.Double";
            case VARCHAR -> "java.lang.String";
            case VARBINARY -> "[B";
            case DATE -> "java.sql.Date";
            case TIME -> "java.sql.Time";
            case TIMESTAMP -> "java.sql.Timestamp";
            case TIMESTAMP_TZ -> "java.time.OffsetDateTime";
            case INTERVAL_MONTHS -> "java.time.Period";
            case INTERVAL_MICROS -> "java.time.Duration";
            case VECTOR, ARRAY -> "java.sql.Array";
        };
    }

    /** Digits of a number, characters of text and of a date or time, bytes of binary data. */
    static int precision(SqlType type) {
        return switch (type.kind()) {
            case NULL, ARRAY -> 0;
            case BOOLEAN -> 1;
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            case REAL -> 7;
            case DOUBLE -> 15;
            case DECIMAL, VECTOR -> type.precision();
            case VARCHAR -> type.precision() == 0 ? UNBOUNDED : type.precision();
            case VARBINARY -> UNBOUNDED;
            case DATE -> 10;
            case TIME -> withFraction(8, type);
            case TIMESTAMP -> withFraction(19, type);
            case TIMESTAMP_TZ -> withFraction(25, type);
            case INTERVAL_MONTHS, INTERVAL_MICROS -> 32;
        };
    }

    private static int withFraction(int length, SqlType type) {
        return type.precision() == 0 ? length : length + 1 + type.precision();
    }

    /** Digits after the point of DECIMAL and of a second. */
    static int scale(SqlType type) {
        return switch (type.kind()) {
            case DECIMAL -> type.scale();
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> type.precision();
            case INTERVAL_MICROS -> 6;
            default -> 0;
        };
    }

    /** Characters that the widest value takes. */
    static int displaySize(SqlType type) {
        return switch (type.kind()) {
            case NULL -> 4;
            case BOOLEAN -> 5;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> precision(type) + 1;
            case DECIMAL -> type.precision() + 2 + (type.scale() == type.precision() ? 1 : 0);
            case REAL -> 15;
            case DOUBLE -> 25;
            case VECTOR -> (int) Math.min(UNBOUNDED, 2L + 17L * type.precision());
            case ARRAY -> UNBOUNDED;
            default -> precision(type);
        };
    }

    static boolean isSigned(SqlType type) {
        return type.kind().isNumeric();
    }

    /** The type that a code of {@link Types} asks for; {@code scale} counts for DECIMAL only. */
    static SqlType of(int code, int scale) throws SQLException {
        return switch (code) {
            case Types.NULL, Types.OTHER, Types.JAVA_OBJECT -> SqlType.NULL;
            case Types.BIT, Types.BOOLEAN -> SqlType.BOOLEAN;
            case Types.TINYINT -> SqlType.TINYINT;
            case Types.SMALLINT -> SqlType.SMALLINT;
            case Types.INTEGER -> SqlType.INTEGER;
            case Types.BIGINT -> SqlType.BIGINT;
            case Types.REAL -> SqlType.REAL;
            case Types.FLOAT, Types.DOUBLE -> SqlType.DOUBLE;
            case Types.DECIMAL, Types.NUMERIC ->
                SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, Math.max(0, Math.min(scale, 38)));
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB -> SqlType.VARCHAR;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> SqlType.VARBINARY;
            case Types.DATE -> SqlType.DATE;
            case Types.TIME, Types.TIME_WITH_TIMEZONE -> SqlType.TIME;
            case Types.TIMESTAMP -> SqlType.TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> SqlType.TIMESTAMP_TZ;
            case Types.ARRAY -> new SqlType(TypeKind.ARRAY, 0, 0, SqlType.NULL);
            default -> throw SqlErrors.of(SqlState.FEATURE_NOT_SUPPORTED, "no SQL type for " + nameOf(code));
        };
    }

    private static String nameOf(int code) {
        try {
            return "java.sql.Types." + JDBCType.valueOf(code).name();
        } catch (IllegalArgumentException e) {
            return "type code " + code;
        }
    }
}
