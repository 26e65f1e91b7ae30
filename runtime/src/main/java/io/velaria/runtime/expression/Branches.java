package io.velaria.runtime.expression;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.type.SqlType;
import java.util.List;

/** Evaluators that choose between values, for functions that do. */
public final class Branches {
    private Branches() {}

    /** The first value where the condition is TRUE, the second elsewhere; each is evaluated for its rows only. */
    public static Evaluator choose(SqlType type, Evaluator condition, Evaluator whenTrue, Evaluator otherwise) {
        return new CaseEvaluator(
                type, new Predicate[] {Predicates.isTrue(condition)}, new Evaluator[] {whenTrue, otherwise});
    }

    /** The first value that is not NULL. */
    public static Evaluator coalesce(SqlType type, List<Evaluator> operands) {
        return new CoalesceEvaluator(type, operands.toArray(Evaluator[]::new));
    }

    /** The first value, or NULL where it equals the second; both of one type. */
    public static Evaluator nullIf(SqlType type, Evaluator value, Evaluator other) {
        return new CaseEvaluator(
                type,
                new Predicate[] {ExpressionCompiler.comparison(Comparison.EQUAL, type, value, type, other)},
                new Evaluator[] {ConstantEvaluator.of(type, null), value});
    }

    /** The greatest or least of the values that are not NULL; all of one type. */
    public static Evaluator extreme(SqlType type, List<Evaluator> operands, boolean greatest) {
        Evaluator best = operands.get(0);
        for (Evaluator operand : operands.subList(1, operands.size())) {
            best = new Extreme(type, best, operand, greatest);
        }
        return best;
    }

    /** The greater or lesser of two values; either is evaluated once. */
    private static final class Extreme implements Evaluator {
        private final Evaluator left;
        private final Evaluator right;
        private final Evaluator choice;
        private Vector a;
        private Vector b;

        Extreme(SqlType type, Evaluator left, Evaluator right, boolean greatest) {
            this.left = left;
            this.right = right;
            Evaluator heldA = (batch, selection, count) -> a;
            Evaluator heldB = (batch, selection, count) -> b;
            Comparison comparison = greatest ? Comparison.GREATER : Comparison.LESS;
            this.choice = new CaseEvaluator(
                    type,
                    new Predicate[] {
                        Predicates.isNull(heldB, true),
                        Predicates.isNull(heldA, true),
                        ExpressionCompiler.comparison(comparison, type, heldB, type, heldA)
                    },
                    new Evaluator[] {heldA, heldB, heldB, heldA});
        }

        @Override
        public Vector evaluate(Batch batch, int[] selection, int count) {
            a = left.evaluate(batch, selection, count);
            b = right.evaluate(batch, selection, count);
            return choice.evaluate(batch, selection, count);
        }
    }
}
