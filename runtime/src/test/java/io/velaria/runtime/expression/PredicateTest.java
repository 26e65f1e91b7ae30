package io.velaria.runtime.expression;

import static io.velaria.runtime.expression.Check.fails;
import static io.velaria.runtime.expression.Check.input;

import io.velaria.runtime.type.SqlType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredicateTest {
    private static final SqlType INT = SqlType.INTEGER;
    private static final SqlType BOOL = SqlType.BOOLEAN;

    private static Object bool(Boolean value) {
        return value == null ? null : value ? 1L : 0L;
    }

    @Test
    void comparisonsOfExactNumbersInAnyWidthAndScale() {
        List<Long> values = Arrays.asList(-3L, 0L, null, 5L, 127L, 127L);
        SqlType[] types = {INT, SqlType.decimal(15, 2), SqlType.decimal(30, 2)};
        Object[][] constants = {
            {5L, SqlType.BIGINT}, {1270L, SqlType.decimal(9, 3)}, {5L, SqlType.decimal(9, 1)},
            {1L << 40, SqlType.BIGINT}, {-(1L << 40), SqlType.BIGINT}, {55L, SqlType.decimal(10, 4)}
        };
        for (SqlType type : types) {
            for (Object[] constant : constants) {
                SqlType other = (SqlType) constant[1];
                BigDecimal c = BigDecimal.valueOf((Long) constant[0], other.scale());
                for (Comparison op : Comparison.values()) {
                    List<Object> expected = new ArrayList<>();
                    List<Object> swapped = new ArrayList<>();
                    for (Long value : values) {
                        Integer order = value == null
                                ? null
                                : BigDecimal.valueOf(value, type.scale()).compareTo(c);
                        expected.add(order == null ? null : bool(op.accepts(order)));
                        swapped.add(order == null ? null : bool(op.accepts(-order)));
                    }
                    Literal literal = new Literal(constant[0], other);
                    Check.rows(Call.of(op.operator(), BOOL, input(0, type), literal), List.of(values), expected, type);
                    Check.rows(Call.of(op.operator(), BOOL, literal, input(0, type)), List.of(values), swapped, type);
                    Check.rows(
                            Call.of(op.operator(), BOOL, input(0, type), input(1, other)),
                            List.of(
                                    values,
                                    values.stream().map(v -> constant[0]).toList()),
                            expected,
                            type,
                            other);
                }
            }
        }
    }

    @Test
    void severalComparisonsOfAColumnWithConstants() {
        List<Long> values = Arrays.asList(-3L, 0L, null, 5L, 126L, 127L);
        SqlType[] types = {INT, SqlType.decimal(15, 2), SqlType.decimal(30, 2)};
        Literal[] constants = {
            new Literal(5L, SqlType.BIGINT),
            new Literal(-30L, SqlType.decimal(9, 3)),
            new Literal(127L, SqlType.decimal(9, 2)),
            new Literal(1L << 40, SqlType.BIGINT),
            new Literal(null, INT)
        };
        for (SqlType type : types) {
            for (Literal first : constants) {
                for (Literal second : constants) {
                    for (Comparison op : Comparison.values()) {
                        for (Comparison other : Comparison.values()) {
                            List<Object> expected = new ArrayList<>();
                            for (Long value : values) {
                                Boolean a = holds(op, value, type, first);
                                Boolean b = holds(other.swapped(), value, type, second);
                                boolean isFalse = Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b);
                                expected.add(isFalse ? bool(false) : bool(a == null || b == null ? null : true));
                            }
                            Call both = Call.of(
                                    "AND",
                                    BOOL,
                                    Call.of(op.operator(), BOOL, input(0, type), first),
                                    Call.of(other.operator(), BOOL, second, input(0, type)));
                            Check.rows(both, List.of(values), expected, type);
                        }
                    }
                }
            }
        }
    }

    private static Boolean holds(Comparison op, Long value, SqlType type, Literal constant) {
        if (value == null || constant.isNull()) {
            return null;
        }
        BigDecimal c =
                BigDecimal.valueOf((Long) constant.value(), constant.type().scale());
        return op.accepts(BigDecimal.valueOf(value, type.scale()).compareTo(c));
    }

    @Test
    void doublesHaveATotalOrder() {
        SqlType type = SqlType.DOUBLE;
        double[] values = {Double.NaN, -0.0, 0.0, 1.5, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
        List<Double> left = new ArrayList<>();
        List<Double> right = new ArrayList<>();
        for (double a : values) {
            for (double b : values) {
                left.add(a);
                right.add(b);
            }
        }
        left.add(null);
        right.add(1.0);
        for (Comparison op : Comparison.values()) {
            List<Object> expected = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                expected.add(
                        left.get(i) == null
                                ? null
                                : bool(op.accepts(FloatingComparison.compare(left.get(i), right.get(i)))));
            }
            Check.rows(
                    Call.of(op.operator(), BOOL, input(0, type), input(1, type)),
                    List.of(left, right),
                    expected,
                    type,
                    type);
            for (double constant : values) {
                List<Object> one = new ArrayList<>();
                for (Double value : left) {
                    one.add(value == null ? null : bool(op.accepts(FloatingComparison.compare(value, constant))));
                }
                Check.rows(
                        Call.of(op.operator(), BOOL, input(0, type), new Literal(constant, type)),
                        List.of(left),
                        one,
                        type);
            }
        }
    }

    @Test
    void textComparesByCodePoint() {
        SqlType type = SqlType.VARCHAR;
        List<String> left = Arrays.asList("", "a", "b", "\uD83D\uDE00", null, "abc", "abd");
        List<String> right = Arrays.asList("", "b", "a", "\uFFFD", "x", "abcd", "abc");
        int[] order = {0, -1, 1, 1, 9, -1, 1};
        for (Comparison op : Comparison.values()) {
            List<Object> expected = new ArrayList<>();
            for (int o : order) {
                expected.add(o == 9 ? null : bool(op.accepts(o)));
            }
            Check.rows(
                    Call.of(op.operator(), BOOL, input(0, type), input(1, type)),
                    List.of(left, right),
                    expected,
                    type,
                    type);
        }
        Check.rows(
                Call.of("=", BOOL, input(0, type), new Literal("abc", type)),
                List.of(left),
                Arrays.asList(0L, 0L, 0L, 0L, null, 1L, 0L),
                type);
    }

    @Test
    void logicIsThreeValued() {
        Boolean[] values = {true, false, null};
        List<Object> left = new ArrayList<>();
        List<Object> right = new ArrayList<>();
        List<Object> and = new ArrayList<>();
        List<Object> or = new ArrayList<>();
        List<Object> not = new ArrayList<>();
        List<Object> distinct = new ArrayList<>();
        List<Object> notTrue = new ArrayList<>();
        for (Boolean a : values) {
            for (Boolean b : values) {
                left.add(bool(a));
                right.add(bool(b));
                boolean anyFalse = Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b);
                boolean anyTrue = Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b);
                boolean anyNull = a == null || b == null;
                and.add(anyFalse ? (Object) 0L : anyNull ? null : 1L);
                or.add(anyTrue ? (Object) 1L : anyNull ? null : 0L);
                not.add(anyFalse ? (Object) 1L : anyNull ? null : 0L);
                distinct.add(bool(!java.util.Objects.equals(a, b)));
                notTrue.add(bool(!Boolean.TRUE.equals(a)));
            }
        }
        Expression a = input(0, BOOL);
        Expression b = input(1, BOOL);
        List<List<?>> columns = List.of(left, right);
        Check.rows(Call.of("AND", BOOL, a, b), columns, and, BOOL, BOOL);
        Check.rows(Call.of("OR", BOOL, a, b), columns, or, BOOL, BOOL);
        Check.rows(Call.of("NOT", BOOL, Call.of("AND", BOOL, a, b)), columns, not, BOOL, BOOL);
        Check.rows(Call.of(Operators.IS_DISTINCT_FROM, BOOL, a, b), columns, distinct, BOOL, BOOL);
        Check.rows(Call.of(Operators.IS_NOT_TRUE, BOOL, a), columns, notTrue, BOOL, BOOL);
        Check.rows(
                Call.of(Operators.IS_NULL, BOOL, a),
                columns,
                left.stream().map(v -> bool(v == null)).toList(),
                BOOL,
                BOOL);
    }

    @Test
    void testsOfConstantsAreFolded() {
        List<Long> values = Arrays.asList(1L, null);
        Literal one = new Literal(1L, INT);
        Literal nothing = Literal.nullOf(INT);
        Check.rows(Call.of(Operators.IS_NULL, BOOL, nothing), List.of(values), List.of(1L, 1L), INT);
        Check.rows(Call.of(Operators.IS_NOT_NULL, BOOL, nothing), List.of(values), List.of(0L, 0L), INT);
        Check.rows(Call.of(Operators.IS_DISTINCT_FROM, BOOL, one, nothing), List.of(values), List.of(1L, 1L), INT);
        Check.rows(
                Call.of(Operators.IS_NOT_TRUE, BOOL, Call.of(Operators.IS_NULL, BOOL, one)),
                List.of(values),
                List.of(1L, 1L),
                INT);
    }

    @Test
    void onlyUndecidedRowsRaise() {
        List<Long> values = Arrays.asList(0L, 5L, null, 2L);
        Expression x = input(0, INT);
        Expression tenByX = Call.of("/", INT, new Literal(10L, INT), x);
        Expression big = Call.of(">", BOOL, tenByX, new Literal(3L, INT));
        Expression notZero = Call.of("<>", BOOL, x, new Literal(0L, INT));
        Check.rows(Call.of("AND", BOOL, notZero, big), List.of(values), Arrays.asList(0L, 0L, null, 1L), INT);
        Expression zero = Call.of("=", BOOL, x, new Literal(0L, INT));
        Check.rows(Call.of("OR", BOOL, zero, big), List.of(values), Arrays.asList(1L, 0L, null, 1L), INT);
        Check.rows(big, List.of(values), Arrays.asList(fails("22012"), 0L, null, 1L), INT);
    }
}
