package io.velaria.planner.translate;

import io.velaria.planner.type.TypeMapping;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.plan.AggregateCall;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.SortKey;
import io.velaria.runtime.plan.Window;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlAggFunction;

/**
 * Turns a projection with window functions into: a projection of what the windows need, a {@link Window} for each
 * partitioning and ordering, and a projection of the result.
 */
final class WindowConverter {
    private final List<Expression> computed = new ArrayList<>();
    private final Map<Specification, List<RexOver>> windows = new LinkedHashMap<>();
    private final Map<RexOver, Integer> positions = new LinkedHashMap<>();
    private int inputColumns;

    private record Specification(List<Integer> partition, List<SortKey> order) {}

    PhysicalPlan convert(org.apache.calcite.rel.core.Project project, PhysicalPlan input) {
        inputColumns = input.schema().size();
        List<RexOver> calls = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            expression.accept(new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                    if (!calls.contains(over)) {
                        calls.add(over);
                    }
                    return over;
                }
            });
        }
        Map<RexOver, Window.Call> converted = new LinkedHashMap<>();
        for (RexOver over : calls) {
            windows.computeIfAbsent(specification(over.getWindow()), key -> new ArrayList<>())
                    .add(over);
            converted.put(over, call(over));
        }
        PhysicalPlan plan = Expressions.append(input, computed, "$window");
        for (Map.Entry<Specification, List<RexOver>> window : windows.entrySet()) {
            plan = window(plan, window.getKey(), window.getValue(), converted);
        }
        return RelationConverter.project(plan, resultColumns(project), RelationConverter.schema(project.getRowType()));
    }

    /** Groups of window functions that a rewrite has already set apart. */
    static PhysicalPlan convert(org.apache.calcite.rel.core.Window window, PhysicalPlan input) {
        int inputColumns = input.schema().size();
        List<Expression> constants = new ArrayList<>();
        window.constants.forEach(constant -> constants.add(LiteralConverter.convert(constant)));
        PhysicalPlan plan = Expressions.append(input, constants, "$constant");
        List<Field> result = RelationConverter.schema(window.getRowType());
        List<Expression> columns = Expressions.references(input.schema());
        for (org.apache.calcite.rel.core.Window.Group group : window.groups) {
            Window.Frame frame = new Window.Frame(
                    group.isRows ? Window.Unit.ROWS : Window.Unit.RANGE,
                    bound(group.lowerBound, inputColumns, constants),
                    bound(group.upperBound, inputColumns, constants),
                    exclude(group.exclude));
            List<Field> schema = new ArrayList<>(plan.schema());
            List<Window.Call> calls = new ArrayList<>();
            for (org.apache.calcite.rel.core.Window.RexWinAggCall call : group.aggCalls) {
                List<Integer> arguments = new ArrayList<>();
                call.getOperands().forEach(operand -> arguments.add(((RexInputRef) operand).getIndex()));
                SqlType type = TypeMapping.toSqlType(call.getType());
                AggregateCall aggregate = new AggregateCall(
                        AggregateConverter.name((SqlAggFunction) call.getOperator()),
                        arguments,
                        call.distinct,
                        -1,
                        List.of(),
                        type);
                columns.add(new InputRef(schema.size(), type));
                calls.add(new Window.Call(aggregate, call.ignoreNulls, frame));
                schema.add(new Field(
                        result.get(columns.size() - 1).name(),
                        type,
                        call.getType().isNullable()));
            }
            plan = new Window(plan, group.keys.asList(), RelationConverter.sortKeys(group.orderKeys), calls, schema);
        }
        return constants.isEmpty() ? plan : new Project(plan, columns, result);
    }

    private static Window.Bound bound(RexWindowBound bound, int inputColumns, List<Expression> constants) {
        if (bound.getOffset() instanceof RexInputRef offset) {
            return new Window.Bound(
                    bound.isPreceding() ? Window.Bound.Kind.PRECEDING : Window.Bound.Kind.FOLLOWING,
                    constants.get(offset.getIndex() - inputColumns));
        }
        return bound(bound);
    }

    private PhysicalPlan window(
            PhysicalPlan input, Specification specification, List<RexOver> calls, Map<RexOver, Window.Call> converted) {
        List<Field> schema = new ArrayList<>(input.schema());
        List<Window.Call> list = new ArrayList<>();
        for (RexOver over : calls) {
            positions.put(over, schema.size());
            Window.Call call = converted.get(over);
            list.add(call);
            schema.add(new Field(
                    call.aggregate().function(),
                    call.aggregate().type(),
                    over.getType().isNullable()));
        }
        return new Window(input, specification.partition(), specification.order(), list, schema);
    }

    private List<Expression> resultColumns(org.apache.calcite.rel.core.Project project) {
        RexBuilder builder = project.getCluster().getRexBuilder();
        RexShuttle replace = new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                return builder.makeInputRef(over.getType(), positions.get(over));
            }
        };
        List<Expression> columns = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            columns.add(ExpressionConverter.convert(expression.accept(replace)));
        }
        return columns;
    }

    private Specification specification(RexWindow window) {
        List<Integer> partition = new ArrayList<>();
        for (RexNode key : window.partitionKeys) {
            partition.add(column(ExpressionConverter.convert(key)));
        }
        List<SortKey> order = new ArrayList<>();
        for (RexFieldCollation key : window.orderKeys) {
            boolean descending = key.getDirection().isDescending();
            boolean nullsFirst =
                    switch (key.getNullDirection()) {
                        case FIRST -> true;
                        case LAST -> false;
                        case UNSPECIFIED -> descending;
                    };
            order.add(new SortKey(column(ExpressionConverter.convert(key.left)), descending, nullsFirst));
        }
        return new Specification(partition, order);
    }

    private Window.Call call(RexOver over) {
        List<Integer> arguments = new ArrayList<>();
        for (RexNode operand : over.getOperands()) {
            arguments.add(column(ExpressionConverter.convert(operand)));
        }
        AggregateCall aggregate = new AggregateCall(
                AggregateConverter.name(over.getAggOperator()),
                arguments,
                over.isDistinct(),
                -1,
                List.of(),
                TypeMapping.toSqlType(over.getType()));
        return new Window.Call(aggregate, over.ignoreNulls(), frame(over.getWindow()));
    }

    private static Window.Frame frame(RexWindow window) {
        return new Window.Frame(
                window.isRows() ? Window.Unit.ROWS : Window.Unit.RANGE,
                bound(window.getLowerBound()),
                bound(window.getUpperBound()),
                exclude(window.getExclude()));
    }

    private static Window.Exclude exclude(RexWindowExclusion exclusion) {
        return switch (exclusion) {
            case EXCLUDE_NO_OTHER -> Window.Exclude.NO_OTHERS;
            case EXCLUDE_CURRENT_ROW -> Window.Exclude.CURRENT_ROW;
            case EXCLUDE_GROUP -> Window.Exclude.GROUP;
            case EXCLUDE_TIES -> Window.Exclude.TIES;
        };
    }

    private static Window.Bound bound(RexWindowBound bound) {
        if (bound.isUnboundedPreceding()) {
            return new Window.Bound(Window.Bound.Kind.UNBOUNDED_PRECEDING, null);
        }
        if (bound.isUnboundedFollowing()) {
            return new Window.Bound(Window.Bound.Kind.UNBOUNDED_FOLLOWING, null);
        }
        if (bound.isCurrentRow()) {
            return new Window.Bound(Window.Bound.Kind.CURRENT_ROW, null);
        }
        return new Window.Bound(
                bound.isPreceding() ? Window.Bound.Kind.PRECEDING : Window.Bound.Kind.FOLLOWING,
                ExpressionConverter.convert(bound.getOffset()));
    }

    /** The position of the expression in the windows' input. */
    private int column(Expression expression) {
        if (expression instanceof InputRef input) {
            return input.index();
        }
        int known = computed.indexOf(expression);
        if (known < 0) {
            known = computed.size();
            computed.add(expression);
        }
        return inputColumns + known;
    }
}
