package io.velaria.planner.type;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql2rel.SqlRexContext;

/**
 * CAST(x AS VECTOR(n)) and TRY_CAST with the type inside of the operator, since Calcite's own CAST and its simplification
 * take a type that has no SqlTypeName of its own for another. Takes text, arrays of numbers and vectors; a {@code ?} is a
 * vector of that dimension.
 */
public final class VectorCast extends SqlFunction {
    private final int dimension;
    private final boolean safe;

    /** @param safe whether a value that cannot be cast gives NULL */
    public VectorCast(int dimension, boolean safe) {
        super(
                (safe ? "TRY_CAST TO VECTOR(" : "CAST TO VECTOR(") + dimension + ")",
                SqlKind.OTHER_FUNCTION,
                binding -> type(binding, dimension, safe),
                (binding, returnType, operandTypes) -> operandTypes[0] = vector(binding, dimension, true),
                new Operand(dimension),
                SqlFunctionCategory.SYSTEM);
        this.dimension = dimension;
        this.safe = safe;
    }

    /** Known by itself, not by its name in a table of functions. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        validator.deriveType(scope, call.operand(0));
        return validateOperands(validator, scope, call);
    }

    private static RelDataType vector(SqlOperatorBinding binding, int dimension, boolean nullable) {
        VelariaTypeFactory types = (VelariaTypeFactory) binding.getTypeFactory();
        return types.createTypeWithNullability(types.createVectorType(dimension), nullable);
    }

    private static RelDataType type(SqlOperatorBinding binding, int dimension, boolean safe) {
        return vector(binding, dimension, safe || binding.getOperandType(0).isNullable());
    }

    public boolean isSafe() {
        return safe;
    }

    public RexNode convert(SqlRexContext context, SqlCall call) {
        RexNode operand = context.convertExpression(call.operand(0));
        VelariaTypeFactory types = (VelariaTypeFactory) context.getTypeFactory();
        return context.getRexBuilder()
                .makeCast(call.getParserPosition(), types.createVectorType(dimension), operand, false, safe);
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
        SqlWriter.Frame frame = writer.startFunCall(safe ? "TRY_CAST" : "CAST");
        call.operand(0).unparse(writer, 0, 0);
        writer.sep("AS");
        writer.literal("VECTOR(" + dimension + ")");
        writer.endFunCall(frame);
    }

    private record Operand(int dimension) implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            RelDataType type = binding.getOperandType(0);
            if (isTaken(type)) {
                return true;
            }
            if (throwOnFailure) {
                SqlParserPos pos = binding.getCall().getParserPosition();
                boolean vector = type instanceof VectorType;
                throw VelariaException.of(
                                vector ? SqlState.DATATYPE_MISMATCH : SqlState.CANNOT_COERCE,
                                "cannot cast " + TypeMapping.toSqlType(type) + " to VECTOR(" + dimension + ")")
                        .at(pos.getLineNum(), pos.getColumnNum());
            }
            return false;
        }

        private boolean isTaken(RelDataType type) {
            if (type instanceof VectorType vector) {
                return vector.dimension() == dimension;
            }
            if (type.getSqlTypeName() == SqlTypeName.ARRAY) {
                RelDataType element = type.getComponentType();
                return SqlTypeUtil.isNumeric(element) || element.getSqlTypeName() == SqlTypeName.NULL;
            }
            return SqlTypeUtil.inCharFamily(type)
                    || type.getSqlTypeName() == SqlTypeName.NULL
                    || type.getSqlTypeName() == SqlTypeName.UNKNOWN;
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.of(1);
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return "CAST(text, array of numbers or vector AS VECTOR(" + dimension + "))";
        }
    }
}
