package io.velaria.runtime.plan;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Joins by equality of key columns and a residual condition; without keys it is a nested-loop join.
 *
 * @param leftKeys columns of the left input, each equal to the one of {@code rightKeys} at its place; the pairs have one
 *     comparable type
 * @param nullsEqual per pair of keys, whether NULL matches NULL (IS NOT DISTINCT FROM)
 * @param residual over the columns of left, then right; null for none
 * @param buildLeft whether the hash table is made of the left input rather than the right one; a hint
 * @param schema left columns, then right columns; for SEMI and ANTI the left columns; for MARK the left columns and a
 *     BOOLEAN: TRUE where a row matches, NULL where only an unknown comparison stands in the way, else FALSE
 */
public record Join(
        Kind kind,
        PhysicalPlan left,
        PhysicalPlan right,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        List<Boolean> nullsEqual,
        Expression residual,
        boolean buildLeft,
        List<Field> schema,
        double estimatedRows)
        implements PhysicalPlan {
    /** Which rows come out. */
    public enum Kind {
        INNER,
        LEFT,
        RIGHT,
        FULL,
        /** Left rows with a match. */
        SEMI,
        /** Left rows without a match; a NULL key matches nothing (NOT EXISTS, not NOT IN). */
        ANTI,
        MARK
    }

    public Join {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        nullsEqual = List.copyOf(nullsEqual);
        schema = List.copyOf(schema);
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of(left, right);
    }

    @Override
    public String label() {
        return leftKeys.isEmpty() ? "NestedLoopJoin" : "HashJoin";
    }

    @Override
    public Map<String, String> details() {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < leftKeys.size(); i++) {
            keys.append(i == 0 ? "" : " AND ")
                    .append(left.schema().get(leftKeys.get(i)).name())
                    .append(nullsEqual.get(i) ? " IS NOT DISTINCT FROM " : " = ")
                    .append(right.schema().get(rightKeys.get(i)).name());
        }
        List<Field> both = new ArrayList<>(left.schema());
        both.addAll(right.schema());
        return new Details()
                .with("kind", kind)
                .with("keys", keys)
                .with("residual", Details.text(residual, both))
                .with("build", leftKeys.isEmpty() ? null : buildLeft ? "left" : "right")
                .toMap();
    }
}
