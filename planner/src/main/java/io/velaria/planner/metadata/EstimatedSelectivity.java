package io.velaria.planner.metadata;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.metadata.RelMdSelectivity;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;

/** Selectivities from the statistics of tables. */
final class EstimatedSelectivity extends RelMdSelectivity {
    private static Double estimate(RelNode rel, RexNode predicate) {
        return Selectivity.of(predicate, rel.getCluster(), column -> ColumnEstimate.of(rel, column));
    }

    @Override
    public Double getSelectivity(TableScan rel, RelMetadataQuery query, RexNode predicate) {
        return estimate(rel, predicate);
    }

    @Override
    public Double getSelectivity(Union rel, RelMetadataQuery query, RexNode predicate) {
        return estimate(rel, predicate);
    }

    @Override
    public Double getSelectivity(Sort rel, RelMetadataQuery query, RexNode predicate) {
        return estimate(rel, predicate);
    }

    @Override
    public Double getSelectivity(Filter rel, RelMetadataQuery query, RexNode predicate) {
        return predicate == null ? estimate(rel.getInput(), rel.getCondition()) : estimate(rel, predicate);
    }

    @Override
    public Double getSelectivity(Join rel, RelMetadataQuery query, RexNode predicate) {
        return estimate(rel, predicate);
    }

    @Override
    public Double getSelectivity(Aggregate rel, RelMetadataQuery query, RexNode predicate) {
        return estimate(rel, predicate);
    }

    @Override
    public Double getSelectivity(Project rel, RelMetadataQuery query, RexNode predicate) {
        return estimate(rel, predicate);
    }

    @Override
    public Double getSelectivity(RelNode rel, RelMetadataQuery query, RexNode predicate) {
        return estimate(rel, predicate);
    }
}
