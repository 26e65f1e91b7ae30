package io.velaria.runtime.operator.window;

import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.plan.Window.Bound;
import io.velaria.runtime.plan.Window.Frame;
import io.velaria.runtime.plan.Window.Unit;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;

/** Computes for every row of a block where its frame starts and where it ends. */
final class FrameBounds {
    private static final long DAY_MICROS = 86_400_000_000L;

    private final WindowBlock block;
    private final Unit unit;
    private final List<SortKey> order;
    private final QueryContext context;

    FrameBounds(WindowBlock block, Frame frame, List<SortKey> order, QueryContext context) {
        this.block = block;
        this.unit = frame.unit();
        this.order = order;
        this.context = context;
    }

    /** The first row of each row's frame, or with {@code isEnd} the one after its last. */
    int[] compute(Bound bound, boolean isEnd) {
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> block.partitionStarts();
            case UNBOUNDED_FOLLOWING -> block.partitionEnds();
            case CURRENT_ROW -> unit == Unit.ROWS ? rows(0, isEnd) : isEnd ? block.peerEnds() : block.peerStarts();
            case PRECEDING, FOLLOWING ->
                switch (unit) {
                    case ROWS -> rows(signed(bound), isEnd);
                    case GROUPS -> groups(signed(bound), isEnd);
                    case RANGE -> range(bound, isEnd);
                };
        };
    }

    private Object value(Expression distance) {
        Object value;
        if (distance instanceof Literal literal) {
            value = literal.value();
        } else if (distance instanceof Parameter parameter) {
            value = context.evaluation().parameters()[parameter.index()];
        } else {
            throw VelariaException.unsupported("a frame's distance that is computed");
        }
        if (value == null || (value instanceof Number number && number.doubleValue() < 0)) {
            throw VelariaException.of(
                    SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
                    "a frame's distance must not be NULL or negative: " + value);
        }
        return value;
    }

    private long signed(Bound bound) {
        long distance = Math.min(Integer.MAX_VALUE, ((Number) value(bound.distance())).longValue());
        return bound.kind() == Bound.Kind.PRECEDING ? -distance : distance;
    }

    private int[] rows(long distance, boolean isEnd) {
        int[] bounds = new int[block.count()];
        for (int i = 0; i < bounds.length; i++) {
            long at = i + distance + (isEnd ? 1 : 0);
            bounds[i] = (int) Math.max(block.partitionStarts()[i], Math.min(block.partitionEnds()[i], at));
        }
        return bounds;
    }

    private int[] groups(long distance, boolean isEnd) {
        int count = block.count();
        int[] number = new int[count];
        int[] starts = new int[count + 1];
        int groupCount = 0;
        for (int i = 0; i < count; i++) {
            if (block.peerStarts()[i] == i) {
                starts[groupCount++] = i;
            }
            number[i] = groupCount - 1;
        }
        starts[groupCount] = count;
        int[] bounds = new int[count];
        for (int i = 0; i < count; i++) {
            long group = number[i] + distance + (isEnd ? 1 : 0);
            int at = group < 0 ? 0 : group >= groupCount ? count : starts[(int) group];
            bounds[i] = Math.max(block.partitionStarts()[i], Math.min(block.partitionEnds()[i], at));
        }
        return bounds;
    }

    private int[] range(Bound bound, boolean isEnd) {
        if (order.size() != 1) {
            throw VelariaException.of(
                    SqlState.SYNTAX_ERROR, "RANGE with a distance needs exactly one ORDER BY expression");
        }
        SortKey key = order.get(0);
        Vector values = block.column(key.column());
        boolean up = (bound.kind() == Bound.Kind.FOLLOWING) != key.descending();
        return values.type().kind().isApproximateNumeric()
                ? doubleRange(values, key, bound, up, isEnd)
                : longRange(values, key, bound, up, isEnd);
    }

    private int[] doubleRange(Vector values, SortKey key, Bound bound, boolean up, boolean isEnd) {
        double distance =
                exact(value(bound.distance()), bound.distance().type()).doubleValue();
        int count = block.count();
        double[] keys = new double[count];
        for (int i = 0; i < count; i++) {
            keys[i] = values.isNull(i) ? 0 : key.descending() ? -values.doubleAt(i) : values.doubleAt(i);
        }
        double shift = up != key.descending() ? distance : -distance;
        int[] bounds = new int[count];
        for (int i = 0; i < count; i++) {
            if (values.isNull(i)) {
                bounds[i] = isEnd ? block.peerEnds()[i] : block.peerStarts()[i];
                continue;
            }
            double goal = keys[i] + shift;
            int low = firstValue(values, i);
            int high = lastValue(values, i);
            while (low < high) {
                int middle = (low + high) >>> 1;
                int order = Double.compare(keys[middle] + 0.0, goal + 0.0);
                if (isEnd ? order > 0 : order >= 0) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            bounds[i] = low;
        }
        return bounds;
    }

    private int[] longRange(Vector values, SortKey key, Bound bound, boolean up, boolean isEnd) {
        int count = block.count();
        SqlType type = values.type();
        SqlType distanceType = bound.distance().type();
        Object distance = value(bound.distance());
        boolean months = distanceType.kind() == TypeKind.INTERVAL_MONTHS;
        boolean dayKeys = type.kind() == TypeKind.DATE && distanceType.kind() == TypeKind.INTERVAL_MICROS;
        BigInteger exactStep = months
                ? BigInteger.ZERO
                : exact(distance, distanceType)
                        .movePointRight(distanceType.kind().isInterval() && type.isNanos() ? 3 : type.scale())
                        .setScale(0, java.math.RoundingMode.FLOOR)
                        .toBigInteger();
        BigInteger[] wideKeys = new BigInteger[count];
        BigInteger scale = dayKeys ? BigInteger.valueOf(DAY_MICROS) : BigInteger.ONE;
        for (int i = 0; i < count; i++) {
            if (!values.isNull(i)) {
                wideKeys[i] = new Int128(values.highAt(i), values.lowAt(i))
                        .toBigInteger()
                        .multiply(scale);
            }
        }
        int[] bounds = new int[count];
        for (int i = 0; i < count; i++) {
            if (values.isNull(i)) {
                bounds[i] = isEnd ? block.peerEnds()[i] : block.peerStarts()[i];
                continue;
            }
            BigInteger goal;
            if (months) {
                goal = BigInteger.valueOf(plusMonths(values.longAt(i), type, up ? (Long) distance : -(Long) distance));
            } else {
                goal = up ? wideKeys[i].add(exactStep) : wideKeys[i].subtract(exactStep);
            }
            int low = firstValue(values, i);
            int high = lastValue(values, i);
            while (low < high) {
                int middle = (low + high) >>> 1;
                int order = wideKeys[middle].compareTo(goal) * (key.descending() ? -1 : 1);
                if (isEnd ? order > 0 : order >= 0) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            bounds[i] = low;
        }
        return bounds;
    }

    private static BigDecimal exact(Object value, SqlType type) {
        if (value instanceof Double || value instanceof Float) {
            return new BigDecimal(((Number) value).doubleValue());
        }
        BigInteger unscaled =
                value instanceof Int128 wide ? wide.toBigInteger() : BigInteger.valueOf(((Number) value).longValue());
        return new BigDecimal(unscaled, type.scale());
    }

    private static long plusMonths(long value, SqlType type, long months) {
        if (type.kind() == TypeKind.DATE) {
            return LocalDate.ofEpochDay(value).plusMonths(months).toEpochDay();
        }
        if (!type.kind().isTimestamp()) {
            return value + months; // an interval of months itself
        }
        long perDay = type.isNanos() ? DAY_MICROS * 1000 : DAY_MICROS;
        long day = LocalDate.ofEpochDay(Math.floorDiv(value, perDay))
                .plusMonths(months)
                .toEpochDay();
        return day * perDay + Math.floorMod(value, perDay);
    }

    /** The first row of a row's partition whose key is not NULL. */
    private int firstValue(Vector values, int row) {
        int start = block.partitionStarts()[row];
        return values.isNull(start) ? block.peerEnds()[start] : start;
    }

    private int lastValue(Vector values, int row) {
        int end = block.partitionEnds()[row];
        return values.isNull(end - 1) ? block.peerStarts()[end - 1] : end;
    }
}
