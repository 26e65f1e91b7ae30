package io.velaria.vector.plan;

import io.velaria.planner.type.TypeMapping;
import io.velaria.planner.type.VectorType;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.TableCharacteristic;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * {@code VECTOR_SEARCH(DATA => TABLE t, COL => DESCRIPTOR(c), QUERY => v, TOP_K => 10, METRIC => 'cosine')}: the columns
 * of DATA, then {@code vector_score} and {@code vector_rank}. TOP_K and METRIC may be left out.
 */
final class VectorSearchOperator extends SqlFunction implements SqlTableFunction {
    static final VectorSearchOperator INSTANCE = new VectorSearchOperator();

    private static final int COLUMN = 1;
    private static final int QUERY = 2;
    private static final int TOP_K = 3;
    private static final List<String> PARAMETERS = List.of("DATA", "COL", "QUERY", "TOP_K", "METRIC");

    private VectorSearchOperator() {
        super(
                "VECTOR_SEARCH",
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.CURSOR,
                VectorSearchOperator::inferOperands,
                new Operands(),
                SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return VectorSearchOperator::rowType;
    }

    @Override
    public boolean argumentMustBeScalar(int ordinal) {
        return ordinal != 0;
    }

    @Override
    public TableCharacteristic tableCharacteristic(int ordinal) {
        return ordinal == 0
                ? TableCharacteristic.builder(TableCharacteristic.Semantics.SET)
                        .pruneIfEmpty()
                        .build()
                : null;
    }

    private static RelDataType rowType(SqlOperatorBinding binding) {
        RelDataType input = binding.getOperandType(0);
        RelDataTypeFactory types = binding.getTypeFactory();
        return types.builder()
                .kind(input.getStructKind())
                .addAll(input.getFieldList())
                .add("vector_score", types.createSqlType(SqlTypeName.DOUBLE))
                .add("vector_rank", types.createSqlType(SqlTypeName.INTEGER))
                .build();
    }

    /** A bare {@code ?} for the query is a vector like the column, one for TOP_K a BIGINT, one for METRIC a text. */
    private static void inferOperands(SqlCallBinding binding, RelDataType returnType, RelDataType[] operandTypes) {
        RelDataTypeFactory types = binding.getTypeFactory();
        for (int i = COLUMN; i < operandTypes.length; i++) {
            RelDataType column = i == QUERY ? vectorColumn(binding) : null;
            RelDataType type = column != null
                    ? column
                    : types.createSqlType(i == TOP_K ? SqlTypeName.BIGINT : SqlTypeName.VARCHAR);
            operandTypes[i] = types.createTypeWithNullability(type, true);
        }
    }

    /** The type of the column that DESCRIPTOR names, or null if it is no vector. */
    private static RelDataType vectorColumn(SqlCallBinding binding) {
        if (binding.getOperandCount() <= COLUMN
                || !(binding.operand(COLUMN) instanceof SqlCall descriptor)
                || descriptor.getKind() != SqlKind.DESCRIPTOR
                || descriptor.operandCount() != 1
                || !(descriptor.operand(0) instanceof SqlIdentifier name)) {
            return null;
        }
        RelDataType row = binding.getOperandType(0);
        String simple = name.names.get(name.names.size() - 1);
        for (RelDataTypeField field : row.getFieldList()) {
            if (field.getName().equalsIgnoreCase(simple)) {
                return field.getType() instanceof VectorType ? field.getType() : null;
            }
        }
        return null;
    }

    private static final class Operands implements SqlOperandMetadata, SqlOperandTypeInference {
        @Override
        public List<RelDataType> paramTypes(RelDataTypeFactory types) {
            RelDataType any = types.createTypeWithNullability(types.createSqlType(SqlTypeName.ANY), true);
            return List.of(any, any, any, any, any);
        }

        @Override
        public List<String> paramNames() {
            return PARAMETERS;
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.between(3, 5);
        }

        @Override
        public boolean isOptional(int i) {
            return i > QUERY;
        }

        @Override
        public boolean isFixedParameters() {
            return true;
        }

        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            boolean fits = binding.getOperandCount() > QUERY
                    && vectorColumn(binding) != null
                    && isVectorLike(binding, QUERY);
            if (!fits && throwOnFailure) {
                throw binding.newValidationSignatureError();
            }
            return fits;
        }

        private static boolean isVectorLike(SqlCallBinding binding, int operand) {
            SqlNode node = binding.operand(operand);
            if (node.getKind() == SqlKind.DYNAMIC_PARAM) {
                return true;
            }
            RelDataType type = binding.getOperandType(operand);
            return type instanceof VectorType
                    || type.getSqlTypeName() == SqlTypeName.ARRAY
                    || SqlTypeName.CHAR_TYPES.contains(type.getSqlTypeName());
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return name + "(DATA => TABLE t, COL => DESCRIPTOR(vector column), QUERY => vector, TOP_K => 10,"
                    + " METRIC => 'cosine')";
        }

        @Override
        public void inferOperandTypes(SqlCallBinding binding, RelDataType returnType, RelDataType[] operandTypes) {
            inferOperands(binding, returnType, operandTypes);
        }
    }

    /** The dimension of a vector column of a row type, for messages. */
    static int dimension(RelDataType row, int column) {
        return TypeMapping.toSqlType(row.getFieldList().get(column).getType()).precision();
    }
}
