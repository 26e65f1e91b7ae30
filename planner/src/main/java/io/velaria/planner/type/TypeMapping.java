package io.velaria.planner.type;

import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.SqlType;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Maps the runtime's types to the validator's and back. */
public final class TypeMapping {
    private static final SqlIntervalQualifier YEAR_TO_MONTH =
            new SqlIntervalQualifier(TimeUnit.YEAR, TimeUnit.MONTH, SqlParserPos.ZERO);
    private static final SqlIntervalQualifier DAY_TO_SECOND =
            new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO);

    private TypeMapping() {}

    /** @throws VelariaException 0A000 for a type that only the validator knows, such as ROW */
    public static SqlType toSqlType(RelDataType type) {
        if (type instanceof VectorType vector) {
            return SqlType.vector(vector.dimension());
        }
        return switch (type.getSqlTypeName()) {
            case NULL, UNKNOWN -> SqlType.NULL;
            case BOOLEAN -> SqlType.BOOLEAN;
            case TINYINT -> SqlType.TINYINT;
            case SMALLINT -> SqlType.SMALLINT;
            case INTEGER -> SqlType.INTEGER;
            case BIGINT -> SqlType.BIGINT;
            case DECIMAL -> SqlType.decimal(type.getPrecision(), type.getScale());
            case REAL -> SqlType.REAL;
            case FLOAT, DOUBLE -> SqlType.DOUBLE;
            case CHAR, VARCHAR -> SqlType.varchar(length(type));
            case BINARY, VARBINARY -> SqlType.VARBINARY;
            case DATE -> SqlType.DATE;
            case TIME -> SqlType.time(type.getPrecision());
            case TIMESTAMP -> SqlType.timestamp(type.getPrecision());
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> SqlType.timestampTz(type.getPrecision());
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> SqlType.INTERVAL_MONTHS;
            case INTERVAL_DAY,
                    INTERVAL_DAY_HOUR,
                    INTERVAL_DAY_MINUTE,
                    INTERVAL_DAY_SECOND,
                    INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE,
                    INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND -> SqlType.INTERVAL_MICROS;
            case ARRAY -> SqlType.array(toSqlType(type.getComponentType()));
            case SYMBOL -> SqlType.VARCHAR;
            default -> throw VelariaException.unsupported("type " + type.getFullTypeString());
        };
    }

    private static int length(RelDataType type) {
        return type.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED ? 0 : type.getPrecision();
    }

    public static RelDataType toRelType(SqlType type, boolean nullable, VelariaTypeFactory factory) {
        RelDataType mapped =
                switch (type.kind()) {
                    case NULL -> factory.createSqlType(SqlTypeName.NULL);
                    case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
                    case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
                    case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
                    case INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
                    case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
                    case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
                    case REAL -> factory.createSqlType(SqlTypeName.REAL);
                    case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
                    case VARCHAR ->
                        type.precision() == 0
                                ? factory.createSqlType(SqlTypeName.VARCHAR)
                                : factory.createSqlType(SqlTypeName.VARCHAR, type.precision());
                    case VARBINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
                    case DATE -> factory.createSqlType(SqlTypeName.DATE);
                    case TIME -> factory.createSqlType(SqlTypeName.TIME, type.precision());
                    case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, type.precision());
                    case TIMESTAMP_TZ ->
                        factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, type.precision());
                    case INTERVAL_MONTHS -> factory.createSqlIntervalType(YEAR_TO_MONTH);
                    case INTERVAL_MICROS -> factory.createSqlIntervalType(DAY_TO_SECOND);
                    case VECTOR -> factory.createVectorType(type.precision());
                    case ARRAY -> factory.createArrayType(toRelType(type.element(), true, factory), -1);
                };
        return factory.createTypeWithNullability(mapped, nullable);
    }

    /**
     * The type that a column has inside a query: the declared length of text is a constraint on what is stored, and no
     * part of the type that expressions compute with.
     */
    public static RelDataType toColumnType(SqlType type, boolean nullable, VelariaTypeFactory factory) {
        boolean text = type.kind() == io.velaria.runtime.type.TypeKind.VARCHAR;
        return toRelType(text ? SqlType.VARCHAR : type, nullable, factory);
    }
}
