package io.velaria.planner.metadata;

import com.google.common.collect.Range;
import io.velaria.planner.fold.ConstantFolder;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.Sarg;
import org.apache.calcite.util.TimestampString;

/**
 * The estimated share of rows for which a predicate is TRUE. Columns are taken as independent and evenly spread between
 * their least and greatest value (Selinger et al. 1979).
 */
public final class Selectivity {
    private static final double EQUAL = 0.05;
    private static final double RANGE = 0.3;
    private static final double LIKE = 0.1;
    /** For each part between percent signs after the first. */
    private static final double LIKE_PART = 0.3;

    private static final double NULL = 0.05;
    private static final double OTHER = 0.25;

    private final RelOptCluster cluster;
    private final IntFunction<ColumnEstimate> columns;

    private Selectivity(RelOptCluster cluster, IntFunction<ColumnEstimate> columns) {
        this.cluster = cluster;
        this.columns = columns;
    }

    /**
     * The share of rows, from 0 to 1.
     *
     * @param predicate null for none
     * @param cluster knows what to expect of parameters
     * @param columns the estimate of each column that the predicate refers to
     */
    public static double of(RexNode predicate, RelOptCluster cluster, IntFunction<ColumnEstimate> columns) {
        return predicate == null ? 1 : new Selectivity(cluster, columns).estimate(predicate);
    }

    private double estimate(RexNode predicate) {
        if (predicate.isAlwaysTrue()) {
            return 1;
        }
        if (predicate.isAlwaysFalse()) {
            return 0;
        }
        if (!(predicate instanceof RexCall call)) {
            return 0.5;
        }
        List<RexNode> operands = call.getOperands();
        switch (call.getKind()) {
            case AND:
                return conjunction(operands);
            case OR:
                return disjunction(operands);
            case NOT:
            case IS_NOT_TRUE:
                return 1 - estimate(operands.get(0));
            case IS_TRUE:
                return estimate(operands.get(0));
            case IS_NULL:
                return nullShare(operands.get(0));
            case IS_NOT_NULL:
                return 1 - nullShare(operands.get(0));
            case EQUALS:
            case IS_NOT_DISTINCT_FROM:
                return equality(operands.get(0), operands.get(1));
            case NOT_EQUALS:
            case IS_DISTINCT_FROM:
                return 1 - equality(operands.get(0), operands.get(1));
            case LESS_THAN:
            case LESS_THAN_OR_EQUAL:
            case GREATER_THAN:
            case GREATER_THAN_OR_EQUAL:
                return comparison(call.getKind(), operands.get(0), operands.get(1));
            case SEARCH:
                return search(operands.get(0), ((RexLiteral) operands.get(1)).getValueAs(Sarg.class));
            case LIKE:
                return like(call);
            case SIMILAR:
                return LIKE;
            default:
                return OTHER;
        }
    }

    /** Bounds of one column from both sides are one range; everything else counts as independent. */
    private double conjunction(List<RexNode> operands) {
        double share = 1;
        Map<RexNode, double[]> ranges = new LinkedHashMap<>();
        for (RexNode operand : operands) {
            RexCall comparison = columnFirst(operand);
            double bound = comparison == null
                    ? Double.NaN
                    : constant(
                            comparison.getOperands().get(1),
                            comparison.getOperands().get(0));
            if (Double.isNaN(bound)) {
                share *= estimate(operand);
                continue;
            }
            double[] range = ranges.computeIfAbsent(
                    RexUtil.removeCast(comparison.getOperands().get(0)),
                    column -> new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY});
            if (isUpperBound(comparison.getKind())) {
                range[1] = Math.min(range[1], bound);
            } else {
                range[0] = Math.max(range[0], bound);
            }
        }
        for (Map.Entry<RexNode, double[]> range : ranges.entrySet()) {
            share *= between(column(range.getKey()), range.getValue()[0], range.getValue()[1]);
        }
        return share;
    }

    /** Equalities of one operand exclude each other; everything else counts as independent. */
    private double disjunction(List<RexNode> operands) {
        double none = 1;
        Map<RexNode, Double> shares = new LinkedHashMap<>();
        for (RexNode operand : operands) {
            double share = estimate(operand);
            if (operand.getKind() == SqlKind.EQUALS) {
                shares.merge(((RexCall) operand).getOperands().get(0), share, Double::sum);
            } else {
                none *= 1 - share;
            }
        }
        for (double share : shares.values()) {
            none *= 1 - Math.min(1, share);
        }
        return 1 - none;
    }

    /** By the pattern, if that is known: without wildcards an equality, with several parts to find the rarer. */
    private double like(RexCall like) {
        RexNode operand = like.getOperands().get(1);
        Object pattern = operand instanceof RexLiteral literal ? literal.getValueAs(String.class) : hint(operand);
        if (!(pattern instanceof String text)) {
            return LIKE;
        }
        long parts =
                Arrays.stream(text.split("%")).filter(part -> !part.isEmpty()).count();
        if (parts == 0) {
            return 1;
        }
        if (text.indexOf('%') < 0 && text.indexOf('_') < 0) {
            return equality(like.getOperands().get(0), operand);
        }
        return LIKE * Math.pow(LIKE_PART, parts - 1);
    }

    /** A comparison by order with a column on its left, turned round if need be; null for anything else. */
    private RexCall columnFirst(RexNode condition) {
        if (!(condition instanceof RexCall call)) {
            return null;
        }
        return switch (call.getKind()) {
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> {
                if (RexUtil.removeCast(call.getOperands().get(0)) instanceof RexInputRef) {
                    yield call;
                }
                boolean reversible = RexUtil.removeCast(call.getOperands().get(1)) instanceof RexInputRef;
                yield reversible ? (RexCall) RexUtil.invert(cluster.getRexBuilder(), call) : null;
            }
            default -> null;
        };
    }

    private static boolean isUpperBound(SqlKind kind) {
        return kind == SqlKind.LESS_THAN || kind == SqlKind.LESS_THAN_OR_EQUAL;
    }

    /** What a column is compared with, on the scale of {@link ColumnEstimate#min()}; NaN if that is unknown. */
    private double constant(RexNode value, RexNode compared) {
        if (RexUtil.removeCast(value) instanceof RexLiteral literal) {
            return number(literal.getValue(), compared.getType());
        }
        boolean sameScale = SqlTypeUtil.isNumeric(value.getType())
                ? SqlTypeUtil.isNumeric(compared.getType())
                : SqlTypeUtil.equalSansNullability(
                        cluster.getTypeFactory(),
                        value.getType(),
                        RexUtil.removeCast(compared).getType());
        return sameScale ? ColumnEstimate.number(hint(value), value.getType()) : Double.NaN;
    }

    /** What an expression over parameters is expected to give, null if that is unknown. */
    private Object hint(RexNode expression) {
        return RelOptUtil.InputFinder.bits(expression).isEmpty()
                        && cluster.getPlanner().getExecutor() instanceof ConstantFolder folder
                ? folder.hint(expression)
                : null;
    }

    private ColumnEstimate column(RexNode operand) {
        RexNode plain = RexUtil.removeCast(operand);
        return plain instanceof RexInputRef reference ? columns.apply(reference.getIndex()) : ColumnEstimate.UNKNOWN;
    }

    private double nullShare(RexNode operand) {
        double share = column(operand).nullFraction();
        return Double.isNaN(share) ? NULL : share;
    }

    private double equality(RexNode left, RexNode right) {
        double distinct = Math.max(knownDistinct(left), knownDistinct(right));
        return distinct > 0 ? 1 / distinct : EQUAL;
    }

    private double knownDistinct(RexNode operand) {
        double distinct = column(operand).distinct();
        return Double.isNaN(distinct) ? 0 : Math.max(1, distinct);
    }

    private double comparison(SqlKind kind, RexNode left, RexNode right) {
        if (!(RexUtil.removeCast(left) instanceof RexInputRef)) {
            return RexUtil.removeCast(right) instanceof RexInputRef ? comparison(kind.reverse(), right, left) : RANGE;
        }
        double bound = constant(right, left);
        ColumnEstimate column = column(left);
        return isUpperBound(kind)
                ? between(column, Double.NEGATIVE_INFINITY, bound)
                : between(column, bound, Double.POSITIVE_INFINITY);
    }

    private static double between(ColumnEstimate column, double low, double high) {
        double width = column.max() - column.min();
        if (Double.isNaN(width) || Double.isNaN(low) || Double.isNaN(high)) {
            return Double.isInfinite(low) || Double.isInfinite(high) ? RANGE : RANGE * RANGE;
        }
        double covered = Math.min(high, column.max()) - Math.max(low, column.min());
        if (covered < 0) {
            return 0;
        }
        double least = column.distinct() > 0 ? 1 / column.distinct() : 0;
        return width == 0 ? 1 : Math.min(1, Math.max(least, covered / width));
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private double search(RexNode operand, Sarg sarg) {
        ColumnEstimate column = column(operand);
        double share = 0;
        for (Range<?> range : (Iterable<Range<?>>) sarg.rangeSet.asRanges()) {
            boolean bounded = range.hasLowerBound() && range.hasUpperBound();
            if (bounded && range.lowerEndpoint().equals(range.upperEndpoint())) {
                share += column.distinct() > 0 ? 1 / Math.max(1, column.distinct()) : EQUAL;
            } else {
                double low = range.hasLowerBound()
                        ? number(range.lowerEndpoint(), operand.getType())
                        : Double.NEGATIVE_INFINITY;
                double high = range.hasUpperBound()
                        ? number(range.upperEndpoint(), operand.getType())
                        : Double.POSITIVE_INFINITY;
                share += low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY
                        ? 1
                        : between(column, low, high);
            }
        }
        if (sarg.isComplementedPoints()) {
            int points = sarg.rangeSet.complement().asRanges().size();
            share = 1 - points * (column.distinct() > 0 ? 1 / Math.max(1, column.distinct()) : EQUAL);
        }
        return Math.max(0, Math.min(1, share));
    }

    /** A literal's value on the scale of {@link ColumnEstimate#min()}. */
    private static double number(Object value, RelDataType type) {
        if (value instanceof BigDecimal decimal) {
            return decimal.doubleValue();
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof DateString date) {
            return date.getDaysSinceEpoch();
        }
        if (value instanceof TimestampString timestamp) {
            return timestamp.getMillisSinceEpoch() * timestampUnitsPerMilli(type);
        }
        if (value instanceof java.util.Calendar calendar) {
            double millis = calendar.getTimeInMillis();
            return type.getSqlTypeName() == SqlTypeName.DATE
                    ? Math.floor(millis / 86_400_000)
                    : millis * timestampUnitsPerMilli(type);
        }
        return Double.NaN;
    }

    private static double timestampUnitsPerMilli(RelDataType type) {
        return type.getPrecision() > 6 ? 1e6 : 1e3;
    }
}
