package io.velaria.planner.translate;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.util.RangeSets;
import org.apache.calcite.util.Sarg;

/** Writes the planner's search arguments, sets of ranges, as comparisons that scans can skip by. */
final class SearchExpansion {
    private SearchExpansion() {}

    static Expression expand(Expression operand, Sarg<?> sarg, RelDataType type) {
        Expression inRanges = ranges(operand, sarg, type);
        if (sarg.nullAs == RexUnknownAs.TRUE) {
            return ExpressionConverter.logicalOf(Operators.OR, List.of(isNull(operand), inRanges));
        }
        if (sarg.nullAs == RexUnknownAs.FALSE) {
            return ExpressionConverter.logicalOf(
                    Operators.AND, List.of(Call.of(Operators.IS_NOT_NULL, SqlType.BOOLEAN, operand), inRanges));
        }
        return inRanges;
    }

    private static Expression isNull(Expression operand) {
        return Call.of(Operators.IS_NULL, SqlType.BOOLEAN, operand);
    }

    private static <C extends Comparable<C>> Expression ranges(Expression operand, Sarg<C> sarg, RelDataType type) {
        if (sarg.isAll()) {
            return orUnknown(operand, Literal.TRUE);
        }
        if (sarg.isNone()) {
            return orUnknown(operand, Literal.FALSE);
        }
        if (sarg.isComplementedPoints()) {
            List<Expression> points = new ArrayList<>();
            for (Range<C> range : sarg.rangeSet.complement().asRanges()) {
                points.add(LiteralConverter.convert(range.lowerEndpoint(), type));
            }
            return points.size() == 1
                    ? ExpressionConverter.compare(Operators.NOT_EQUAL, operand, points.get(0))
                    : Call.of(Operators.NOT, SqlType.BOOLEAN, in(operand, points));
        }
        List<Expression> points = new ArrayList<>();
        List<Expression> alternatives = new ArrayList<>();
        for (Range<C> range : sarg.rangeSet.asRanges()) {
            if (RangeSets.isPoint(range)) {
                points.add(LiteralConverter.convert(range.lowerEndpoint(), type));
            } else {
                alternatives.add(range(operand, range, type));
            }
        }
        if (!points.isEmpty()) {
            alternatives.add(0, in(operand, points));
        }
        return ExpressionConverter.logicalOf(Operators.OR, alternatives);
    }

    /** TRUE or FALSE, but NULL for a NULL operand. */
    private static Expression orUnknown(Expression operand, Literal value) {
        return new Call(
                Operators.CASE, List.of(isNull(operand), Literal.nullOf(SqlType.BOOLEAN), value), SqlType.BOOLEAN);
    }

    private static Expression in(Expression operand, List<Expression> points) {
        if (points.size() == 1) {
            return ExpressionConverter.compare(Operators.EQUAL, operand, points.get(0));
        }
        List<Expression> operands = new ArrayList<>();
        operands.add(operand);
        operands.addAll(points);
        return new Call(Operators.IN, operands, SqlType.BOOLEAN);
    }

    private static <C extends Comparable<C>> Expression range(Expression operand, Range<C> range, RelDataType type) {
        List<Expression> bounds = new ArrayList<>(2);
        if (range.hasLowerBound()) {
            bounds.add(ExpressionConverter.compare(
                    range.lowerBoundType() == BoundType.CLOSED ? Operators.GREATER_OR_EQUAL : Operators.GREATER,
                    operand,
                    LiteralConverter.convert(range.lowerEndpoint(), type)));
        }
        if (range.hasUpperBound()) {
            bounds.add(ExpressionConverter.compare(
                    range.upperBoundType() == BoundType.CLOSED ? Operators.LESS_OR_EQUAL : Operators.LESS,
                    operand,
                    LiteralConverter.convert(range.upperEndpoint(), type)));
        }
        return ExpressionConverter.logicalOf(Operators.AND, bounds);
    }
}
