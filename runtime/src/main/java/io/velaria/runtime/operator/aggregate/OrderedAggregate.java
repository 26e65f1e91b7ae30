package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.column.Values;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Aggregates over the values of a group in order. */
final class OrderedAggregate {
    private static final byte[] COMMA = ",".getBytes(StandardCharsets.UTF_8);

    private final AggregateCall call;
    private final int value; // column of the value among arguments and sort keys
    private final int fraction; // column of a percentile's fraction, or -1

    private OrderedAggregate(AggregateCall call, int value, int fraction) {
        this.call = call;
        this.value = value;
        this.fraction = fraction;
    }

    /** The aggregate of that name, or null if it isn't one of these. */
    static OrderedAggregate of(AggregateCall call) {
        int arguments = call.arguments().size();
        boolean ordered = !call.order().isEmpty();
        return switch (call.function()) {
            case "STRING_AGG", "LISTAGG", "GROUP_CONCAT", "ARRAY_AGG", "LIST" -> new OrderedAggregate(call, 0, -1);
            case "FIRST", "LAST", "FIRST_VALUE", "LAST_VALUE" -> ordered ? new OrderedAggregate(call, 0, -1) : null;
            case "MEDIAN" -> new OrderedAggregate(call, 0, -1);
            case "MODE" -> new OrderedAggregate(call, 0, -1);
            case "PERCENTILE_CONT", "PERCENTILE_DISC", "QUANTILE_CONT", "QUANTILE_DISC" ->
                arguments == 1 ? new OrderedAggregate(call, 1, 0) : new OrderedAggregate(call, 0, 1);
            default -> null;
        };
    }

    /** Whether values are put in their own order where the call gives none. */
    boolean sortsByValue() {
        return switch (call.function()) {
            case "MEDIAN", "MODE", "QUANTILE_CONT", "QUANTILE_DISC" -> true;
            default -> call.distinct();
        };
    }

    /** Whether the result is made of the values at one rank or two neighbouring ones. */
    boolean isQuantile() {
        return switch (call.function()) {
            case "MEDIAN", "PERCENTILE_CONT", "PERCENTILE_DISC", "QUANTILE_CONT", "QUANTILE_DISC" -> true;
            default -> false;
        };
    }

    /** The column of a percentile's fraction, or -1. */
    int fractionColumn() {
        return fraction;
    }

    /** The lower one of the ranks whose values a quantile is made of, from 0. */
    int firstRank(Vector[] columns, int rows) {
        return switch (call.function()) {
            case "PERCENTILE_DISC", "QUANTILE_DISC" -> discreteRank(fraction(columns), rows);
            default -> (int) Math.floor(continuousRank(fraction < 0 ? 0.5 : fraction(columns), rows));
        };
    }

    private static int discreteRank(double at, int rows) {
        return Math.max(0, (int) Math.ceil(at * rows) - 1);
    }

    private static double continuousRank(double at, int rows) {
        return at * (rows - 1);
    }

    /** The column that rows with NULL in are left out by, or -1 for none. */
    int valueColumn() {
        return switch (call.function()) {
            case "ARRAY_AGG", "LIST", "FIRST", "LAST", "FIRST_VALUE", "LAST_VALUE" -> -1;
            default -> value;
        };
    }

    /** Appends the result for the rows of one group, at least one. */
    void append(Vector[] columns, int rows, VectorBuilder target) {
        Vector values = columns[value];
        switch (call.function()) {
            case "STRING_AGG", "LISTAGG", "GROUP_CONCAT" -> concatenate(columns, rows, target);
            case "ARRAY_AGG", "LIST" -> {
                List<Object> list = new ArrayList<>(rows);
                for (int i = 0; i < rows; i++) {
                    list.add(values.valueAt(i));
                }
                target.append(list);
            }
            case "FIRST", "FIRST_VALUE" -> target.appendFrom(values, 0);
            case "LAST", "LAST_VALUE" -> target.appendFrom(values, rows - 1);
            case "MODE" -> target.appendFrom(values, mode(values, rows));
            case "PERCENTILE_DISC", "QUANTILE_DISC" -> target.appendFrom(values, discreteRank(fraction(columns), rows));
            default -> continuous(values, rows, fraction < 0 ? 0.5 : fraction(columns), target);
        }
    }

    private void concatenate(Vector[] columns, int rows, VectorBuilder target) {
        Vector values = columns[0];
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < rows; i++) {
            if (i > 0 && call.arguments().size() > 1) {
                if (!columns[1].isNull(i)) {
                    text.write(columns[1].stringBase(i), columns[1].stringOffset(i), columns[1].stringLength(i));
                }
            } else if (i > 0) {
                text.write(COMMA, 0, COMMA.length);
            }
            text.write(values.stringBase(i), values.stringOffset(i), values.stringLength(i));
        }
        target.appendBytes(text.toByteArray(), 0, text.size());
    }

    /** The row of the most frequent value, the first in order of equally frequent ones. */
    private static int mode(Vector values, int rows) {
        int best = 0;
        int bestCount = 0;
        int start = 0;
        for (int i = 1; i <= rows; i++) {
            if (i == rows || Values.compare(values.valueAt(i), values.valueAt(start)) != 0) {
                if (i - start > bestCount) {
                    bestCount = i - start;
                    best = start;
                }
                start = i;
            }
        }
        return best;
    }

    private double fraction(Vector[] columns) {
        Vector vector = columns[fraction];
        if (vector.isNull(0)) {
            throw outOfRange("NULL");
        }
        SqlType type = vector.type();
        double wanted = type.kind().isApproximateNumeric()
                ? vector.doubleAt(0)
                : exact(vector, 0).doubleValue();
        if (!(wanted >= 0 && wanted <= 1)) {
            throw outOfRange(String.valueOf(wanted));
        }
        return wanted;
    }

    private VelariaException outOfRange(String what) {
        return VelariaException.of(
                SqlState.INVALID_PARAMETER_VALUE,
                "the fraction of " + call.function() + " must be between 0 and 1, not " + what);
    }

    private static BigDecimal exact(Vector vector, int row) {
        return new BigDecimal(
                new Int128(vector.highAt(row), vector.lowAt(row)).toBigInteger(),
                vector.type().scale());
    }

    private void continuous(Vector values, int rows, double at, VectorBuilder target) {
        double rank = continuousRank(at, rows);
        int low = (int) Math.floor(rank);
        int high = (int) Math.ceil(rank);
        double part = rank - low;
        TypeKind kind = values.type().kind();
        if (kind.isApproximateNumeric() || call.type().kind().isApproximateNumeric()) {
            double a = kind.isApproximateNumeric()
                    ? values.doubleAt(low)
                    : exact(values, low).doubleValue();
            double b = kind.isApproximateNumeric()
                    ? values.doubleAt(high)
                    : exact(values, high).doubleValue();
            double result = low == high || a == b ? a : a + part * (b - a);
            if (call.type().kind().isApproximateNumeric()) {
                target.appendDouble(result);
            } else {
                target.append(unscaled(BigDecimal.valueOf(result)));
            }
        } else if (kind.isExactNumeric() || kind.isDateTime() || kind.isInterval()) {
            BigDecimal a = exact(values, low);
            BigDecimal b = exact(values, high);
            target.append(unscaled(a.add(b.subtract(a).multiply(new BigDecimal(part)))));
        } else if (low == high) {
            target.appendFrom(values, low);
        } else {
            throw VelariaException.unsupported(call.function() + " of " + values.type());
        }
    }

    private Object unscaled(BigDecimal result) {
        BigInteger value =
                result.setScale(call.type().scale(), RoundingMode.HALF_UP).unscaledValue();
        return value.bitLength() < 64 ? (Object) value.longValue() : Int128.of(value);
    }
}
