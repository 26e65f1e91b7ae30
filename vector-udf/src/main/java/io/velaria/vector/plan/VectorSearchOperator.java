package io.velaria.vector.plan;

import io.velaria.planner.type.TypeMapping;
import io.velaria.planner.type.VectorType;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.Suggestion;
import io.velaria.runtime.error.VelariaException;
import io.velaria.vector.Metric;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * {@code VECTOR_SEARCH(DATA => TABLE t, COL => DESCRIPTOR(c), QUERY => v, TOP_K => 10, METRIC => 'cosine')}: the columns
 * of DATA, then {@code vector_score} and {@code vector_rank}. TOP_K and METRIC may be left out. COL arrives as the
 * column's name in a text.
 */
final class VectorSearchOperator extends SqlFunction implements SqlTableFunction {
    static final VectorSearchOperator INSTANCE = new VectorSearchOperator();

    private static final int DATA = 0;
    private static final int COLUMN = 1;
    private static final int QUERY = 2;
    private static final int TOP_K = 3;
    private static final int METRIC = 4;
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
        return ordinal != DATA;
    }

    /** By the parameters' names alone: Calcite would look for a function that takes arguments of just these types. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        checkNames(call);
        for (SqlNode operand : call.getOperandList()) {
            boolean named = operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
            validator.deriveType(scope, named ? ((SqlCall) operand).operand(0) : operand);
        }
        return validateOperands(validator, scope, call);
    }

    private static void checkNames(SqlCall call) {
        Set<String> given = new HashSet<>();
        int position = 0;
        for (SqlNode operand : call.getOperandList()) {
            if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                String name = ((SqlIdentifier) ((SqlCall) operand).operand(1)).getSimple();
                if (PARAMETERS.stream().noneMatch(name::equalsIgnoreCase)) {
                    String hint = Suggestion.didYouMean(name.toUpperCase(Locale.ROOT), PARAMETERS);
                    throw at(operand, SqlState.UNDEFINED_FUNCTION, "VECTOR_SEARCH has no argument " + name)
                            .hint(hint == null ? "its arguments are " + String.join(", ", PARAMETERS) : hint);
                }
                given.add(name.toUpperCase(Locale.ROOT));
            } else if (position < PARAMETERS.size()) {
                given.add(PARAMETERS.get(position++));
            } else {
                throw at(operand, SqlState.UNDEFINED_FUNCTION, "too many arguments to VECTOR_SEARCH");
            }
        }
        for (String required : PARAMETERS.subList(DATA, TOP_K)) {
            if (!given.contains(required)) {
                throw at(call, SqlState.UNDEFINED_FUNCTION, "VECTOR_SEARCH needs the argument " + required);
            }
        }
    }

    private static RelDataType rowType(SqlOperatorBinding binding) {
        RelDataType input = binding.getOperandType(DATA);
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
        checkNames(binding.getCall());
        RelDataTypeFactory types = binding.getTypeFactory();
        for (int i = COLUMN; i < operandTypes.length; i++) {
            RelDataType column = i == QUERY ? vectorColumn(binding) : null;
            RelDataType type = column != null
                    ? column
                    : types.createSqlType(i == TOP_K ? SqlTypeName.BIGINT : SqlTypeName.VARCHAR);
            operandTypes[i] = types.createTypeWithNullability(type, true);
        }
    }

    /** The position of a column by its name in any case, or -1. */
    static int position(RelDataType row, String name) {
        for (RelDataTypeField field : row.getFieldList()) {
            if (field.getName().equalsIgnoreCase(name)) {
                return field.getIndex();
            }
        }
        return -1;
    }

    /** The type of the column that COL names, which must be there and a vector. */
    private static VectorType vectorColumn(SqlCallBinding binding) {
        SqlNode node = binding.operand(COLUMN);
        if (!(node instanceof SqlLiteral literal) || literal.getTypeName() != SqlTypeName.CHAR) {
            throw at(node, SqlState.DATATYPE_MISMATCH, "COL must be DESCRIPTOR(column)");
        }
        String name = literal.getValueAs(String.class);
        RelDataType row = binding.getOperandType(DATA);
        if (!row.isStruct()) {
            throw at(binding.operand(DATA), SqlState.DATATYPE_MISMATCH, "DATA must be TABLE name or a query");
        }
        int position = position(row, name);
        if (position < 0) {
            VelariaException unknown =
                    at(node, SqlState.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist in DATA");
            String hint = Suggestion.didYouMean(name, row.getFieldNames());
            throw hint == null ? unknown : unknown.hint(hint);
        }
        RelDataType type = row.getFieldList().get(position).getType();
        if (!(type instanceof VectorType vector)) {
            throw at(
                    node,
                    SqlState.DATATYPE_MISMATCH,
                    "column \"" + name + "\" is " + TypeMapping.toSqlType(type) + ", not a VECTOR");
        }
        return vector;
    }

    private static VelariaException at(SqlNode node, SqlState state, String message) {
        SqlParserPos pos = node.getParserPosition();
        return VelariaException.of(state, message).at(pos.getLineNum(), pos.getColumnNum());
    }

    private static final class Operands implements SqlOperandMetadata {
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
            return SqlOperandCountRanges.between(QUERY + 1, PARAMETERS.size());
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
            VectorType column = vectorColumn(binding);
            checkQuery(binding, column);
            checkMetric(binding);
            if (isGiven(binding, TOP_K)) {
                RelDataType type = binding.getOperandType(TOP_K);
                if (!SqlTypeUtil.isIntType(type) && !isOpen(type)) {
                    throw at(
                            binding.operand(TOP_K),
                            SqlState.DATATYPE_MISMATCH,
                            "TOP_K must be an integer, not " + TypeMapping.toSqlType(type));
                }
            }
            return true;
        }

        private static void checkQuery(SqlCallBinding binding, VectorType column) {
            SqlNode node = binding.operand(QUERY);
            if (node.isA(SqlKind.QUERY)) {
                throw at(node, SqlState.FEATURE_NOT_SUPPORTED, "a sub-query as QUERY is not supported");
            }
            RelDataType type = binding.getOperandType(QUERY);
            boolean vectorLike = type.getSqlTypeName() == SqlTypeName.ARRAY
                    || SqlTypeUtil.inCharFamily(type)
                    || isOpen(type)
                    || type instanceof VectorType;
            if (!vectorLike) {
                throw at(
                        node,
                        SqlState.DATATYPE_MISMATCH,
                        "QUERY must be a vector, an array or a text, not " + TypeMapping.toSqlType(type));
            }
            if (type instanceof VectorType vector && vector.dimension() != column.dimension()) {
                throw at(node, SqlState.DATATYPE_MISMATCH, "QUERY is " + vector + ", the column is " + column);
            }
        }

        private static void checkMetric(SqlCallBinding binding) {
            if (!isGiven(binding, METRIC)) {
                return;
            }
            SqlNode node = binding.operand(METRIC);
            if (!(node instanceof SqlLiteral literal) || literal.getTypeName() != SqlTypeName.CHAR) {
                throw at(node, SqlState.INVALID_PARAMETER_VALUE, "METRIC must be a text: 'cosine', 'l2' or 'dot'");
            }
            try {
                Metric.of(literal.getValueAs(String.class));
            } catch (VelariaException e) {
                throw e.at(
                        node.getParserPosition().getLineNum(),
                        node.getParserPosition().getColumnNum());
            }
        }

        private static boolean isGiven(SqlCallBinding binding, int operand) {
            return binding.getOperandCount() > operand
                    && binding.operand(operand).getKind() != SqlKind.DEFAULT;
        }

        /** Of a {@code ?} or NULL. */
        private static boolean isOpen(RelDataType type) {
            return type.getSqlTypeName() == SqlTypeName.UNKNOWN || type.getSqlTypeName() == SqlTypeName.NULL;
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return name + "(DATA => TABLE t, COL => DESCRIPTOR(vector column), QUERY => vector, TOP_K => 10,"
                    + " METRIC => 'cosine')";
        }
    }
}
