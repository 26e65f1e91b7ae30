package io.velaria.planner.translate;

import io.velaria.planner.type.TypeMapping;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.plan.Aggregate;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.PhysicalPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.sql.SqlAggFunction;

/**
 * Turns aggregates into the runtime's. Functions are emitted by these names: COUNT, SUM, AVG, MIN, MAX, ANY_VALUE,
 * SINGLE_VALUE, BOOL_AND, BOOL_OR, BIT_AND, BIT_OR, BIT_XOR, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP, CORR, COVAR_POP,
 * COVAR_SAMP, STRING_AGG(text, separator) with order, ARRAY_AGG with order, MEDIAN, PERCENTILE_CONT(fraction) and
 * PERCENTILE_DISC(fraction) over the single order key, MODE, APPROX_COUNT_DISTINCT, ARG_MIN(value, by), ARG_MAX(value,
 * by), FIRST, LAST, GROUPING(keys ..), and $SUM0, which is SUM with 0 for no rows.
 */
final class AggregateConverter {
    private AggregateConverter() {}

    static PhysicalPlan convert(org.apache.calcite.rel.core.Aggregate aggregate, PhysicalPlan input, double rows) {
        List<Integer> keys = aggregate.getGroupSet().asList();
        List<List<Integer>> sets = new ArrayList<>();
        aggregate
                .getGroupSets()
                .forEach(
                        set -> sets.add(set.asList().stream().map(keys::indexOf).toList()));
        List<AggregateCall> calls = new ArrayList<>();
        for (org.apache.calcite.rel.core.AggregateCall call : aggregate.getAggCallList()) {
            calls.add(convert(call));
        }
        return new Aggregate(input, keys, sets, calls, RelationConverter.schema(aggregate.getRowType()), rows);
    }

    private static AggregateCall convert(org.apache.calcite.rel.core.AggregateCall call) {
        if (call.distinctKeys != null) {
            throw VelariaException.unsupported("WITHIN DISTINCT");
        }
        String name = name(call.getAggregation());
        boolean distinct = call.isDistinct() && distinctMatters(name);
        return new AggregateCall(
                call.isApproximate() && name.equals("COUNT") && call.isDistinct() ? "APPROX_COUNT_DISTINCT" : name,
                call.getArgList(),
                distinct && !call.isApproximate(),
                call.filterArg,
                call.collation == null ? List.of() : RelationConverter.sortKeys(orEmpty(call)),
                TypeMapping.toSqlType(call.getType()));
    }

    private static org.apache.calcite.rel.RelCollation orEmpty(org.apache.calcite.rel.core.AggregateCall call) {
        return call.getCollation() == null ? RelCollations.EMPTY : call.getCollation();
    }

    private static boolean distinctMatters(String name) {
        return switch (name) {
            case "MIN", "MAX", "BOOL_AND", "BOOL_OR", "BIT_AND", "BIT_OR", "ANY_VALUE", "SINGLE_VALUE" -> false;
            default -> true;
        };
    }

    static String name(SqlAggFunction function) {
        String name = function.getName().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "LISTAGG", "GROUP_CONCAT" -> "STRING_AGG";
            case "EVERY", "LOGICAL_AND", "BOOLAND_AGG" -> "BOOL_AND";
            case "SOME", "LOGICAL_OR", "BOOLOR_AGG" -> "BOOL_OR";
            case "STDDEV" -> "STDDEV_SAMP";
            case "VARIANCE" -> "VAR_SAMP";
            case "MIN_BY" -> "ARG_MIN";
            case "MAX_BY" -> "ARG_MAX";
            case "ANY_VALUE_RESPECT_NULLS" -> "FIRST";
            default -> name;
        };
    }
}
