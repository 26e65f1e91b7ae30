package io.velaria.planner.validate;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Implicit conversions. Numbers of different types are compared as they are, so that no cast hides a column. Text is
 * never read as a number to compute with it, except for a quoted literal ({@code '1' + 2}).
 */
final class Coercion extends TypeCoercionImpl {
    private static final Set<SqlTypeFamily> NUMBERS = Set.of(
            SqlTypeFamily.NUMERIC,
            SqlTypeFamily.DECIMAL,
            SqlTypeFamily.APPROXIMATE_NUMERIC,
            SqlTypeFamily.EXACT_NUMERIC,
            SqlTypeFamily.INTEGER);

    Coercion(RelDataTypeFactory typeFactory, SqlValidator validator) {
        super(typeFactory, validator);
    }

    @Override
    public boolean binaryComparisonCoercion(SqlCallBinding binding) {
        for (int i = 0; i < binding.getOperandCount(); i++) {
            RelDataType type = binding.getOperandType(i);
            if (!SqlTypeUtil.isNumeric(type)) {
                return super.binaryComparisonCoercion(binding);
            }
        }
        return false;
    }

    @Override
    public boolean binaryArithmeticCoercion(SqlCallBinding binding) {
        return !mustStayText(binding, 0) && !mustStayText(binding, 1) && super.binaryArithmeticCoercion(binding);
    }

    @Override
    public boolean builtinFunctionCoercion(
            SqlCallBinding binding, List<RelDataType> operandTypes, List<SqlTypeFamily> expected) {
        for (int i = 0; i < expected.size(); i++) {
            if (NUMBERS.contains(expected.get(i)) && mustStayText(binding, i)) {
                return false;
            }
        }
        return super.builtinFunctionCoercion(binding, operandTypes, expected);
    }

    /** Whether an operand is text that nothing beside it says to be a number. */
    private static boolean mustStayText(SqlCallBinding binding, int operand) {
        if (operand >= binding.getOperandCount() || !isText(binding, operand)) {
            return false;
        }
        boolean literal = binding.operand(operand) instanceof SqlLiteral;
        boolean amongTexts = binding.getOperandCount() == 2 && isText(binding, 1 - operand);
        return !literal || amongTexts || binding.getOperator() instanceof SqlAggFunction;
    }

    private static boolean isText(SqlCallBinding binding, int operand) {
        return SqlTypeUtil.inCharFamily(binding.getOperandType(operand));
    }
}
