package io.velaria.runtime.table;

import io.velaria.runtime.execution.KeyFilter;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.operator.SourceFactory;
import io.velaria.runtime.plan.TableStatistics;
import java.util.List;

/**
 * The rows of a stored table at one moment: an immutable list of segments, the version of their delete vectors, and a
 * prefix of the appended rows.
 */
public interface TableSnapshot {
    long rowCount();

    /**
     * Sets of columns by which no two rows are equal, and none of which is NULL in any row: declared ones, and those that
     * the stored values prove.
     */
    default List<List<Integer>> keys() {
        return List.of();
    }

    /** Estimates for the planner. */
    TableStatistics statistics();

    /** As {@link io.velaria.runtime.plan.ScanSource#open}. Morsels come in insertion order. */
    SourceFactory scan(QueryContext context, int[] columns, List<Expression> skipping, List<KeyFilter> filters);
}
