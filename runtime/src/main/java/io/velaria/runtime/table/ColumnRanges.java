package io.velaria.runtime.table;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the conjuncts of a scan say of single columns: a range that includes every row that passes, and the value where
 * only one can pass. Conjuncts it does not understand say nothing.
 */
final class ColumnRanges {
    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final class Range {
        private long low = Long.MIN_VALUE;
        private long high = Long.MAX_VALUE;
        private List<Object> values;
        private boolean empty;
        private boolean mustBeNull;
        private boolean mustNotBeNull;
    }

    private final List<Field> fields;
    private final int[] columns;
    private final QueryContext context;
    private final Map<Integer, Range> ranges = new HashMap<>(4);
    private boolean impossible;

    private ColumnRanges(List<Field> fields, int[] columns, QueryContext context) {
        this.fields = fields;
        this.columns = columns;
        this.context = context;
    }

    /** @param columns what the conjuncts' {@code InputRef}s count in */
    static ColumnRanges of(List<Field> fields, int[] columns, List<Expression> conjuncts, QueryContext context) {
        ColumnRanges result = new ColumnRanges(fields, columns, context);
        conjuncts.forEach(result::add);
        return result;
    }

    /** Whether no row can pass. */
    boolean isImpossible() {
        return impossible;
    }

    /** Whether each of the columns may have certain values only. */
    boolean bindsAll(List<Integer> keys) {
        for (int key : keys) {
            Range range = ranges.get(key);
            if (range == null || range.values == null) {
                return false;
            }
        }
        return true;
    }

    /** The values that the column may have, in the form of literals of its type. */
    List<Object> values(int column) {
        return ranges.get(column).values;
    }

    /** How many combinations of values the bound columns may have. */
    long combinations(int[] bound) {
        long count = 1;
        for (int column : bound) {
            count = Math.min(count * values(column).size(), Integer.MAX_VALUE);
        }
        return count;
    }

    ChunkFilter toChunkFilter() {
        // A chunk of NULLs alone has an empty range, which would meet no bounds.
        int[] bounded = ranges.entrySet().stream()
                .filter(entry -> !entry.getValue().mustBeNull)
                .mapToInt(Map.Entry::getKey)
                .toArray();
        long[] low = new long[bounded.length];
        long[] high = new long[bounded.length];
        for (int i = 0; i < bounded.length; i++) {
            low[i] = ranges.get(bounded[i]).low;
            high[i] = ranges.get(bounded[i]).high;
        }
        return new ChunkFilter(bounded, low, high, columnsWith(true), columnsWith(false));
    }

    private int[] columnsWith(boolean nulls) {
        return ranges.entrySet().stream()
                .filter(entry -> nulls ? entry.getValue().mustBeNull : entry.getValue().mustNotBeNull)
                .mapToInt(Map.Entry::getKey)
                .toArray();
    }

    private void add(Expression conjunct) {
        if (!(conjunct instanceof Call call)) {
            return;
        }
        List<Expression> operands = call.operands();
        switch (call.function()) {
            case Operators.AND -> operands.forEach(this::add);
            case Operators.IS_NULL, Operators.IS_NOT_NULL -> {
                int column = column(operands.get(0));
                if (column >= 0) {
                    Range range = range(column);
                    if (call.function().equals(Operators.IS_NULL)) {
                        range.mustBeNull = true;
                    } else {
                        range.mustNotBeNull = true;
                    }
                }
            }
            case Operators.EQUAL,
                    Operators.LESS,
                    Operators.LESS_OR_EQUAL,
                    Operators.GREATER,
                    Operators.GREATER_OR_EQUAL -> {
                int column = column(operands.get(0));
                if (column >= 0) {
                    compare(column, call.function(), operands.get(1));
                } else if (column(operands.get(1)) >= 0) {
                    compare(column(operands.get(1)), mirrored(call.function()), operands.get(0));
                }
            }
            case Operators.IN -> {
                int column = column(operands.get(0));
                if (column >= 0) {
                    isOneOf(column, operands.subList(1, operands.size()));
                }
            }
            default -> {}
        }
    }

    private int column(Expression expression) {
        return expression instanceof InputRef input && columns[input.index()] != ScanSource.ROW_ID
                ? columns[input.index()]
                : -1;
    }

    private Range range(int column) {
        return ranges.computeIfAbsent(column, ignored -> new Range());
    }

    private static String mirrored(String operator) {
        return switch (operator) {
            case Operators.LESS -> Operators.GREATER;
            case Operators.LESS_OR_EQUAL -> Operators.GREATER_OR_EQUAL;
            case Operators.GREATER -> Operators.LESS;
            case Operators.GREATER_OR_EQUAL -> Operators.LESS_OR_EQUAL;
            default -> operator;
        };
    }

    private void compare(int column, String operator, Expression constant) {
        Range range = range(column);
        restrict(range, fields.get(column).type(), operator, constant);
        impossible |= range.empty;
    }

    /** Each candidate on its own, then the range around them all. */
    private void isOneOf(int column, List<Expression> candidates) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        List<Object> values = new ArrayList<>();
        for (Expression candidate : candidates) {
            Range one = new Range();
            restrict(one, fields.get(column).type(), Operators.EQUAL, candidate);
            if (one.empty) {
                continue;
            }
            if (one.values == null) {
                return;
            }
            least = Math.min(least, one.low);
            greatest = Math.max(greatest, one.high);
            values.addAll(one.values);
        }
        Range range = range(column);
        range.low = Math.max(range.low, least);
        range.high = Math.min(range.high, greatest);
        range.mustNotBeNull = true;
        if (range.values == null || range.values.size() > values.size()) {
            range.values = values;
        }
        impossible |= range.low > range.high;
    }

    private void restrict(Range range, SqlType type, String operator, Expression constant) {
        Object value;
        if (constant instanceof Literal literal) {
            value = literal.value();
        } else if (constant instanceof Parameter parameter) {
            value = context.evaluation().parameters()[parameter.index()];
        } else if (isConstant(constant)) {
            try {
                value = context.expressions()
                        .compile(constant)
                        .evaluate(Batch.of(new Vector[0], 1, 0), null, 1)
                        .valueAt(0);
            } catch (VelariaException e) {
                return; // the filter raises it, if it comes to a row
            }
        } else {
            return;
        }
        if (value == null) {
            range.empty = true;
        } else {
            bound(range, type, operator, value, constant.type());
        }
    }

    private static boolean isConstant(Expression expression) {
        return expression instanceof Call call
                ? call.operands().stream().allMatch(ColumnRanges::isConstant)
                : !(expression instanceof InputRef);
    }

    private static void bound(Range range, SqlType columnType, String operator, Object value, SqlType type) {
        TypeKind kind = columnType.kind();
        if (kind.isExactNumeric() && type.kind().isExactNumeric()) {
            if (columnType.scale() == type.scale() && value instanceof Long exact) {
                narrow(range, operator, exact, exact, value);
            } else {
                exactBound(range, operator, value, type.scale(), columnType.scale());
            }
        } else if (kind.isApproximateNumeric() && type.kind().isApproximateNumeric()) {
            double number = ((Number) value).doubleValue();
            long sortable = ZoneMap.sortable(number);
            narrow(range, operator, sortable, sortable, (Object) number);
        } else if (kind == TypeKind.VARCHAR && type.kind() == TypeKind.VARCHAR
                || kind == TypeKind.VARBINARY && type.kind() == TypeKind.VARBINARY) {
            byte[] bytes = value instanceof byte[] raw ? raw : ((String) value).getBytes(StandardCharsets.UTF_8);
            long prefix = ZoneMap.prefix(bytes, 0, bytes.length);
            // Rows with the same prefix may be on either side.
            String inclusive =
                    switch (operator) {
                        case Operators.LESS -> Operators.LESS_OR_EQUAL;
                        case Operators.GREATER -> Operators.GREATER_OR_EQUAL;
                        default -> operator;
                    };
            narrow(range, inclusive, prefix, prefix, value);
        } else if (kind == type.kind() && value instanceof Long exact && columnType.isNanos() == type.isNanos()) {
            narrow(range, operator, exact, exact, value);
        }
    }

    /** A number of another scale: what lies between two values of the column bounds it from both sides. */
    private static void exactBound(Range range, String operator, Object value, int scale, int columnScale) {
        BigInteger unscaled =
                value instanceof Int128 wide ? wide.toBigInteger() : BigInteger.valueOf(((Number) value).longValue());
        BigDecimal number = new BigDecimal(unscaled, scale);
        BigDecimal floor = number.setScale(columnScale, RoundingMode.FLOOR).movePointRight(columnScale);
        BigDecimal ceiling = number.setScale(columnScale, RoundingMode.CEILING).movePointRight(columnScale);
        if (floor.compareTo(LONG_MIN) <= 0 || ceiling.compareTo(LONG_MAX) >= 0) {
            return;
        }
        long below = floor.longValueExact();
        long above = ceiling.longValueExact();
        if (below == above) {
            narrow(range, operator, below, above, below);
        } else {
            switch (operator) {
                case Operators.EQUAL -> range.empty = true;
                case Operators.LESS, Operators.LESS_OR_EQUAL ->
                    narrow(range, Operators.LESS_OR_EQUAL, below, above, null);
                default -> narrow(range, Operators.GREATER_OR_EQUAL, below, above, null);
            }
        }
    }

    private static void narrow(Range range, String operator, long below, long above, Object value) {
        range.mustNotBeNull = true;
        switch (operator) {
            case Operators.EQUAL -> {
                range.low = Math.max(range.low, above);
                range.high = Math.min(range.high, below);
                if (value != null) {
                    range.values = List.of(value);
                }
            }
            case Operators.LESS -> {
                range.empty |= below == Long.MIN_VALUE;
                range.high = Math.min(range.high, below - 1);
            }
            case Operators.LESS_OR_EQUAL -> range.high = Math.min(range.high, below);
            case Operators.GREATER -> {
                range.empty |= above == Long.MAX_VALUE;
                range.low = Math.max(range.low, above + 1);
            }
            default -> range.low = Math.max(range.low, above);
        }
        range.empty |= range.low > range.high;
    }
}
