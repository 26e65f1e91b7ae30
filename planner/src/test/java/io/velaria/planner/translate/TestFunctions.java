package io.velaria.planner.translate;

import io.velaria.runtime.catalog.ColumnDefinition;
import io.velaria.runtime.expression.ArgumentKind;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.FunctionRegistry;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import java.util.Map;

/** Functions that are checked and planned, and never run. */
final class TestFunctions {
    static final FunctionRegistry REGISTRY = FunctionRegistry.of(List.of(
            new Declared("ABS", Signature.of(types -> types.get(0), ArgumentKind.NUMERIC)),
            new Declared("UPPER", Signature.of(SqlType.VARCHAR, ArgumentKind.VARCHAR)),
            new Declared("CHAR_LENGTH", Signature.of(SqlType.INTEGER, ArgumentKind.VARCHAR)),
            new Declared("SQRT", Signature.of(SqlType.DOUBLE, ArgumentKind.DOUBLE)),
            new Declared(
                    "SUBSTRING",
                    Signature.of(SqlType.VARCHAR, ArgumentKind.VARCHAR, ArgumentKind.BIGINT, ArgumentKind.BIGINT)
                            .optional(1)),
            new Declared(
                    "TRIM",
                    Signature.of(SqlType.VARCHAR, ArgumentKind.VARCHAR, ArgumentKind.VARCHAR, ArgumentKind.VARCHAR)),
            new Declared("POSITION", Signature.of(SqlType.INTEGER, ArgumentKind.VARCHAR, ArgumentKind.VARCHAR)),
            new Declared(
                    "DATE_TRUNC", Signature.of(types -> types.get(1), ArgumentKind.VARCHAR, ArgumentKind.DATETIME)),
            new Declared("COSINE_DISTANCE", Signature.of(SqlType.DOUBLE, ArgumentKind.VECTOR, ArgumentKind.VECTOR)),
            new Declared("CONCAT", Signature.variadic(SqlType.VARCHAR, ArgumentKind.TO_VARCHAR)),
            new Declared("GREATEST", Signature.variadic(SqlType.BIGINT, ArgumentKind.BIGINT))));

    private TestFunctions() {}

    private record Declared(String name, List<Signature> signatures) implements ScalarFunction {
        Declared(String name, Signature signature) {
            this(name, List.of(signature));
        }

        @Override
        public Evaluator bind(Call call, List<Evaluator> arguments, EvaluationContext context) {
            throw io.velaria.runtime.error.VelariaException.unsupported(name);
        }
    }

    /** Says in its description how it was called. */
    static final class Numbers implements TableFunction {
        @Override
        public String name() {
            return "NUMBERS";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(new Parameter("first", SqlType.BIGINT, true), new Parameter("last", SqlType.BIGINT, true));
        }

        @Override
        public ScanSource bind(Map<String, Object> arguments, FileAccess files) {
            return new TestDatabase.NamedSource("numbers " + arguments, List.of(new Field("n", SqlType.BIGINT, false)));
        }
    }

    static final class Files implements TableProvider {
        @Override
        public String name() {
            return "csv";
        }

        @Override
        public boolean claims(String path) {
            return true;
        }

        @Override
        public ScanSource open(List<ColumnDefinition> declared, Map<String, String> options, FileAccess files) {
            return new TestDatabase.NamedSource(
                    "csv " + options.get("path"),
                    List.of(new Field("id", SqlType.BIGINT), new Field("name", SqlType.VARCHAR)));
        }
    }
}
