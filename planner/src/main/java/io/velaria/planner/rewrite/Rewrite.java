package io.velaria.planner.rewrite;

import java.util.Locale;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.rel.rules.AggregateProjectMergeRule;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.rules.ProjectRemoveRule;
import org.apache.calcite.rel.rules.ProjectToWindowRule;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.rel.rules.ReduceExpressionsRule;
import org.apache.calcite.rel.rules.SortMergeRule;
import org.apache.calcite.rel.rules.SortProjectTransposeRule;
import org.apache.calcite.rel.rules.SortRemoveConstantKeysRule;
import org.apache.calcite.rel.rules.SubQueryRemoveRule;
import org.apache.calcite.rel.rules.UnionMergeRule;
import org.apache.calcite.rel.rules.UnionToDistinctRule;

/** Every rewrite that a plan may go through; the setting {@code disabled_rules} switches one off by its name. */
public enum Rewrite {
    SUBQUERY_TO_JOIN(PlannerPhase.SUBQUERIES, "EXISTS, IN and scalar sub-queries become joins"),
    FILTER_SUBQUERY_TO_CORRELATE(PlannerPhase.SUBQUERIES, "Any other sub-query in a filter becomes a correlated join"),
    PROJECT_SUBQUERY_TO_CORRELATE(PlannerPhase.SUBQUERIES, "Any other sub-query in a projection likewise"),
    JOIN_SUBQUERY_TO_CORRELATE(PlannerPhase.SUBQUERIES, "Any other sub-query in a join's condition likewise"),
    DECORRELATE(PlannerPhase.SUBQUERIES, "Correlated joins become plain ones"),

    FACTOR_OUT_OF_OR(PlannerPhase.SIMPLIFICATION, "(a AND b) OR (a AND c) becomes a AND (b OR c)"),
    DERIVE_TABLE_FILTERS(
            PlannerPhase.SIMPLIFICATION, "An OR over several tables implies for each of them an OR of its own parts"),
    REDUCE_FILTER(PlannerPhase.SIMPLIFICATION, "Constant parts of filters are computed"),
    REDUCE_PROJECT(PlannerPhase.SIMPLIFICATION, "Constant parts of projections are computed"),
    REDUCE_JOIN(PlannerPhase.SIMPLIFICATION, "Constant parts of join conditions are computed"),

    FILTER_INTO_JOIN(PlannerPhase.PUSH_DOWN, "Filters move into and below joins"),
    JOIN_CONDITION_PUSH(PlannerPhase.PUSH_DOWN, "Join conditions on one input move to that input"),
    FILTER_PAST_PROJECT(PlannerPhase.PUSH_DOWN, "Filters move below projections"),
    FILTER_PAST_AGGREGATE(PlannerPhase.PUSH_DOWN, "Filters on keys move below the aggregate"),
    FILTER_PAST_SET_OPERATION(PlannerPhase.PUSH_DOWN, "Filters move into each input of a set operation"),
    FILTER_MERGE(PlannerPhase.PUSH_DOWN, "Two filters become one"),
    PROJECT_MERGE(PlannerPhase.PUSH_DOWN, "Two projections become one"),
    PROJECT_REMOVE(PlannerPhase.PUSH_DOWN, "A projection that changes nothing goes"),

    EMPTY_PROJECT(PlannerPhase.EMPTY_INPUTS, "Projection of nothing"),
    EMPTY_FILTER(PlannerPhase.EMPTY_INPUTS, "Filter over nothing"),
    EMPTY_SORT(PlannerPhase.EMPTY_INPUTS, "Sort of nothing"),
    EMPTY_AGGREGATE(PlannerPhase.EMPTY_INPUTS, "Groups of nothing"),
    EMPTY_JOIN_LEFT(PlannerPhase.EMPTY_INPUTS, "Join from nothing"),
    EMPTY_JOIN_RIGHT(PlannerPhase.EMPTY_INPUTS, "Join to nothing"),
    EMPTY_UNION(PlannerPhase.EMPTY_INPUTS, "Union with nothing"),
    EMPTY_MINUS(PlannerPhase.EMPTY_INPUTS, "EXCEPT of or with nothing"),
    EMPTY_INTERSECT(PlannerPhase.EMPTY_INPUTS, "INTERSECT with nothing"),
    LIMIT_ZERO(PlannerPhase.EMPTY_INPUTS, "LIMIT 0 is nothing"),

    REORDER_JOINS(PlannerPhase.JOIN_ORDER, "Dynamic programming over connected sets of inputs, then greedily"),

    AGGREGATE_PROJECT_MERGE(PlannerPhase.AGGREGATES, "An aggregate reads through a projection of plain columns"),
    UNION_MERGE(PlannerPhase.AGGREGATES, "Nested unions become one"),
    INTERSECT_MERGE(PlannerPhase.AGGREGATES, "Nested INTERSECTs become one"),
    UNION_TO_DISTINCT(PlannerPhase.AGGREGATES, "UNION becomes UNION ALL and an aggregate"),
    SORT_CONSTANT_KEYS(PlannerPhase.AGGREGATES, "Sort keys that are constant go"),
    SORT_PAST_PROJECT(PlannerPhase.AGGREGATES, "Sorts and limits move below projections"),
    LIMIT_MERGE(PlannerPhase.AGGREGATES, "A limit over a sort becomes a top-N"),

    PROJECT_TO_WINDOW(PlannerPhase.WINDOWS, "Window functions leave the projection"),

    TRIM_COLUMNS(PlannerPhase.COLUMNS, "Columns that nothing reads are dropped"),
    MERGE_TRIMMED(PlannerPhase.COLUMNS, "Projections that trimming left above one another become one"),

    TOP_PER_PARTITION(
            PlannerPhase.TRANSLATION,
            "Rows that a bound on ROW_NUMBER, RANK or DENSE_RANK is sure to leave out don't reach the window"),
    WINDOW_TO_GROUPS(
            PlannerPhase.TRANSLATION,
            "Aggregates over whole partitions are computed by grouping, where the input is read from tables at once"),
    SHARE_COMMON_PLANS(PlannerPhase.TRANSLATION, "Groups, windows and the like that occur twice are computed once");

    private final PlannerPhase phase;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // made on first use: a rule loads classes that few queries need
    private RelOptRule rule;

    Rewrite(PlannerPhase phase, String description) {
        this.phase = phase;
        this.description = description;
    }

    /** As {@code disabled_rules} spells it. */
    public String ruleName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public PlannerPhase phase() {
        return phase;
    }

    public String description() {
        return description;
    }

    /** The rule for a Hep planner; null for a rewrite that is a pass over the whole plan. */
    RelOptRule rule() {
        RelOptRule made = rule;
        if (made == null) {
            made = make();
            rule = made;
        }
        return made;
    }

    private RelOptRule make() {
        return switch (this) {
            case SUBQUERY_TO_JOIN,
                    DECORRELATE,
                    DERIVE_TABLE_FILTERS,
                    REORDER_JOINS,
                    TRIM_COLUMNS,
                    MERGE_TRIMMED,
                    TOP_PER_PARTITION,
                    WINDOW_TO_GROUPS,
                    SHARE_COMMON_PLANS -> null;
            case FILTER_SUBQUERY_TO_CORRELATE -> SubQueryRemoveRule.Config.FILTER.toRule();
            case PROJECT_SUBQUERY_TO_CORRELATE -> SubQueryRemoveRule.Config.PROJECT.toRule();
            case JOIN_SUBQUERY_TO_CORRELATE -> SubQueryRemoveRule.Config.JOIN.toRule();
            case FACTOR_OUT_OF_OR -> new FactorOutOfOrRule();
            case REDUCE_FILTER ->
                ReduceExpressionsRule.FilterReduceExpressionsRule.FilterReduceExpressionsRuleConfig.DEFAULT.toRule();
            case REDUCE_PROJECT ->
                ReduceExpressionsRule.ProjectReduceExpressionsRule.ProjectReduceExpressionsRuleConfig.DEFAULT.toRule();
            case REDUCE_JOIN -> new ReduceJoinRule();
            case FILTER_INTO_JOIN -> new GuardedFilterIntoJoin();
            case JOIN_CONDITION_PUSH -> new GuardedJoinConditionPush();
            case FILTER_PAST_PROJECT -> new DeterministicFilterProjectTranspose();
            case FILTER_PAST_AGGREGATE -> new GuardedFilterAggregateTranspose();
            case FILTER_PAST_SET_OPERATION -> new GuardedFilterSetOpTranspose();
            case FILTER_MERGE -> FilterMergeRule.Config.DEFAULT.toRule();
            case PROJECT_MERGE -> new DeterministicProjectMerge();
            case PROJECT_REMOVE -> ProjectRemoveRule.Config.DEFAULT.toRule();
            case EMPTY_PROJECT -> PruneEmptyRules.PROJECT_INSTANCE;
            case EMPTY_FILTER -> PruneEmptyRules.FILTER_INSTANCE;
            case EMPTY_SORT -> PruneEmptyRules.SORT_INSTANCE;
            case EMPTY_AGGREGATE -> EmptyGroups.rule();
            case EMPTY_JOIN_LEFT -> PruneEmptyRules.JOIN_LEFT_INSTANCE;
            case EMPTY_JOIN_RIGHT -> PruneEmptyRules.JOIN_RIGHT_INSTANCE;
            case EMPTY_UNION -> PruneEmptyRules.UNION_INSTANCE;
            case EMPTY_MINUS -> PruneEmptyRules.MINUS_INSTANCE;
            case EMPTY_INTERSECT -> PruneEmptyRules.INTERSECT_INSTANCE;
            case LIMIT_ZERO -> PruneEmptyRules.SORT_FETCH_ZERO_INSTANCE;
            case AGGREGATE_PROJECT_MERGE -> AggregateProjectMergeRule.Config.DEFAULT.toRule();
            case UNION_MERGE -> UnionMergeRule.Config.DEFAULT.toRule();
            case INTERSECT_MERGE -> UnionMergeRule.Config.INTERSECT.toRule();
            case UNION_TO_DISTINCT -> UnionToDistinctRule.Config.DEFAULT.toRule();
            case SORT_CONSTANT_KEYS -> SortRemoveConstantKeysRule.Config.DEFAULT.toRule();
            case SORT_PAST_PROJECT -> SortProjectTransposeRule.Config.DEFAULT.toRule();
            case LIMIT_MERGE -> SortMergeRule.Config.LIMIT_MERGE.toRule();
            case PROJECT_TO_WINDOW ->
                ProjectToWindowRule.ProjectToLogicalProjectAndWindowRule.ProjectToLogicalProjectAndWindowRuleConfig
                        .DEFAULT
                        .toRule();
        };
    }
}
