package io.velaria.planner.validate;

import io.velaria.planner.type.TypeMapping;
import io.velaria.planner.type.VelariaTypeFactory;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Plus and minus with dates as PostgreSQL has them: a date plus days is a date, the difference of two dates is a number
 * of days, that of two timestamps an interval; and {@code ||} of anything with text.
 */
final class ArithmeticOperators {
    static final SqlBinaryOperator PLUS = new SqlBinaryOperator(
            "+",
            SqlKind.PLUS,
            40,
            true,
            typed(ReturnTypes.NULLABLE_SUM),
            InferTypes.FIRST_KNOWN,
            new DateChecker(SqlKind.PLUS, OperandTypes.PLUS_OPERATOR));

    static final SqlBinaryOperator MINUS = new SqlBinaryOperator(
            "-",
            SqlKind.MINUS,
            40,
            true,
            typed(ReturnTypes.NULLABLE_SUM),
            InferTypes.FIRST_KNOWN,
            new DateChecker(SqlKind.MINUS, OperandTypes.MINUS_OPERATOR));

    static final SqlBinaryOperator CONCAT = new SqlBinaryOperator(
            "||",
            SqlKind.OTHER,
            60,
            true,
            ReturnTypes.VARCHAR.andThen(org.apache.calcite.sql.type.SqlTypeTransforms.TO_NULLABLE),
            InferTypes.VARCHAR_1024,
            new ConcatChecker());

    private ArithmeticOperators() {}

    static List<SqlOperator> all() {
        return List.of(PLUS, MINUS, CONCAT);
    }

    private static SqlReturnTypeInference typed(SqlReturnTypeInference otherwise) {
        return binding -> {
            RelDataType type = dateType(binding.getOperator().getKind(), binding);
            return type != null ? type : otherwise.inferReturnType(binding);
        };
    }

    /** The type of date arithmetic, or null where it is none. */
    private static RelDataType dateType(SqlKind kind, SqlOperatorBinding binding) {
        RelDataType left = binding.getOperandType(0);
        RelDataType right = binding.getOperandType(1);
        if (kind == SqlKind.PLUS && !SqlTypeUtil.isDatetime(left) && SqlTypeUtil.isDatetime(right)) {
            return dateType(kind, binding.getTypeFactory(), right, left);
        }
        return dateType(kind, binding.getTypeFactory(), left, right);
    }

    private static RelDataType dateType(SqlKind kind, RelDataTypeFactory factory, RelDataType left, RelDataType right) {
        if (!SqlTypeUtil.isDatetime(left)) {
            return null;
        }
        boolean nullable = left.isNullable() || right.isNullable();
        boolean date = left.getSqlTypeName() == SqlTypeName.DATE;
        RelDataType type;
        if (SqlTypeUtil.isInterval(right)) {
            type = date && hasTime(right.getIntervalQualifier())
                    ? factory.createSqlType(SqlTypeName.TIMESTAMP)
                    : atLeastMicros(factory, left, right);
        } else if (date && SqlTypeUtil.isIntType(right)) {
            type = left;
        } else if (kind == SqlKind.MINUS && date && right.getSqlTypeName() == SqlTypeName.DATE) {
            type = factory.createSqlType(SqlTypeName.INTEGER);
        } else if (kind == SqlKind.MINUS
                && SqlTypeUtil.isDatetime(right)
                && (left.getSqlTypeName() == SqlTypeName.TIME) == (right.getSqlTypeName() == SqlTypeName.TIME)) {
            type = TypeMapping.toRelType(SqlType.INTERVAL_MICROS, nullable, (VelariaTypeFactory) factory);
        } else {
            return null;
        }
        return factory.createTypeWithNullability(type, nullable);
    }

    private static RelDataType atLeastMicros(RelDataTypeFactory factory, RelDataType left, RelDataType interval) {
        boolean fraction = hasTime(interval.getIntervalQualifier());
        return fraction && left.getPrecision() < 6 && left.getSqlTypeName() != SqlTypeName.DATE
                ? factory.createSqlType(left.getSqlTypeName(), 6)
                : left;
    }

    private static boolean hasTime(SqlIntervalQualifier qualifier) {
        return !qualifier.isYearMonth() && qualifier.typeName() != SqlTypeName.INTERVAL_DAY;
    }

    private record DateChecker(SqlKind kind, SqlOperandTypeChecker otherwise) implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            return dateType(kind, binding) != null || otherwise.checkOperandTypes(binding, throwOnFailure);
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.of(2);
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return otherwise.getAllowedSignatures(operator, name);
        }
    }

    /** At least one side is text; the other is cast to it. */
    private static final class ConcatChecker implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            boolean text = false;
            boolean fits = true;
            for (int i = 0; i < 2; i++) {
                RelDataType type = binding.getOperandType(i);
                text |= SqlTypeUtil.inCharFamily(type) || type.getSqlTypeName() == SqlTypeName.NULL;
                fits &= !SqlTypeUtil.isCollection(type) && !SqlTypeUtil.isBinary(type) && !type.isStruct();
            }
            if (text && fits) {
                return true;
            }
            if (throwOnFailure) {
                throw binding.newValidationSignatureError();
            }
            return false;
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.of(2);
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return "<VARCHAR> || <any>";
        }
    }
}
