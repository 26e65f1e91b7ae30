package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.PhysicalKind;
import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the conditions of an AND ready: those that can fail apart, and comparisons of a column with constants together. */
final class ConjunctionCompiler {
    private final ExpressionCompiler compiler;

    ConjunctionCompiler(ExpressionCompiler compiler) {
        this.compiler = compiler;
    }

    /** @param further predicates that can not fail, asked after whatever can */
    Predicate compile(List<Expression> conditions, List<Predicate> further) {
        List<Predicate> safe = new ArrayList<>();
        List<Predicate> failable = new ArrayList<>();
        Map<Integer, List<ExactComparison>> ranges = new LinkedHashMap<>();
        for (Expression condition : conditions) {
            if (Analysis.canFail(condition, this::canBeComputed)) {
                failable.add(compiler.predicate(condition));
            } else if (condition instanceof Call call && isRange(call)) {
                boolean columnFirst = call.operand(0) instanceof InputRef;
                InputRef column = (InputRef) call.operand(columnFirst ? 0 : 1);
                ranges.computeIfAbsent(column.index(), ignored -> new ArrayList<>())
                        .add(comparison(call, column, call.operand(columnFirst ? 1 : 0), columnFirst));
            } else {
                safe.add(compiler.predicate(condition));
            }
        }
        ranges.forEach((column, comparisons) ->
                safe.add(0, comparisons.size() == 1 ? comparisons.get(0) : new RangeTest(column, comparisons)));
        (failable.isEmpty() ? safe : failable).addAll(further);
        return safe.size() + failable.size() == 1
                ? (safe.isEmpty() ? failable : safe).get(0)
                : new Conjunction(safe, failable);
    }

    private ExactComparison comparison(Call call, InputRef column, Expression constant, boolean columnFirst) {
        Comparison comparison = Comparison.of(call.function());
        return new ExactComparison(
                columnFirst ? comparison : comparison.swapped(),
                column.type(),
                compiler.compile(column),
                constant.type(),
                compiler.compile(constant));
    }

    /** Whether an expression that reads no column has a value, so that no row can fail by it. */
    private boolean canBeComputed(Expression constant) {
        if (!isConstant(constant)) {
            return false;
        }
        try {
            compiler.compile(constant).evaluate(Batch.of(new Vector[0], 1, 0), null, 1);
            return true;
        } catch (VelariaException e) {
            return false; // it is raised where a row comes that far
        }
    }

    /** Whether a call compares a column of integer-like values with a constant, other than by {@code <>}. */
    private boolean isRange(Call call) {
        Comparison comparison = Comparison.of(call.function());
        if (comparison == null || comparison == Comparison.NOT_EQUAL) {
            return false;
        }
        Expression a = call.operand(0);
        Expression b = call.operand(1);
        return isIntegerLike(a) && isExactConstant(b) || isIntegerLike(b) && isExactConstant(a);
    }

    private boolean isExactConstant(Expression expression) {
        SqlType type = expression.type();
        return isConstant(expression)
                && (type.kind() == TypeKind.NULL
                        || type.carrier().isLongLike()
                        || type.carrier() == PhysicalKind.INT128);
    }

    private boolean isConstant(Expression expression) {
        return Analysis.isConstant(expression, compiler.context().functions());
    }

    private static boolean isIntegerLike(Expression expression) {
        return expression instanceof InputRef column
                && column.type().kind() != TypeKind.NULL
                && column.type().carrier().isLongLike();
    }
}
