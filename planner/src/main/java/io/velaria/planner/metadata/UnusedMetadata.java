package io.velaria.planner.metadata;

import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** Handlers of metadata that only cost-based search over alternatives would ask for. They answer that it is unknown. */
final class UnusedMetadata {
    private UnusedMetadata() {}

    static final class CumulativeCost implements BuiltInMetadata.CumulativeCost.Handler {
        @Override
        public RelOptCost getCumulativeCost(RelNode rel, RelMetadataQuery query) {
            return null;
        }

        @Override
        @Deprecated
        public MetadataDef<BuiltInMetadata.CumulativeCost> getDef() {
            return BuiltInMetadata.CumulativeCost.DEF;
        }
    }

    static final class NonCumulativeCost implements BuiltInMetadata.NonCumulativeCost.Handler {
        @Override
        public RelOptCost getNonCumulativeCost(RelNode rel, RelMetadataQuery query) {
            RelOptPlanner planner = rel.getCluster().getPlanner();
            return rel.computeSelfCost(planner, query);
        }

        @Override
        @Deprecated
        public MetadataDef<BuiltInMetadata.NonCumulativeCost> getDef() {
            return BuiltInMetadata.NonCumulativeCost.DEF;
        }
    }

    static final class PercentageOriginalRows implements BuiltInMetadata.PercentageOriginalRows.Handler {
        @Override
        public Double getPercentageOriginalRows(RelNode rel, RelMetadataQuery query) {
            return null;
        }

        @Override
        @Deprecated
        public MetadataDef<BuiltInMetadata.PercentageOriginalRows> getDef() {
            return BuiltInMetadata.PercentageOriginalRows.DEF;
        }
    }
}
