package io.velaria.planner.validate;

import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlExtractFunction;
import org.apache.calcite.sql.type.SqlTypeName;

/** EXTRACT as in PostgreSQL: seconds, milliseconds and the epoch keep their fraction, other fields are integers. */
final class ExtractOperator extends SqlExtractFunction {
    static final ExtractOperator INSTANCE = new ExtractOperator();

    private ExtractOperator() {
        super("EXTRACT", false);
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType from = binding.getOperandType(1);
        TimeUnitRange field =
                binding instanceof SqlCallBinding call && call.operand(0) instanceof SqlIntervalQualifier unit
                        ? unit.timeUnitRange
                        : binding.getOperandLiteralValue(0, TimeUnitRange.class);
        return factory.createTypeWithNullability(type(factory, field, from), from.isNullable());
    }

    private static RelDataType type(RelDataTypeFactory factory, TimeUnitRange field, RelDataType from) {
        if (field == null || from.getSqlTypeName() == SqlTypeName.DATE) {
            return factory.createSqlType(SqlTypeName.BIGINT);
        }
        return switch (field) {
            case SECOND -> factory.createSqlType(SqlTypeName.DECIMAL, 8, 6);
            case MILLISECOND -> factory.createSqlType(SqlTypeName.DECIMAL, 8, 3);
            case EPOCH -> factory.createSqlType(SqlTypeName.DECIMAL, 20, 6);
            default -> factory.createSqlType(SqlTypeName.BIGINT);
        };
    }
}
