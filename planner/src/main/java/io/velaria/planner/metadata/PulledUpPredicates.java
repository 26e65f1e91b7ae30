package io.velaria.planner.metadata;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.metadata.RelMdPredicates;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;

/** What holds for every row of a node. */
final class PulledUpPredicates extends RelMdPredicates {
    /** All that holds for any input. Calcite drops what the rest implies, by code that it compiles for each pair. */
    @Override
    public RelOptPredicateList getPredicates(Intersect intersect, RelMetadataQuery query) {
        Set<RexNode> all = new LinkedHashSet<>();
        for (RelNode input : intersect.getInputs()) {
            all.addAll(query.getPulledUpPredicates(input).pulledUpPredicates);
        }
        return RelOptPredicateList.of(intersect.getCluster().getRexBuilder(), all);
    }
}
