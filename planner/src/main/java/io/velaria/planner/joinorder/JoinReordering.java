package io.velaria.planner.joinorder;

import io.velaria.planner.joinorder.JoinGraph.Attachment;
import io.velaria.planner.joinorder.JoinGraph.EqualColumns;
import io.velaria.planner.joinorder.JoinGraph.Predicate;
import io.velaria.planner.joinorder.JoinGraph.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Puts the joins of a plan in a better order. Inner joins are freely reordered; semi-, anti- and outer joins move among
 * them, each as soon as the relations of its condition are joined. In every inner join the side estimated to be smaller
 * comes second.
 */
public final class JoinReordering {
    private final JoinGraph graph;
    private final RexBuilder rex;

    private JoinReordering(JoinGraph graph, RexBuilder rex) {
        this.graph = graph;
        this.rex = rex;
    }

    /** A join tree and where its columns are among those of the graph. */
    private record Built(RelNode rel, int[] columns) {}

    /**
     * The same plan with its joins reordered.
     *
     * @param budgetNanos how long to search for the best order; a good one is taken after that
     */
    public static RelNode reorder(RelNode plan, long budgetNanos) {
        boolean joins = plan instanceof Join || plan instanceof Filter && plan.getInput(0) instanceof Join;
        if (!joins) {
            return withReorderedInputs(plan, budgetNanos);
        }
        RexBuilder rex = plan.getCluster().getRexBuilder();
        JoinGraph graph = new JoinGraph(rex, leaf -> withReorderedInputs(leaf, budgetNanos));
        int[] columns = graph.add(plan);
        if (graph.relations.size() < 3) {
            return withReorderedInputs(plan, budgetNanos);
        }
        JoinReordering reordering = new JoinReordering(graph, rex);
        Built built = reordering.build(new JoinSearch(graph).search(budgetNanos));
        return reordering.withColumns(built, columns, plan);
    }

    private static RelNode withReorderedInputs(RelNode rel, long budgetNanos) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : rel.getInputs()) {
            RelNode reordered = reorder(input, budgetNanos);
            changed |= reordered != input;
            inputs.add(reordered);
        }
        return changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
    }

    private RelNode withColumns(Built built, int[] wanted, RelNode original) {
        int[] places = places(built.columns);
        RelNode rel = built.rel;
        List<RexNode> outside = new ArrayList<>();
        for (Predicate predicate : graph.predicates) {
            if (predicate.relations() == 0) {
                outside.add(predicate.condition());
            }
        }
        if (!outside.isEmpty()) {
            rel = LogicalFilter.create(rel, RexUtil.composeConjunction(rex, outside));
        }
        if (Arrays.equals(built.columns, wanted)) {
            return rel;
        }
        List<RexNode> expressions = new ArrayList<>();
        for (int column : wanted) {
            expressions.add(rex.makeInputRef(rel, places[column]));
        }
        return LogicalProject.create(
                rel, List.of(), expressions, original.getRowType().getFieldNames(), Set.<CorrelationId>of());
    }

    private Built build(JoinSearch.Node node) {
        if (node.left() == null) {
            Relation relation = graph.relations.get(Long.numberOfTrailingZeros(node.relations()));
            int[] columns = new int[relation.rel().getRowType().getFieldCount()];
            Arrays.setAll(columns, i -> relation.firstColumn() + i);
            return new Built(relation.rel(), columns);
        }
        Built left = build(node.left());
        Built right = build(node.right());
        int[] columns = Arrays.copyOf(left.columns, left.columns.length + right.columns.length);
        System.arraycopy(right.columns, 0, columns, left.columns.length, right.columns.length);
        Relation single = Long.bitCount(node.right().relations()) == 1
                ? graph.relations.get(Long.numberOfTrailingZeros(node.right().relations()))
                : null;
        if (single != null && !single.isFree()) {
            return attach(node, left, right, columns, single.attachment());
        }
        List<RexNode> conjuncts = new ArrayList<>();
        long leftSet = node.left().relations();
        long rightSet = node.right().relations();
        List<EqualColumns> crossing = graph.equalities.stream()
                .filter(equal -> (equal.relations() & leftSet) != 0 && (equal.relations() & rightSet) != 0)
                .toList();
        for (EqualColumns equal : crossing) {
            conjuncts.add(rex.makeCall(
                    SqlStdOperatorTable.EQUALS,
                    graph.reference(column(equal, leftSet, crossing)),
                    graph.reference(column(equal, rightSet, crossing))));
        }
        for (Predicate predicate : graph.predicates) {
            long used = predicate.relations();
            if ((used & ~node.relations()) == 0 && (used & ~leftSet) != 0 && (used & ~rightSet) != 0) {
                conjuncts.add(predicate.condition());
            }
        }
        return new Built(join(left, right, conjuncts, columns, JoinRelType.INNER), columns);
    }

    private Built attach(JoinSearch.Node node, Built left, Built right, int[] columns, Attachment attachment) {
        RelNode join = join(left, right, attachment.conjuncts(), columns, attachment.type());
        int[] visible = attachment.type() == JoinRelType.LEFT ? columns : left.columns;
        List<RexNode> later = new ArrayList<>();
        for (Predicate predicate : graph.predicates) {
            long used = predicate.relations();
            if ((used & ~node.relations()) == 0 && (used & ~node.left().relations()) != 0) {
                later.add(predicate.condition());
            }
        }
        if (!later.isEmpty()) {
            RexNode condition = RexUtil.composeConjunction(rex, later);
            join = LogicalFilter.create(join, local(condition, visible, join, null));
        }
        return new Built(join, visible);
    }

    private RelNode join(Built left, Built right, List<RexNode> conjuncts, int[] columns, JoinRelType type) {
        RexNode condition = RexUtil.composeConjunction(rex, conjuncts);
        return LogicalJoin.create(
                left.rel,
                right.rel,
                List.of(),
                local(condition, columns, left.rel, right.rel),
                Set.<CorrelationId>of(),
                type);
    }

    /**
     * One of the equal columns of a set of relations: that of the relation with the most of the join's keys, so that
     * estimates see columns of one table as a composite key.
     */
    private static int column(EqualColumns equal, long set, List<EqualColumns> keys) {
        int best = -1;
        long mostKeys = 0;
        for (long rest = equal.relations() & set; rest != 0; rest &= rest - 1) {
            long relation = Long.lowestOneBit(rest);
            long count = keys.stream()
                    .filter(key -> (key.relations() & relation) != 0)
                    .count();
            if (count > mostKeys) {
                mostKeys = count;
                best = Long.numberOfTrailingZeros(relation);
            }
        }
        return equal.columns()[best];
    }

    /** An expression over columns of the graph as one over columns of the inputs of a join. */
    private RexNode local(RexNode expression, int[] columns, RelNode left, RelNode right) {
        int[] places = places(columns);
        int leftColumns = left.getRowType().getFieldCount();
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                int place = places[reference.getIndex()];
                RelNode input = place < leftColumns ? left : right;
                int column = place < leftColumns ? place : place - leftColumns;
                return new RexInputRef(
                        place, input.getRowType().getFieldList().get(column).getType());
            }
        });
    }

    private int[] places(int[] columns) {
        int[] places = new int[graph.width()];
        Arrays.fill(places, -1);
        for (int i = 0; i < columns.length; i++) {
            places[columns[i]] = i;
        }
        return places;
    }
}
