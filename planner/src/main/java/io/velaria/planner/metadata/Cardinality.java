package io.velaria.planner.metadata;

import java.util.function.IntFunction;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/** Estimated numbers of rows of joins and groups. */
public final class Cardinality {
    private Cardinality() {}

    /**
     * The number of distinct combinations of columns among so many rows.
     *
     * @param columns the estimate of each column
     */
    public static double distinct(ImmutableBitSet keys, double rows, IntFunction<ColumnEstimate> columns) {
        double product = 1;
        for (int key : keys) {
            ColumnEstimate column = columns.apply(key);
            product *= column == ColumnEstimate.UNKNOWN ? Math.max(1, rows / 10) : column.distinctAmong(rows);
        }
        return Math.min(product, Math.max(rows, 1));
    }

    static double aggregate(Aggregate aggregate, RelMetadataQuery query) {
        RelNode input = aggregate.getInput();
        double rows = query.getRowCount(input);
        double sum = 0;
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            sum += set.isEmpty() ? 1 : distinct(set, rows, column -> ColumnEstimate.of(input, column));
        }
        return sum;
    }

    static double join(Join join, RelMetadataQuery query) {
        RelNode left = join.getLeft();
        RelNode right = join.getRight();
        int leftColumns = left.getRowType().getFieldCount();
        return join(
                join.getJoinType(),
                query.getRowCount(left),
                query.getRowCount(right),
                join.getCondition(),
                join.getCluster(),
                column -> column < leftColumns,
                column -> column < leftColumns
                        ? ColumnEstimate.of(left, column)
                        : ColumnEstimate.of(right, column - leftColumns));
    }

    /**
     * Rows that a join gives.
     *
     * @param isLeft whether a column of the condition belongs to the left side
     * @param columns the estimate of each column of the condition
     */
    public static double join(
            JoinRelType type,
            double leftRows,
            double rightRows,
            RexNode condition,
            RelOptCluster cluster,
            java.util.function.IntPredicate isLeft,
            IntFunction<ColumnEstimate> columns) {
        double leftProduct = 1;
        double rightProduct = 1;
        double domain = 1;
        double leftTable = 0;
        double rightTable = 0;
        double residual = 1;
        int keys = 0;
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            int key = isKeyPair(conjunct, isLeft);
            if (key < 0) {
                residual *= Selectivity.of(conjunct, cluster, columns);
                continue;
            }
            RexCall call = (RexCall) conjunct;
            ColumnEstimate leftKey =
                    columns.apply(((RexInputRef) call.getOperands().get(key)).getIndex());
            ColumnEstimate rightKey =
                    columns.apply(((RexInputRef) call.getOperands().get(1 - key)).getIndex());
            double leftDistinct = leftKey.distinctAmong(leftRows);
            double rightDistinct = rightKey.distinctAmong(rightRows);
            leftProduct *= leftDistinct;
            rightProduct *= rightDistinct;
            domain *= Math.max(leftDistinct, rightDistinct);
            leftTable = Math.max(leftTable, tableRows(leftKey, leftRows));
            rightTable = Math.max(rightTable, tableRows(rightKey, rightRows));
            keys++;
        }
        if (keys > 1) {
            // columns of a composite key depend on one another: no more combinations than rows of either table
            domain = Math.min(domain, Math.min(leftTable, rightTable));
        }
        double inner = leftRows * rightRows / Math.max(domain, 1) * residual;
        double matched = keys == 0
                ? Math.min(1, rightRows * residual)
                : Math.min(1, Math.min(rightProduct, rightRows) / Math.min(leftProduct, Math.max(1, leftRows)))
                        * Math.max(residual, 0.5);
        return switch (type) {
            case LEFT, LEFT_ASOF -> Math.max(inner, leftRows);
            case RIGHT -> Math.max(inner, rightRows);
            case FULL -> Math.max(inner, Math.max(leftRows, rightRows));
            case SEMI -> leftRows * matched;
            case ANTI -> leftRows * Math.max(0.1, 1 - matched);
            case LEFT_MARK -> leftRows;
            default -> inner;
        };
    }

    private static double tableRows(ColumnEstimate column, double rows) {
        return Double.isNaN(column.tableRows()) ? rows : column.tableRows();
    }

    /** The position of the left column in an equality of a left and a right column, -1 if it is none. */
    private static int isKeyPair(RexNode conjunct, java.util.function.IntPredicate isLeft) {
        if ((conjunct.getKind() == SqlKind.EQUALS || conjunct.getKind() == SqlKind.IS_NOT_DISTINCT_FROM)
                && ((RexCall) conjunct).getOperands().get(0) instanceof RexInputRef first
                && ((RexCall) conjunct).getOperands().get(1) instanceof RexInputRef second
                && isLeft.test(first.getIndex()) != isLeft.test(second.getIndex())) {
            return isLeft.test(first.getIndex()) ? 0 : 1;
        }
        return -1;
    }
}
