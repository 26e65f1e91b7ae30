package io.velaria.runtime.function;

import static io.velaria.runtime.expression.ArgumentKind.BIGINT;
import static io.velaria.runtime.expression.ArgumentKind.DOUBLE;
import static io.velaria.runtime.expression.ArgumentKind.NUMERIC;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.RowFunction;
import io.velaria.runtime.expression.RowWriter;
import io.velaria.runtime.expression.ScalarFunction;
import io.velaria.runtime.expression.Signature;
import io.velaria.runtime.kernel.Int128Math;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleUnaryOperator;

/** Functions of numbers. Exact ones stay exact; a result that is out of range is 22003. */
final class NumericFunctions {
    private NumericFunctions() {}

    static List<ScalarFunction> all() {
        List<ScalarFunction> all = new ArrayList<>();
        Signature same = Signature.of(types -> types.get(0), NUMERIC);
        all.add(BuiltInFunction.typed("ABS", "The absolute value.", NumericFunctions::abs, same));
        all.add(BuiltInFunction.typed(
                "SIGN", "-1, 0 or 1.", NumericFunctions::sign, Signature.of(SqlType.INTEGER, NUMERIC)));
        all.add(BuiltInFunction.typed(
                "CEILING",
                "The smallest whole number that is not less.",
                call -> rounding(call, RoundingMode.CEILING),
                Signature.of(NumericFunctions::whole, NUMERIC)));
        all.add(BuiltInFunction.typed(
                "ROUND",
                "Rounded to a whole number or to n digits: exact numbers half away from zero, DOUBLE to whole numbers"
                        + " half to even.",
                call -> rounding(call, RoundingMode.HALF_UP),
                Signature.of(NumericFunctions::whole, NUMERIC),
                Signature.of(types -> types.get(0), NUMERIC, BIGINT)));
        all.add(BuiltInFunction.typed(
                "TRUNC TRUNCATE",
                "Cut to a whole number or to n digits.",
                call -> rounding(call, RoundingMode.DOWN),
                Signature.of(NumericFunctions::whole, NUMERIC),
                Signature.of(types -> types.get(0), NUMERIC, BIGINT)));
        addDoubles(all);
        addBits(all);
        all.add(BuiltInFunction.of(
                "POWER POW",
                "The first number to the power of the second.",
                (a, row, out) -> out.setDouble(row, power(a[0].doubleAt(row), a[1].doubleAt(row))),
                Signature.of(SqlType.DOUBLE, DOUBLE, DOUBLE)));
        all.add(BuiltInFunction.of(
                "ATAN2",
                "The angle of the point (second, first) in radians.",
                (a, row, out) -> out.setDouble(row, Math.atan2(a[0].doubleAt(row), a[1].doubleAt(row))),
                Signature.of(SqlType.DOUBLE, DOUBLE, DOUBLE)));
        all.add(BuiltInFunction.of(
                "LOG",
                "The logarithm to base 10, or of the second number to the base of the first.",
                (a, row, out) -> {
                    double value = positive(a[a.length - 1].doubleAt(row));
                    out.setDouble(
                            row,
                            a.length == 1
                                    ? Math.log10(value)
                                    : Math.log(value) / Math.log(positive(a[0].doubleAt(row))));
                },
                Signature.of(SqlType.DOUBLE, DOUBLE, DOUBLE).optional(1)));
        all.add(BuiltInFunction.of(
                "PI", "The number pi.", (a, row, out) -> out.setDouble(row, Math.PI), Signature.of(SqlType.DOUBLE)));
        all.add(BuiltInFunction.random(
                "RANDOM RAND",
                "A random number from 0 to below 1.",
                (a, row, out) -> out.setDouble(row, ThreadLocalRandom.current().nextDouble()),
                Signature.of(SqlType.DOUBLE)));
        return all;
    }

    static List<ScalarFunction> withSyntax() {
        return List.of(
                BuiltInFunction.typed("FLOOR", "", call -> rounding(call, RoundingMode.FLOOR)),
                BuiltInFunction.typed("CEIL", "", call -> rounding(call, RoundingMode.CEILING)));
    }

    private static SqlType whole(List<SqlType> types) {
        SqlType type = types.get(0);
        return type.kind() == TypeKind.DECIMAL
                ? SqlType.decimal(Math.min(38, type.precision() - type.scale() + 1), 0)
                : type;
    }

    private static void addDoubles(List<ScalarFunction> all) {
        all.add(number("SQRT", "The square root.", value -> {
            if (value < 0) {
                throw VelariaException.of(
                        SqlState.INVALID_ARGUMENT_FOR_POWER, "cannot take the square root of a negative number");
            }
            return Math.sqrt(value);
        }));
        all.add(number("CBRT", "The cube root.", Math::cbrt));
        all.add(number("EXP", "e to the power of the number.", value -> finite(Math.exp(value), value)));
        all.add(number("LN", "The natural logarithm.", value -> Math.log(positive(value))));
        all.add(number("LOG10", "The logarithm to base 10.", value -> Math.log10(positive(value))));
        all.add(number("LOG2", "The logarithm to base 2.", value -> Math.log(positive(value)) / Math.log(2)));
        all.add(number("SIN", "The sine of an angle in radians.", Math::sin));
        all.add(number("COS", "The cosine of an angle in radians.", Math::cos));
        all.add(number("TAN", "The tangent of an angle in radians.", Math::tan));
        all.add(number("COT", "The cotangent of an angle in radians.", value -> 1 / Math.tan(value)));
        all.add(number("ASIN", "The angle in radians of a sine.", value -> Math.asin(unit(value))));
        all.add(number("ACOS", "The angle in radians of a cosine.", value -> Math.acos(unit(value))));
        all.add(number("ATAN", "The angle in radians of a tangent.", Math::atan));
        all.add(number("SINH", "The hyperbolic sine.", Math::sinh));
        all.add(number("COSH", "The hyperbolic cosine.", Math::cosh));
        all.add(number("TANH", "The hyperbolic tangent.", Math::tanh));
        all.add(number("DEGREES", "Radians as degrees.", value -> value * (180 / Math.PI)));
        all.add(number("RADIANS", "Degrees as radians.", value -> value * (Math.PI / 180)));
    }

    private static void addBits(List<ScalarFunction> all) {
        Signature two = Signature.of(SqlType.BIGINT, BIGINT, BIGINT);
        all.add(BuiltInFunction.of(
                "BITAND",
                "The bits that are set in both.",
                (a, row, out) -> out.setLong(row, a[0].longAt(row) & a[1].longAt(row)),
                two));
        all.add(BuiltInFunction.of(
                "BITOR",
                "The bits that are set in either.",
                (a, row, out) -> out.setLong(row, a[0].longAt(row) | a[1].longAt(row)),
                two));
        all.add(BuiltInFunction.of(
                "BITXOR XOR",
                "The bits that are set in one of them.",
                (a, row, out) -> out.setLong(row, a[0].longAt(row) ^ a[1].longAt(row)),
                two));
        all.add(BuiltInFunction.of(
                "BITNOT",
                "The bits inverted.",
                (a, row, out) -> out.setLong(row, ~a[0].longAt(row)),
                Signature.of(SqlType.BIGINT, BIGINT)));
        all.add(BuiltInFunction.of(
                "BIT_COUNT",
                "How many bits are set.",
                (a, row, out) -> out.setLong(row, Long.bitCount(a[0].longAt(row))),
                Signature.of(SqlType.INTEGER, BIGINT)));
        all.add(BuiltInFunction.of(
                "SHIFT_LEFT",
                "The bits moved to the left.",
                (a, row, out) -> out.setLong(row, shift(a[0].longAt(row), a[1].longAt(row), true)),
                two));
        all.add(BuiltInFunction.of(
                "SHIFT_RIGHT",
                "The bits moved to the right, with the sign.",
                (a, row, out) -> out.setLong(row, shift(a[0].longAt(row), a[1].longAt(row), false)),
                two));
        all.add(BuiltInFunction.of(
                "GCD", "The greatest common divisor.", (a, row, out) -> out.setLong(row, gcd(a, row)), two));
    }

    private static long shift(long value, long by, boolean left) {
        if (by < 0 || by > 63) {
            throw VelariaException.of(SqlState.INVALID_PARAMETER_VALUE, "cannot shift by " + by + " bits");
        }
        return left ? value << by : value >> by;
    }

    private static long gcd(Vector[] a, int row) {
        BigInteger gcd = BigInteger.valueOf(a[0].longAt(row)).gcd(BigInteger.valueOf(a[1].longAt(row)));
        if (gcd.bitLength() > 63) {
            throw outOfRange("GCD", SqlType.BIGINT);
        }
        return gcd.longValue();
    }

    private static ScalarFunction number(String name, String description, DoubleUnaryOperator function) {
        return BuiltInFunction.of(
                name,
                description,
                (a, row, out) -> out.setDouble(row, function.applyAsDouble(a[0].doubleAt(row))),
                Signature.of(SqlType.DOUBLE, DOUBLE));
    }

    private static double positive(double value) {
        if (value <= 0) {
            throw VelariaException.of(
                    SqlState.INVALID_ARGUMENT_FOR_LOGARITHM,
                    "cannot take the logarithm of " + (value == 0 ? "zero" : "a negative number"));
        }
        return value;
    }

    private static double unit(double value) {
        if (value < -1 || value > 1) {
            throw VelariaException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, value + " is not between -1 and 1");
        }
        return value;
    }

    private static double finite(double result, double argument) {
        if (Double.isInfinite(result) && !Double.isInfinite(argument)) {
            throw outOfRange("result", SqlType.DOUBLE);
        }
        return result;
    }

    private static double power(double base, double exponent) {
        if ((base < 0 && exponent != Math.rint(exponent)) || (base == 0 && exponent < 0)) {
            throw VelariaException.of(
                    SqlState.INVALID_ARGUMENT_FOR_POWER,
                    base == 0
                            ? "zero to a negative power is undefined"
                            : "a negative number to a power that is not whole is complex");
        }
        double result = base == 1 ? 1 : Math.pow(base, exponent);
        if (Double.isInfinite(result) && Double.isFinite(base) && Double.isFinite(exponent)) {
            throw outOfRange("result", SqlType.DOUBLE);
        }
        return result;
    }

    private static VelariaException outOfRange(String what, SqlType type) {
        return VelariaException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, what + " is out of range for " + type);
    }

    private static RowFunction abs(Call call) {
        SqlType type = call.type();
        if (type.kind().isApproximateNumeric()) {
            return (a, row, out) -> out.setDouble(row, Math.abs(a[0].doubleAt(row)));
        }
        long lowest =
                switch (type.kind()) {
                    case TINYINT -> Byte.MIN_VALUE;
                    case SMALLINT -> Short.MIN_VALUE;
                    case INTEGER -> Integer.MIN_VALUE;
                    default -> Long.MIN_VALUE;
                };
        Int128Math wide = new Int128Math();
        return (a, row, out) -> {
            if (!a[0].kind().isLongLike()) {
                long high = a[0].highAt(row);
                long low = a[0].lowAt(row);
                if (high < 0) {
                    wide.subtract(0, 0, high, low);
                    out.setInt128(row, wide.high, wide.low);
                } else {
                    out.setInt128(row, high, low);
                }
                return;
            }
            long value = a[0].longAt(row);
            if (value == lowest && type.kind().isInteger()) {
                throw outOfRange("ABS(" + value + ")", type);
            }
            out.setLong(row, Math.abs(value));
        };
    }

    private static RowFunction sign(Call call) {
        if (call.operand(0).type().kind().isApproximateNumeric()) {
            return (a, row, out) -> out.setLong(row, (long) Math.signum(a[0].doubleAt(row)));
        }
        return (a, row, out) -> {
            long high = a[0].highAt(row);
            out.setLong(row, high < 0 ? -1 : (high | a[0].lowAt(row)) == 0 ? 0 : 1);
        };
    }

    /** ROUND, TRUNC, FLOOR and CEIL, with an optional number of digits. */
    private static RowFunction rounding(Call call, RoundingMode mode) {
        SqlType from = call.operand(0).type();
        if (from.kind().isApproximateNumeric()) {
            return (a, row, out) -> {
                double value = a[0].doubleAt(row);
                out.setDouble(row, a.length == 1 ? whole(value, mode) : digits(value, a[1].longAt(row), mode));
            };
        }
        if (from.kind().isInteger()
                && call.operands().size() == 1
                && call.type().kind() != TypeKind.DECIMAL) {
            return (a, row, out) -> out.setLong(row, a[0].longAt(row));
        }
        Int128Math wide = new Int128Math();
        return (a, row, out) -> {
            long digits = a.length == 1 ? 0 : a[1].longAt(row);
            round(a[0], row, from, digits, mode, call.type(), wide, out);
        };
    }

    private static void round(
            Vector value,
            int row,
            SqlType from,
            long digits,
            RoundingMode mode,
            SqlType to,
            Int128Math wide,
            RowWriter out) {
        int kept = (int) Math.max(-40, Math.min(from.scale(), digits));
        BigInteger unscaled = Int128Math.big(value.highAt(row), value.lowAt(row));
        BigInteger rounded = new BigDecimal(unscaled, from.scale())
                .setScale(kept, mode)
                .setScale(to.scale(), RoundingMode.UNNECESSARY)
                .unscaledValue();
        boolean fits = wide.set(rounded);
        if (to.kind() == TypeKind.DECIMAL) {
            fits &= Int128Math.fits(wide.high, wide.low, to.precision());
        } else {
            int bits =
                    switch (to.kind()) {
                        case TINYINT -> 7;
                        case SMALLINT -> 15;
                        case INTEGER -> 31;
                        default -> 63;
                    };
            fits &= rounded.bitLength() <= bits;
        }
        if (!fits) {
            throw outOfRange(new BigDecimal(unscaled, from.scale()).toPlainString() + " rounded", to);
        }
        out.setInt128(row, wide.high, wide.low);
    }

    private static double whole(double value, RoundingMode mode) {
        return switch (mode) {
            case CEILING -> Math.ceil(value);
            case FLOOR -> Math.floor(value);
            case DOWN -> value < 0 ? Math.ceil(value) : Math.floor(value);
            default -> Math.rint(value);
        };
    }

    private static double digits(double value, long digits, RoundingMode mode) {
        if (!Double.isFinite(value) || digits > 330) {
            return value;
        }
        double rounded = BigDecimal.valueOf(value)
                .setScale((int) Math.max(digits, -330), mode)
                .doubleValue();
        return rounded == 0 ? Math.copySign(0.0, value) : rounded;
    }
}
