package io.velaria.planner.translate;

import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.Call;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.expression.InputRef;
import io.velaria.runtime.expression.Operators;
import io.velaria.runtime.plan.Join;
import io.velaria.runtime.plan.PhysicalPlan;
import io.velaria.runtime.plan.Project;
import io.velaria.runtime.type.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** Splits a join's condition into pairs of key columns and a residual; computed keys become columns of their side. */
final class JoinConverter {
    private final RelationConverter relations;
    private final List<Integer> leftKeys = new ArrayList<>();
    private final List<Integer> rightKeys = new ArrayList<>();
    private final List<Boolean> nullsEqual = new ArrayList<>();
    private final List<Expression> leftComputed = new ArrayList<>();
    private final List<Expression> rightComputed = new ArrayList<>();
    private final List<Expression> residuals = new ArrayList<>();

    JoinConverter(RelationConverter relations) {
        this.relations = relations;
    }

    PhysicalPlan convert(org.apache.calcite.rel.core.Join join) {
        PhysicalPlan left = relations.convert(join.getLeft());
        PhysicalPlan right = relations.convert(join.getRight());
        int leftCount = left.schema().size();
        int rightCount = right.schema().size();
        for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
            if (!addKeys(conjunct, leftCount, rightCount)) {
                residuals.add(ExpressionConverter.convert(conjunct));
            }
        }
        int leftAdded = leftComputed.size();
        Expression residual = residuals.isEmpty()
                ? null
                : Expressions.shift(
                        ExpressionConverter.logicalOf(Operators.AND, residuals),
                        column -> column < leftCount ? column : column + leftAdded);
        Join.Kind kind = kind(join);
        List<Field> wanted = RelationConverter.schema(join.getRowType());
        PhysicalPlan leftInput = Expressions.append(left, leftComputed, "$key");
        PhysicalPlan rightInput = Expressions.append(right, rightComputed, "$key");
        List<Field> schema = schema(kind, leftInput, rightInput, wanted, leftCount);
        boolean buildLeft = left.estimatedRows() < right.estimatedRows();
        Join converted = new Join(
                kind,
                leftInput,
                rightInput,
                leftKeys,
                rightKeys,
                nullsEqual,
                residual,
                buildLeft,
                schema,
                relations.rows(join));
        return leftComputed.isEmpty() && rightComputed.isEmpty() ? converted : drop(converted, wanted, leftCount);
    }

    private static Join.Kind kind(org.apache.calcite.rel.core.Join join) {
        return switch (join.getJoinType()) {
            case INNER -> Join.Kind.INNER;
            case LEFT -> Join.Kind.LEFT;
            case RIGHT -> Join.Kind.RIGHT;
            case FULL -> Join.Kind.FULL;
            case SEMI -> Join.Kind.SEMI;
            case ANTI -> Join.Kind.ANTI;
            case LEFT_MARK -> Join.Kind.MARK;
            default -> throw VelariaException.unsupported(join.getJoinType() + " JOIN");
        };
    }

    /** Adds the pair of keys if the conjunct equates something of the left with something of the right. */
    private boolean addKeys(RexNode conjunct, int leftCount, int rightCount) {
        boolean nulls;
        switch (conjunct.getKind()) {
            case EQUALS -> nulls = false;
            case IS_NOT_DISTINCT_FROM -> nulls = true;
            default -> {
                return false;
            }
        }
        RexNode first = ((RexCall) conjunct).getOperands().get(0);
        RexNode second = ((RexCall) conjunct).getOperands().get(1);
        ImmutableBitSet leftColumns = ImmutableBitSet.range(leftCount);
        ImmutableBitSet rightColumns = ImmutableBitSet.range(leftCount, leftCount + rightCount);
        ImmutableBitSet firstColumns = RelOptUtil.InputFinder.bits(first);
        ImmutableBitSet secondColumns = RelOptUtil.InputFinder.bits(second);
        if (firstColumns.isEmpty() || secondColumns.isEmpty()) {
            return false;
        }
        boolean inOrder = leftColumns.contains(firstColumns) && rightColumns.contains(secondColumns);
        boolean swapped = rightColumns.contains(firstColumns) && leftColumns.contains(secondColumns);
        if (!inOrder && !swapped) {
            return false;
        }
        Call comparison = (Call) ExpressionConverter.compare(
                Operators.EQUAL,
                ExpressionConverter.convert(inOrder ? first : second),
                ExpressionConverter.convert(inOrder ? second : first));
        leftKeys.add(column(comparison.operand(0), leftCount, leftComputed));
        Expression right = Expressions.shift(comparison.operand(1), column -> column - leftCount);
        rightKeys.add(column(right, rightCount, rightComputed));
        nullsEqual.add(nulls);
        return true;
    }

    private static int column(Expression key, int columns, List<Expression> computed) {
        if (key instanceof InputRef input) {
            return input.index();
        }
        computed.add(key);
        return columns + computed.size() - 1;
    }

    private static List<Field> schema(
            Join.Kind kind, PhysicalPlan left, PhysicalPlan right, List<Field> wanted, int leftCount) {
        List<Field> schema = new ArrayList<>(wanted.subList(0, leftCount));
        schema.addAll(left.schema().subList(leftCount, left.schema().size()));
        switch (kind) {
            case SEMI, ANTI -> {}
            case MARK -> schema.add(wanted.get(leftCount));
            default -> {
                int rightCount = wanted.size() - leftCount;
                schema.addAll(wanted.subList(leftCount, wanted.size()));
                schema.addAll(right.schema().subList(rightCount, right.schema().size()));
            }
        }
        return schema;
    }

    /** Leaves the computed key columns out again. */
    private PhysicalPlan drop(Join join, List<Field> wanted, int leftCount) {
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            int position = i < leftCount ? i : i + leftComputed.size();
            columns.add(new InputRef(position, join.schema().get(position).type()));
        }
        return new Project(join, columns, wanted);
    }
}
