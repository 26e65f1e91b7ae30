package io.velaria.planner.metadata;

import io.velaria.runtime.plan.TableStatistics;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMdRowCount;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** Row counts from the statistics of tables. */
final class EstimatedRowCount extends RelMdRowCount {
    /** For a table of unknown size, such as a file that nobody has read yet. */
    private static final double UNKNOWN_TABLE = 10_000;

    @Override
    public Double getRowCount(TableScan scan, RelMetadataQuery query) {
        TableStatistics statistics = scan.getTable().unwrap(TableStatistics.class);
        return statistics == null || Double.isNaN(statistics.rows()) ? UNKNOWN_TABLE : Math.max(1, statistics.rows());
    }

    @Override
    public Double getRowCount(Filter filter, RelMetadataQuery query) {
        double rows = query.getRowCount(filter.getInput());
        double share = Selectivity.of(
                filter.getCondition(), filter.getCluster(), column -> ColumnEstimate.of(filter.getInput(), column));
        return Math.max(1, rows * share);
    }

    @Override
    public Double getRowCount(Join join, RelMetadataQuery query) {
        return Math.max(1, Cardinality.join(join, query));
    }

    @Override
    public Double getRowCount(Aggregate aggregate, RelMetadataQuery query) {
        return Cardinality.aggregate(aggregate, query);
    }
}
