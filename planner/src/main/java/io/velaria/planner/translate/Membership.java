package io.velaria.planner.translate;

import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.expression.Parameter;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code x = ?1 OR x = ?2 OR ..} as {@code x IN (?1, ?2, ..)}, which computes {@code x} once for a row and can
 * skip chunks. What Calcite folds into search arguments are literals only.
 */
final class Membership {
    private Membership() {}

    /**
     * The alternatives with equalities of one operand joined to an IN in the place of the first of them.
     *
     * @param alternatives operands of an OR that give the same value whenever they are computed
     */
    static List<Expression> join(List<Expression> alternatives) {
        Map<Expression, List<Expression>> candidates = new LinkedHashMap<>();
        for (Expression alternative : alternatives) {
            if (isMembership(alternative)) {
                Call equality = (Call) alternative;
                candidates
                        .computeIfAbsent(equality.operand(0), operand -> new ArrayList<>())
                        .addAll(equality.operands()
                                .subList(1, equality.operands().size()));
            }
        }
        if (candidates.values().stream().noneMatch(list -> list.size() > 1)) {
            return alternatives;
        }
        List<Expression> joined = new ArrayList<>();
        for (Expression alternative : alternatives) {
            if (!isMembership(alternative)) {
                joined.add(alternative);
                continue;
            }
            List<Expression> list = candidates.remove(((Call) alternative).operand(0));
            if (list != null && list.size() == 1) {
                joined.add(alternative);
            } else if (list != null) {
                list.add(0, ((Call) alternative).operand(0));
                joined.add(new Call(Operators.IN, list, SqlType.BOOLEAN));
            }
        }
        return joined;
    }

    private static boolean isMembership(Expression alternative) {
        return alternative instanceof Call call
                && (call.function().equals(Operators.EQUAL) || call.function().equals(Operators.IN))
                && !isConstant(call.operand(0))
                && call.operands().stream().skip(1).allMatch(candidate -> isCandidate(candidate, call.operand(0)));
    }

    private static boolean isCandidate(Expression candidate, Expression operand) {
        SqlType type = operand.type();
        boolean comparable = type.equals(candidate.type())
                || type.kind().isExactNumeric() && candidate.type().kind().isExactNumeric()
                || type.kind() == candidate.type().kind() && type.kind().isText();
        return comparable && isConstant(candidate);
    }

    private static boolean isConstant(Expression expression) {
        return expression instanceof Literal || expression instanceof Parameter;
    }
}
