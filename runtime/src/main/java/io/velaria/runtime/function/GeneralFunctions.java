package io.velaria.runtime.function;

import static io.velaria.runtime.expression.ArgumentKind.ANY;
import static io.velaria.runtime.expression.ArgumentKind.ARRAY;
import static io.velaria.runtime.expression.ArgumentKind.BIGINT;
import static io.velaria.runtime.expression.ArgumentKind.BOOLEAN;

import io.velaria.runtime.column.Bytes;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Branches;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.EvaluationContext;
import io.velaria.runtime.expression.Evaluator;
import io.velaria.runtime.expression.ExpressionCompiler;
import io.velaria.runtime.expression.RowEvaluator;
import io.velaria.runtime.expression.RowWriter;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Functions that choose between values of any type, on arrays, and about values themselves. */
final class GeneralFunctions {
    private GeneralFunctions() {}

    static List<ScalarFunction> all() {
        return List.of(
                BuiltInFunction.bound(
                        "IF IIF",
                        "The second value where the condition is true, else the third.",
                        false,
                        (call, arguments, context) -> Branches.choose(
                                call.type(),
                                arguments.get(0),
                                as(call, arguments, 1, context),
                                as(call, arguments, 2, context)),
                        Signature.of(types -> common(types.subList(1, 3)), BOOLEAN, ANY, ANY)),
                BuiltInFunction.bound(
                        "IFNULL NVL",
                        "The first value, or the second where it is NULL.",
                        false,
                        (call, arguments, context) -> Branches.coalesce(
                                call.type(), List.of(as(call, arguments, 0, context), as(call, arguments, 1, context))),
                        Signature.of(GeneralFunctions::common, ANY, ANY)),
                BuiltInFunction.bound(
                        "GREATEST",
                        "The greatest of the values that are not NULL.",
                        false,
                        (call, arguments, context) ->
                                Branches.extreme(call.type(), allAs(call, arguments, context), true),
                        new Signature(List.of(ANY), 1, true, GeneralFunctions::common)),
                BuiltInFunction.bound(
                        "LEAST",
                        "The least of the values that are not NULL.",
                        false,
                        (call, arguments, context) ->
                                Branches.extreme(call.type(), allAs(call, arguments, context), false),
                        new Signature(List.of(ANY), 1, true, GeneralFunctions::common)),
                BuiltInFunction.bound(
                        "TYPEOF PG_TYPEOF",
                        "The name of the value's type.",
                        false,
                        (call, arguments, context) -> {
                            String type = call.operand(0).type().toString();
                            return new RowEvaluator(
                                    call.type(), List.of(), false, true, (a, row, out) -> out.setText(row, type));
                        },
                        Signature.of(SqlType.VARCHAR, ANY)),
                BuiltInFunction.lenient(
                        "HASH",
                        "A well-mixed number for the values: equal ones of one type have the same.",
                        (a, row, out) -> {
                            long hash = 0;
                            for (Vector value : a) {
                                hash = Bytes.mix(hash * 31 + hash(value, row));
                            }
                            out.setLong(row, hash);
                        },
                        Signature.variadic(SqlType.BIGINT, ANY)),
                BuiltInFunction.random(
                        "UUID GEN_RANDOM_UUID",
                        "A random UUID (version 4) as text; not for secrets.",
                        (a, row, out) -> {
                            ThreadLocalRandom random = ThreadLocalRandom.current();
                            long high = random.nextLong() & ~0xf000L | 0x4000L;
                            long low = random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
                            out.setText(row, new UUID(high, low).toString());
                        },
                        Signature.of(SqlType.VARCHAR)),
                BuiltInFunction.of(
                        "ARRAY_LENGTH LIST_LENGTH",
                        "Number of elements.",
                        (a, row, out) -> out.setLong(row, list(a[0], row).size()),
                        Signature.of(SqlType.INTEGER, ARRAY)),
                BuiltInFunction.of(
                        "ARRAY_CONTAINS LIST_CONTAINS",
                        "Whether an element equals the value.",
                        (a, row, out) -> {
                            Object wanted = a[1].valueAt(row);
                            out.setBoolean(
                                    row,
                                    list(a[0], row).stream().anyMatch(element -> Objects.deepEquals(element, wanted)));
                        },
                        Signature.of(SqlType.BOOLEAN, ARRAY, ANY)),
                BuiltInFunction.bound(
                        "LIST LIST_VALUE ARRAY_VALUE",
                        "An array of the values.",
                        false,
                        (call, arguments, context) -> array(call, arguments, context),
                        new Signature(List.of(ANY), 1, true, types -> SqlType.array(common(types)))),
                BuiltInFunction.of(
                        "LIST_ELEMENT ARRAY_EXTRACT",
                        "The element at a position from 1, from the end if negative; NULL where there is none.",
                        GeneralFunctions::item,
                        Signature.of(types -> types.get(0).element(), ARRAY, BIGINT)));
    }

    /** Calls as the parser makes them from ARRAY[..], x[i] and NULLIF. */
    static List<ScalarFunction> withSyntax() {
        return List.of(
                BuiltInFunction.bound("ARRAY", "", false, GeneralFunctions::array),
                BuiltInFunction.of("ITEM", "", GeneralFunctions::item),
                BuiltInFunction.of(
                        "CARDINALITY",
                        "",
                        (a, row, out) -> out.setLong(row, list(a[0], row).size())),
                BuiltInFunction.bound(
                        "NULLIF",
                        "",
                        false,
                        (call, arguments, context) -> Branches.nullIf(
                                call.type(), as(call, arguments, 0, context), as(call, arguments, 1, context))));
    }

    private static List<?> list(Vector vector, int row) {
        return (List<?>) vector.valueAt(row);
    }

    private static Evaluator as(Call call, List<Evaluator> arguments, int index, EvaluationContext context) {
        return new ExpressionCompiler(context)
                .cast(arguments.get(index), call.operand(index).type(), call.type(), false);
    }

    private static List<Evaluator> allAs(Call call, List<Evaluator> arguments, EvaluationContext context) {
        List<Evaluator> cast = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            cast.add(as(call, arguments, i, context));
        }
        return cast;
    }

    private static Evaluator array(Call call, List<Evaluator> arguments, EvaluationContext context) {
        List<Evaluator> elements = new ArrayList<>();
        ExpressionCompiler compiler = new ExpressionCompiler(context);
        for (int i = 0; i < arguments.size(); i++) {
            SqlType from = call.operand(i).type();
            elements.add(compiler.cast(arguments.get(i), from, call.type().element(), false));
        }
        return new RowEvaluator(call.type(), elements, false, true, (a, row, out) -> {
            Object[] values = new Object[a.length];
            for (int i = 0; i < a.length; i++) {
                values[i] = a[i].valueAt(row);
            }
            out.set(row, Arrays.asList(values));
        });
    }

    private static void item(Vector[] a, int row, RowWriter out) {
        List<?> elements = list(a[0], row);
        long index = a[1].longAt(row);
        long at = index < 0 ? elements.size() + index : index - 1;
        out.set(row, index != 0 && at >= 0 && at < elements.size() ? elements.get((int) at) : null);
    }

    private static long hash(Vector value, int row) {
        if (value.isNull(row)) {
            return 0x9E3779B97F4A7C15L;
        }
        return switch (value.kind()) {
            case INT8, INT16, INT32, INT64, INT128 -> Bytes.mix(value.lowAt(row) ^ Bytes.mix(value.highAt(row)));
            case FLOAT32, FLOAT64 -> Bytes.mix(Double.doubleToLongBits(value.doubleAt(row) + 0.0));
            case BYTES -> Bytes.hash64(value.stringBase(row), value.stringOffset(row), value.stringLength(row));
            case FLOAT_LIST -> Bytes.mix(Arrays.hashCode((float[]) value.valueAt(row)));
            case LIST -> Bytes.mix(list(value, row).hashCode());
        };
    }

    /** The type that values of several types meet in. */
    static SqlType common(List<SqlType> types) {
        SqlType common = SqlType.NULL;
        for (SqlType type : types) {
            common = common(common, type);
        }
        return common;
    }

    private static SqlType common(SqlType a, SqlType b) {
        if (a.kind() == TypeKind.NULL || a.equals(b)) {
            return b;
        }
        if (b.kind() == TypeKind.NULL) {
            return a;
        }
        if (a.kind().isInteger() && b.kind().isInteger()) {
            return a.kind().ordinal() > b.kind().ordinal() ? a : b;
        }
        if (a.kind().isNumeric() && b.kind().isNumeric()) {
            if (a.kind().isApproximateNumeric() || b.kind().isApproximateNumeric()) {
                return a.kind() == TypeKind.REAL && b.kind() == TypeKind.REAL ? a : SqlType.DOUBLE;
            }
            int scale = Math.max(a.scale(), b.scale());
            return SqlType.decimal(Math.min(38, Math.max(whole(a), whole(b)) + scale), scale);
        }
        if (a.kind().isText() && a.kind() == b.kind()) {
            return a.kind() == TypeKind.VARCHAR ? SqlType.VARCHAR : a;
        }
        if (a.kind().isDateTime() && b.kind().isDateTime() && a.kind() != TypeKind.TIME && b.kind() != TypeKind.TIME) {
            return a.kind().ordinal() > b.kind().ordinal() ? a : b;
        }
        throw VelariaException.of(SqlState.DATATYPE_MISMATCH, "types " + a + " and " + b + " do not match");
    }

    private static int whole(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> type.precision() - type.scale();
        };
    }
}
