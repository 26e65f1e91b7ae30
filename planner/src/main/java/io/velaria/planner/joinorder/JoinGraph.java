package io.velaria.planner.joinorder;

import io.velaria.planner.fold.Guards;
import io.velaria.planner.metadata.Cardinality;
import io.velaria.planner.metadata.ColumnEstimate;
import io.velaria.planner.metadata.Selectivity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A tree of joins as a set of relations and the conditions between them. Its columns are those of all relations in a
 * row. Relations are numbered, and sets of them are bits of a long.
 */
final class JoinGraph {
    private static final int MOST_RELATIONS = 60;

    final List<Relation> relations = new ArrayList<>();
    final List<Predicate> predicates = new ArrayList<>();
    final List<EqualColumns> equalities = new ArrayList<>();

    private final UnaryOperator<RelNode> leafRewrite;
    private final RexBuilder rex;
    private final List<RexNode> inner = new ArrayList<>();
    private int width;

    /**
     * One input of the joins.
     *
     * @param firstColumn where its columns begin among those of the graph
     * @param attachment how it is attached if it is not joined freely, else null
     */
    record Relation(RelNode rel, int firstColumn, double rows, Attachment attachment) {
        boolean isFree() {
            return attachment == null;
        }
    }

    /**
     * A semi-, anti- or outer join to a relation; the relation can only be the right side of just this join.
     *
     * @param conjuncts over columns of the graph
     * @param needs the relations that must be on the left
     * @param factor rows that come out for one that goes in
     */
    record Attachment(JoinRelType type, List<RexNode> conjuncts, long needs, double factor, boolean hashable) {}

    /**
     * A condition that is no equality of two columns of free relations.
     *
     * @param relations those it refers to
     */
    record Predicate(RexNode condition, long relations, double selectivity) {}

    /**
     * Columns that inner joins make equal, one for each of several relations.
     *
     * @param columns by relation, -1 where a relation has none
     * @param distinct estimated number of distinct values, by relation
     */
    record EqualColumns(int[] columns, double[] distinct, long relations) {}

    JoinGraph(RexBuilder rex, UnaryOperator<RelNode> leafRewrite) {
        this.rex = rex;
        this.leafRewrite = leafRewrite;
    }

    int width() {
        return width;
    }

    long all() {
        return (1L << relations.size()) - 1;
    }

    /** Adds a tree of joins; returns for each of its columns that of the graph. */
    int[] add(RelNode root) {
        int[] columns = flatten(root);
        arrange();
        return columns;
    }

    private static boolean isJoinTree(RelNode rel) {
        if (rel instanceof Join join) {
            return RexUtil.isDeterministic(join.getCondition())
                    && switch (join.getJoinType()) {
                        case INNER, LEFT, RIGHT, SEMI, ANTI -> true;
                        default -> false;
                    };
        }
        if (rel instanceof Filter filter) {
            return RexUtil.isDeterministic(filter.getCondition()) && isJoinTree(filter.getInput());
        }
        return rel instanceof Project project
                && project.getProjects().stream().allMatch(RexInputRef.class::isInstance)
                && isJoinTree(project.getInput());
    }

    private int[] flatten(RelNode rel) {
        if (relations.size() >= MOST_RELATIONS - 1 || !isJoinTree(rel)) {
            return addLeaf(rel);
        }
        if (rel instanceof Filter filter) {
            int[] columns = flatten(filter.getInput());
            addInner(filter.getCondition(), columns);
            return columns;
        }
        if (rel instanceof Project project) {
            int[] input = flatten(project.getInput());
            return project.getProjects().stream()
                    .mapToInt(expression -> input[((RexInputRef) expression).getIndex()])
                    .toArray();
        }
        Join join = (Join) rel;
        if (join.getJoinType() == JoinRelType.INNER) {
            int[] columns = concat(flatten(join.getLeft()), flatten(join.getRight()));
            addInner(join.getCondition(), columns);
            return columns;
        }
        return attach(join);
    }

    private int[] attach(Join join) {
        boolean swapped = join.getJoinType() == JoinRelType.RIGHT;
        int[] kept = flatten(swapped ? join.getRight() : join.getLeft());
        RelNode other = leafRewrite.apply(swapped ? join.getLeft() : join.getRight());
        int number = relations.size();
        int[] attached = new int[other.getRowType().getFieldCount()];
        int first = width;
        java.util.Arrays.setAll(attached, i -> first + i);
        width += attached.length;
        int[] both = swapped ? concat(attached, kept) : concat(kept, attached);
        List<RexNode> conjuncts = new ArrayList<>();
        RelOptUtil.conjunctions(join.getCondition()).forEach(conjunct -> conjuncts.add(remap(conjunct, both)));
        double rows = other.getCluster().getMetadataQuery().getRowCount(other);
        // a place holder, so that the columns can be found while the attachment is made
        relations.add(new Relation(other, first, rows, null));
        JoinRelType type = swapped ? JoinRelType.LEFT : join.getJoinType();
        RexNode condition = RexUtil.composeConjunction(rex, conjuncts);
        long needs = relationsOf(condition) & ~(1L << number);
        double left = 1;
        for (int i = 0; i < number; i++) {
            if ((needs >> i & 1) != 0) {
                left = Math.max(left, relations.get(i).rows());
            }
        }
        double out = Cardinality.join(
                type, left, rows, condition, other.getCluster(), column -> column < first, this::estimate);
        boolean hashable = conjuncts.stream().anyMatch(conjunct -> conjunct.getKind() == SqlKind.EQUALS);
        relations.set(
                number, new Relation(other, first, rows, new Attachment(type, conjuncts, needs, out / left, hashable)));
        return type == JoinRelType.LEFT ? both : kept;
    }

    private int[] addLeaf(RelNode rel) {
        RelNode leaf = leafRewrite.apply(rel);
        int first = width;
        int[] columns = new int[leaf.getRowType().getFieldCount()];
        java.util.Arrays.setAll(columns, i -> first + i);
        width += columns.length;
        double rows = leaf.getCluster().getMetadataQuery().getRowCount(leaf);
        relations.add(new Relation(leaf, first, rows, null));
        return columns;
    }

    private void addInner(RexNode condition, int[] columns) {
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            inner.add(remap(conjunct, columns));
        }
    }

    /** Sorts the conditions of inner joins into filters of one relation, equal columns and the rest. */
    private void arrange() {
        List<ImmutableBitSet> classes = new ArrayList<>();
        List<List<RexNode>> filters = new ArrayList<>();
        relations.forEach(relation -> filters.add(new ArrayList<>()));
        RelOptCluster cluster = relations.get(0).rel().getCluster();
        for (RexNode conjunct : inner) {
            long used = relationsOf(conjunct);
            if (Long.bitCount(used) == 1 && Guards.canFail(cluster, conjunct)) {
                long all = (1L << relations.size()) - 1;
                predicates.add(new Predicate(conjunct, all, Selectivity.of(conjunct, cluster, this::estimate)));
            } else if (Long.bitCount(used) == 1
                    && relations.get(Long.numberOfTrailingZeros(used)).isFree()) {
                filters.get(Long.numberOfTrailingZeros(used)).add(conjunct);
            } else if (isColumnEquality(conjunct)) {
                classes = merge(classes, RelOptUtil.InputFinder.bits(conjunct));
            } else {
                predicates.add(new Predicate(conjunct, used, Selectivity.of(conjunct, cluster, this::estimate)));
            }
        }
        for (ImmutableBitSet equal : classes) {
            int[] byRelation = new int[relations.size()];
            java.util.Arrays.fill(byRelation, -1);
            for (int column : equal) {
                int relation = relationOf(column);
                if (byRelation[relation] < 0) {
                    byRelation[relation] = column;
                } else {
                    filters.get(relation)
                            .add(rex.makeCall(
                                    SqlStdOperatorTable.EQUALS, reference(byRelation[relation]), reference(column)));
                }
            }
            equalities.add(new EqualColumns(byRelation, new double[relations.size()], relationsOf(equal)));
        }
        for (int i = 0; i < relations.size(); i++) {
            if (!filters.get(i).isEmpty()) {
                relations.set(i, filtered(relations.get(i), filters.get(i)));
            }
        }
        for (EqualColumns equal : equalities) {
            for (int i = 0; i < relations.size(); i++) {
                if (equal.columns[i] >= 0) {
                    equal.distinct[i] = estimate(equal.columns[i])
                            .distinctAmong(relations.get(i).rows());
                }
            }
        }
    }

    private Relation filtered(Relation relation, List<RexNode> conjuncts) {
        RexNode condition = RexUtil.shift(RexUtil.composeConjunction(rex, conjuncts), -relation.firstColumn);
        RelNode filter = LogicalFilter.create(relation.rel, condition);
        double rows = filter.getCluster().getMetadataQuery().getRowCount(filter);
        return new Relation(filter, relation.firstColumn, rows, null);
    }

    private boolean isColumnEquality(RexNode conjunct) {
        if (conjunct.getKind() != SqlKind.EQUALS) {
            return false;
        }
        List<RexNode> operands = ((RexCall) conjunct).getOperands();
        return operands.get(0) instanceof RexInputRef left
                && operands.get(1) instanceof RexInputRef right
                && relations.get(relationOf(left.getIndex())).isFree()
                && relations.get(relationOf(right.getIndex())).isFree()
                && SqlTypeUtil.equalSansNullability(rex.getTypeFactory(), left.getType(), right.getType());
    }

    private static List<ImmutableBitSet> merge(List<ImmutableBitSet> classes, ImmutableBitSet pair) {
        List<ImmutableBitSet> merged = new ArrayList<>();
        ImmutableBitSet grown = pair;
        for (ImmutableBitSet equal : classes) {
            if (equal.intersects(pair)) {
                grown = grown.union(equal);
            } else {
                merged.add(equal);
            }
        }
        merged.add(grown);
        return merged;
    }

    int relationOf(int column) {
        int relation = relations.size() - 1;
        while (relations.get(relation).firstColumn() > column) {
            relation--;
        }
        return relation;
    }

    private long relationsOf(RexNode expression) {
        return relationsOf(RelOptUtil.InputFinder.bits(expression));
    }

    private long relationsOf(ImmutableBitSet columns) {
        long set = 0;
        for (int column : columns) {
            set |= 1L << relationOf(column);
        }
        return set;
    }

    ColumnEstimate estimate(int column) {
        Relation relation = relations.get(relationOf(column));
        return ColumnEstimate.of(relation.rel(), column - relation.firstColumn());
    }

    RexNode reference(int column) {
        Relation relation = relations.get(relationOf(column));
        RelDataType type = relation.rel()
                .getRowType()
                .getFieldList()
                .get(column - relation.firstColumn())
                .getType();
        return new RexInputRef(column, type);
    }

    private static RexNode remap(RexNode expression, int[] columns) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(columns[reference.getIndex()], reference.getType());
            }
        });
    }

    private static int[] concat(int[] left, int[] right) {
        int[] both = java.util.Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }
}
