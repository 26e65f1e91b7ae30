package io.velaria.runtime.plan;

import io.velaria.runtime.execution.KeyFilter;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.type.Field;
import java.io.Serializable;
import java.util.List;

/**
 * Where a {@link Scan} reads from, as data: a stored table by its id, a set of files with their dialect, a generated
 * sequence, a stream. Implementations are immutable and have value equality.
 */
public interface ScanSource extends Serializable {
    /** Column number that asks for the row's id (BIGINT, meaningful within one snapshot) instead of a column. */
    int ROW_ID = -1;

    /** All columns. */
    List<Field> schema();

    /** One line for EXPLAIN, such as {@code orders} or {@code csv '/data/*.csv'}. */
    String description();

    /** Whether reading ends; false for a stream. */
    default boolean isBounded() {
        return true;
    }

    /**
     * What would be read now, as text: it changes when files that the source reads come, go or change. A cached plan is
     * used again only while it is the same. Empty where only the catalog decides.
     */
    default String identity() {
        return "";
    }

    /** Whether it reads files, which a connection may be forbidden to. */
    default boolean readsFiles() {
        return false;
    }

    /**
     * Sets of columns by which no two rows are equal that an execution would read, and none of which is NULL. A proof,
     * not an estimate, for that execution alone.
     */
    default List<List<Integer>> keys(QueryContext context) {
        return List.of();
    }

    /** Estimates for the planner; never relied on for correctness. */
    default TableStatistics statistics() {
        return TableStatistics.UNKNOWN;
    }

    /**
     * Opens the source for one execution.
     *
     * @param columns positions in {@link #schema} to give, in this order, or {@link #ROW_ID}
     * @param skipping conjuncts over the given columns (an {@code InputRef} counts in {@code columns}) that a later
     *     filter checks in any case; a source may use them to leave out rows, segments or files
     */
    SourceFactory open(QueryContext context, int[] columns, List<Expression> skipping);

    /**
     * The same, told also what joins further on will know of its columns once their build sides are complete.
     *
     * @param filters counting in {@code columns}, checked row by row by a later operator in any case. Their keys are
     *     there when the scan's pipeline starts (when its first task is created, not before); a source may use them to
     *     leave out rows, segments or files
     */
    default SourceFactory open(
            QueryContext context, int[] columns, List<Expression> skipping, List<KeyFilter> filters) {
        return open(context, columns, skipping);
    }
}
