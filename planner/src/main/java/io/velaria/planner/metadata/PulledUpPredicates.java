package io.velaria.planner.metadata;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.metadata.RelMdPredicates;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/** What holds for every row of a node. */
final class PulledUpPredicates extends RelMdPredicates {
    /**
     * The condition's conjuncts and what holds for the input. A comparison with NULL, which is never true, says nothing
     * about any row and is left out: Calcite's lists of predicates refuse it.
     */
    @Override
    public RelOptPredicateList getPredicates(Filter filter, RelMetadataQuery query) {
        RexBuilder builder = filter.getCluster().getRexBuilder();
        List<RexNode> conjuncts = new ArrayList<>(RelOptUtil.conjunctions(filter.getCondition()));
        conjuncts.removeIf(PulledUpPredicates::comparesWithNull);
        RelOptPredicateList own = RelOptPredicateList.of(builder, RexUtil.retainDeterministic(conjuncts));
        RelOptPredicateList input = query.getPulledUpPredicates(filter.getInput());
        return RelOptPredicateList.isEmpty(input) ? own : input.union(builder, own);
    }

    private static boolean comparesWithNull(RexNode conjunct) {
        return SqlKind.COMPARISON.contains(conjunct.getKind())
                && ((RexCall) conjunct).getOperands().stream().anyMatch(RexLiteral::isNullLiteral);
    }

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
