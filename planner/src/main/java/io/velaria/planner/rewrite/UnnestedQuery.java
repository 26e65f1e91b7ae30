package io.velaria.planner.rewrite;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A query to which joins are added, one for each of its sub-queries. The columns it began with stay in front; marks and
 * values of sub-queries follow.
 */
final class UnnestedQuery {
    private final RexBuilder rex;
    private final CorrelationId variable;
    private RelNode rel;

    /**
     * @param rel the outer query
     * @param variable by which sub-queries refer to it, or null if none does
     */
    UnnestedQuery(RelNode rel, CorrelationId variable) {
        this.rel = rel;
        this.variable = variable;
        this.rex = rel.getCluster().getRexBuilder();
    }

    RelNode rel() {
        return rel;
    }

    private int width() {
        return rel.getRowType().getFieldCount();
    }

    /** Keeps the rows for which the EXISTS, IN or SOME is TRUE, or its negation is; false if that can't be done. */
    boolean filterBy(RexSubQuery sub, boolean negated) {
        Decorrelation inner = decorrelate(sub.rel, sub.getKind() == SqlKind.EXISTS);
        if (inner == null) {
            return false;
        }
        List<RexNode> conjuncts = outerConjuncts(inner);
        List<RexNode> comparisons = comparisons(sub, inner);
        boolean nullable = comparisons.stream().anyMatch(term -> term.getType().isNullable());
        if (!negated || !nullable) {
            conjuncts.addAll(comparisons);
            join(negated ? JoinRelType.ANTI : JoinRelType.SEMI, inner.rel(), conjuncts);
        } else if (conjuncts.isEmpty() && sub.getKind() == SqlKind.IN && comparisons.size() == 1) {
            RelNode outer = rel;
            join(JoinRelType.LEFT_MARK, inner.rel(), comparisons);
            RexNode mark = rex.makeInputRef(rel, width() - 1);
            rel = SubqueryUnnesting.filter(rel, List.of(SubqueryUnnesting.not(rex, mark)));
            rel = SubqueryUnnesting.firstColumns(rel, outer.getRowType().getFieldCount(), outer);
        } else {
            // NOT IN is true only if every comparison is false: a comparison that is unknown is a match
            for (RexNode comparison : comparisons) {
                conjuncts.add(
                        comparison.getType().isNullable()
                                ? rex.makeCall(SqlStdOperatorTable.IS_NOT_FALSE, comparison)
                                : comparison);
            }
            join(JoinRelType.ANTI, inner.rel(), conjuncts);
        }
        return true;
    }

    /** The expression with columns in place of its sub-queries; null, and no join added, if that can't be done. */
    RexNode replaceSubqueries(RexNode expression) {
        RelNode before = rel;
        RexNode result = expression;
        for (RexSubQuery sub : SubqueryUnnesting.subqueries(expression)) {
            RexNode value =
                    switch (sub.getKind()) {
                        case EXISTS, IN, SOME -> mark(sub);
                        case SCALAR_QUERY -> scalar(sub);
                        default -> null;
                    };
            if (value == null) {
                rel = before;
                return null;
            }
            RexNode typed =
                    value.getType().equals(sub.getType()) ? value : rex.makeAbstractCast(sub.getType(), value, false);
            result = result.accept(new RexShuttle() {
                @Override
                public RexNode visitSubQuery(RexSubQuery other) {
                    return other.equals(sub) ? typed : super.visitSubQuery(other);
                }
            });
        }
        return result;
    }

    private RexNode mark(RexSubQuery sub) {
        Decorrelation inner = decorrelate(sub.rel, sub.getKind() == SqlKind.EXISTS);
        if (inner == null) {
            return null;
        }
        List<RexNode> comparisons = comparisons(sub, inner);
        boolean unknown = comparisons.stream().anyMatch(term -> term.getType().isNullable());
        if (unknown && inner.conjuncts().isEmpty()) {
            join(JoinRelType.LEFT_MARK, inner.rel(), comparisons);
            return rex.makeInputRef(rel, width() - 1);
        }
        RexNode isMember = existsMark(inner, comparisons);
        if (!unknown) {
            return isMember;
        }
        // a row that the sub-query's own condition leaves undecided is not in it, so only comparisons may be unknown
        RexNode comparison = RexUtil.composeConjunction(rex, comparisons(sub, inner));
        RexNode isUnknown = existsMark(inner, List.of(rex.makeCall(SqlStdOperatorTable.IS_NULL, comparison)));
        RelDataType nullable = rex.getTypeFactory().createTypeWithNullability(isMember.getType(), true);
        return rex.makeCall(
                SqlStdOperatorTable.CASE,
                isMember,
                rex.makeLiteral(true),
                isUnknown,
                rex.makeNullLiteral(nullable),
                rex.makeLiteral(false));
    }

    /** Adds a mark join; TRUE if a row of the sub-query fulfils all conditions, else FALSE. */
    private RexNode existsMark(Decorrelation inner, List<RexNode> comparisons) {
        List<RexNode> conjuncts = outerConjuncts(inner);
        conjuncts.addAll(comparisons);
        join(JoinRelType.LEFT_MARK, inner.rel(), conjuncts);
        RexNode mark = rex.makeInputRef(rel, width() - 1);
        return mark.getType().isNullable() ? rex.makeCall(SqlStdOperatorTable.IS_TRUE, mark) : mark;
    }

    private RexNode scalar(RexSubQuery sub) {
        List<RelNode> above = new ArrayList<>();
        RelNode base = sub.rel.stripped();
        while (base instanceof Project || base instanceof Filter) {
            above.add(base);
            base = base.getInput(0).stripped();
        }
        if (base instanceof Aggregate aggregate && aggregate.getGroupCount() == 0) {
            return scalarOfAggregate(aggregate, above);
        }
        return scalarOfRows(sub.rel.stripped());
    }

    /** A sub-query of any shape, which must not give more than one row for an outer row. */
    private RexNode scalarOfRows(RelNode sub) {
        Decorrelation inner = decorrelate(sub, false);
        if (inner == null) {
            return null;
        }
        Keys keys = Keys.of(inner, variable);
        if (keys == null) {
            return null;
        }
        RelNode keyed = keys.addTo(inner.rel());
        Boolean unique = keyed.getCluster().getMetadataQuery().areColumnsUnique(keyed, keys.bits());
        if (Boolean.TRUE.equals(unique)) {
            int offset = width();
            join(JoinRelType.LEFT, keyed, keys.conditions(offset, this));
            return rex.makeInputRef(rel, offset + inner.columns()[0]);
        }
        AggregateCall single = AggregateCall.create(
                SqlStdOperatorTable.SINGLE_VALUE,
                false,
                false,
                false,
                ImmutableList.of(),
                ImmutableList.of(inner.columns()[0]),
                -1,
                null,
                RelCollations.EMPTY,
                rex.getTypeFactory()
                        .createTypeWithNullability(
                                sub.getRowType().getFieldList().get(0).getType(), true),
                null);
        int offset = width();
        joinGroups(keyed, keys, List.of(single));
        return rex.makeInputRef(rel, offset + keys.bits().cardinality());
    }

    private RexNode scalarOfAggregate(Aggregate aggregate, List<RelNode> above) {
        Decorrelation inner = decorrelate(aggregate.getInput(), false);
        Keys keys = inner == null ? null : Keys.of(inner, variable);
        if (keys == null) {
            return null;
        }
        for (RelNode node : above) {
            boolean simple = node instanceof Project project
                    ? !RexUtil.SubQueryFinder.containsSubQuery(project) && !project.containsOver()
                    : !RexUtil.SubQueryFinder.containsSubQuery((Filter) node);
            if (!simple) {
                return null;
            }
        }
        int offset = width();
        RelNode keyed = keys.addTo(inner.rel());
        joinGroups(keyed, keys, calls(aggregate, inner, keyed));
        List<RexNode> values = new ArrayList<>();
        int firstCall = offset + keys.bits().cardinality();
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            RexNode value = rex.makeInputRef(rel, firstCall + i);
            SqlKind kind = aggregate.getAggCallList().get(i).getAggregation().getKind();
            if (!keys.isEmpty() && (kind == SqlKind.COUNT || kind == SqlKind.SUM0 || kind == SqlKind.REGR_COUNT)) {
                // no rows, hence no group: the count is zero, not NULL
                RexNode noGroup = rex.makeCall(SqlStdOperatorTable.IS_NULL, rex.makeInputRef(rel, offset));
                RexNode zero = rex.makeExactLiteral(java.math.BigDecimal.ZERO, value.getType());
                value = rex.makeCall(SqlStdOperatorTable.CASE, noGroup, zero, value);
            }
            values.add(value);
        }
        return valueAbove(above, values);
    }

    /** Computes what stands above the aggregate from the joined columns. */
    private RexNode valueAbove(List<RelNode> above, List<RexNode> aggregateValues) {
        List<RexNode> values = aggregateValues;
        List<RexNode> conditions = new ArrayList<>();
        for (int i = above.size() - 1; i >= 0; i--) {
            List<RexNode> inputs = values;
            if (above.get(i) instanceof Project project) {
                values = project.getProjects().stream()
                        .map(expression -> substitute(expression, inputs))
                        .toList();
            } else {
                conditions.add(substitute(((Filter) above.get(i)).getCondition(), inputs));
            }
        }
        RexNode value = values.get(0);
        if (conditions.isEmpty()) {
            return value;
        }
        RelDataType nullable = rex.getTypeFactory().createTypeWithNullability(value.getType(), true);
        return rex.makeCall(
                SqlStdOperatorTable.CASE,
                RexUtil.composeConjunction(rex, conditions),
                value,
                rex.makeNullLiteral(nullable));
    }

    private RexNode substitute(RexNode expression, List<RexNode> inputs) {
        return expression.accept(new OuterReferences(0) {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                RexNode value = inputs.get(reference.getIndex());
                return value.getType().equals(reference.getType())
                                || reference.getType().isNullable()
                                        == value.getType().isNullable()
                        ? value
                        : rex.makeAbstractCast(
                                rex.getTypeFactory()
                                        .createTypeWithNullability(
                                                reference.getType(),
                                                value.getType().isNullable()),
                                value,
                                false);
            }
        });
    }

    private List<AggregateCall> calls(Aggregate aggregate, Decorrelation inner, RelNode input) {
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            List<Integer> arguments =
                    call.getArgList().stream().map(i -> inner.columns()[i]).toList();
            int filter = call.filterArg < 0 ? -1 : inner.columns()[call.filterArg];
            calls.add(AggregateCall.create(
                    call.getAggregation(),
                    call.isDistinct(),
                    call.isApproximate(),
                    call.ignoreNulls(),
                    call.rexList,
                    arguments,
                    filter,
                    call.distinctKeys,
                    RelCollations.permute(
                            call.getCollation(),
                            org.apache.calcite.util.mapping.Mappings.target(
                                    i -> inner.columns()[i],
                                    inner.columns().length,
                                    input.getRowType().getFieldCount())),
                    call.getType(),
                    call.name));
        }
        return calls;
    }

    /** Left-joins the groups of the keyed sub-query: columns for the keys, then for the calls, are added. */
    private void joinGroups(RelNode keyed, Keys keys, List<AggregateCall> calls) {
        ImmutableBitSet group = keys.bits();
        // a group is never empty: what was nullable over no rows may be NOT NULL here
        List<AggregateCall> grouped = calls.stream()
                .map(call -> call.adaptTo(keyed, call.getArgList(), call.filterArg, true, group.isEmpty()))
                .toList();
        RelNode groups = LogicalAggregate.create(keyed, List.of(), group, List.of(group), grouped);
        List<RexNode> conditions = keys.groupConditions(width(), groups, this);
        join(keys.isEmpty() ? JoinRelType.INNER : JoinRelType.LEFT, groups, conditions);
    }

    private Decorrelation decorrelate(RelNode sub, boolean anyRow) {
        if (variable == null || !Decorrelation.refersTo(sub, variable)) {
            RelNode inner = sub.stripped();
            return new Decorrelation(
                    inner, Decorrelation.identity(inner.getRowType().getFieldCount()), List.of());
        }
        return Decorrelation.of(sub, variable, anyRow);
    }

    private List<RexNode> outerConjuncts(Decorrelation inner) {
        List<RexNode> conjuncts = new ArrayList<>();
        OuterReferences references = new OuterReferences(width());
        inner.conjuncts().forEach(conjunct -> conjuncts.add(conjunct.accept(references)));
        return conjuncts;
    }

    private List<RexNode> comparisons(RexSubQuery sub, Decorrelation inner) {
        if (sub.getKind() == SqlKind.EXISTS) {
            return List.of();
        }
        SqlOperator operator = sub.getKind() == SqlKind.SOME
                ? RexUtil.op(((SqlQuantifyOperator) sub.getOperator()).comparisonKind)
                : SqlStdOperatorTable.EQUALS;
        List<RexNode> comparisons = new ArrayList<>();
        for (int i = 0; i < sub.getOperands().size(); i++) {
            int column = inner.columns()[i];
            RelDataType type =
                    inner.rel().getRowType().getFieldList().get(column).getType();
            comparisons.add(rex.makeCall(operator, sub.getOperands().get(i), new RexInputRef(width() + column, type)));
        }
        return comparisons;
    }

    private void join(JoinRelType type, RelNode right, List<RexNode> conjuncts) {
        rel = LogicalJoin.create(
                rel, right, List.of(), RexUtil.composeConjunction(rex, conjuncts), Set.<CorrelationId>of(), type);
    }

    /** Outer columns in place of fields of the correlation variable; inner columns move behind the outer ones. */
    private class OuterReferences extends RexShuttle {
        private final int shift;

        OuterReferences(int shift) {
            this.shift = shift;
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            if (access.getReferenceExpr() instanceof RexCorrelVariable reference && reference.id.equals(variable)) {
                return rex.makeInputRef(rel, access.getField().getIndex());
            }
            return super.visitFieldAccess(access);
        }

        @Override
        public RexNode visitInputRef(RexInputRef reference) {
            return new RexInputRef(reference.getIndex() + shift, reference.getType());
        }
    }

    /** The equalities that tie a sub-query to the outer row: outer expressions and inner ones, pair by pair. */
    private record Keys(List<RexNode> outer, List<RexNode> inner, int innerWidth, List<Integer> places) {
        /** Null if some conjunct is not an equality of an outer and an inner expression. */
        static Keys of(Decorrelation decorrelation, CorrelationId variable) {
            List<RexNode> outer = new ArrayList<>();
            List<RexNode> inner = new ArrayList<>();
            for (RexNode conjunct : decorrelation.conjuncts()) {
                if (conjunct.getKind() != SqlKind.EQUALS) {
                    return null;
                }
                List<RexNode> sides = new ArrayList<>(((RexCall) conjunct).getOperands());
                if (Decorrelation.refersTo(sides.get(1), variable)) {
                    Collections.swap(sides, 0, 1);
                }
                if (Decorrelation.refersTo(sides.get(1), variable)
                        || !RelOptUtil.InputFinder.bits(sides.get(0)).isEmpty()
                        || RelOptUtil.InputFinder.bits(sides.get(1)).isEmpty()) {
                    return null;
                }
                outer.add(sides.get(0));
                inner.add(sides.get(1));
            }
            int width = decorrelation.rel().getRowType().getFieldCount();
            List<Integer> places = new ArrayList<>();
            int next = width;
            for (RexNode key : inner) {
                places.add(key instanceof RexInputRef reference ? reference.getIndex() : next++);
            }
            return new Keys(outer, inner, width, places);
        }

        boolean isEmpty() {
            return outer.isEmpty();
        }

        ImmutableBitSet bits() {
            return ImmutableBitSet.of(places);
        }

        /** The sub-query with a column for each key that is an expression. */
        RelNode addTo(RelNode sub) {
            List<RexNode> expressions =
                    new ArrayList<>(sub.getCluster().getRexBuilder().identityProjects(sub.getRowType()));
            for (int i = 0; i < inner.size(); i++) {
                if (places.get(i) >= innerWidth) {
                    expressions.add(inner.get(i));
                }
            }
            return expressions.size() == innerWidth
                    ? sub
                    : LogicalProject.create(sub, List.of(), expressions, (List<String>) null, Set.<CorrelationId>of());
        }

        List<RexNode> conditions(int offset, UnnestedQuery query) {
            List<RexNode> conditions = new ArrayList<>();
            for (int i = 0; i < outer.size(); i++) {
                conditions.add(query.equal(
                        outer.get(i), offset + places.get(i), inner.get(i).getType()));
            }
            return conditions;
        }

        List<RexNode> groupConditions(int offset, RelNode groups, UnnestedQuery query) {
            List<Integer> order = bits().asList();
            List<RexNode> conditions = new ArrayList<>();
            for (int i = 0; i < outer.size(); i++) {
                int column = order.indexOf(places.get(i));
                RelDataType type =
                        groups.getRowType().getFieldList().get(column).getType();
                conditions.add(query.equal(outer.get(i), offset + column, type));
            }
            return conditions;
        }
    }

    private RexNode equal(RexNode outer, int column, RelDataType type) {
        return rex.makeCall(
                SqlStdOperatorTable.EQUALS, outer.accept(new OuterReferences(0)), new RexInputRef(column, type));
    }
}
