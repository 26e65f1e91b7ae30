package io.velaria.runtime.operator.aggregate;

import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.operator.aggregate.LongFoldAccumulator.Fold;
import io.velaria.runtime.operator.aggregate.PickAccumulator.Rule;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/** Which accumulator computes which aggregate. */
final class Accumulators {
    private Accumulators() {}

    /** An accumulator with states of its own. */
    static Accumulator create(AggregateCall call, List<Field> input, QueryContext context) {
        return create(call, input, context, GroupStates.own());
    }

    /**
     * @param states which the accumulator may keep its states in
     * @throws VelariaException 0A000 if there is no such aggregate for arguments of these types
     */
    static Accumulator create(AggregateCall call, List<Field> input, QueryContext context, GroupStates states) {
        OrderedAggregate ordered = OrderedAggregate.of(call);
        GroupStates plainStates = call.distinct() ? GroupStates.own() : states;
        Accumulator plain = ordered == null ? plain(call, input, plainStates) : ordered(call, ordered, input, context);
        if (!call.distinct() || call.arguments().isEmpty()) {
            return plain;
        }
        int[] arguments = call.arguments().stream().mapToInt(Integer::intValue).toArray();
        return new DistinctAccumulator(plain, arguments, input, context);
    }

    private static Accumulator ordered(
            AggregateCall call, OrderedAggregate ordered, List<Field> input, QueryContext context) {
        Accumulator quantile = QuantileAccumulator.of(call, ordered, input, context);
        return quantile != null ? quantile : new CollectAccumulator(call, ordered, input, context);
    }

    private static Accumulator plain(AggregateCall call, List<Field> input, GroupStates states) {
        int[] arguments = call.arguments().stream().mapToInt(Integer::intValue).toArray();
        int first = arguments.length == 0 ? -1 : arguments[0];
        SqlType argumentType = first < 0 ? null : input.get(first).type();
        SqlType type = call.type();
        return switch (call.function()) {
            case "COUNT" -> new CountAccumulator(type, states, arguments);
            case "SUM", "$SUM0", "AVG" -> sum(call, first, argumentType, states);
            case "MIN" -> extreme(false, first, argumentType, type, states);
            case "MAX" -> extreme(true, first, argumentType, type, states);
            case "BOOL_AND", "EVERY" -> new LongFoldAccumulator(Fold.MIN, first, type, states);
            case "BOOL_OR", "SOME", "ANY" -> new LongFoldAccumulator(Fold.MAX, first, type, states);
            case "BIT_AND" -> new LongFoldAccumulator(Fold.AND, first, type, states);
            case "BIT_OR" -> new LongFoldAccumulator(Fold.OR, first, type, states);
            case "BIT_XOR" -> new LongFoldAccumulator(Fold.XOR, first, type, states);
            case "ANY_VALUE" -> new PickAccumulator(Rule.ANY, first, -1, type);
            case "SINGLE_VALUE" -> new PickAccumulator(Rule.SINGLE, first, -1, type);
            case "FIRST", "FIRST_VALUE" -> new PickAccumulator(Rule.FIRST, first, -1, type);
            case "LAST", "LAST_VALUE" -> new PickAccumulator(Rule.LAST, first, -1, type);
            case "ARG_MIN", "MIN_BY" -> new PickAccumulator(Rule.LEAST, first, arguments[1], type);
            case "ARG_MAX", "MAX_BY" -> new PickAccumulator(Rule.GREATEST, first, arguments[1], type);
            case "APPROX_COUNT_DISTINCT" -> new ApproximateCountAccumulator(first, type);
            case "VAR_POP",
                    "VAR_SAMP",
                    "VARIANCE",
                    "STDDEV",
                    "STDDEV_POP",
                    "STDDEV_SAMP",
                    "COVAR_POP",
                    "COVAR_SAMP",
                    "CORR",
                    "REGR_COUNT",
                    "REGR_SLOPE",
                    "REGR_INTERCEPT",
                    "REGR_R2",
                    "REGR_AVGX",
                    "REGR_AVGY",
                    "REGR_SXX",
                    "REGR_SYY",
                    "REGR_SXY" -> {
                int second = arguments.length > 1 ? arguments[1] : -1;
                yield new MomentsAccumulator(
                        call.function(),
                        first,
                        second,
                        argumentType,
                        second < 0 ? null : input.get(second).type(),
                        type);
            }
            default -> throw VelariaException.unsupported("the aggregate function " + call.function());
        };
    }

    private static Accumulator sum(AggregateCall call, int argument, SqlType argumentType, GroupStates states) {
        if (argumentType.kind().isExactNumeric() || argumentType.kind().isInterval()) {
            return new ExactSumAccumulator(call.function(), argument, argumentType, call.type(), states);
        }
        if (argumentType.kind().isApproximateNumeric()) {
            return new DoubleSumAccumulator(call.function(), argument, call.type(), states);
        }
        throw VelariaException.unsupported(call.function() + " of " + argumentType);
    }

    private static Accumulator extreme(
            boolean max, int argument, SqlType argumentType, SqlType type, GroupStates states) {
        PhysicalKind kind = argumentType.carrier();
        if (kind.isLongLike()) {
            return new LongFoldAccumulator(max ? Fold.MAX : Fold.MIN, argument, type, states);
        }
        if (kind == PhysicalKind.FLOAT32 || kind == PhysicalKind.FLOAT64) {
            return new DoubleExtremeAccumulator(max, argument, type, states);
        }
        return new PickAccumulator(max ? Rule.GREATEST : Rule.LEAST, argument, argument, type);
    }
}
