package io.velaria.planner.translate;

import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.plan.Filter;
import io.velaria.runtime.plan.PartitionTop;
import io.velaria.runtime.plan.PartitionTop.Ranking;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.plan.Window;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts a {@link PartitionTop} below a window whose ROW_NUMBER, RANK or DENSE_RANK a filter above bounds, where all that
 * the window computes of a row depends on the rows before it alone.
 */
final class PartitionTops {
    private static final Map<String, String> MIRRORED = Map.of(
            Operators.EQUAL, Operators.EQUAL,
            Operators.LESS, Operators.GREATER,
            Operators.LESS_OR_EQUAL, Operators.GREATER_OR_EQUAL,
            Operators.GREATER, Operators.LESS,
            Operators.GREATER_OR_EQUAL, Operators.LESS_OR_EQUAL);

    private static final Map<String, Ranking> RANKINGS =
            Arrays.stream(Ranking.values()).collect(Collectors.toMap(Ranking::name, Function.identity()));

    private PartitionTops() {}

    /** The same rows; the plan itself where no filter bounds such a number. */
    static PhysicalPlan insert(PhysicalPlan plan) {
        PhysicalPlan rewritten = plan instanceof Filter ? insert(plan, List.of()) : null;
        return PlanInputs.map(rewritten == null ? plan : rewritten, PartitionTops::insert);
    }

    /** The column is at most this value, or with {@code below} less. */
    private record Bound(int column, Expression value, boolean below) {}

    private static List<Expression> conjuncts(Expression condition) {
        return condition instanceof Call call && call.function().equals(Operators.AND)
                ? call.operands()
                : List.of(condition);
    }

    private static Bound bound(Expression conjunct) {
        if (!(conjunct instanceof Call call)) {
            return null;
        }
        List<Expression> operands = call.operands();
        if (call.function().equals(Operators.IN)) {
            return operands.get(0) instanceof InputRef column
                    ? bound(column, operands.subList(1, operands.size()))
                    : null;
        }
        String mirrored = MIRRORED.get(call.function());
        if (mirrored == null) {
            return null;
        }
        if (operands.get(1) instanceof InputRef column) {
            return bound(column, mirrored, operands.get(0));
        }
        return operands.get(0) instanceof InputRef column ? bound(column, call.function(), operands.get(1)) : null;
    }

    private static Bound bound(InputRef column, String comparison, Expression value) {
        boolean isConstant = (value instanceof Literal || value instanceof Parameter) && isInteger(value.type());
        if (!isConstant || comparison.startsWith(Operators.GREATER)) {
            return null;
        }
        return new Bound(column.index(), value, comparison.equals(Operators.LESS));
    }

    /** One of some literals: at most the greatest. */
    private static Bound bound(InputRef column, List<Expression> values) {
        boolean areLiterals = values.stream()
                .allMatch(value -> value instanceof Literal literal && !literal.isNull() && isInteger(value.type()));
        return areLiterals
                ? values.stream()
                        .map(Literal.class::cast)
                        .max(Comparator.comparingLong(literal -> (Long) literal.value()))
                        .map(greatest -> new Bound(column.index(), greatest, false))
                        .orElseThrow()
                : null;
    }

    private static boolean isInteger(SqlType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    /**
     * The plan with a part of the input left out of a window whose numbers the conditions bound, or null.
     *
     * @param conditions that hold for all rows of the plan that are asked for
     */
    private static PhysicalPlan insert(PhysicalPlan plan, List<Expression> conditions) {
        PhysicalPlan input = null;
        if (plan instanceof Filter filter) {
            List<Expression> more = new ArrayList<>(conjuncts(filter.condition()));
            more.addAll(conditions);
            input = insert(filter.input(), more);
        } else if (plan instanceof Project project) {
            List<Expression> below = new ArrayList<>();
            for (Expression condition : conditions) {
                below.addAll(conjuncts(Expressions.substitute(condition, project.expressions())));
            }
            input = insert(project.input(), below);
        } else if (plan instanceof Window window && window.calls().stream().allMatch(PartitionTops::looksBack)) {
            input = top(window, conditions);
            if (input == null && window.input() instanceof Window below && isAlike(window, below)) {
                input = insert(below, conditions);
            }
        }
        return input == null ? null : PlanInputs.with(plan, List.of(input));
    }

    private static boolean isAlike(Window a, Window b) {
        return a.partition().equals(b.partition()) && a.order().equals(b.order());
    }

    /** What the window is to read, or null where no condition bounds one of its numbers. */
    private static PhysicalPlan top(Window window, List<Expression> conditions) {
        if (window.input() instanceof PartitionTop) {
            return null;
        }
        int inputColumns = window.input().schema().size();
        for (Expression condition : conditions) {
            Bound bound = bound(condition);
            if (bound != null && bound.column() >= inputColumns) {
                Window.Call call = window.calls().get(bound.column() - inputColumns);
                Ranking ranking = RANKINGS.get(call.aggregate().function());
                if (ranking != null) {
                    return new PartitionTop(
                            window.input(), window.partition(), window.order(), ranking, bound.value(), bound.below());
                }
            }
        }
        return null;
    }

    /** Whether a call's value for a row depends on no row that comes after it in its partition. */
    private static boolean looksBack(Window.Call call) {
        return switch (call.aggregate().function()) {
            case "ROW_NUMBER", "RANK", "DENSE_RANK" -> true;
            case "LAG" -> call.aggregate().arguments().size() == 1;
            case "LEAD", "NTILE", "PERCENT_RANK", "CUME_DIST" -> false;
            default ->
                call.frame().unit() == Window.Unit.ROWS
                        && call.frame().exclude() == Window.Exclude.NO_OTHERS
                        && (call.frame().end().kind() == Window.Bound.Kind.CURRENT_ROW
                                || call.frame().end().kind() == Window.Bound.Kind.PRECEDING);
        };
    }
}
