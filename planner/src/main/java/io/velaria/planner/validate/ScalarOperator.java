package io.velaria.planner.validate;

import io.velaria.planner.type.TypeMapping;
import io.velaria.planner.type.VelariaTypeFactory;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** A registered scalar function as the validator sees it; its signatures check, type and coerce the arguments. */
public final class ScalarOperator extends SqlFunction {
    private final ScalarFunction function;

    ScalarOperator(ScalarFunction function) {
        super(
                function.name(),
                SqlKind.OTHER_FUNCTION,
                binding -> resultType(function, binding),
                (binding, returnType, operandTypes) -> inferParameters(function, binding, operandTypes),
                new Checker(function),
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.function = function;
    }

    public ScalarFunction function() {
        return function;
    }

    @Override
    public boolean isDeterministic() {
        return function.isDeterministic();
    }

    /** A call without arguments may read the statement's clock, so its value is that of the execution. */
    @Override
    public boolean isDynamicFunction() {
        return function.signatures().stream()
                .allMatch(signature -> signature.parameters().isEmpty());
    }

    /** {@code CURRENT_DATE} and its like stand without parentheses too. */
    @Override
    public SqlSyntax getSyntax() {
        return function.name().startsWith("CURRENT_") || function.name().startsWith("LOCALTIME")
                ? SqlSyntax.FUNCTION_ID
                : SqlSyntax.FUNCTION;
    }

    /** The types to cast the arguments to, by the first signature that fits, or null. */
    public List<SqlType> coerce(List<SqlType> arguments) {
        Signature signature = matching(function, arguments);
        return signature == null ? null : signature.coerce(arguments);
    }

    private static Signature matching(ScalarFunction function, List<SqlType> arguments) {
        for (Signature signature : function.signatures()) {
            if (signature.coerce(arguments) != null) {
                return signature;
            }
        }
        return null;
    }

    private static RelDataType resultType(ScalarFunction function, SqlOperatorBinding binding) {
        List<SqlType> arguments = types(binding);
        Signature signature = matching(function, arguments);
        if (signature == null) {
            throw noMatch(function, arguments);
        }
        SqlType result = signature.result().apply(signature.coerce(arguments));
        return TypeMapping.toRelType(result, true, (VelariaTypeFactory) binding.getTypeFactory());
    }

    private static List<SqlType> types(SqlOperatorBinding binding) {
        List<SqlType> types = new ArrayList<>();
        for (RelDataType type : binding.collectOperandTypes()) {
            types.add(TypeMapping.toSqlType(type));
        }
        return types;
    }

    private static VelariaException noMatch(ScalarFunction function, List<SqlType> arguments) {
        String types = arguments.stream().map(SqlType::toString).collect(Collectors.joining(", "));
        String forms = function.signatures().stream()
                .map(signature -> form(function, signature))
                .collect(Collectors.joining(" or "));
        return VelariaException.of(
                        SqlState.UNDEFINED_FUNCTION,
                        "function " + function.name().toLowerCase(Locale.ROOT) + "(" + types + ") does not exist")
                .hint("it is called as " + forms);
    }

    private static String form(ScalarFunction function, Signature signature) {
        StringBuilder text = new StringBuilder(function.name().toLowerCase(Locale.ROOT)).append('(');
        for (int i = 0; i < signature.parameters().size(); i++) {
            text.append(i == 0 ? "" : ", ").append(signature.parameters().get(i));
            text.append(i >= signature.required() ? "?" : "");
        }
        return text.append(signature.variadic() ? ", ..)" : ")").toString();
    }

    /** A {@code ?} has the type that its parameter says, else that of the first argument whose type is known. */
    private static void inferParameters(ScalarFunction function, SqlCallBinding binding, RelDataType[] operandTypes) {
        Signature signature = null;
        for (Signature candidate : function.signatures()) {
            if (candidate.accepts(operandTypes.length)) {
                signature = candidate;
                break;
            }
        }
        if (signature == null) {
            return;
        }
        VelariaTypeFactory factory = (VelariaTypeFactory) binding.getTypeFactory();
        RelDataType unknown = binding.getValidator().getUnknownType();
        RelDataType known = firstKnown(binding, unknown);
        for (int i = 0; i < operandTypes.length; i++) {
            SqlType type = signature.parameter(i).coerce(SqlType.NULL);
            boolean open = type == null || type.kind() == io.velaria.runtime.type.TypeKind.NULL;
            boolean likeAnother =
                    switch (signature.parameter(i)) {
                        case NUMERIC, EXACT, ANY, VECTOR, ARRAY, DATETIME, INTEGER -> true;
                        default -> false;
                    };
            if (likeAnother && known != null && accepts(signature, i, known)) {
                operandTypes[i] = known;
            } else if (!open && !likeAnother) {
                operandTypes[i] = TypeMapping.toRelType(type, true, factory);
            }
        }
    }

    private static boolean accepts(Signature signature, int parameter, RelDataType type) {
        return signature.parameter(parameter).coerce(TypeMapping.toSqlType(type)) != null;
    }

    private static RelDataType firstKnown(SqlCallBinding binding, RelDataType unknown) {
        for (SqlNode operand : binding.operands()) {
            if (hasParameter(operand)) {
                continue;
            }
            RelDataType type = binding.getValidator().deriveType(binding.getScope(), operand);
            if (!type.equals(unknown) && type.getSqlTypeName() != SqlTypeName.NULL) {
                return type;
            }
        }
        return null;
    }

    private static boolean hasParameter(SqlNode node) {
        boolean[] found = {false};
        node.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlDynamicParam parameter) {
                found[0] = true;
                return null;
            }
        });
        return found[0];
    }

    private record Checker(ScalarFunction function) implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            List<SqlType> arguments = types(binding);
            if (matching(function, arguments) != null) {
                return true;
            }
            if (throwOnFailure) {
                throw noMatch(function, arguments)
                        .at(
                                binding.getCall().getParserPosition().getLineNum(),
                                binding.getCall().getParserPosition().getColumnNum());
            }
            return false;
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            int least = Integer.MAX_VALUE;
            int most = 0;
            for (Signature signature : function.signatures()) {
                least = Math.min(least, signature.required());
                most = signature.variadic()
                        ? -1
                        : most < 0 ? -1 : Math.max(most, signature.parameters().size());
            }
            return most < 0 ? SqlOperandCountRanges.from(least) : SqlOperandCountRanges.between(least, most);
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return function.signatures().stream()
                    .map(signature -> form(function, signature))
                    .collect(Collectors.joining("\n"));
        }
    }
}
