package io.velaria.planner.metadata;

import io.velaria.runtime.plan.TableStatistics;
import io.velaria.runtime.type.Int128;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * What is assumed of a column's values where no filter has touched them. Estimates only: no result may rest on them.
 *
 * @param distinct number of distinct values, NaN if unknown
 * @param nullFraction share of NULLs
 * @param min least value as a number (dates in days, timestamps in their unit), NaN if unknown or not a number
 * @param max greatest value, likewise
 * @param tableRows rows of the table that the column is from, NaN if it is from none or that is unknown
 */
public record ColumnEstimate(double distinct, double nullFraction, double min, double max, double tableRows) {
    /** Nothing known. */
    public static final ColumnEstimate UNKNOWN =
            new ColumnEstimate(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** Number of distinct values among so many rows; a column of which nothing is known counts as a key. */
    public double distinctAmong(double rows) {
        double known = Double.isNaN(distinct) ? (Double.isNaN(tableRows) ? rows : tableRows) : distinct;
        return Math.max(1, Math.min(known, rows));
    }

    /** The estimate of an output column. */
    public static ColumnEstimate of(RelNode node, int column) {
        RelNode rel = node.stripped();
        if (rel instanceof Project project) {
            return ofExpression(project.getInput(), project.getProjects().get(column));
        }
        if (rel instanceof Filter || rel instanceof Sort) {
            return of(rel.getInput(0), column);
        }
        if (rel instanceof Join join) {
            int leftColumns = join.getLeft().getRowType().getFieldCount();
            if (column < leftColumns) {
                return of(join.getLeft(), column);
            }
            return join.getJoinType().projectsRight() ? of(join.getRight(), column - leftColumns) : UNKNOWN;
        }
        if (rel instanceof Aggregate aggregate) {
            return column < aggregate.getGroupCount()
                    ? of(aggregate.getInput(), aggregate.getGroupSet().nth(column))
                    : UNKNOWN;
        }
        if (rel instanceof Window window) {
            return column < window.getInput().getRowType().getFieldCount() ? of(window.getInput(), column) : UNKNOWN;
        }
        return rel instanceof TableScan scan ? ofTable(scan, column) : UNKNOWN;
    }

    /** The estimate of an expression over columns of the node. */
    public static ColumnEstimate ofExpression(RelNode input, RexNode expression) {
        if (expression instanceof RexInputRef reference) {
            return of(input, reference.getIndex());
        }
        if (expression instanceof RexCall call && call.getKind() == SqlKind.CAST) {
            return ofExpression(input, call.getOperands().get(0));
        }
        if (expression instanceof RexCall call && call.getKind() == SqlKind.EXTRACT) {
            return new ColumnEstimate(20, 0, Double.NaN, Double.NaN, Double.NaN);
        }
        return UNKNOWN;
    }

    private static ColumnEstimate ofTable(TableScan scan, int column) {
        TableStatistics statistics = scan.getTable().unwrap(TableStatistics.class);
        if (statistics == null) {
            return UNKNOWN;
        }
        List<TableStatistics.ColumnStatistics> columns = statistics.columns();
        if (column >= columns.size() || columns.get(column) == null) {
            return new ColumnEstimate(Double.NaN, Double.NaN, Double.NaN, Double.NaN, statistics.rows());
        }
        TableStatistics.ColumnStatistics known = columns.get(column);
        RelDataType type = scan.getRowType().getFieldList().get(column).getType();
        return new ColumnEstimate(
                known.distinct(),
                known.nullFraction(),
                number(known.min(), type),
                number(known.max(), type),
                statistics.rows());
    }

    /** A value as {@code Literal} holds it, on the scale of {@link #min}; NaN for NULL and what is no number. */
    static double number(Object value, RelDataType type) {
        double unscaled;
        if (value instanceof Int128 wide) {
            unscaled = wide.toBigInteger().doubleValue();
        } else if (value instanceof Number number) {
            unscaled = number.doubleValue();
        } else {
            return Double.NaN;
        }
        return type.getSqlTypeName() == SqlTypeName.DECIMAL ? unscaled / Math.pow(10, type.getScale()) : unscaled;
    }
}
