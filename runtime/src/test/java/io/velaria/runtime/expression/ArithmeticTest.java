package io.velaria.runtime.expression;

import static io.velaria.runtime.expression.Check.fails;
import static io.velaria.runtime.expression.Check.input;

import io.velaria.runtime.kernel.Int128Math;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
    private static final String[] OPERATORS = {"+", "-", "*", "/", "%"};

    @Test
    void integersAgreeWithExactArithmetic() {
        long[] edges = {
            0,
            1,
            -1,
            2,
            7,
            -7,
            100,
            127,
            -128,
            32767,
            -32768,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            3037000500L,
            -3037000500L
        };
        for (SqlType type : List.of(SqlType.TINYINT, SqlType.INTEGER, SqlType.BIGINT)) {
            long[] values = Arrays.stream(edges)
                    .filter(v -> v >= NumericCasts.lowest(type) && v <= NumericCasts.limit(type))
                    .toArray();
            List<Long> left = new ArrayList<>();
            List<Long> right = new ArrayList<>();
            for (long a : values) {
                for (long b : values) {
                    left.add(a);
                    right.add(b);
                }
            }
            left.add(null);
            right.add(0L);
            for (String operator : OPERATORS) {
                List<Object> expected = new ArrayList<>();
                for (int i = 0; i < left.size(); i++) {
                    expected.add(integer(operator, left.get(i), right.get(i), type));
                }
                Check.rows(
                        Call.of(operator, type, input(0, type), input(1, type)),
                        List.of(left, right),
                        expected,
                        type,
                        type);
            }
        }
    }

    private static Object integer(String operator, Long a, Long b, SqlType type) {
        if (a == null || b == null) {
            return null;
        }
        BigInteger x = BigInteger.valueOf(a);
        BigInteger y = BigInteger.valueOf(b);
        if (b == 0 && (operator.equals("/") || operator.equals("%"))) {
            return fails("22012");
        }
        BigInteger result =
                switch (operator) {
                    case "+" -> x.add(y);
                    case "-" -> x.subtract(y);
                    case "*" -> x.multiply(y);
                    case "/" -> x.divide(y);
                    default -> x.remainder(y);
                };
        boolean fits = result.compareTo(BigInteger.valueOf(NumericCasts.limit(type))) <= 0
                && result.compareTo(BigInteger.valueOf(NumericCasts.lowest(type))) >= 0;
        return fits ? result.longValue() : fails("22003");
    }

    @Test
    void constantsMeetColumns() {
        List<Long> values = Arrays.asList(1L, -5L, null, 2_000_000_000L);
        SqlType type = SqlType.INTEGER;
        Literal five = new Literal(5L, type);
        Check.rows(
                Call.of("-", type, five, input(0, type)),
                List.of(values),
                Arrays.asList(4L, 10L, null, -1_999_999_995L),
                type);
        Check.rows(
                Call.of("*", type, input(0, type), five),
                List.of(values),
                Arrays.asList(5L, -25L, null, fails("22003")),
                type);
        Check.rows(
                Call.of("NEGATE", type, input(0, type)),
                List.of(values),
                Arrays.asList(-1L, 5L, null, -2_000_000_000L),
                type);
        Check.rows(
                Call.of("+", type, input(0, type), Literal.nullOf(type)),
                List.of(values),
                Arrays.asList(null, null, null, null),
                type);
    }

    @Test
    void decimalsAgreeWithBigDecimal() {
        Random random = new Random(42);
        int[][] shapes = {
            {15, 2, 15, 2}, {9, 0, 9, 4}, {18, 6, 18, 2}, {30, 10, 20, 5}, {38, 0, 38, 10}, {38, 30, 12, 0}
        };
        for (int[] shape : shapes) {
            SqlType a = SqlType.decimal(shape[0], shape[1]);
            SqlType b = SqlType.decimal(shape[2], shape[3]);
            List<Object> left = new ArrayList<>();
            List<Object> right = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                left.add(i == 7 ? null : unscaled(random, shape[0]));
                right.add(i == 9 ? null : i == 11 ? 0L : unscaled(random, shape[2]));
            }
            for (String operator : OPERATORS) {
                SqlType result = resultType(operator, a, b);
                List<Object> expected = new ArrayList<>();
                for (int i = 0; i < left.size(); i++) {
                    expected.add(decimal(operator, left.get(i), a, right.get(i), b, result));
                }
                Check.rows(Call.of(operator, result, input(0, a), input(1, b)), List.of(left, right), expected, a, b);
            }
        }
    }

    private static SqlType resultType(String operator, SqlType a, SqlType b) {
        int scale =
                switch (operator) {
                    case "*" -> a.scale() + b.scale();
                    case "/" -> Math.max(6, a.scale() + b.precision() + 1);
                    default -> Math.max(a.scale(), b.scale());
                };
        return SqlType.decimal(38, Math.min(scale, 20));
    }

    private static Object unscaled(Random random, int precision) {
        int digits = 1 + random.nextInt(precision);
        BigInteger value = new BigInteger(130, random).mod(Int128Math.bigPower(digits));
        return form(random.nextBoolean() ? value : value.negate());
    }

    private static Object form(BigInteger value) {
        return value.bitLength() < 64 ? (Object) value.longValue() : Int128.of(value);
    }

    private static BigDecimal number(Object value, SqlType type) {
        return value instanceof Int128 wide
                ? new BigDecimal(wide.toBigInteger(), type.scale())
                : BigDecimal.valueOf((Long) value, type.scale());
    }

    private static Object decimal(String operator, Object a, SqlType aType, Object b, SqlType bType, SqlType type) {
        if (a == null || b == null) {
            return null;
        }
        BigDecimal x = number(a, aType);
        BigDecimal y = number(b, bType);
        if (y.signum() == 0 && (operator.equals("/") || operator.equals("%"))) {
            return fails("22012");
        }
        BigDecimal result =
                switch (operator) {
                    case "+" -> x.add(y);
                    case "-" -> x.subtract(y);
                    case "*" -> x.multiply(y);
                    case "/" -> x.divide(y, type.scale(), RoundingMode.HALF_UP);
                    default -> x.remainder(y);
                };
        BigInteger unscaled =
                result.setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue();
        return unscaled.abs().compareTo(Int128Math.bigPower(type.precision())) < 0 ? form(unscaled) : fails("22003");
    }

    @Test
    void doublesRaiseWhatPostgresRaises() {
        SqlType type = SqlType.DOUBLE;
        List<Double> a = Arrays.asList(1.5, 1e308, -0.0, null, 3.0, Double.POSITIVE_INFINITY, 0.0);
        List<Double> b = Arrays.asList(2.0, 1e308, 1.0, 0.0, 0.0, 1.0, 4.0);
        Check.rows(
                Call.of("+", type, input(0, type), input(1, type)),
                List.of(a, b),
                Arrays.asList(3.5, fails("22003"), 1.0, null, 3.0, Double.POSITIVE_INFINITY, 4.0),
                type,
                type);
        Check.rows(
                Call.of("/", type, input(0, type), input(1, type)),
                List.of(a, b),
                Arrays.asList(0.75, 1.0, -0.0, null, fails("22012"), Double.POSITIVE_INFINITY, 0.0),
                type,
                type);
        SqlType real = SqlType.REAL;
        Check.rows(
                Call.of("*", real, input(0, real), input(1, real)),
                List.of(Arrays.asList(1.5f, 3e38f, null), Arrays.asList(2f, 10f, 1f)),
                Arrays.asList(3f, fails("22003"), null),
                real,
                real);
    }
}
