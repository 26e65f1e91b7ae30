package io.velaria.planner.metadata;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.metadata.RelMdDistinctRowCount;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** Numbers of distinct values from the statistics of tables. */
final class EstimatedDistinctRowCount extends RelMdDistinctRowCount {
    private static Double estimate(RelNode rel, RelMetadataQuery query, ImmutableBitSet keys, RexNode predicate) {
        double rows = query.getRowCount(rel)
                * Selectivity.of(predicate, rel.getCluster(), column -> ColumnEstimate.of(rel, column));
        return Cardinality.distinct(keys, rows, column -> ColumnEstimate.of(rel, column));
    }

    @Override
    public Double getDistinctRowCount(TableScan rel, RelMetadataQuery query, ImmutableBitSet keys, RexNode predicate) {
        return estimate(rel, query, keys, predicate);
    }

    @Override
    public Double getDistinctRowCount(Union rel, RelMetadataQuery query, ImmutableBitSet keys, RexNode predicate) {
        return estimate(rel, query, keys, predicate);
    }

    @Override
    public Double getDistinctRowCount(Sort rel, RelMetadataQuery query, ImmutableBitSet keys, RexNode predicate) {
        return estimate(rel, query, keys, predicate);
    }

    @Override
    public Double getDistinctRowCount(Filter rel, RelMetadataQuery query, ImmutableBitSet keys, RexNode predicate) {
        return estimate(rel, query, keys, predicate);
    }

    @Override
    public Double getDistinctRowCount(Join rel, RelMetadataQuery query, ImmutableBitSet keys, RexNode predicate) {
        return estimate(rel, query, keys, predicate);
    }

    @Override
    public Double getDistinctRowCount(Aggregate rel, RelMetadataQuery query, ImmutableBitSet keys, RexNode predicate) {
        return estimate(rel, query, keys, predicate);
    }

    @Override
    public Double getDistinctRowCount(Project rel, RelMetadataQuery query, ImmutableBitSet keys, RexNode predicate) {
        return estimate(rel, query, keys, predicate);
    }

    @Override
    public Double getDistinctRowCount(RelNode rel, RelMetadataQuery query, ImmutableBitSet keys, RexNode predicate) {
        return estimate(rel, query, keys, predicate);
    }
}
