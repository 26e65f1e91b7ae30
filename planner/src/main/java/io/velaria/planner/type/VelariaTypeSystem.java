package io.velaria.planner.type;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Velaria's limits of types, and the result types of arithmetic and aggregates. */
public final class VelariaTypeSystem extends RelDataTypeSystemImpl {
    public static final VelariaTypeSystem INSTANCE = new VelariaTypeSystem();

    private static final int MAX_DECIMAL = 38;
    /** Fraction digits that a quotient keeps even where its integer digits fill the type. */
    private static final int MIN_QUOTIENT_SCALE = 6;

    private VelariaTypeSystem() {}

    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case DECIMAL -> MAX_DECIMAL;
            case CHAR, VARCHAR, BINARY, VARBINARY -> Integer.MAX_VALUE;
            case TIME, TIME_TZ, TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIME_WITH_LOCAL_TIME_ZONE -> 9;
            default -> super.getMaxPrecision(typeName);
        };
    }

    @Override
    public int getMaxScale(SqlTypeName typeName) {
        return typeName == SqlTypeName.DECIMAL ? MAX_DECIMAL : super.getMaxScale(typeName);
    }

    @Override
    public int getMinPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case TIME, TIME_TZ, TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIME_WITH_LOCAL_TIME_ZONE -> 0;
            default -> super.getMinPrecision(typeName);
        };
    }

    /** DECIMAL alone is DECIMAL(18, 3); intervals may have as many days as they like. */
    @Override
    public int getDefaultPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case DECIMAL -> 18;
            case TIME, TIME_TZ, TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIME_WITH_LOCAL_TIME_ZONE -> 6;
            default ->
                SqlTypeName.INTERVAL_TYPES.contains(typeName)
                        ? SqlTypeName.MAX_INTERVAL_START_PRECISION
                        : super.getDefaultPrecision(typeName);
        };
    }

    @Override
    public int getDefaultScale(SqlTypeName typeName) {
        return typeName == SqlTypeName.DECIMAL ? 3 : super.getDefaultScale(typeName);
    }

    @Override
    public RoundingMode roundingMode() {
        return RoundingMode.HALF_UP;
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public boolean isSchemaCaseSensitive() {
        return false;
    }

    /** Integers widen to BIGINT, BIGINT and DECIMAL to all digits there are, REAL to DOUBLE. */
    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType type =
                switch (argument.getSqlTypeName()) {
                    case TINYINT, SMALLINT, INTEGER -> factory.createSqlType(SqlTypeName.BIGINT);
                    case BIGINT -> factory.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL, 0);
                    case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL, argument.getScale());
                    case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
                    default -> argument;
                };
        return factory.createTypeWithNullability(type, argument.isNullable());
    }

    /** DECIMAL keeps its integer digits and gets at least six fraction digits; everything else is DOUBLE. */
    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType type;
        switch (argument.getSqlTypeName()) {
            case DECIMAL -> {
                int integerDigits = argument.getPrecision() - argument.getScale();
                int scale = Math.max(MIN_QUOTIENT_SCALE, argument.getScale() + 1);
                if (integerDigits + scale > MAX_DECIMAL) {
                    scale = Math.max(argument.getScale(), Math.min(scale, MAX_DECIMAL - integerDigits));
                }
                type = factory.createSqlType(SqlTypeName.DECIMAL, Math.min(MAX_DECIMAL, integerDigits + scale), scale);
            }
            case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> type = argument;
            default -> type = SqlTypeUtil.isInterval(argument) ? argument : factory.createSqlType(SqlTypeName.DOUBLE);
        }
        return factory.createTypeWithNullability(type, argument.isNullable());
    }

    @Override
    public RelDataType deriveCovarType(RelDataTypeFactory factory, RelDataType first, RelDataType second) {
        return factory.createTypeWithNullability(
                factory.createSqlType(SqlTypeName.DOUBLE), first.isNullable() || second.isNullable());
    }

    /** Scale max(6, s1 + p2 + 1); where that does not fit, fraction digits give way down to six. */
    @Override
    public RelDataType deriveDecimalDivideType(RelDataTypeFactory factory, RelDataType first, RelDataType second) {
        if (!isDecimalArithmetic(first, second)) {
            return null;
        }
        int integerDigits = first.getPrecision() - scale(first) + scale(second);
        int scale = Math.max(MIN_QUOTIENT_SCALE, scale(first) + second.getPrecision() + 1);
        scale = Math.min(scale, Math.max(MIN_QUOTIENT_SCALE, MAX_DECIMAL - integerDigits));
        return factory.createSqlType(SqlTypeName.DECIMAL, Math.min(MAX_DECIMAL, integerDigits + scale), scale);
    }

    private static boolean isDecimalArithmetic(RelDataType first, RelDataType second) {
        return SqlTypeUtil.isExactNumeric(first)
                && SqlTypeUtil.isExactNumeric(second)
                && (SqlTypeUtil.isDecimal(first) || SqlTypeUtil.isDecimal(second));
    }

    private static int scale(RelDataType type) {
        return SqlTypeUtil.isDecimal(type) ? type.getScale() : 0;
    }
}
